"""The ranking as inline SVG: change of total harm with its range for the first tools; legible in grey print."""

from collections.abc import Callable, Iterator
from textwrap import wrap

from markupsafe import Markup

from prevent_options.memo.language import percent, said
from prevent_options.memo.parts import Bar
from prevent_options.memo.safe import clean, page_text
from prevent_options.memo.words import MINUS

WIDTH, LEFT, RIGHT, TOP, ROW = 760, 270, 130, 46, 38
NAME_CHARS, NAME_LINES = 40, 2
STEPS = (5, 10, 20, 25, 50, 100, 200, 500, 1000)
MAX_TICKS = 8


def forest(bars: tuple[Bar, ...], title: str) -> Markup:
    """Return the chart; ``title`` says what it shows. Empty when there is no tool."""
    if not bars:
        return Markup()
    low, high, step = _axis(bars)
    scale = (WIDTH - LEFT - RIGHT) / (high - low)
    height = TOP + ROW * len(bars) + 30

    def x(value: float) -> str:
        return f"{LEFT + (value - low) * scale:.1f}"

    described = "; ".join(
        said(
            "{name}: {mean}, {low} to {high}",
            name=clean(bar.name),
            mean=signed(bar.mean),
            low=signed(bar.low),
            high=signed(bar.high),
        )
        for bar in bars
    )
    parts = [
        Markup('<svg viewBox="0 0 {} {}" role="img" aria-labelledby="chart-title chart-desc" class="picture">').format(
            WIDTH, height
        ),
        Markup('<title id="chart-title">{}</title><desc id="chart-desc">{}</desc>').format(
            page_text(title), page_text(described)
        ),
        *_frame(low, high, step, x, height),
        *(part for row, bar in enumerate(bars) for part in _row(bar, TOP + ROW * row + ROW / 2, x)),
        Markup("</svg>"),
    ]
    return Markup("\n").join(parts)


def _axis(bars: tuple[Bar, ...]) -> tuple[int, int, int]:
    """Return ends and step of the axis in percent; zero is always on it."""
    low, high = min(0.0, *(bar.low for bar in bars)), max(0.0, *(bar.high for bar in bars))
    step = next((s for s in STEPS if (high - low) / s <= MAX_TICKS), STEPS[-1])
    return step * int(low // step), step * max(1, -int(-high // step)), step


def _frame(low: int, high: int, step: int, x: Callable[[float], str], height: int) -> Iterator[Markup]:
    """Yield grid, axis labels and the line of no change."""
    for tick in range(low, high + 1, step):
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


def _row(bar: Bar, y: float, x: Callable[[float], str]) -> Iterator[Markup]:
    """Yield name, range, mean and chance of one tool."""
    lines = fitted(bar.name, NAME_CHARS, NAME_LINES)
    for number, text in enumerate(lines):
        at = y + 4 + 15 * (number - (len(lines) - 1) / 2)
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
