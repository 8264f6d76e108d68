"""The Python API: one case assessed, its tools in rank order, a folder of cases run, with the defaults of the commands.

>>> from prevent_options import api
>>> assessment = api.assess("cases/sdn-darfur-2024.yaml", changes={"perpetrators.rsf.structure": "diffuse"})
>>> [tool.tool for tool in api.rank(assessment)][:3]  # doctest: +SKIP

Values are the frozen ones of :mod:`prevent_options.assess.types`; knowledge is read once and kept.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from prevent_options.assess import Assessment, Knowledge, ToolResult, load_knowledge
from prevent_options.assess import assess as assess_profile
from prevent_options.assess.portfolio import portfolios as best_portfolios
from prevent_options.assess.portfolio import request_of
from prevent_options.assess.portfolio_types import Portfolios
from prevent_options.assess.voi import value_of_information
from prevent_options.assess.voi_types import ValueOfInformation
from prevent_options.profile import CaseProfile, load_case, with_facts

if TYPE_CHECKING:
    from prevent_options.batch import BatchReport

__all__ = [
    "Assessment",
    "CaseProfile",
    "Knowledge",
    "Portfolios",
    "ToolResult",
    "ValueOfInformation",
    "assess",
    "batch",
    "knowledge",
    "load",
    "portfolios",
    "rank",
    "voi",
]

DRAWS = 4000
SEED = 1


@cache
def knowledge() -> Knowledge:
    """Return the shipped rules, posterior and catalogues, read once.

    Raises
    ------
    InputError
        When a rule, a catalogue entry or the posterior is damaged.
    """
    return load_knowledge()


def load(case: Path | str | CaseProfile, changes: Mapping[str, object] | None = None) -> CaseProfile:
    """Return a case, read from a file if need be, with some facts changed.

    Parameters
    ----------
    case
        A file, or a profile.
    changes
        Fact path to value, as for ``--set``; ``goal`` is one of them.

    Raises
    ------
    InputError
        With every problem of the file or of the changes.
    """
    profile = case if isinstance(case, CaseProfile) else load_case(Path(case))
    return with_facts(profile, changes) if changes else profile


def assess(
    case: Path | str | CaseProfile,
    *,
    changes: Mapping[str, object] | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    rules_as_of: date | None = None,
    known: Knowledge | None = None,
) -> Assessment:
    """Assess one case.

    Parameters
    ----------
    case
        A file, or a profile.
    changes
        Fact path to value, as for ``--set``.
    draws, seed
        Number of draws and seed; the same ones give the same numbers as the commands.
    rules_as_of
        Use the rules in force on this day.
    known
        Rules, posterior and catalogues; the shipped ones when None.

    Returns
    -------
    Assessment
        Tools in rank order with their uncertainty.

    Raises
    ------
    InputError
        With every problem of the case, or when more draws are asked for than are shipped.
    """
    profile = load(case, changes)
    return assess_profile(profile, known or knowledge(), draws=draws, seed=seed, rules_as_of=rules_as_of)


def portfolios(
    case: Path | str | CaseProfile,
    *,
    changes: Mapping[str, object] | None = None,
    max_tools: int | None = None,
    budget: float | None = None,
    draws: int = 2000,
    seed: int = SEED,
) -> Portfolios:
    """Return the best sets of tools for one case, as the command ``portfolio`` finds them.

    Parameters
    ----------
    case, changes, draws, seed
        As for :func:`assess`.
    max_tools
        Largest number of tools, at most 4; the case's own when None, else 3.
    budget
        Most effort, in units of the catalogue; the case's own when None.

    Raises
    ------
    InputError
        When limits and case contradict one another, or no tool is left.
    """
    profile = load(case, changes)
    request = request_of(profile, max_tools=max_tools, budget=budget)
    return best_portfolios(profile, knowledge(), request, draws=draws, seed=seed)


def voi(
    case: Path | str | CaseProfile,
    *,
    changes: Mapping[str, object] | None = None,
    cases: tuple[int, ...] = (),
    draws: int = DRAWS,
    seed: int = SEED,
) -> ValueOfInformation:
    """Return what finding out more would be worth, as the command ``voi`` says it.

    Parameters
    ----------
    case, changes, draws, seed
        As for :func:`assess`.
    cases
        Numbers of cases of the studies to value; the shipped ones when empty.

    Raises
    ------
    InputError
        When no tool may be used.
    """
    return value_of_information(load(case, changes), knowledge(), draws=draws, seed=seed, cases=cases)


def batch(  # noqa: PLR0913 - one argument an option
    watchlist: Path | str,
    output: Path | str,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    memos: bool = False,
    insights: bool = False,
    workers: int = 0,
    resume: bool = False,
    since: Path | str | None = None,
    sweeps: Iterable[Mapping[str, Iterable[str]]] = (),
) -> "BatchReport":
    """Run a watchlist, as the command ``batch`` does.

    Parameters
    ----------
    watchlist
        A folder, a YAML list, or a CSV or Parquet table whose columns are named after facts.
    output
        Folder to write; new, empty, or of an earlier batch.
    draws, seed
        As for `assess`.
    memos
        Whether to write a memo for each case.
    insights
        Whether to work out what each choice hangs on; with memos it is done anyway.
    workers
        Processes besides this one; 0 for none. More than 0 needs ``if __name__ == "__main__":`` in a script.
    resume
        Keep what an interrupted batch has finished.
    since
        Folder of an earlier batch to compare with.
    sweeps
        Facts with the values to cross, as ``--sweep``.

    Returns
    -------
    BatchReport
        What failed, and what changed in one line.

    Raises
    ------
    InputError
        When there is no case, no case can take a swept fact or value, or the output folder cannot be used.
    """
    # The batch room is large; whoever assesses one case does not wait for it.
    from prevent_options import batch as room  # noqa: PLC0415

    entries, earlier = room.read_watchlist(Path(watchlist)), None if since is None else Path(since)
    crossed = [room.Sweep({fact: tuple(values) for fact, values in one.items()}, "sweeps") for one in sweeps]
    room.check_sweeps(crossed, entries)
    settings = room.Settings(draws, seed, memos=memos, insights=insights)
    scenarios, left_out = room.scenarios(one.facts for one in crossed), room.left_out(Path(watchlist))
    plan = room.Plan(entries, settings, scenarios, earlier, left_out=left_out)
    return room.run_batch(plan, Path(output), room.Running(workers, resume=resume))


def rank(assessment: Assessment) -> tuple[ToolResult, ...]:
    """Return the tools that may be used, best first; tools of one ``rank_band`` are not told apart."""
    return tuple(tool for tool in assessment.tools if tool.eligible)
