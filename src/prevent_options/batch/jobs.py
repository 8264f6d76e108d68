"""Jobs: a case with a block of its scenarios, and the key under which what it gives is kept.

The key is a digest of everything the result depends on: the case, the scenarios, the settings, the knowledge and the
version. A part with that key is finished work, whatever the clock says and in whatever order the cases stand.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from prevent_options import __version__
from prevent_options.batch.entries import STATED, Entry, digest_of
from prevent_options.batch.settings import Settings
from prevent_options.batch.sweeps import Scenario

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
    """

    key: str
    entry: Entry
    scenarios: tuple[Scenario, ...]
    problems: tuple[str, ...] = ()
    case: str | None = None

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
    named = _named(entries, ids)
    for entry, case in zip(entries, ids, strict=True):
        content = entry.content()
        problems = _shared(entry, case, named)
        for block in [()] if problems else blocks(scenarios):
            changes = [part for scenario in block for part in (scenario.name, *map("=".join, scenario.changes))]
            key = digest_of(base, entry.name, content, *map("=".join, entry.changes), "scenarios", *changes, *problems)
            yield Job(key, entry, block, problems, case)


def _named(entries: Sequence[Entry], ids: Sequence[str | None]) -> dict[str, list[str]]:
    """Return the names of the entries under each id."""
    named: dict[str, list[str]] = {}
    for entry, case in zip(entries, ids, strict=True):
        if case is not None:
            named.setdefault(case, []).append(entry.name)
    return named


def _shared(entry: Entry, case: str | None, named: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Return what is wrong when other entries have the id of this one too."""
    others = [name for name in named.get(case or "", ()) if name != entry.name]
    if not others:
        return ()
    found = f"{entry.name}: id: {case} is also the id of {', '.join(others[:3])}"
    return (f"{found}; each case has its own id; rename all but one",)


def blocks(scenarios: tuple[Scenario, ...]) -> list[tuple[Scenario, ...]]:
    """Return scenarios in the blocks in which they are done."""
    return [scenarios[start : start + BLOCK] for start in range(0, len(scenarios), BLOCK)]
