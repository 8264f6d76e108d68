"""Two assessments side by side, for people: what changed, what moved, and which cause has which part in it."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.text import Text

from prevent_options.cli.lines import hanging
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
    rows = (*comparison.facts, *comparison.values) or (("none", "", ""),)
    out.print(
        table([("fact or value", "left"), ("before", "left"), ("after", "left")], rows, "What changed in the case")
    )
    out.print(Text(_first(comparison)))
    moved = sorted((c for c in comparison.tools if abs(c.moved) >= MOVED), key=lambda c: (-abs(c.moved), c.tool))
    several = len(comparison.causes) > 1
    heads = [("tool", "whole"), ("rank", "right"), ("expected", "right"), ("net change", "right")]
    heads += [("because", "left")] if several else []
    cells = [_row(change)[: len(heads)] for change in moved] or [("none", "", "", "", "")[: len(heads)]]
    out.print(table(heads, cells, "What moved by half a rank or more (minus is better)"))
    out.print(Text(f"{len(comparison.tools) - len(moved)} other tools moved by less than half a rank."))
    out.print(Text(HOW_TO_READ + (BECAUSE if several else "")))
    out.print(Text(f"Causes that changed: {', '.join(comparison.causes) or 'none'}."))
    if lines := _rules(comparison):
        out.print(Text("\nRules whose state changed, with the number of tools:"))
    for line in lines:
        out.print(Text(hanging(line, out.width)))


def _first(comparison: "Comparison") -> str:
    """Say which tool is first before and after."""
    before, after = (
        next((tool.tool for tool in one.tools if tool.eligible), "none")
        for one in (comparison.before, comparison.after)
    )
    return f"First before and after: {before}." if before == after else f"First before: {before}. First after: {after}."


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
