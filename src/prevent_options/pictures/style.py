"""How pictures look and how they are written."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import wrap
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from prevent_options.errors import InputError, Problem
from prevent_options.files import write_atomically

BLUE, ORANGE, GREY, BLACK = "#0072B2", "#D55E00", "#8A8A8A", "#1A1A1A"
"""Colours of Okabe and Ito (2008), told apart by every kind of colour vision; marks differ in shape as well."""

WIDTH = 7.5
"""Inches: the text width of a printed page."""

AXIS = "log rate ratio; minus is less violence"
SUFFIXES = (".png", ".svg", ".pdf")

_LOOK: Any = {
    "font.size": 9,
    "font.family": "DejaVu Sans",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "svg.hashsalt": "prevent-options",
    "svg.fonttype": "none",
    "figure.dpi": 150,
}
_NO_DATE = {".png": {"Software": None}, ".svg": {"Date": None}, ".pdf": {"CreationDate": None}}


def check_name(path: Path) -> None:
    """Refuse a file name that is no picture, before anything is computed.

    Raises
    ------
    InputError
        Naming the kinds of file that can be written.
    """
    if path.suffix.lower() not in SUFFIXES:
        expected = f"a file that ends in {', '.join(SUFFIXES)}"
        raise InputError([Problem(str(path), 0, "picture", f"ends in {path.suffix!r}", expected, "change the name")])


@contextmanager
def look() -> Iterator[None]:
    """Draw in the project's look, on no screen."""
    mpl.use("agg")
    with mpl.rc_context(_LOOK):
        yield


def zero_line(axes: Axes) -> None:
    """Mark no effect, and say which side is which."""
    axes.axvline(0.0, color=BLACK, linewidth=0.8, linestyle=(0, (4, 3)))
    axes.set_xlabel(AXIS)


def heading(figure: Figure, text: str) -> None:
    """Write the title of a picture over its whole width, broken into lines."""
    figure.suptitle("\n".join(wrap(text, 105)), x=0.01, ha="left", fontsize=10)


def save(figure: Figure, path: Path) -> None:
    """Write a picture; the same figure gives the same bytes.

    Raises
    ------
    InputError
        The file cannot be written.
    """
    suffix, buffer = path.suffix.lower(), io.BytesIO()
    with look():
        figure.savefig(buffer, format=suffix[1:], metadata=_NO_DATE[suffix], bbox_inches="tight")
    write_atomically(path, buffer.getvalue())
