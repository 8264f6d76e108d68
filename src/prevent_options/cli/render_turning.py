"""What would change the first choice, as tables for people."""

from math import expm1
from typing import TYPE_CHECKING

from rich.text import Text

from prevent_options.cli.lines import POINTS, folded, hanging
from prevent_options.cli.render import console, share, table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.table import Table

    from prevent_options.assess.turning_types import FactSwing, Level, Shift, Turning

HOW_TO_READ = (
    "lead: mean of today's first tool minus that of the best other tool, in percentage points of {unit}; below 0 "
    "another tool is first. Each fact is set alone, with the same random numbers; figures are of the model's means, "
    "so a small lead is not a finding, and rank, with more draws, may put another of the first tools at the top."
)
LINEAR = (
    "Expected utility is linear in the probability of one fact, so the point at which the choice turns is solved from "
    "the runs above. For a fact that is unknown, today's probability is the prior's, a judgement."
)
SHIFTED = (
    "must move: change of the rate ratio in every pair the tool reaches, until it is level with the first tool (the "
    "first tool: with the runner-up); minus is less violence. Substitution is worked out anew."
)


MOVED = (
    "factor: what must be added to its slope, log rate ratio, under every body of evidence; ± how uncertain the model "
    "is of it. elasticity: what all moves elsewhere, or all moving along, must be multiplied by. One at a time."
)


def print_turning(found: "Turning", top: int) -> None:
    """Print the tornado, thresholds, how far tools are from first, and the nearest other case in words."""
    out = console()
    out.print(Text(f"{found.title}: what would change the first choice, goal {found.goal}"))
    out.print(
        Text(f"Today {found.first} leads {found.runner_up} by {_points(found.lead)} points ({found.draws} draws).")
    )
    out.print(Text(HOW_TO_READ.format(unit=POINTS[found.goal])))
    out.print(_tornado(found.facts[:top]))
    out.print(_thresholds(found.facts, top))
    out.print(Text(LINEAR))
    out.print(_shifts(found.shifts[:top]))
    out.print(Text(SHIFTED))
    out.print(_levels(found.levels[:top] if found.levels else ()))
    out.print(Text(MOVED))
    words = found.nearest.words if found.nearest else "No fact, and no pair of those tried, puts the runner-up first."
    out.print(Text(f"\n{words}"))
    for fact, value, because in found.untried:
        out.print(Text(hanging(f"Not tried: {fact} {value}: {because}", out.width, "")))


def _points(value: float) -> str:
    """Return a share in percentage points."""
    return f"{100 * value:+.2f}"


def _tornado(swings: "Iterable[FactSwing]") -> "Table":
    """Return the facts, widest swing first, with who is first instead."""
    rows = [
        (
            folded(swing.fact, 30),
            f"{_points(swing.low)} to {_points(swing.high)}",
            "\n".join(f"{one.value}: {'barred, ' if one.barred else ''}{one.first}" for one in swing.turns) or "-",
        )
        for swing in swings
    ]
    columns = [("fact", "whole"), ("lead", "right"), ("values under which another tool is first", "left")]
    return table(columns, rows or [("no open fact is read", "", "")], "Facts, widest swing of the lead first")


def _thresholds(swings: "Iterable[FactSwing]", top: int) -> "Table":
    """Return the probabilities at which the choice turns, nearest to today's first."""
    found = [(swing.fact, one) for swing in swings for one in swing.thresholds]
    found.sort(key=lambda row: (abs(row[1].at - row[1].today), row[0]))
    rows = [
        (
            folded(f"{fact} = {one.value}", 34),
            share(one.today),
            f"{'above' if one.at > one.today else 'below'} {share(one.at)}",
            one.first,
        )
        for fact, one in found[:top]
    ]
    columns = [("if the probability that", "whole"), ("now", "right"), ("is", "right"), ("first is", "left")]
    return table(columns, rows or [("none between 0 and 1", "", "", "")], "Probabilities at which the choice turns")


def _levels(rows: "Iterable[Level]") -> "Table":
    """Return how far parameters of the model must move."""
    cells = [
        (
            folded(f"{one.kind} {one.name}", 28),
            f"{one.at:+.3f}" if one.kind == "factor" else f"× {one.at:.2f}",
            "-" if one.spread is None else f"± {one.spread:.2f}",
            one.first,
        )
        for one in rows
    ]
    columns = [("parameter", "whole"), ("turns at", "right"), ("uncertain", "right"), ("first is", "left")]
    return table(columns, cells or [("none within reach", "", "", "")], "Parameters of the model")


def _shifts(rows: "Iterable[Shift]") -> "Table":
    """Return how far tools are from first place."""
    cells = [
        (
            one.tool,
            _points(one.behind),
            "further than tried" if one.shift is None else f"{100 * expm1(one.shift):+.1f}%",
        )
        for one in rows
    ]
    return table([("tool", "whole"), ("points behind", "right"), ("must move", "right")], cells, "Effects of tools")
