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

    @property
    def first(self) -> tuple[str, str]:
        """The tool ranked first before, and after; empty where no tool is eligible in both."""
        before = min(self.tools, key=lambda pair: pair[0].rank, default=None)
        after = min(self.tools, key=lambda pair: pair[1].rank, default=None)
        return (before[0].tool, after[1].tool) if before and after else ("", "")

    @property
    def order_kept(self) -> float:
        """Rank correlation (Spearman) of the tools before and after; 1 where nothing moved or nothing can."""
        earlier = sorted(self.tools, key=lambda pair: pair[0].rank)
        later = sorted(self.tools, key=lambda pair: pair[1].rank)
        places = {pair[1].tool: k for k, pair in enumerate(earlier)}
        squares = sum((places[pair[1].tool] - k) ** 2 for k, pair in enumerate(later))
        n = len(self.tools)
        return 1.0 - 6.0 * squares / (n * (n * n - 1)) if n > 1 else 1.0


def in_one_sentence(moves: Sequence[CaseMove]) -> str:
    """Say what a change does to the ranking of several cases: first choices, and how much of the order is kept."""
    others = [f"{move.case} ({move.first[0]} to {move.first[1]})" for move in moves if move.first[0] != move.first[1]]
    least = min(moves, key=lambda move: move.order_kept)
    changed = f"another tool is first in {len(others)} of {len(moves)} cases"
    named = f": {', '.join(others)}" if others else ""
    return (
        f"Ranking: {changed}{named}; the order is kept least in {least.case} (rank correlation {least.order_kept:.2f})."
    )


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
