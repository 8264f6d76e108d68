"""What a change of the posterior moves in the ranking of cases; same random numbers before and after."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from prevent_options.assess import Knowledge, ToolResult, assess
from prevent_options.errors import InputError, Problem
from prevent_options.posterior import Posterior
from prevent_options.profile import CaseProfile, load_case

SUFFIXES = frozenset({".yaml", ".yml"})


@dataclass(frozen=True, slots=True)
class CaseMove:
    """The tools of one case before and after, in the order of after; eligible ones only."""

    case: str
    goal: str
    tools: tuple[tuple[ToolResult, ToolResult], ...]

    @property
    def moved(self) -> tuple[tuple[ToolResult, ToolResult], ...]:
        """Tools whose rank is another, those that moved most places first."""
        pairs = [pair for pair in self.tools if pair[0].rank != pair[1].rank]
        return tuple(sorted(pairs, key=lambda pair: (-abs(pair[0].rank - pair[1].rank), pair[1].rank)))


def read_cases(folder: Path) -> tuple[CaseProfile, ...]:
    """Read the cases of a folder.

    Raises
    ------
    InputError
        Every problem of every case, or a folder without cases.
    """
    files = sorted(file for file in folder.iterdir() if file.suffix in SUFFIXES) if folder.is_dir() else []
    if not files:
        found = Problem(str(folder), 0, "--cases", "no case file found", "a folder of .yaml case files", "name another")
        raise InputError([found])
    cases, problems = [], list[Problem]()
    for file in files:
        try:
            cases.append(load_case(file))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return tuple(cases)


def case_moves(
    cases: Sequence[CaseProfile], knowledge: Knowledge, before: Posterior, after: Posterior, draws: int
) -> Iterator[CaseMove]:
    """Yield, for each case, its tools under either posterior."""
    old, new = replace(knowledge, posterior=before), replace(knowledge, posterior=after)
    for profile in cases:
        first, second = (assess(profile, known, draws=draws) for known in (old, new))
        earlier = {tool.tool: tool for tool in first.tools if tool.eligible}
        pairs = [(earlier[tool.tool], tool) for tool in second.tools if tool.eligible and tool.tool in earlier]
        yield CaseMove(profile.id, profile.goal, tuple(pairs))
