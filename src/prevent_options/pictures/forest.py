"""Forest plots: studies and experts as squares and diamonds, what the model makes of them as round marks."""

from collections.abc import Sequence
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from prevent_options.pictures.rows import Row
from prevent_options.pictures.style import BLACK, BLUE, GREY, ORANGE, WIDTH, heading, look, zero_line

_MARKS = {"study": ("s", GREY), "expert": ("D", ORANGE), "model": ("o", BLUE), "pooled": ("D", BLACK)}
_ROW_HEIGHT = 0.3
_LIMIT = 2.0
"""Intervals that reach beyond are cut with an arrow, so that a very unsure study does not flatten the others."""


def draw_forest(axes: Axes, rows: Sequence[Row], note_title: str) -> None:
    """Draw rows from top to bottom, with notes at the right."""
    for place, row in enumerate(reversed(rows)):
        mark, colour = _MARKS[row.kind]
        low, high = max(row.low, -_LIMIT), min(row.high, _LIMIT)
        axes.plot([low, high], [place, place], color=colour, linewidth=1.4, solid_capstyle="butt")
        for end, reached, arrow in ((row.low, low, "<"), (row.high, high, ">")):
            if end != reached:
                axes.plot([reached], [place], marker=arrow, color=colour, markersize=5, clip_on=False)
        if abs(row.mean) <= _LIMIT:
            axes.plot([row.mean], [place], marker=mark, color=colour, markersize=5.5, markeredgecolor=BLACK, mew=0.5)
        axes.text(1.01, place, row.note, transform=axes.get_yaxis_transform(), va="center", fontsize=8)
    kinds = [row.kind for row in reversed(rows)]
    for place, (below, above) in enumerate(pairwise(kinds)):
        if below != above:
            axes.axhline(place + 0.5, color=GREY, linewidth=0.5)
    axes.set_yticks(range(len(rows)), [row.label for row in reversed(rows)], fontsize=7.5)
    axes.set_ylim(-0.7, len(rows) + 0.2)
    axes.text(1.01, len(rows) - 0.3, note_title, transform=axes.get_yaxis_transform(), fontsize=8, style="italic")
    zero_line(axes)


def height_of(rows: Sequence[Row]) -> float:
    """Return the height a forest plot needs, in inches."""
    tall = sum("\n" in row.label for row in rows)
    return 1.0 + _ROW_HEIGHT * max(len(rows), 4) + 0.06 * tall


def forest(rows: Sequence[Row], title: str, note_title: str) -> Figure:
    """Return a forest plot.

    Parameters
    ----------
    rows
        From top to bottom.
    title
        What is shown.
    note_title
        What the notes at the right are; empty where there are none.
    """
    with look():
        figure = Figure(figsize=(WIDTH, height_of(rows)), layout="constrained")
        draw_forest(figure.add_subplot(), rows, note_title)
        heading(figure, title)
    return figure
