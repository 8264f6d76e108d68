"""From a context to a file: one page for each kind of memo, and every other format translated from that page."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, get_args

from prevent_options.errors import InputError, Problem
from prevent_options.files import write_atomically
from prevent_options.memo.blocks import Block, blocks
from prevent_options.memo.elements import Element, body_of, parse
from prevent_options.memo.language import load_language, speaking
from prevent_options.memo.markdown import markdown
from prevent_options.memo.parts import MemoContext
from prevent_options.memo.pdf import Face, pdf
from prevent_options.memo.references import DRAWS
from prevent_options.memo.safe import clean
from prevent_options.memo.templating import environment
from prevent_options.memo.word import word

type Form = Literal["md", "html", "docx", "pdf"]
type Kind = Literal["options", "information", "brief", "annex"]

FORMS: tuple[Form, ...] = ("md", "html", "docx", "pdf")
KINDS: tuple[Kind, ...] = get_args(Kind.__value__)
"""Option memo, information memo without a recommendation, one-page brief, researcher's annex."""

WITHOUT_ANNEXES: tuple[Kind, ...] = ("brief",)
"""Kinds whose references lead to the line that names the memo with the annexes."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a memo is written: which kind, and the folder whose templates go before the shipped ones."""

    kind: Kind = "options"
    templates: Path | None = None


PLAIN = Look()


def page(context: MemoContext, look: Look = PLAIN) -> str:
    """Return the memo as one HTML page that asks for nothing outside itself.

    Raises
    ------
    InputError
        When a template of the user's folder is damaged or asks for what a memo does not have.
    """
    with speaking(load_language(context.language)):
        traced_in = DRAWS if look.kind in WITHOUT_ANNEXES else ""
        return environment(look.templates).render(f"{look.kind}.html.j2", context, traced_in)


def not_printed(context: MemoContext, look: Look = PLAIN) -> tuple[str, ...]:
    """Return the slots whose paragraphs have no place in this kind of memo, so that nobody loses them unseen."""
    places = {aside.attributes.get("id", "") for aside in parse(page(context, look)).find("aside")}
    return tuple(slot for slot in context.analyst.slots if f"note-{slot}" not in places)


def documents(context: MemoContext, forms: tuple[str, ...], look: Look = PLAIN) -> dict[str, bytes]:
    """Return the memo in several formats, each the same bytes on any day; the page is made once.

    Raises
    ------
    InputError
        For a format that does not exist; see also :func:`page`.
    """
    known = [_known(form, form) for form in forms]
    made = page(context, look)
    if set(known) <= {"html"}:
        return dict.fromkeys(known, made.encode())
    tree = parse(made)
    found = list(blocks(body_of(tree)))
    return {form: made.encode() if form == "html" else _document(tree, found, form, context) for form in known}


def _document(tree: Element, found: list[Block], form: Form, context: MemoContext) -> bytes:
    """Return a document from the blocks of a page; the tree has what stands on every page."""
    if form == "md":
        return markdown(found).encode()
    face = _face(tree, context)
    return pdf(found, face) if form == "pdf" else word(found, face, datetime.fromisoformat(context.cut_off))


def _face(tree: Element, context: MemoContext) -> Face:
    """Return what stands on every page: the title of the page and its first line."""
    title = next(tree.find("title")).children
    banner = next((part.text() for part in body_of(tree).find("p") if "banner" in part.classes), "")
    return Face(clean("".join(map(str, title))), banner, context.language)


def render(context: MemoContext, form: str, look: Look = PLAIN) -> str:
    """Return the memo as text, for ``md`` and ``html``.

    Raises
    ------
    InputError
        For a format that does not exist or is no text.
    """
    return documents(context, (form,), look)[form].decode()


def check_format(path: Path) -> None:
    """Refuse a file name whose ending is no format, before anything is computed.

    Raises
    ------
    InputError
        For an unknown format.
    """
    _known(path.suffix.removeprefix("."), str(path))


def write_memo(path: Path, context: MemoContext, look: Look = PLAIN) -> None:
    """Write the memo in the format of the file's ending, whole or not at all.

    Raises
    ------
    InputError
        For an unknown format, or when the file cannot be written.
    """
    check_format(path)
    form = path.suffix.removeprefix(".")
    write_atomically(path, documents(context, (form,), look)[form])


def _known(form: str, shown: str) -> Form:
    """Return the format, or say what is wrong with it."""
    for known in FORMS:
        if form == known:
            return known
    found = f"no format .{form}" if form else "no format"
    endings = ", ".join(f".{known}" for known in FORMS)
    raise InputError(
        [Problem(shown, 0, "output", found, f"a file that ends in one of {endings}", "choose one of these")]
    )
