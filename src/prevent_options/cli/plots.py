"""Pictures for people, drawn with matplotlib and written as files; legible in grey print."""

import io
from pathlib import Path
from typing import TYPE_CHECKING

from prevent_options.errors import InputError, Problem
from prevent_options.files import write_atomically

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from prevent_options.assess.portfolio_types import Option, Portfolios

FORMATS = (".png", ".svg", ".pdf")
_INK, _GREY = "#1b3a5c", "#8a8f98"


def check_plot_name(path: Path) -> None:
    """Refuse a file name that says no format a picture can have, before anything is worked out.

    Raises
    ------
    InputError
        Naming the formats.
    """
    if path.suffix.lower() not in FORMATS:
        expected = f"expected a name that ends in {', '.join(FORMATS)}"
        raise InputError(
            [Problem(str(path), 0, "--plot", f"found {path.suffix or 'no ending'}", expected, "rename it")]
        )


def new_figure(width: float, height: float) -> "Figure":
    """Return an empty figure in inches, without a window and with text that stays text."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams.update({"svg.hashsalt": "prevent-options", "svg.fonttype": "none", "font.size": 9})
    return Figure(figsize=(width, height), layout="constrained")


def save_figure(figure: "Figure", path: Path) -> None:
    """Write a figure in the format of the file's name; the same figure gives the same bytes."""
    kind, out = path.suffix.lower().removeprefix("."), io.BytesIO()
    dated = {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}
    figure.savefig(out, format=kind, dpi=160, metadata=dated[kind])
    write_atomically(path, out.getvalue())


def draw_frontier(found: "Portfolios", path: Path) -> None:
    """Draw expected harm averted against effort: the frontier, its spread, and the budget."""
    from matplotlib.ticker import MaxNLocator, PercentFormatter

    figure = new_figure(8.0, 5.2)
    axes = figure.add_subplot()
    axes.axhline(0, color=_GREY, linewidth=0.8)
    _steps(axes, found)
    for number, option in enumerate(found.frontier, start=1):
        _point(axes, number, found, option)
    if found.request.budget is not None:
        axes.axvline(found.request.budget, color=_GREY, linestyle=":", linewidth=1.2)
        axes.text(found.request.budget, axes.get_ylim()[0], "budget ", color=_GREY, va="bottom", ha="right")
    axes.set_xlabel("effort, units of the catalogue (1 a statement, 5 a deployment)")
    what = "probability of stopping" if found.goal == "stop" else "harm averted, share of all harm"
    axes.set_ylabel(f"{what} (up is better)")
    axes.yaxis.set_major_formatter(PercentFormatter(1.0))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_title(f"{found.title}: what effort buys, goal {found.goal}", loc="left", fontsize=10)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.set_xlim(left=0)
    figure.supxlabel(_legend(found), x=0.01, ha="left", fontsize=7.5)
    save_figure(figure, path)


def _steps(axes: "Axes", found: "Portfolios") -> None:
    """Draw the frontier as steps: an effort between two points buys no more than the lower one."""
    efforts = [0.0, *(option.effort for option in found.frontier)]
    averted = [0.0, *(_height(found, option) for option in found.frontier)]
    axes.step(efforts, averted, where="post", color=_INK, linewidth=1.4)


def _height(found: "Portfolios", option: "Option") -> float:
    """Return what the goal ranks by: harm averted, or the probability of stopping."""
    return option.utility if found.goal == "stop" else -option.net_change.mean


def _point(axes: "Axes", number: int, found: "Portfolios", option: "Option") -> None:
    """Draw one set; harm averted with its 5 to 95 percent interval."""
    net, height = option.net_change, _height(found, option)
    if found.goal != "stop":
        axes.plot([option.effort] * 2, [-net.q95, -net.q05], color=_GREY, linewidth=1.0, zorder=1)
    axes.plot(option.effort, height, "o", color=_INK, markersize=5)
    axes.annotate(str(number), (option.effort, height), xytext=(5, 5), textcoords="offset points", fontsize=8)


def _legend(found: "Portfolios") -> str:
    """Return the sets behind the numbers, and how to read the picture."""
    sets = [f"{number}  {', '.join(option.tools)}" for number, option in enumerate(found.frontier, start=1)]
    lines = "" if found.goal == "stop" else "; grey lines: 5 to 95 percent of the draws"
    return "\n".join([*sets, f"Points: expected{lines}. How tools act together is judged more than measured."])
