"""A picture of the flow between tactics as SVG: from what is pressed, to what may rise, width by expected change."""

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

import numpy as np
from markupsafe import Markup

from prevent_options.catalogues import Catalogues
from prevent_options.memo.language import percent, said
from prevent_options.memo.parts import Band
from prevent_options.memo.safe import clean, page_text
from prevent_options.profile import CaseProfile

if TYPE_CHECKING:
    from prevent_options.assess.game import Game

WIDTH, SIDE, TOP, STEP = 760, 240, 40, 52
NAME_CHARS, NAME_LINES = 34, 3
WIDEST, THINNEST = 24.0, 1.5
LABELS = 48
"""Room for the label between a band's end and the name it leads to."""
MOST = 8
"""More bands than this cannot be told apart."""

_TEXT = Markup('<text x="{}" y="{:.1f}" text-anchor="{}" font-family="sans-serif" font-size="13" {}>{}</text>')
_PLAIN, _BOLD = Markup('fill="currentColor"'), Markup('font-weight="bold" fill="currentColor"')


def flow(bands: Sequence[Band], title: str, ident: str = "flow") -> Markup:
    """Return the picture; the widest eight bands are drawn. Empty when nothing moves.

    Parameters
    ----------
    bands
        Movements; those between the same two names are added up.
    title
        What the picture shows.
    ident
        Prefix of the ids in the picture, so that a page may hold several.
    """
    drawn = _merged(bands)
    if not drawn:
        return Markup()
    left, right = (list(dict.fromkeys(names)) for names in zip(*((b.source, b.target) for b in drawn), strict=True))
    height = TOP + STEP * max(len(left), len(right)) + 12
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" role="img" class="flow" '
        'aria-labelledby="{i}-title {i}-desc"><title id="{i}-title">{t}</title>'
    ).format(w=WIDTH, h=height, i=ident, t=page_text(title))
    described = "; ".join(
        said("{source} to {target}: {rise}", source=b.source, target=b.target, rise=_percent(b.rise)) for b in drawn
    )
    desc = Markup('<desc id="{}-desc">{}</desc>').format(ident, page_text(described))
    parts = [head + desc, *_heads(), *_bands(drawn, left, right), *_names(left, right), Markup("</svg>")]
    return Markup("\n").join(parts)


def _percent(rise: float) -> str:
    """Return a rise in percent with one decimal: most of them are small."""
    return percent("+", 100 * float(np.expm1(rise)), 1)


def _merged(bands: Sequence[Band]) -> list[Band]:
    """Return the widest bands, one for each two names, in order of width."""
    sums: dict[tuple[str, str], float] = {}
    for band in bands:
        key = (clean(band.source), clean(band.target))
        sums[key] = sums.get(key, 0.0) + band.rise
    kept = sorted(((rise, key) for key, rise in sums.items() if rise > 0), key=lambda entry: (-entry[0], entry[1]))
    return [Band(*key, rise) for rise, key in kept[:MOST]]


def _heads() -> Iterator[Markup]:
    """Yield the headings of the two sides."""
    yield _TEXT.format(SIDE - 10, 20, "end", _BOLD, page_text(said("pressed")))
    yield _TEXT.format(WIDTH - SIDE + 10, 20, "start", _BOLD, page_text(said("may rise")))


def _y(names: list[str], name: str) -> float:
    return TOP + STEP * (names.index(name) + 0.5)


def _bands(drawn: list[Band], left: list[str], right: list[str]) -> Iterator[Markup]:
    """Yield each band with its label at its end; several ends at one name are spread out."""
    widest, middle, end = max(band.rise for band in drawn), WIDTH / 2, WIDTH - SIDE - LABELS
    for band in drawn:
        same = [other.source for other in drawn if other.target == band.target]
        y1 = _y(left, band.source)
        y2 = _y(right, band.target) + 15 * (same.index(band.source) - (len(same) - 1) / 2)
        width = max(THINNEST, WIDEST * float(np.expm1(band.rise) / np.expm1(widest)))
        yield Markup(
            '<path d="M{} {:.1f} C{:.0f} {:.1f} {:.0f} {:.1f} {} {:.1f}" fill="none" stroke="#56789a" '
            'stroke-opacity="0.6" stroke-width="{:.1f}"/>'
        ).format(SIDE, y1, middle, y1, middle, y2, end, y2, width)
        yield _TEXT.format(end + 6, y2 + 4, "start", _PLAIN, _percent(band.rise))


def _names(left: list[str], right: list[str]) -> Iterator[Markup]:
    """Yield the names of both sides."""
    for names, x, anchor in ((left, SIDE - 10, "end"), (right, WIDTH - SIDE + 10, "start")):
        for name in names:
            lines = wrap(name, NAME_CHARS, max_lines=NAME_LINES, placeholder="\N{HORIZONTAL ELLIPSIS}") or [""]
            for number, text in enumerate(lines):
                y = _y(names, name) + 4 + 15 * (number - (len(lines) - 1) / 2)
                yield _TEXT.format(x, y, anchor, _PLAIN, page_text(text))


def named(tactic: str, perpetrator: str, profile: CaseProfile, catalogues: Catalogues) -> str:
    """Return a tactic and who uses it, in words."""
    entry = catalogues.tactics.get(tactic) or catalogues.tactic_families.get(tactic)
    who = next((actor.name for actor in profile.perpetrators if actor.id == perpetrator), perpetrator)
    return said("{tactic} ({who})", tactic=entry.name.lower() if entry else tactic, who=who)


def game_picture(played: "Game", profile: CaseProfile, catalogues: Catalogues) -> str:
    """Return the flow of a war-game as the text of an SVG file."""
    bands = [
        Band(
            named(one.source, one.perpetrator, profile, catalogues),
            named(one.target, one.perpetrator, profile, catalogues),
            one.rise,
        )
        for one in played.flows
    ]
    tools = ", ".join(catalogues.tools[tool].name for tool in played.tools)
    return f"{flow(bands, said('Where violence may move under {tools}', tools=tools))}\n"
