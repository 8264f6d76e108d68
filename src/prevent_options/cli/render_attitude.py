"""The table of a ranking under an attitude to risk."""

from typing import TYPE_CHECKING

from rich.text import Text

from prevent_options.cli.lines import POINTS
from prevent_options.cli.render import console, table

if TYPE_CHECKING:
    from prevent_options.assess.attitude import AttitudeRanking

HOW_TO_READ = {
    "worst_tenth": "Ordered by the worst tenth: the mean over the tool's worst tenth of draws, larger is better.",
    "regret": (
        "Ordered by regret: what the tool brings less than the best tool of the same draw, mean over its worst tenth "
        "of draws, smaller is better. The mean over all draws would give the default order again."
    ),
}
TIES = (
    "default: place by expected utility, in brackets the rank band: by expected utility tools of one band are ties. "
    "1 is best in both."
)
CAUTION = (
    "A tool that changes next to nothing stands high here, because little can go wrong with it: read expected beside."
)


def print_attitude(found: "AttitudeRanking") -> None:
    """Print the order under the attitude beside the default order."""
    columns = [(name.replace("_", " "), "right") for name in (found.attitude, "default")]
    figures = [(name, "right") for name in ("expected", "worst", "regret")]
    rows = [
        (
            str(row.rank),
            f"{row.default_rank} ({row.rank_band})",
            row.tool,
            *_figures(row.expected, row.worst_tenth, row.regret),
        )
        for row in found.rows
    ]
    out = console()
    out.print(Text(f"{found.title}: tools by goal {found.goal}, beside the default order"))
    out.print(table([*columns, ("tool", "whole"), *figures], rows))
    out.print(Text(f"{HOW_TO_READ[found.attitude]} {TIES}"))
    out.print(
        Text(
            f"expected, worst (the worst tenth) and regret are in percentage points of {POINTS[found.goal]}: for the "
            "first two larger is better, and minus is worse than doing nothing."
        )
    )
    out.print(Text(CAUTION))


def _figures(*values: float) -> tuple[str, ...]:
    """Return figures in percentage points with one decimal; minus zero is zero."""
    return tuple(f"{round(100 * value, 1) + 0.0:.1f}" for value in values)
