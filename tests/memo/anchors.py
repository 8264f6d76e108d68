"""Figures on a page and the places they lead to: what has none is found, and so is a link that leads nowhere."""

import re
from collections.abc import Iterator
from itertools import chain

from prevent_options.memo.blocks import PLACE
from prevent_options.memo.elements import Element, parse

STATEMENTS = ("li", "p", "td", "figcaption", "caption")
NESTED = {"ul", "ol", "li", "table", "figure", "p"}
FIGURE = re.compile(r"(?<!\w)\d")
NAMES = re.compile(r"\b(?:Table|Annex) \d+|ICD 203|\b[A-Z]{1,4}-\d{3}\b")
"""Numbers that name something: a table, a standard, a rule."""


def ids(page: str) -> set[str]:
    """Return all ids of a page."""
    return {element.attributes["id"] for element in _all(parse(page)) if "id" in element.attributes}


def lost(page: str) -> list[str]:
    """Return links within the page that lead nowhere."""
    known = ids(page)
    links = [element.attributes.get("href", "") for element in parse(page).find("a")]
    return [link for link in links if link.startswith("#") and link[1:] not in known]


def unanchored(page: str) -> list[str]:
    """Return statements of the page that hold a number but no reference, themselves or at the head of their table."""
    main = next(parse(page).find("main"), Element("main"))
    return list(_bare(main, anchored=False))


def _bare(element: Element, *, anchored: bool) -> Iterator[str]:
    """Yield bare statements below an element; an element that is itself a place, or has references, covers its text."""
    if element.tag == "table":
        yield from _bare_cells(element, anchored=anchored)
        return
    for child in element.elements:
        if "analyst" in child.classes or child.tag in {"blockquote", "svg"}:  # words of others, pictures of tables
            continue
        covered = anchored or (child.tag != "table" and _covers(child))
        if child.tag in STATEMENTS and not covered and _figures(child):
            yield _own(child)
        yield from _bare(child, anchored=covered)


def _bare_cells(table: Element, *, anchored: bool) -> Iterator[str]:
    lines = list(table.find("tr"))
    if anchored or any(_covers(caption) for caption in table.find("caption")):
        return
    head = [_covers(cell) for cell in lines[0].elements]
    of_options = "options" in table.classes  # there each column is about another option, so no cell speaks for a row
    for line in lines[1:]:
        row = _covers(line) and not of_options
        for cell, column in zip(line.elements, head, strict=True):
            if cell.tag == "td" and not (row or column or _covers(cell)) and _figures(cell):
                yield _own(cell)


def _covers(element: Element) -> bool:
    if element.attributes.get("id", "").startswith(PLACE):
        return True
    direct = chain([element], *(_inline(child) for child in element.elements))
    return any("refs" in part.classes for part in direct)


def _inline(element: Element) -> Iterator[Element]:
    if element.tag not in NESTED:
        yield element
        for child in element.elements:
            yield from _inline(child)


def _own(element: Element) -> str:
    """Return the text of an element without the lists and tables it holds."""
    kept = [child for child in element.children if isinstance(child, str) or child.tag not in NESTED]
    return Element(element.tag, children=kept).text()


def _figures(element: Element) -> bool:
    return bool(FIGURE.search(NAMES.sub("", _own(element))))


def _all(element: Element) -> Iterator[Element]:
    yield element
    for child in element.elements:
        yield from _all(child)
