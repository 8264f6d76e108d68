"""The other pictures: prior against posterior, shrinkage, funnel, experts; and the page of one tool."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from prevent_options.assess.priors import Draws
from prevent_options.pictures.forest import draw_forest, height_of
from prevent_options.pictures.rows import Z90, Row, Shrunk
from prevent_options.pictures.style import BLACK, BLUE, GREY, ORANGE, WIDTH, heading, look, zero_line

EDGE = 2.0
"""Log rate ratio beyond which intervals of sizes are cut, with an arrow."""

_PANEL = 2.4
_BINS = np.linspace(-1.5, 1.5, 61)
_EXPERT_LINES = ("--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)))


def draw_prior_posterior(axes: Axes, prior: Draws, posterior: Draws, title: str) -> None:
    """Draw what was believed before any evidence and after all of it."""
    for draws, style in (
        (
            prior,
            {"histtype": "step", "color": GREY, "linestyle": "--", "linewidth": 1.5, "label": "before any evidence"},
        ),
        (posterior, {"color": BLUE, "alpha": 0.55, "label": "after all of it"}),
    ):
        axes.hist(np.clip(draws, _BINS[0], _BINS[-1]), bins=_BINS, density=True, **style)  # type: ignore[arg-type]
    axes.set_yticks([])
    axes.set_title(title)
    axes.legend(frameon=False, fontsize=8)
    zero_line(axes)


def draw_shrinkage(axes: Axes, sizes: Sequence[Shrunk], *, names: bool) -> None:
    """Draw each effect size as reported (square) and what the model believes of its effect (round), tied together."""
    for place, size in enumerate(sizes):
        axes.plot([size.low, size.high], [place - 0.13] * 2, color=BLUE, linewidth=1.4)
        _draw_cut(axes, size, place + 0.13)
        axes.annotate(
            "",
            (size.mean, place - 0.13),
            (size.reported, place + 0.13),
            arrowprops={"arrowstyle": "->", "color": BLACK, "lw": 0.6},
        )
        axes.plot([size.reported], [place + 0.13], "s", color=GREY, markersize=5, label=None if place else "reported")
        axes.plot([size.mean], [place - 0.13], "o", color=BLUE, markersize=5, label=None if place else "the model")
    axes.set_yticks(range(len(sizes)), [s.study if names else "" for s in sizes], fontsize=7)
    axes.set_title("Shrinkage: sizes as reported, and the effects they are about (arrows: the interval goes on)")
    if sizes:
        axes.legend(frameon=False, fontsize=8, loc="lower right")
    zero_line(axes)


def _draw_cut(axes: Axes, size: Shrunk, height: float) -> None:
    """Draw the interval of a size as reported; an arrow says that it goes on beyond the edge of the picture."""
    half = Z90 * size.spread
    low, high = size.reported - half, size.reported + half
    axes.plot([max(low, -EDGE), min(high, EDGE)], [height] * 2, color=GREY, linewidth=1.0)
    for end, beyond, sign in ((-EDGE, low < -EDGE, "<"), (EDGE, high > EDGE, ">")):
        if beyond:
            axes.plot([end], [height], sign, color=GREY, markersize=5)


def draw_funnel(axes: Axes, sizes: Sequence[Shrunk]) -> None:
    """Draw sizes against their spread, with the region where nine tenths would lie around their weighted mean."""
    spread = np.array([size.spread for size in sizes])
    reported = np.array([size.reported for size in sizes])
    centre = float(np.average(reported, weights=1 / spread**2)) if len(sizes) else 0.0
    depth = 1.05 * (spread.max() if len(sizes) else 1.0)
    axes.plot([centre - Z90 * depth, centre, centre + Z90 * depth], [depth, 0, depth], color=GREY, linestyle=":")
    axes.plot(reported, spread, "s", color=BLUE, markersize=5, markeredgecolor=BLACK, mew=0.5)
    axes.axvline(centre, color=GREY, linewidth=0.8)
    axes.set_ylim(depth, 0)
    axes.set_ylabel("standard error, or stated spread")
    stated = sum(size.stated for size in sizes)
    told = f"; {stated} of {len(sizes)} spreads are judgement (no standard error shown)"
    axes.set_title(f"Funnel of quantified findings{told if stated else ''}")
    zero_line(axes)


def page(rows: Sequence[Row], titles: tuple[str, str], prior: Draws, posterior: Draws, prior_title: str) -> Figure:
    """Return the page of a tool or body of evidence: its forest, and prior against posterior."""
    with look():
        heights = (height_of(rows), _PANEL)
        figure = Figure(figsize=(WIDTH, sum(heights)), layout="constrained")
        above, below = figure.subplots(2, 1, height_ratios=heights)
        draw_forest(above, rows, titles[1])
        draw_prior_posterior(below, prior, posterior, prior_title)
        heading(figure, titles[0])
    return figure


def overview(sizes: Sequence[Shrunk]) -> Figure:
    """Return shrinkage and funnel of all quantified findings."""
    with look():
        heights = (1.0 + 0.26 * max(len(sizes), 4), 3.0)
        figure = Figure(figsize=(WIDTH, sum(heights)), layout="constrained")
        above, below = figure.subplots(2, 1, height_ratios=heights)
        draw_shrinkage(above, sizes, names=True)
        draw_funnel(below, sizes)
    return figure


def experts(
    title: str,
    grid: NDArray[np.float64],
    each: Sequence[tuple[str, NDArray[np.float64]]],
    pooled: NDArray[np.float64],
    evidence: Draws | None,
) -> Figure:
    """Return the densities of experts, their pool, and the evidence as it stands.

    Parameters
    ----------
    title
        What was asked about.
    grid, pooled
        Log rate ratios and the pool's density there, shape (P,).
    each
        Label and density, shape (P,), of each expert.
    evidence
        Draws of the effect as the evidence has it; None where there is none.
    """
    with look():
        figure = Figure(figsize=(WIDTH, 3.4), layout="constrained")
        axes = figure.add_subplot()
        if evidence is not None:
            axes.hist(evidence, bins=60, density=True, color=BLUE, alpha=0.35, label="the evidence so far")
        for k, (label, density) in enumerate(each):
            axes.plot(grid, density, color=BLACK, linewidth=1.1, linestyle=_EXPERT_LINES[k % 4], label=label)
        axes.plot(grid, pooled, color=ORANGE, linewidth=2.4, label="experts, pooled")
        axes.set_yticks([])
        axes.set_title(title)
        axes.legend(frameon=False, fontsize=8)
        zero_line(axes)
        top = axes.secondary_xaxis(
            "top", functions=(lambda x: 100 * np.expm1(x), lambda y: np.log1p(np.maximum(y, -99) / 100))
        )
        top.set_xlabel("percent change of violence")
    return figure
