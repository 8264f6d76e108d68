"""The page as a tree of elements: what Markdown, Word and PDF are translated from, so that all formats say the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from markupsafe import escape

from prevent_options.memo.safe import single_spaced

UNREAD = {"style", "title", "head", "script", "svg"}
"""Elements whose text is not part of what the memo says; a picture says it again in its table."""

BLOCKS = {"h1", "h2", "h3", "p", "ul", "ol", "dl", "table", "figure", "blockquote", "section", "div", "header", "aside"}
_CASED = {"viewbox": "viewBox", "preserveaspectratio": "preserveAspectRatio"}


@dataclass(slots=True)
class Element:
    """One element with its attributes and what it holds: elements and text, in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        """The words of its class attribute."""
        return set(self.attributes.get("class", "").split())

    @property
    def elements(self) -> list["Element"]:
        """The elements it holds, without text."""
        return [child for child in self.children if isinstance(child, Element)]

    def find(self, *tags: str) -> Iterator["Element"]:
        """Yield the elements below it with one of the tags, in the order of the page."""
        for child in self.elements:
            if child.tag in tags:
                yield child
            yield from child.find(*tags)

    def text(self) -> str:
        """Return what it says, on one line; pictures and styles say nothing."""
        return single_spaced("".join(_texts(self))).strip()

    def markup(self) -> str:
        """Return it as markup again, for a picture that must stand alone."""
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in self.attributes.items())
        inside = "".join(
            child.markup() if isinstance(child, Element) else str(escape(child)) for child in self.children
        )
        return f"<{self.tag}{attributes}>{inside}</{self.tag}>"


def _texts(element: Element) -> Iterator[str]:
    """Yield the texts of an element, with a space after what ends a line or a cell."""
    for child in element.children:
        if isinstance(child, str):
            yield child
        elif child.tag not in UNREAD:
            yield from _texts(child)
            yield " " if child.tag in BLOCKS | {"li", "td", "th", "dt", "dd", "br", "caption", "tr"} else ""


class _Builder:
    """Builds the tree from what a parser meets."""

    def __init__(self) -> None:
        self.open = [Element("document")]

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        element = Element(tag, {_CASED.get(name, name): value for name, value in attributes.items()})
        self.open[-1].children.append(element)
        self.open.append(element)

    def end(self, _tag: str) -> None:
        """Close the element that is open; the parser has put the ends in their right order."""
        self.open.pop()

    def data(self, text: str) -> None:
        """Add text, of which long stretches come in pieces."""
        children = self.open[-1].children
        if children and isinstance(children[-1], str):
            children[-1] += text
        else:
            children.append(text)

    def close(self) -> Element:
        """Return the tree."""
        return self.open[0]


def parse(page: str) -> Element:
    """Return the page as a tree; markup that is not whole gives the nearest tree, never an error."""
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415 - a page alone needs no tree

    parser = etree.HTMLParser(target=_Builder(), huge_tree=True)
    tree: Element = etree.fromstring(page, parser)
    return tree


def body(page: str) -> Element:
    """Return the body of a page, without links that only help on a screen."""
    return body_of(parse(page))


def body_of(document: Element) -> Element:
    """Return the body of a page that was read, without links that only help on a screen."""
    tree = next(document.find("body"), Element("body"))
    tree.children = [child for child in tree.children if isinstance(child, str) or "skip" not in child.classes]
    return tree


class Run(NamedTuple):
    """A stretch of text with one look; ``link`` is ``#anchor`` or a web address, ``mark`` says what it is."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    link: str = ""
    mark: str = ""  # blank | box | refs


PLAIN, SPACE = Run(""), Run(" ")
DRAWN = {"blank", "box"}
"""Marks of what is drawn and has no text."""


def runs(element: Element, look: Run = PLAIN) -> Iterator[Run]:
    """Yield the text of an element as runs, without the blocks it holds."""
    for child in element.children:
        if isinstance(child, str):
            text = single_spaced(child).strip()
            text = (" " if child[:1].isspace() else "") + text + (" " if text and child[-1:].isspace() else "")
            yield look._replace(text=text)
        elif child.tag == "br":
            yield SPACE
        elif child.tag not in BLOCKS and child.tag not in UNREAD:
            yield from _inline(child, look)


def _inline(child: Element, look: Run) -> Iterator[Run]:
    """Yield the runs of one inline element."""
    marks = child.classes & DRAWN
    if marks:
        yield Run("", mark=marks.pop())
        return
    yield from runs(
        child,
        Run(
            "",
            look.strong or child.tag in {"strong", "b"},
            look.emphasis or child.tag in {"em", "i"},
            look.code or child.tag == "code",
            child.attributes.get("href", look.link) if child.tag == "a" else look.link,
            "refs" if "refs" in child.classes else look.mark,
        ),
    )


def joined(found: Iterator[Run]) -> list[Run]:
    """Return runs with neighbours of one look made one, single spaces, and no space at either end."""
    out: list[Run] = []
    last = SPACE  # nothing stands before the first run, and no space is wanted there
    for run in found:
        if run.mark in DRAWN:
            out.append(run)
            last = run
            continue
        text = run.text.lstrip(" ") if last.text.endswith(" ") else run.text
        if not text:
            continue
        if out and last[1:] == run[1:]:
            out[-1] = last = last._replace(text=last.text + text)
        else:
            last = run._replace(text=text)
            out.append(last)
    if out and out[-1].text.endswith(" "):
        out[-1] = out[-1]._replace(text=out[-1].text.rstrip(" "))
    return [run for run in out if run.text or run.mark in DRAWN]


def rows(table: Element) -> tuple[list[Element], list[list[Element]]]:
    """Return the cells of the head row and of each body row of a table."""
    lines = [[cell for cell in row.elements if cell.tag in {"td", "th"}] for row in table.find("tr")]
    has_head = any(True for _ in table.find("thead"))
    return (lines[0] if has_head and lines else []), (lines[1:] if has_head else lines)


def caption(table: Element) -> Element | None:
    """Return the caption of a table, if it has one."""
    return next(table.find("caption"), None)
