"""Jobs: a case with a block of its scenarios, and the key under which what it gives is kept.

The key is a digest of everything the result depends on: the case, the scenarios, the settings, the knowledge and the
version. A part with that key is finished work, whatever the clock says and in whatever order the cases stand.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from prevent_options import __version__
from prevent_options.batch.entries import Entry, digest_of
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
    """

    key: str
    entry: Entry
    scenarios: tuple[Scenario, ...]
    problems: tuple[str, ...] = ()


def jobs_of(
    entries: Iterable[Entry], scenarios: tuple[Scenario, ...], settings: Settings, knowledge: str
) -> Iterator[Job]:
    """Yield the jobs of a watchlist, in its order; a case whose id is taken is refused, the first one keeps it.

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
    seen: dict[str, str] = {}
    for entry in entries:
        content = entry.content()
        case = entry.peek(content)
        problems: tuple[str, ...] = ()
        if case is not None and seen.setdefault(case, entry.name) != entry.name:
            found = f"{entry.name}: id: {case} is already the id of {seen[case]}"
            problems = (f"{found}; each case has its own id; rename one of the two",)
        for block in [()] if problems else blocks(scenarios):
            changes = [part for scenario in block for part in (scenario.name, *map("=".join, scenario.changes))]
            key = digest_of(base, entry.name, content, *map("=".join, entry.changes), "scenarios", *changes, *problems)
            yield Job(key, entry, block, problems)


def blocks(scenarios: tuple[Scenario, ...]) -> list[tuple[Scenario, ...]]:
    """Return scenarios in the blocks in which they are done."""
    return [scenarios[start : start + BLOCK] for start in range(0, len(scenarios), BLOCK)]
