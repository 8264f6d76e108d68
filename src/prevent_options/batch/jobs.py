"""Jobs: a case with a block of its scenarios, and the key under which what it gives is kept.

The key is a digest of everything the result depends on: the case, the scenarios, the settings, the knowledge and the
version. A part with that key is finished work, whatever the clock says and in whatever order the cases stand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from prevent_options import __version__
from prevent_options.batch.entries import STATED, Entry, digest_of
from prevent_options.batch.settings import Settings
from prevent_options.batch.sweeps import Scenario
from prevent_options.errors import Problem

BLOCK = 25
"""Scenarios of one case done in one go: enough that reading the case costs little, few enough to share out."""


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work.

    Attributes
    ----------
    key
        Digest of all it depends on; names its part.
    entry
        The case.
    scenarios
        What to run of it.
    problems
        Why it cannot be run, found before anything was; empty when it can.
    case
        Id of the case, as far as it could be read without reading the whole file.
    kin
        What it shares with jobs that are likely alike; they are best done by one process, one after the other.
    """

    key: str
    entry: Entry
    scenarios: tuple[Scenario, ...]
    problems: tuple[str, ...] = ()
    case: str | None = None
    kin: str = ""

    @property
    def scenario(self) -> str:
        """The scenario under which a job fails that cannot even begin; only one job of a case has the stated one."""
        return self.scenarios[0].name if self.scenarios else STATED


def jobs_of(
    entries: Sequence[Entry], scenarios: tuple[Scenario, ...], settings: Settings, knowledge: str
) -> Iterator[Job]:
    """Yield the jobs of a watchlist, in its order; cases that share an id are all refused.

    Which of them was meant nobody can tell, and the name of a file must not decide it.

    Parameters
    ----------
    entries
        The cases.
    scenarios
        All scenarios of each case; the first changes nothing.
    settings
        What results depend on besides.
    knowledge
        Digest of rules, priors and templates.
    """
    base = digest_of(__version__, settings.as_text(), knowledge)
    ids = [entry.peek(entry.content()) for entry in entries]
    for entry, case, shared in zip(entries, ids, shared_ids(entries, ids), strict=True):
        content = entry.content()
        problems = () if shared is None else (str(shared),)
        for block in [()] if problems else blocks(scenarios):
            changes = [part for scenario in block for part in (scenario.name, *map("=".join, scenario.changes))]
            key = digest_of(base, entry.name, content, *map("=".join, entry.changes), "scenarios", *changes, *problems)
            yield Job(key, entry, block, problems, case, entry.kin(content))


def shared_ids(entries: Sequence[Entry], ids: Sequence[str | None]) -> list[Problem | None]:
    """Return for each entry what is wrong with its id when others have it too, naming them; None when nothing is.

    Parameters
    ----------
    entries
        The cases.
    ids
        Their ids; None where there is none that can be read.
    """
    named: dict[str, list[str]] = {}
    for entry, case in zip(entries, ids, strict=True):
        named.setdefault(case or "", []).append(entry.name)
    return [_shared(entry, case, named[case]) if case else None for entry, case in zip(entries, ids, strict=True)]


def _shared(entry: Entry, case: str, names: Sequence[str]) -> Problem | None:
    others = [name for name in names if name != entry.name]
    found = f"{case} is also the id of {', '.join(others[:3])}"
    todo = "rename all but one"
    return Problem(entry.name, 0, "id", found, "each case has its own id", todo) if others else None


def blocks(scenarios: tuple[Scenario, ...]) -> list[tuple[Scenario, ...]]:
    """Return scenarios in the blocks in which they are done."""
    return [scenarios[start : start + BLOCK] for start in range(0, len(scenarios), BLOCK)]
