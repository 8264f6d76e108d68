"""Change of total harm with its range as inline SVG: of the first tools, and of the best set for each effort.

Both run from less harm on the left to more on the right and are legible in grey print.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from textwrap import wrap
from typing import NamedTuple

from markupsafe import Markup

from prevent_options.memo.language import marked, percent, said
from prevent_options.memo.parts import Bar
from prevent_options.memo.parts_beside import RungRow
from prevent_options.memo.safe import clean, page_text
from prevent_options.memo.words import MINUS

WIDTH, LEFT, RIGHT, TOP, ROW = 760, 270, 130, 46, 38
NAME_CHARS, NAME_LINES = 36, 2
STEPS = (5, 10, 20, 25, 50, 100, 200, 500, 1000)
MAX_TICKS = 8
RUNG, RUNG_CHARS, RUNG_LINES, MOST_UNITS = 42, 34, 3, 12
"""Row of a set and the letters of its names, which leave room for its effort; so many units of effort stand a whole row
apart, a longer scale is drawn closer, so that it keeps to a page."""


def forest(bars: tuple[Bar, ...], title: str) -> Markup:
    """Return the chart; ``title`` says what it shows. Empty when there is no tool."""
    if not bars:
        return Markup()
    scale, height = _scale(bars), TOP + ROW * len(bars) + 30
    parts = [
        *_frame(scale, height),
        *(part for row, bar in enumerate(bars) for part in _row(bar, TOP + ROW * row + ROW / 2, scale.x)),
    ]
    told = (said("{name}: {mean}, {low} to {high}", name=clean(bar.name), **_figures(bar)) for bar in bars)
    return picture("chart", title, told, height, parts)


def efforts(rungs: tuple[RungRow, ...], title: str) -> Markup:
    """Return what effort buys: effort runs down to scale, a staircase joins the means. Empty when there is no set."""
    if not rungs:
        return Markup()
    bars = tuple(Bar(rung.short, rung.mean, rung.low, rung.high, rung.worse) for rung in rungs)
    scale, units = _scale(bars), rungs[-1].units - rungs[0].units
    unit = RUNG * min(1.0, MOST_UNITS / units) if units else 0.0
    height = round(TOP + RUNG + unit * units + 30)
    at = [TOP + RUNG / 2 + unit * (rung.units - rungs[0].units) for rung in rungs]
    parts = [
        *_frame(scale, height),
        Markup('<text class="head" x="0" y="32">{}</text>').format(said("effort")),
        *_stairs(bars, at, scale.x),
        *(part for rung, bar, y in zip(rungs, bars, at, strict=True) for part in _rung(rung, bar, y, scale.x)),
    ]
    message = marked("effort {effort}, {name}: {mean}, {low} to {high}")
    told = (
        said(message, effort=rung.effort, name=clean(rung.tools), **_figures(bar))
        for rung, bar in zip(rungs, bars, strict=True)
    )
    return picture("efforts", title, told, height, parts)


def _figures(bar: Bar) -> dict[str, str]:
    return {"mean": signed(bar.mean), "low": signed(bar.low), "high": signed(bar.high)}


def _stairs(bars: tuple[Bar, ...], at: list[float], x: Callable[[float], str]) -> Iterator[Markup]:
    """Yield the way from each mean down to the next effort, then across to its mean."""
    for (bar, here), (then, there) in pairwise(zip(bars, at, strict=True)):
        yield Markup('<polyline class="stair" points="{0},{1:.1f} {0},{2:.1f} {3},{2:.1f}"/>').format(
            x(bar.mean), here, there, x(then.mean)
        )


def _rung(rung: RungRow, bar: Bar, y: float, x: Callable[[float], str]) -> Iterator[Markup]:
    yield Markup('<text x="8" y="{:.1f}">{}</text>').format(y + 4, rung.effort)
    yield from _row(bar, y, x, fitted(bar.name, RUNG_CHARS, RUNG_LINES), 13)


def picture(name: str, title: str, told: Iterable[str], height: float, parts: Iterable[Markup]) -> Markup:
    """Return a picture with its title and what it shows in words."""
    head = Markup(
        '<svg viewBox="0 0 {w} {h:.0f}" role="img" aria-labelledby="{n}-title {n}-desc" class="picture">'
        '<title id="{n}-title">{t}</title><desc id="{n}-desc">{d}</desc>'
    ).format(w=WIDTH, h=height, n=name, t=page_text(title), d=page_text("; ".join(told)))
    return Markup("\n").join([head, *parts, Markup("</svg>")])


class _Scale(NamedTuple):
    """Ends and step of the axis in percent."""

    low: int
    high: int
    step: int

    def x(self, value: float) -> str:
        """Return the place of a value."""
        return f"{LEFT + (value - self.low) * (WIDTH - LEFT - RIGHT) / (self.high - self.low):.1f}"


def _scale(bars: tuple[Bar, ...]) -> _Scale:
    """Return the axis; zero is always on it."""
    low, high = min(0.0, *(bar.low for bar in bars)), max(0.0, *(bar.high for bar in bars))
    step = next((s for s in STEPS if (high - low) / s <= MAX_TICKS), STEPS[-1])
    return _Scale(step * int(low // step), step * max(1, -int(-high // step)), step)


def _frame(scale: _Scale, height: int) -> Iterator[Markup]:
    """Yield grid, axis labels and the line of no change."""
    x = scale.x
    for tick in range(scale.low, scale.high + 1, scale.step):
        kind = "zero" if tick == 0 else "grid"
        yield Markup('<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(
            kind, x(tick), x(tick), TOP - 6, height - 26
        )
        yield Markup('<text class="tick" x="{}" y="{}">{}</text>').format(x(tick), height - 8, signed(tick))
    yield Markup('<text class="head" x="{}" y="16">{} \N{LEFTWARDS ARROW}</text>').format(LEFT, said("less harm"))
    yield Markup('<text class="head end" x="{}" y="16">\N{RIGHTWARDS ARROW} {}</text>').format(
        WIDTH - RIGHT, said("more harm")
    )
    yield Markup('<text class="head" x="{}" y="16">{}</text>').format(WIDTH - RIGHT + 14, said("harm rises in"))
    yield Markup('<text class="head" x="{}" y="32">{}</text>').format(WIDTH - RIGHT + 14, said("(of 100 outcomes)"))


def _row(
    bar: Bar, y: float, x: Callable[[float], str], lines: list[Markup] | None = None, apart: int = 15
) -> Iterator[Markup]:
    """Yield name, range, mean and chance of one tool; its name stands on lines so far apart."""
    lines = fitted(bar.name, NAME_CHARS, NAME_LINES) if lines is None else lines
    for number, text in enumerate(lines):
        at = y + 4 + apart * (number - (len(lines) - 1) / 2)
        yield Markup('<text class="name" x="{}" y="{:.1f}">{}</text>').format(LEFT - 12, at, text)
    yield Markup('<line class="range" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(x(bar.low), x(bar.high), y, y)
    yield Markup('<circle class="mean" cx="{}" cy="{}" r="5"/>').format(x(bar.mean), y)
    yield Markup('<text class="chance" x="{}" y="{:.1f}">{}</text>').format(WIDTH - RIGHT + 14, y + 4, bar.worse)


def signed(value: float) -> str:
    """Return a change in percent as a signed whole number."""
    number = round(value)
    return percent("" if number == 0 else "+" if number > 0 else MINUS, abs(number))


def fitted(text: str, wide: int, lines: int) -> list[Markup]:
    """Return cleaned text on so many lines of so many characters; what does not fit is left out with a mark."""
    found = wrap(clean(text), wide, max_lines=lines, placeholder="\N{HORIZONTAL ELLIPSIS}") or [""]
    return [page_text(line) for line in found]
