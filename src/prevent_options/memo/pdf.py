"""PDF from the blocks of the page, set by typst: tagged, with bookmarks, fonts embedded, the same bytes each time."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from prevent_options.errors import InputError, Problem
from prevent_options.memo.blocks import Block, Cell, Figure, Heading, Item, Items, Pairs, Paragraph, Quote, Runs, Table
from prevent_options.memo.chart import WIDTH
from prevent_options.memo.elements import Run
from prevent_options.memo.safe import web_address
from prevent_options.paths import data_dir

if TYPE_CHECKING:
    from typst import Fonts

LAYOUT = "memo.typ"
STYLE = "picture.css"
PICTURE_CM, BRIEF_CM = 17.0, 14.5
"""Width of a picture, and in a memo without annexes, which keeps to one page."""
PICTURE_PPI = 160
"""Some 165 dots an inch at the width pictures have in Word; in print finer ones look the same and cost a third more."""
_SPACE = ' xmlns="http://www.w3.org/2000/svg"'
STANDARD: Final = "ua-1"
"""PDF/UA-1: typst refuses to write a document that lacks a title, a language, alternative texts or sound headings."""


@dataclass(frozen=True, slots=True)
class Face:
    """What stands on every page."""

    title: str
    banner: str
    language: str


def pdf(found: Iterable[Block], face: Face) -> bytes:
    """Return blocks as a PDF; the memo reaches typst as data, so that none of its text is read as code.

    Parameters
    ----------
    found
        Blocks of the page.
    face
        Title, line at the foot of every page, and language.

    Raises
    ------
    InputError
        When no font of this computer has a character of the case.
    """
    import typst  # noqa: PLC0415 - only who asks for a PDF pays for it

    blocks = list(found)
    anchors = sorted({anchor for block in blocks for anchor in _anchors(block)})
    memo = asdict(face) | {
        "anchors": anchors,
        "picture": PICTURE_CM if annexed(blocks) else BRIEF_CM,
        "blocks": [_block(block) for block in blocks],
    }
    folder = data_dir("templates")
    try:
        written: bytes = typst.compile(
            folder / LAYOUT,
            root=folder,
            format="pdf",
            sys_inputs={"memo": json.dumps(memo)},
            font_paths=_fonts(),
            pdf_standards=STANDARD,
        )
    except typst.TypstError as error:
        if (shapeless := _SHAPELESS.search(str(error))) is None:
            raise
        raise InputError([_no_font(shapeless[1])]) from error
    return written


_SHAPELESS = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
"""What typst says of a character for which no font has a shape; PDF/UA allows none that readers would see as a box."""


def _no_font(text: str) -> Problem:
    """Say which character no font of this computer has, and which script it is of."""
    names = " ".join(unicodedata.name(character, f"U+{ord(character):04X}") for character in text[:1])
    return Problem(
        "PDF",
        0,
        "fonts",
        f"no font of this computer has {text} ({names})",
        "a font for every script in the case",
        "install one, such as the Noto font of that script, or write .docx, .html or .md",
    )


def annexed(blocks: Iterable[Block]) -> bool:
    """Say whether a memo has annexes, where there is room for pictures."""
    return any(isinstance(block, Heading) and block.breaks for block in blocks)


def pictures(figures: list[Figure]) -> list[bytes]:
    """Return each picture as PNG, for formats that take no SVG."""
    import typst  # noqa: PLC0415 - as above

    if not figures:
        return []
    source = (
        "#set page(width: auto, height: auto, margin: 2pt)\n"
        '#for s in json(bytes(sys.inputs.svgs)) { page(image(bytes(s), format: "svg", width: 16cm)) }'
    )
    svgs = json.dumps([stand_alone(figure.svg) for figure in figures])
    made: object = typst.compile(
        source.encode(), format="png", ppi=PICTURE_PPI, sys_inputs={"svgs": svgs}, font_paths=_fonts()
    )
    return [made] if isinstance(made, bytes) else list(made)  # type: ignore[call-overload]  # one page is bytes, more are a list


@cache
def _fonts() -> "Fonts":
    """Return the fonts of typst and of the system, which are looked for once a process."""
    import typst  # noqa: PLC0415 - as above

    return typst.Fonts()


def stand_alone(svg: str) -> str:
    """Return a picture with its own style, black on white, for a place where the style of the page does not reach."""
    head, _, inside = svg.replace(_SPACE, "", 1).partition(">")
    return f"{head}{_SPACE}>{_style()}{inside}"


@cache
def _style() -> str:
    return f"<style>{(Path(data_dir('templates')) / STYLE).read_text(encoding='utf-8')}</style>"


def _anchors(block: Block) -> Iterator[str]:
    match block:
        case Heading() | Paragraph():
            yield from block.anchors
        case Items():
            yield from (anchor for item in block.items for anchor in _below(item))
        case Table():
            yield from (anchor for row in block.rows for cell in row for anchor in cell.anchors)
        case Quote():
            yield from (anchor for inner in block.blocks for anchor in _anchors(inner))
        case _:
            return


def _below(item: Item) -> Iterator[str]:
    yield from item.anchors
    for inner in item.below:
        yield from _below(inner)


def _block(block: Block) -> Mapping[str, Any]:
    """Return a block as plain data."""
    match block:
        case Heading():
            return {
                "kind": "heading",
                "level": block.level,
                "breaks": block.breaks,
                "anchors": block.anchors,
                "runs": _runs(block.runs),
            }
        case Paragraph():
            return {"kind": "paragraph", "layout": block.kind, "anchors": block.anchors, "runs": _runs(block.runs)}
        case Items():
            return {"kind": "items", "items": [_item(item) for item in block.items]}
        case Pairs():
            return {
                "kind": "pairs",
                "layout": block.kind,
                "pairs": [[_runs(term), _runs(meaning)] for term, meaning in block.pairs],
            }
        case Table():
            return _table(block)
        case _:
            return _outside(block)


def _outside(block: Figure | Quote) -> Mapping[str, Any]:
    """Return a picture, or words that are not of the software, as plain data."""
    match block:
        case Figure():
            width = min(1.0, block.size[0] / WIDTH)
            runs = _runs(block.runs)
            return {"kind": "figure", "svg": stand_alone(block.svg), "alt": block.alt, "width": width, "runs": runs}
        case Quote():
            return {"kind": "quote", "blocks": [_block(inner) for inner in block.blocks]}


def _table(table: Table) -> Mapping[str, Any]:
    return {
        "kind": "table",
        "layout": table.kind,
        "caption": _runs(table.caption),
        "widths": widths(table),
        "head": [_cell(cell) for cell in table.head],
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
    }


def widths(table: Table) -> list[int]:
    """Return the width each column needs, in characters: its longest word at least, its mean text, at most a line."""
    needed = []
    for column in zip(table.head, *table.rows, strict=True):
        texts = ["".join(run.text for run in cell.runs) for cell in column]
        word = max((len(word) for text in texts for word in text.split()), default=1)
        mean = sum(map(len, texts)) / len(texts)
        needed.append(min(34, max(word + 2, round(mean * 0.7), 4)))
    return needed


def _cell(cell: Cell) -> Mapping[str, Any]:
    return {"head": cell.head, "anchors": cell.anchors, "runs": _runs(cell.runs)}


def _item(item: Item) -> Mapping[str, Any]:
    return {"anchors": item.anchors, "runs": _runs(item.runs), "below": [_item(inner) for inner in item.below]}


def _runs(runs: Runs) -> list[Mapping[str, Any]]:
    return [_run(run) for run in runs]


def _run(run: Run) -> Mapping[str, Any]:
    link = run.link if run.link.startswith("#") or web_address(run.link) else ""
    return run._asdict() | {"link": link}
