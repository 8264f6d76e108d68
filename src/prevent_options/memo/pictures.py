"""Further pictures as inline SVG: tactics by tools, what moves the figure, its steps, what knowing is worth.

Each is legible at column width in grey print: figures are written into it, and shade or pattern never stands alone.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from markupsafe import Markup

from prevent_options.memo.chart import WIDTH, fitted, picture, signed
from prevent_options.memo.language import decimal, said
from prevent_options.memo.parts import Heat, Swing, Worth
from prevent_options.memo.parts_beside import StepRow
from prevent_options.memo.words import signed_points

HEAT_LEFT, HEAT_ROW = 250, 30
HEAD_SIZE, HEAD_LINES, GAP = 12.0, 6, 4
WIDE_LETTER = 7.0
"""Width of a letter at the size of the heads, in the units of the picture; generous, since fonts differ."""
FULL_SHADE = 60.0
"""Change in percent at which a cell has its full shade; steeper ones look the same and are told by their figure."""

BAR_LEFT, BAR_ROW, TALL_ROW = 300, 30, 42
NAME_CHARS, NAME_LINES = 35, 3
POINTS_ROOM, STEP = 45, 16
"""Room for a figure beside the bar of a step, and the height of that bar."""


def heat(table: Heat, title: str) -> Markup:
    """Return the map of tactics by tools: darker is a larger change, a bold frame is a rise."""
    if not table.rows or not table.tools:
        return Markup()
    wide = (WIDTH - HEAT_LEFT) / len(table.tools)
    heads, size = _heads(table.tools, wide)
    top = 16 + 14 * max(map(len, heads))
    parts = [part for number, head in enumerate(heads) for part in _over(head, HEAT_LEFT + wide * (number + 0.5), size)]
    told = []
    for number, row in enumerate(table.rows):
        y = top + HEAT_ROW * number
        parts += _name(row.name, HEAT_LEFT - 8, y + HEAT_ROW / 2, 2)
        for column, cell in enumerate(row.cells):
            parts += _cell(cell, HEAT_LEFT + wide * column, y, wide)
        cells = zip(table.tools, row.cells, strict=True)
        told.append(f"{row.name}: {', '.join(f'{tool} {_shown(cell)}' for tool, cell in cells)}")
    return picture("heat", title, told, top + HEAT_ROW * len(table.rows) + 6, parts)


def _heads(names: tuple[str, ...], wide: float) -> tuple[list[list[Markup]], float]:
    """Return the lines of each head and their size: small enough that no word is broken."""
    longest = max(len(word) for name in names for word in name.split() or [""])
    chars = max(int((wide - GAP) / WIDE_LETTER), longest)
    return [fitted(name, chars, HEAD_LINES) for name in names], min(
        HEAD_SIZE, HEAD_SIZE * (wide - GAP) / (chars * WIDE_LETTER)
    )


def _over(lines: list[Markup], x: float, size: float) -> Iterator[Markup]:
    for line, text in enumerate(lines):
        yield Markup('<text class="middle" x="{:.1f}" y="{}" style="font-size:{:.1f}px">{}</text>').format(
            x, 14 + 14 * line, size, text
        )


def _name(name: str, x: float, y: float, most: int = NAME_LINES) -> Iterator[Markup]:
    lines = fitted(name, NAME_CHARS, most)
    for line, text in enumerate(lines):
        at = y + 4 + 13 * (line - (len(lines) - 1) / 2)
        yield Markup('<text class="name" x="{:.1f}" y="{:.1f}">{}</text>').format(x, at, text)


def _row(names: Iterable[str]) -> int:
    """Return the height of a row of bars: taller where a name takes three lines."""
    return TALL_ROW if any(len(fitted(name, NAME_CHARS, NAME_LINES)) == NAME_LINES for name in names) else BAR_ROW


def _cell(value: float | None, x: float, y: float, wide: float) -> Iterator[Markup]:
    shade = 0.0 if value is None else min(1.0, abs(value) / FULL_SHADE) * 0.85
    rise = value is not None and round(value) > 0
    yield Markup('<rect class="cell" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{}" fill-opacity="{:.2f}"/>').format(
        x + 1, y + 1, wide - 2, HEAT_ROW - 2, shade
    )
    if rise:
        yield Markup('<rect class="rise" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{}"/>').format(
            x + 3, y + 3, wide - 6, HEAT_ROW - 6
        )
    yield Markup('<text class="middle {}" x="{:.1f}" y="{:.1f}">{}</text>').format(
        "light" if shade > 0.55 else "", x + wide / 2, y + HEAT_ROW / 2 + 4, _shown(value)
    )


def _shown(value: float | None) -> str:
    return "\N{EN DASH}" if value is None else signed(value)


def tornado(swings: tuple[Swing, ...], title: str) -> Markup:
    """Return how far each fact, rule or weight moves the first option's figure, the widest first."""
    if not swings:
        return Markup()
    low, high = (
        min(0.0, *(s.low for s in swings), *(s.high for s in swings)),
        max(0.0, *(s.low for s in swings), *(s.high for s in swings)),
    )
    scale = (WIDTH - BAR_LEFT - 60) / ((high - low) or 1.0)
    parts: list[Markup] = []
    row = _row(swing.name for swing in swings)
    for number, swing in enumerate(swings):
        y = 8 + row * number + (row - BAR_ROW) / 2
        ends = sorted((swing.low, swing.high))
        parts += _name(swing.name, BAR_LEFT - 52, y + BAR_ROW / 2)
        parts += _bar(
            BAR_LEFT + (ends[0] - low) * scale, (ends[1] - ends[0]) * scale, y, signed(ends[0]), signed(ends[1])
        )
    told = [f"{s.name}: {s.low_value} {signed(s.low)}, {s.high_value} {signed(s.high)}" for s in swings]
    return picture("tornado", title, told, 14 + row * len(swings), parts)


