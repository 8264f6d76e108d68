"""The tornado of ``turning``: the lead of today's first tool over the values of each fact; legible in grey print."""

from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

from prevent_options.cli.plots import new_figure, save_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from prevent_options.assess.turning_types import FactSwing, Turning

_INK, _GREY, _PALE = "#1b3a5c", "#8a8f98", "#c9d3df"


def draw_tornado(found: "Turning", path: Path, top: int = 10) -> None:
    """Draw one bar a fact, the widest first, with the value at each end; left of zero another tool is first."""
    swings = found.facts[:top]
    figure = new_figure(8.0, 1.8 + 0.5 * max(1, len(swings)))
    axes = figure.add_subplot()
    for row, swing in enumerate(swings):
        _bar(axes, row, swing)
    if not swings:
        axes.text(0.5, 0.5, "No open fact is read.", transform=axes.transAxes, ha="center")
    axes.axvline(0.0, color=_INK, linewidth=1.2)
    axes.axvline(100 * found.lead, color=_GREY, linewidth=1.0, linestyle="--")
    axes.set_yticks(range(len(swings)), [_wrapped(swing.fact) for swing in swings], fontsize=7.5)
    axes.invert_yaxis()
    ends = [0.0, *(100 * end for swing in swings for end in (swing.low, swing.high))]
    room = 0.2 * ((max(ends) - min(ends)) or 1.0)
    axes.set_xlim(min(ends) - room, max(ends) + room)
    axes.set_xlabel(f"lead of {found.first}, percentage points of {found.unit}\n(below 0 another tool is first)")
    axes.set_title(fill(f"{found.title}: which facts would change the first choice", 80), loc="left", fontsize=10)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(axis="y", length=0)
    today = f"Dashed: today, {100 * found.lead:+.1f} over {found.runner_up}."
    note = f"{today} Dark: below zero. Each fact set alone, {found.draws} draws."
    figure.supxlabel(note, x=0.01, ha="left", fontsize=7.5)
    save_figure(figure, path)


def _wrapped(path: str) -> str:
    """Return a fact's path in lines that break at its dots."""
    return fill(path.replace(".", ". "), 36, break_long_words=False, break_on_hyphens=False).replace(". ", ".")


def _bar(axes: "Axes", row: int, swing: "FactSwing") -> None:
    """Draw the leads of one fact: from its smallest to its largest, dark where another tool is first."""
    low, high = 100 * swing.low, 100 * swing.high
    axes.barh(row, high - low, left=low, height=0.52, color=_PALE, edgecolor=_INK, linewidth=0.6)
    if low < 0:
        axes.barh(row, min(high, 0.0) - low, left=low, height=0.52, color=_INK)
    ends = (min(swing.trials, key=lambda one: one.lead), max(swing.trials, key=lambda one: one.lead))
    for trial, side, at in zip(ends, ("right", "left"), (low, high), strict=True):
        axes.annotate(
            f"{trial.value} {100 * trial.lead:+.1f}",
            (at, row),
            xytext=(-4 if side == "right" else 4, 0),
            textcoords="offset points",
            va="center",
            ha=side,
            fontsize=7.5,
        )
