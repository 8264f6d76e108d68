"""Two assessments side by side, for people: what changed, what moved, and which cause has which part in it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.text import Text

from prevent_options.cli.render import console, percent, table

if TYPE_CHECKING:
    from prevent_options.assess.compare import Comparison, ToolChange

SMALL = 0.05
"""Changes of the expected rank below this are not worth a line."""
HOW_TO_READ = (
    "rank: place before and after, with the rank band in brackets; tools of one band are ties, so a move within a band "
    "is no finding. because: the part of each cause in the change of the expected rank; parts add up. One cause is "
    "changed after the other (evidence, rules, noise, facts, values), each with the same random numbers."
)


def print_comparison(comparison: "Comparison") -> None:
    """Print what changed, then the tools that moved, most moved first, each with causes and rules."""
    out = console()
    rows = (*comparison.facts, *comparison.values) or (("none", "", ""),)
    out.print(
        table([("fact or value", "left"), ("before", "left"), ("after", "left")], rows, "What changed in the case")
    )
    heads = [("tool", "left"), ("rank", "right"), ("expected", "right"), ("net change", "right"), ("because", "left")]
    moved = sorted((c for c in comparison.tools if abs(c.moved) >= SMALL), key=lambda c: (-abs(c.moved), c.tool))
    cells = [_row(change) for change in moved] or [("none", "", "", "", "")]
    out.print(table([*heads, ("rules that changed", "left")], cells, "What moved (minus is better)"))
    out.print(Text(HOW_TO_READ))
    out.print(Text(f"Causes that changed: {', '.join(comparison.causes) or 'none'}."))


def _row(change: "ToolChange") -> tuple[str, ...]:
    before, after = change.before, change.after
    return (
        change.tool,
        f"{before.rank} ({before.rank_band}) > {after.rank} ({after.rank_band})",
        f"{change.moved:+.1f}",
        f"{percent(before.net_change.mean)} > {percent(after.net_change.mean)}",
        because(change.expected_rank_parts),
        ", ".join(rule for rule, _, _ in change.rules) or "-",
    )


def because(parts: Mapping[str, float]) -> str:
    """Return the parts of a change, largest first, those that round to nothing left out."""
    told = sorted(((name, size) for name, size in parts.items() if abs(size) >= SMALL), key=lambda one: -abs(one[1]))
    return ", ".join(f"{name} {size:+.1f}" for name, size in told) or "-"