def waterfall(steps: tuple[StepRow, ...], title: str) -> Markup:
    """Return how steps lead from no change to the net change, in points of harm: a fall is grey, a rise white."""
    if not steps:
        return Markup()
    ends = [0.0, *(step.after for step in steps)]
    low, high = min(ends), max(ends)
    left = BAR_LEFT + POINTS_ROOM
    scale = (WIDTH - left - POINTS_ROOM) / ((high - low) or 1.0)
    at = [left + (end - low) * scale for end in ends]
    names, changes = [*(step.name for step in steps), said("Net change")], [*(step.change for step in steps), ends[-1]]
    bars = [*pairwise(at), (at[0], at[-1])]
    row, top = _row(names), 26
    height = top + row * len(bars) + 4
    parts = [*_directions(), *_upright("zero", at[0], top - 4, height)]
    for number, (name, change, bar) in enumerate(zip(names, changes, bars, strict=True)):
        y = top + row * number
        parts += _name(name, BAR_LEFT - 8, y + row / 2)
        parts += _step(bar, change, y + row / 2)
        if number < len(steps):
            parts += _upright("stair", bar[1], y + row / 2 + STEP / 2, y + 1.5 * row - STEP / 2)
    told = [f"{name}: {signed_points(change)}" for name, change in zip(names, changes, strict=True)]
    return picture("waterfall", title, told, height, parts)


def _directions() -> Iterator[Markup]:
    """Yield which way is less harm."""
    yield Markup('<text class="head" x="{}" y="14">{} \N{LEFTWARDS ARROW}</text>').format(BAR_LEFT, said("less harm"))
    yield Markup('<text class="head end" x="{}" y="14">\N{RIGHTWARDS ARROW} {}</text>').format(WIDTH, said("more harm"))


def _upright(kind: str, x: float, y: float, to: float) -> Iterator[Markup]:
    yield Markup('<line class="{}" x1="{:.1f}" x2="{:.1f}" y1="{:.1f}" y2="{:.1f}"/>').format(kind, x, x, y, to)


def _step(ends: tuple[float, float], change: float, y: float) -> Iterator[Markup]:
    """Yield the bar of one step with its figure, on the side to which the step leads."""
    left, wide = min(ends), abs(ends[1] - ends[0])
    yield Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{}"/>').format(
        "bar" if change < 0 else "rise", left, y - STEP / 2, max(wide, 1.0), STEP
    )
    kind, at = ("name over", left - 5) if change < 0 else ("over", left + wide + 5)
    yield Markup('<text class="{}" x="{:.1f}" y="{:.1f}">{}</text>').format(kind, at, y + 4, signed_points(change))


def value(worths: tuple[Worth, ...], title: str) -> Markup:
    """Return what knowing each thing is worth, in percentage points of harm, the most first."""
    if not worths:
        return Markup()
    scale = (WIDTH - BAR_LEFT - 80) / (max(w.points for w in worths) or 1.0)
    parts: list[Markup] = []
    row = _row(worth.name for worth in worths)
    for number, worth in enumerate(worths):
        y = 8 + row * number + (row - BAR_ROW) / 2
        figure = decimal(worth.points, 1)
        parts += _name(worth.name, BAR_LEFT - 8, y + BAR_ROW / 2)
        parts += _bar(BAR_LEFT, worth.points * scale, y, "", figure)
    told = [f"{w.name}: {decimal(w.points, 1)}" for w in worths]
    return picture("worth", title, told, 14 + row * len(worths), parts)


def _bar(x: float, wide: float, y: float, before: str, after: str) -> Iterator[Markup]:
    yield Markup('<rect class="bar" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{}"/>').format(
        x, y + 6, max(wide, 1.0), BAR_ROW - 12
    )
    yield Markup('<text class="name" x="{:.1f}" y="{:.1f}">{}</text>').format(x - 5, y + BAR_ROW / 2 + 4, before)
    yield Markup('<text x="{:.1f}" y="{:.1f}">{}</text>').format(x + wide + 5, y + BAR_ROW / 2 + 4, after)
