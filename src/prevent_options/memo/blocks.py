"""The blocks of a memo, read from the tree of its page: what Markdown, Word and PDF write, each in its own way."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from prevent_options.memo.elements import Element, Run, caption, joined, rows, runs
from prevent_options.memo.safe import PLACE

type Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3; ``breaks`` asks for a new page before it."""

    level: int
    runs: Runs
    anchors: tuple[str, ...] = ()
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``kind`` is its class, such as ``banner``."""

    runs: Runs
    kind: str = ""
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list, with the items below it."""

    runs: Runs
    anchors: tuple[str, ...] = ()
    below: tuple["Item", ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Item, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Terms, each with what it means or a blank to fill in."""

    pairs: tuple[tuple[Runs, Runs], ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; ``head`` when it names its row."""

    runs: Runs
    head: bool = False
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its head row; ``kind`` is its class, ``hidden`` when its caption is for screen readers only."""

    caption: Runs
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    kind: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture as SVG markup, its caption, and in ``alt`` what it shows with its figures."""

    svg: str
    runs: Runs
    alt: str
    size: tuple[float, float] = field(default=(1.0, 1.0))


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of others, kept apart from those of the software: of the case's author or of the analyst."""

    blocks: tuple["Block", ...]
    kind: str = ""


type Block = Heading | Paragraph | Items | Pairs | Table | Figure | Quote


def blocks(element: Element) -> Iterator[Block]:
    """Yield the blocks of an element in the order of the page; a container gives those it holds."""
    breaks = "first" in element.classes
    for child in element.elements:
        reader = _READERS.get(child.tag)
        for block in (reader(child),) if reader else blocks(child):
            if breaks and isinstance(block, Heading):
                yield Heading(block.level, block.runs, block.anchors, breaks=True)
                breaks = False
            else:
                yield block


def _runs(element: Element) -> Runs:
    return tuple(joined(runs(element)))


def _anchors(element: Element) -> tuple[str, ...]:
    """Return the place of a reference; ids of claims serve the page only, see :mod:`prevent_options.memo.claims`."""
    found = element.attributes.get("id", "")
    return (found,) if found.startswith(PLACE) else ()


def _heading(element: Element) -> Heading:
    return Heading(int(element.tag[1]), _runs(element), _anchors(element))


def _paragraph(element: Element) -> Paragraph:
    return Paragraph(_runs(element), element.attributes.get("class", ""), _anchors(element))


def _items(element: Element) -> Items:
    return Items(tuple(_item(child) for child in element.elements), element.attributes.get("class", ""))


def _item(element: Element) -> Item:
    lists = [child for child in element.elements if child.tag in {"ul", "ol"}]
    below = tuple(_item(child) for inner in lists for child in inner.elements)
    return Item(_runs(element), _anchors(element), below)


def _pairs(element: Element) -> Pairs:
    pairs = tuple(
        (_runs(pair.elements[0]), _runs(pair.elements[1])) for pair in element.elements if len(pair.elements) == 2
    )
    return Pairs(pairs, element.attributes.get("class", ""))


def _table(element: Element) -> Table:
    head, lines = rows(element)
    title = caption(element)
    ids = [_anchors(row) for row in element.find("tr")][-len(lines) :]
    return Table(
        () if title is None else _runs(title),
        tuple(_cell(cell, ()) for cell in head),
        tuple(
            tuple(_cell(cell, anchors if number == 0 else ()) for number, cell in enumerate(line))
            for anchors, line in zip(ids, lines, strict=False)
        ),
        element.attributes.get("class", ""),
        title is not None and "hidden" in title.classes,
    )


def _cell(element: Element, anchors: tuple[str, ...]) -> Cell:
    return Cell(_runs(element), element.tag == "th", (*anchors, *_anchors(element)))


def _figure(element: Element) -> Figure:
    picture = next(element.find("svg"), Element("svg"))
    title = next(element.find("figcaption"), Element("figcaption"))
    told = [part.children for part in picture.elements if part.tag in {"title", "desc"}]
    alt = ". ".join("".join(str(text) for text in part) for part in told)
    box = picture.attributes.get("viewBox", "0 0 1 1").split()
    return Figure(picture.markup(), _runs(title), alt, (float(box[2]), float(box[3])))


def _quote(element: Element) -> Quote:
    inner = tuple(blocks(element)) or (Paragraph(_runs(element)),)
    return Quote(inner, element.attributes.get("class", ""))


_READERS: dict[str, Callable[[Element], Block]] = {
    "h1": _heading,
    "h2": _heading,
    "h3": _heading,
    "p": _paragraph,
    "ul": _items,
    "ol": _items,
    "dl": _pairs,
    "table": _table,
    "figure": _figure,
    "blockquote": _quote,
    "aside": _quote,
}
