"""Pictures of the checks: calibration of predictions, ranks of simulations, power scaling, k-hat."""

import io
from collections.abc import Mapping, Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from prevent_options.model.data import Ints, Reals
from prevent_options.validation.backtest import Backtest, Part
from prevent_options.validation.leave_out import LIMIT, LeftOut
from prevent_options.validation.sensitivity import THRESHOLD, Sensitivity

COLOURS = ("#0072B2", "#7F7F7F", "#D55E00")
"""Of the three directions; told apart by colour-blind readers, and by the marker in print."""
MARKERS = ("o", "s", "^")
DIRECTION_WORDS = {
    "average": ("less violence", "none or mixed", "more violence"),
    "factors": ("greater effectiveness", "none or mixed", "lesser effectiveness"),
}
BINS = 5
_VERDICTS = {
    "findings": "findings speak, or nothing matters",
    "prior": "prior says more than findings",
    "conflict": "prior and findings pull apart",
}


def bins_of(shares: Reals, directions: Ints, direction: int) -> tuple[Reals, Reals, Ints]:
    """Return mean forecast, observed share and number of findings in bins of equal size for one direction."""
    forecast, happened = shares[:, direction], directions == direction
    parts = [part for part in np.array_split(np.argsort(forecast, kind="stable"), BINS) if len(part)]
    means = [forecast[part].mean() for part in parts], [happened[part].mean() for part in parts]
    return np.array(means[0]), np.array(means[1]), np.array([len(part) for part in parts])


def picture_bytes(figure: Figure, kind: str) -> bytes:
    """Return a figure as ``png`` or ``svg``, the same bytes for the same figure."""
    out = io.BytesIO()
    metadata = {"Date": None} if kind == "svg" else {"Software": None}
    with mpl.rc_context({"svg.hashsalt": "prevent-options", "svg.fonttype": "path"}):
        figure.savefig(out, format=kind, dpi=144, metadata=metadata)
    return out.getvalue()


def _panel(axes: mpl.axes.Axes, part: Part, name: str, title: str) -> None:
    axes.plot([0, 1], [0, 1], color="black", linewidth=0.8, linestyle=":", zorder=0)
    for k, word in enumerate(DIRECTION_WORDS[name]):
        forecast, observed, n = bins_of(part.shares, part.directions, k)
        error = 1.645 * np.sqrt(forecast * (1 - forecast) / n)
        axes.errorbar(forecast, observed, yerr=error, color=COLOURS[k], marker=MARKERS[k], capsize=2, lw=1, label=word)
    axes.set(xlim=(0, 1), ylim=(-0.05, 1.05), xlabel="forecast share", ylabel="share observed", title=title, aspect=1)
    axes.legend(frameon=False, fontsize=8, loc="upper left")


def calibration(result: Backtest) -> Figure:
    """Return the calibration picture of a backtest; bars are 90 percent of chance around a forecast."""
    figure = Figure(figsize=(9, 4.8), layout="constrained")
    left, right = figure.subplots(1, 2)
    years = f"{result.through + 1}-{result.until}"
    _panel(left, result.factors, "factors", f"Factors: {len(result.factors.directions)} findings of {years}")
    _panel(right, result.average, "average", f"Average effects: {len(result.average.directions)} findings of {years}")
    return figure


def ranks(histograms: Mapping[str, Sequence[float]]) -> Figure:
    """Return rank histograms, one for each parameter, with the band in which 99 percent of bars fall if all is right.

    Parameters
    ----------
    histograms
        Ranks scaled to [0, 1) by parameter, one a simulation.
    """
    columns, bins = 4, 10
    rows = -(-len(histograms) // columns)
    figure = Figure(figsize=(9, 1.5 * rows + 0.4), layout="constrained")
    panels = figure.subplots(rows, columns, sharex=True, squeeze=False)
    for axes in panels.flat:
        axes.set_axis_off()
    for axes, (name, values) in zip(panels.flat, histograms.items(), strict=False):
        expected = len(values) / bins
        half = 2.576 * np.sqrt(expected * (1 - 1 / bins))
        axes.set_axis_on()
        axes.axhspan(max(expected - half, 0), expected + half, color="#DDDDDD", zorder=0)
        axes.hist(values, bins=bins, range=(0, 1), color=COLOURS[0], edgecolor="white")
        axes.set_title(name, fontsize=8)
        axes.tick_params(labelsize=6)
    return figure


def scaled(tools: Sequence[Sensitivity]) -> Figure:
    """Return the sensitivity of tools to their prior and to their findings; those in conflict are named."""
    figure = Figure(figsize=(9, 5.6), layout="constrained")
    axes = figure.subplots()
    for line in (axes.axhline, axes.axvline):
        line(THRESHOLD, color="black", linewidth=0.8, linestyle=":")
    for k, verdict in enumerate(("findings", "prior", "conflict")):
        of = [s for s in tools if s.verdict == verdict or (verdict == "findings" and s.verdict == "neither")]
        across, up = [max(s.own, s.shared) for s in of], [s.findings for s in of]
        axes.scatter(across, up, color=COLOURS[k], marker=MARKERS[k], s=22, label=_VERDICTS[verdict])
    axes.margins(x=0.12)
    axes.set(xlabel="sensitivity to the prior, own or shared", ylabel="sensitivity to the findings")
    axes.legend(frameon=False, fontsize=8)
    _name(axes, [s for s in tools if s.verdict == "conflict"])
    return figure


def _name(axes: Axes, tools: Sequence[Sensitivity]) -> None:
    """Name points; each name stands at the first corner of its point where it covers no other."""
    places: dict[tuple[float, float], list[str]] = {}
    for s in tools:
        places.setdefault((round(max(s.own, s.shared), 3), round(s.findings, 3)), []).append(s.tool)
    figure, taken = axes.get_figure(root=True), list[Bbox]()
    if figure is None:
        return
    figure.draw_without_rendering()
    for point, names in sorted(places.items(), key=lambda place: -place[0][1]):
        for right, above in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
            text = axes.annotate(
                ", ".join(names),
                point,
                xytext=(4 * right, 2 * above),
                textcoords="offset points",
                size=7,
                ha="left" if right > 0 else "right",
                va="bottom" if above > 0 else "top",
            )
            box = text.get_window_extent()
            if not box.count_overlaps(taken) or (right, above) == (-1, -1):
                taken.append(box)
                break
            text.remove()


def k_hats(parts: Sequence[LeftOut]) -> Figure:
    """Return k-hat of every observation, one panel a part, with the limit."""
    figure = Figure(figsize=(9, 1.7 * len(parts) + 0.4), layout="constrained")
    panels = figure.subplots(len(parts), 1, squeeze=False, sharex=True)
    for axes, part in zip(panels.flat, parts, strict=True):
        k = np.array(part.k)
        for colour, marker, which in ((COLOURS[0], "o", k <= LIMIT), (COLOURS[2], "^", ~(k <= LIMIT))):
            axes.scatter(k[which], np.flatnonzero(which), color=colour, marker=marker, s=9)
        axes.axvline(LIMIT, color="black", linewidth=0.8, linestyle=":")
        axes.set_title(f"{part.part}: {len(k)} observations, {len(part.failing)} above the limit", fontsize=8)
        axes.tick_params(labelsize=7, left=False, labelleft=False)
    panels.flat[-1].set_xlabel("k-hat", fontsize=8)
    return figure
