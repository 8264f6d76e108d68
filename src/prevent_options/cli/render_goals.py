"""Tables of several goals side by side."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from prevent_options.assess.side_by_side import MEANING
from prevent_options.cli.render import console, share, table

if TYPE_CHECKING:
    from prevent_options.assess import Assessment, ToolResult

HOW_TO_READ = (
    "Under each goal: rank (1 is best), in brackets the rank band, and the probability by the model that the goal's "
    "event happens (larger is better). Tools of one band are ties: their order is no finding. Rows stand in the order "
    "of the first goal. The goals reduce and foreclose rank by the same fall of harm and part only in their events. "
    "-: may not be used. * in use already."
)


def print_goals(assessments: Sequence["Assessment"]) -> None:
    """Print rank and probability of each tool under each goal, then what the probabilities are about."""
    out = console()
    by_goal = {one.goal: {tool.tool: tool for tool in one.tools} for one in assessments}
    first = assessments[0]
    rows = [
        (tool.tool + ("*" if tool.in_use else ""), *(_cell(tools[tool.tool]) for tools in by_goal.values()))
        for tool in first.tools
        if any(tools[tool.tool].eligible for tools in by_goal.values())
    ]
    columns = [("tool", "left"), *((goal, "right") for goal in by_goal)]
    out.print(Text(f"{first.title}: tools by goals {', '.join(by_goal)}"))
    out.print(table(columns, rows))
    out.print(Text(HOW_TO_READ))
    for goal in by_goal:
        out.print(Text(f"  {goal}: {MEANING[goal]}"))
    for warning in dict.fromkeys(warning for one in assessments for warning in one.warnings):
        out.print(Text(f"\n{warning}"))


def _cell(tool: "ToolResult") -> str:
    """Return rank, band and probability of the goal of one tool."""
    return f"{tool.rank} ({tool.rank_band}) {share(tool.p_goal):>4}" if tool.eligible else "-"
