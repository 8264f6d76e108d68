"""From a context to text: sandboxed templates that refuse what is missing and escape everything they are given."""

from functools import cache
from pathlib import Path
from typing import Literal

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from prevent_options.errors import InputError, Problem
from prevent_options.files import write_atomically
from prevent_options.memo.chart import forest
from prevent_options.memo.flow import flow
from prevent_options.memo.parts import MemoContext
from prevent_options.memo.safe import anchor, clean, escape_markdown
from prevent_options.paths import data_dir

type Form = Literal["md", "html"]

FORMS: tuple[Form, ...] = ("md", "html")
LATER = ("docx", "pdf")
"""Formats that are planned and refused by name."""


class Ready(str):
    """Text that is Markdown already."""

    __slots__ = ()


def render(context: MemoContext, form: str) -> str:
    """Return the memo as text; the same context gives the same bytes, on any day.

    Parameters
    ----------
    context
        What the memo says.
    form
        ``md`` or ``html``.

    Raises
    ------
    InputError
        For a format that does not exist.
    """
    known = _known(form, form)
    return _environment(known).get_template(f"memo.{known}.j2").render(memo=context)


def check_format(path: Path) -> None:
    """Refuse a file name whose ending is no format, before anything is computed.

    Raises
    ------
    InputError
        For an unknown or a later format.
    """
    _known(path.suffix.removeprefix("."), str(path))


def write_memo(path: Path, context: MemoContext) -> None:
    """Write the memo in the format of the file's ending, whole or not at all.

    Raises
    ------
    InputError
        For an unknown format, or when the file cannot be written.
    """
    check_format(path)
    write_atomically(path, render(context, path.suffix.removeprefix(".")))


def _known(form: str, shown: str) -> Form:
    """Return the format, or say what is wrong with it."""
    for known in FORMS:
        if form == known:
            return known
    found = f"format .{form} is not yet available" if form in LATER else f"no format .{form}" if form else "no format"
    raise InputError(
        [Problem(shown, 0, "output", found, "a file that ends in .md or .html", "choose one of these endings")]
    )


@cache
def _environment(form: Form) -> ImmutableSandboxedEnvironment:
    """Return the environment of a format; templates can read values and nothing else."""
    html = form == "html"
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(data_dir("templates")),
        undefined=StrictUndefined,
        autoescape=html,
        finalize=_html_value if html else _markdown_value,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.clear()
    environment.globals["forest"] = forest
    environment.globals["flow"] = flow
    environment.filters["tags"] = _html_tags if html else _markdown_tags
    environment.filters["anchor"] = anchor
    environment.filters["address"] = _html_address if html else _markdown_address
    environment.filters["capital"] = _capital
    return environment


def _text(value: object) -> str:
    """Return text or a whole number as text; a missing value or a bare float is an error, never a word."""
    if isinstance(value, StrictUndefined):
        str(value)  # raises, with the name of what is missing
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise TypeError(f"a memo prints text and whole numbers, not {value!r}")
    return str(value)


def _html_value(value: object) -> Markup:
    """Return a value for HTML; braces are written so that no later template engine reads them."""
    if isinstance(value, Markup):
        return value
    return Markup(str(escape(clean(_text(value)))).replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704 - escaped on this line


def _markdown_value(value: object) -> str:
    """Return a value for Markdown."""
    return value if isinstance(value, Ready) else escape_markdown(_text(value))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _html_tags(refs: tuple[str, ...]) -> Markup:
    """Return references as small links into the annexes."""
    links = [Markup('<a href="#{}">{}</a>').format(anchor(ref), _html_value(ref)) for ref in refs]
    return Markup(' <span class="refs">[{}]</span>').format(Markup(", ").join(links)) if links else Markup()


def _markdown_tags(refs: tuple[str, ...]) -> Ready:
    """Return references in square brackets; no link is defined for them."""
    return Ready(f" [{', '.join(escape_markdown(ref) for ref in refs)}]" if refs else "")


def _html_address(address: str) -> Markup:
    """Return a web address as a link; other text stays text."""
    if not address.startswith(("http://", "https://")):
        return _html_value(address)
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(address, address)


def _markdown_address(address: str) -> Ready:
    return Ready(f"<{address}>" if address.startswith(("http://", "https://")) else escape_markdown(address))
