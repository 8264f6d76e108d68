"""What the pictures show beyond the ranking: tactics by tools, and what the caller computed."""

import math

from prevent_options.assess.types import ToolResult
from prevent_options.memo.frame import Frame
from prevent_options.memo.language import marked, said
from prevent_options.memo.parts import Band, Heat, HeatRow, Insights, Swing, Worth

HEAT_TOOLS, HEAT_ROWS, BARS = 7, 12, 8
"""So many tools, tactics and bars are legible at the width of a column."""


def heat(frame: Frame) -> Heat:
    """Return the change of each listed tactic under each of the first tools, in percent."""
    tools = frame.able[:HEAT_TOOLS]
    pairs = [(who.id, use.tactic) for who in frame.profile.perpetrators for use in who.tactics][:HEAT_ROWS]
    rows = tuple(
        HeatRow(frame.by(tactic, who), tuple(_cell(tool, who, tactic) for tool in tools)) for who, tactic in pairs
    )
    return Heat(tuple(tool.name for tool in tools), rows)


def _cell(tool: ToolResult, who: str, tactic: str) -> float | None:
    effect = next((e for e in tool.tactics if (e.perpetrator, e.tactic) == (who, tactic)), None)
    return None if effect is None else 100 * math.expm1(effect.mean)


def heat_title(table: Heat) -> str:
    """Say whether one of the first tools lowers every listed tactic on average."""
    columns = list(zip(*(row.cells for row in table.rows), strict=True))
    all_down = sum(all(cell is not None and cell < 0 for cell in column) for column in columns)
    if not columns:
        return said("No tool may be used in this case")
    if len(columns) == 1:
        message = marked(
            "{tool} lowers every listed tactic on average"
            if all_down
            else "{tool} does not lower every listed tactic on average"
        )
        return said(message, tool=table.tools[0])
    return (
        said("{n} of the first {of} tools lower every listed tactic on average", n=all_down, of=len(columns))
        if all_down
        else said("No tool of the first {of} lowers every listed tactic on average", of=len(columns))
    )


def flow_title(bands: tuple[Band, ...]) -> str:
    """Say which tactic is expected to rise most through the moves of the options."""
    if not bands:
        return said("No rule warns of a move under the options; that is not proof of safety")
    rises: dict[str, float] = {}
    for band in bands:
        rises[band.target] = rises.get(band.target, 0.0) + band.rise
    most = max(rises, key=lambda name: (rises[name], name))
    return said("Under the options, the moves lead most to {tactic}", tactic=most)


def swings(insights: Insights) -> tuple[Swing, ...]:
    """Return what moves the first option's figure, the widest first."""
    return tuple(sorted(insights.swings, key=lambda s: (-abs(s.high - s.low), s.name))[:BARS])


def swings_title(found: tuple[Swing, ...]) -> str:
    """Name what moves the figure most."""
    return said("{name} moves the first option's figure most", name=found[0].name) if found else ""


def worths(insights: Insights) -> tuple[Worth, ...]:
    """Return what knowing each thing is worth, the most first."""
    return tuple(sorted(insights.worths, key=lambda w: (-w.points, w.name))[:BARS])


def worths_title(found: tuple[Worth, ...]) -> str:
    """Name what is worth finding out first."""
    return said("Knowing {name} would help the choice most", name=found[0].name) if found else ""
