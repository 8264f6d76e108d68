"""Two assessments side by side, for people: what changed, what moved, and which cause has which part in it."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.text import Text

from prevent_options.assess.causes import ABSENT
from prevent_options.cli.lines import folded, hanging
from prevent_options.cli.render import console, percent, table

if TYPE_CHECKING:
    from prevent_options.assess.compare import Comparison, ToolChange

SMALL = 0.05
"""Parts of a change of the expected rank below this are not told."""
MOVED = 0.5
"""Tools whose expected rank moved by less than half a rank are counted, not listed; JSON has all."""
HOW_TO_READ = (
    "rank: place before and after, 1 is best, with the rank band in brackets; tools of one band are ties, so a move "
    "within a band is no finding. expected: change of the mean rank over the draws. net change: of total harm."
)
BECAUSE = (
    " because: the part of each cause in the change of the expected rank; parts add up. One cause is changed after the "
    "other (evidence, rules, noise, facts, values), each with the same random numbers."
)


def print_comparison(comparison: "Comparison") -> None:
    """Print what changed, the first choices, then the tools that moved, most moved first, with causes and rules."""
    out = console()
    rows = [tuple(folded(cell, 24) for cell in row) for row in (*_facts(comparison), *comparison.values)]
    heads = [("fact or value", "whole"), ("before", "whole"), ("after", "whole")]
    out.print(table(heads, rows or [("none", "", "")], "What changed in the case"))
    out.print(Text(_first(comparison)))
    moved = sorted((c for c in comparison.tools if abs(c.moved) >= MOVED), key=lambda c: (-abs(c.moved), c.tool))
    several = len(comparison.causes) > 1
    heads = [("tool", "whole"), ("rank", "right"), ("expected", "right"), ("net change", "right")]
    heads += [("because", "left")] if several else []
    if moved:
        cells = [_row(change)[: len(heads)] for change in moved]
        out.print(table(heads, cells, "What moved by half a rank or more (minus is better)"))
        out.print(Text(f"{len(comparison.tools) - len(moved)} other tools moved by less than half a rank."))
        out.print(Text(HOW_TO_READ + (BECAUSE if several else "")))
    else:
        out.print(Text(f"None of {len(comparison.tools)} tools moved by half a rank or more."))
    out.print(Text(f"Causes that changed: {', '.join(comparison.causes) or 'none'}."))
    if lines := _rules(comparison):
        out.print(Text("\nRules whose state changed, with the number of tools:"))
    for line in lines:
        out.print(Text(hanging(line, out.width)))


def _first(comparison: "Comparison") -> str:
    """Say which tool is first before and after, and whether a change of it is one among ties."""
    before, after = (
        next((tool.tool for tool in one.tools if tool.eligible), "none")
        for one in (comparison.before, comparison.after)
    )
    if before == after:
        return f"First before and after: {before}."
    bands = {one.tool: (one.before.rank_band, one.after.rank_band) for one in comparison.tools}
    tie = {bands.get(before), bands.get(after)} == {(1, 1)}
    told = " Both stand in the first band before and after: they are ties, so this is no finding." if tie else ""
    return f"First before: {before}. First after: {after}.{told}"


def _facts(comparison: "Comparison") -> list[tuple[str, str, str]]:
    """Return the changed facts; those of somebody whom only one of the two cases knows are counted in one row."""
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for change in comparison.facts:
        groups.setdefault(".".join(change[0].split(".")[:2]), []).append(change)
    rows: list[tuple[str, str, str]] = []
    for owner, changes in groups.items():
        gone = [all(change[side] == ABSENT for change in changes) for side in (1, 2)]
        count = f"{len(changes)} facts"
        whole = [(owner, *((ABSENT, count) if gone[0] else (count, ABSENT)))]
        rows += whole if any(gone) and len(changes) > 1 else changes
    return rows


def _row(change: "ToolChange") -> tuple[str, ...]:
    before, after = change.before, change.after
    return (
        change.tool,
        f"{before.rank} ({before.rank_band}) > {after.rank} ({after.rank_band})",
        f"{change.moved:+.1f}",
        f"{percent(before.net_change.mean)} > {percent(after.net_change.mean)}",
        because(change.expected_rank_parts),
    )


def _rules(comparison: "Comparison") -> list[str]:
    """Return a line for each way in which a state changed: the rules, each with the number of tools it is about."""
    found: dict[str, Counter[str]] = {}
    for change in comparison.tools:
        for rule, before, after in change.rules:
            then, now = (state.split(" (")[0] for state in (before, after))
            way = f"{then} > {now}" if then != now else f"still {now}, in another share of draws"
            found.setdefault(way, Counter())[rule] += 1
    return [
        f"{way}: {', '.join(f'{rule} ({count})' for rule, count in sorted(rules.items()))}"
        for way, rules in sorted(found.items())
    ]


def because(parts: Mapping[str, float]) -> str:
    """Return the parts of a change, largest first, those that round to nothing left out."""
    told = sorted(((name, size) for name, size in parts.items() if abs(size) >= SMALL), key=lambda one: -abs(one[1]))
    return ", ".join(f"{name} {size:+.1f}" for name, size in told) or "-"
