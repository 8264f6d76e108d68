"""The page as a tree of elements: what Markdown, Word and PDF are translated from, so that all formats say the same."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from markupsafe import escape

from prevent_options.memo.safe import single_spaced

VOID = {"meta", "br", "img", "hr", "link", "input"}
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


class _Builder(HTMLParser):
    """Builds the tree; an end tag closes everything that was left open inside."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Element("document")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        element = Element(tag, {_CASED.get(name, name): value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Add an element that holds nothing."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close an element that is open."""
        tags = [element.tag for element in self.open]
        if tag in tags[1:]:
            del self.open[len(tags) - 1 - tags[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        """Add text."""
        self.open[-1].children.append(data)


def parse(page: str) -> Element:
    """Return the page as a tree; markup that is not whole gives the nearest tree, never an error."""
    builder = _Builder()
    builder.feed(page)
    builder.close()
    return builder.root


def body(page: str) -> Element:
    """Return the body of a page, without links that only help on a screen."""
    return body_of(parse(page))


def body_of(document: Element) -> Element:
    """Return the body of a page that was read, without links that only help on a screen."""
    tree = next(document.find("body"), Element("body"))
    tree.children = [child for child in tree.children if isinstance(child, str) or "skip" not in child.classes]
    return tree


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one look; ``link`` is ``#anchor`` or a web address, ``mark`` says what it is."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    link: str = ""
    mark: str = ""  # blank | box | refs


def runs(element: Element, look: Run = Run("")) -> Iterator[Run]:
    """Yield the text of an element as runs, without the blocks it holds."""
    for child in element.children:
        if isinstance(child, str):
            text = single_spaced(child).strip()
            text = (" " if child[:1].isspace() else "") + text + (" " if text and child[-1:].isspace() else "")
            yield Run(text, look.strong, look.emphasis, look.code, look.link, look.mark)
        elif child.tag == "br":
            yield Run(" ")
        elif child.tag not in BLOCKS | UNREAD:
            yield from _inline(child, look)


def _inline(child: Element, look: Run) -> Iterator[Run]:
    """Yield the runs of one inline element."""
    marks = child.classes & {"blank", "box"}
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
    for run in found:
        if not run.text and not run.mark:
            continue
        space = not out or out[-1].text.endswith(" ")
        text = run.text.lstrip(" ") if space and not (out and out[-1].mark in {"blank", "box"}) else run.text
        same = out and text and _look(out[-1]) == _look(run) and run.mark not in {"blank", "box"}
        if same:
            out[-1] = Run(out[-1].text + text, *_look(run))
        elif text or run.mark in {"blank", "box"}:
            out.append(Run(text, *_look(run)))
    if out and out[-1].text.endswith(" "):
        out[-1] = Run(out[-1].text.rstrip(" "), *_look(out[-1]))
    return [run for run in out if run.text or run.mark in {"blank", "box"}]


def _look(run: Run) -> tuple[bool, bool, bool, str, str]:
    return run.strong, run.emphasis, run.code, run.link, run.mark


def rows(table: Element) -> tuple[list[Element], list[list[Element]]]:
    """Return the cells of the head row and of each body row of a table."""
    lines = [[cell for cell in row.elements if cell.tag in {"td", "th"}] for row in table.find("tr")]
    has_head = any(True for _ in table.find("thead"))
    return (lines[0] if has_head and lines else []), (lines[1:] if has_head else lines)


def caption(table: Element) -> Element | None:
    """Return the caption of a table, if it has one."""
    return next(table.find("caption"), None)
