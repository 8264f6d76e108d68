"""Text of others stays text: cleaning for every format, escaping for Markdown.

HTML is escaped by the template engine; Markdown has no engine for it, so every value passes :func:`escape_markdown`.
"""

import re
import unicodedata
from functools import lru_cache

from markupsafe import Markup, escape

_MARK = "\N{LEFT-TO-RIGHT MARK}"
_KEPT_FORMATS = {"\N{ZERO WIDTH JOINER}", "\N{ZERO WIDTH NON-JOINER}", _MARK}
"""Invisible characters that spelling and order need; direction overrides and other invisible ones are dropped."""

# Brackets stay as they are unless they could begin or end a link, a footnote or a definition: no memo defines any link.
_MARKUP = re.compile(
    r"[\\`*<>|{}~$]|(?<![0-9A-Za-z])_|_(?![0-9A-Za-z])|\](?=[(\[:])|^\[|\[(?=\^)|&(?=#?\w+;)|(?<=:)/(?=/)|(?<=\bwww)\.|@(?=\w)",
)
_LINE_START = re.compile(r"^(?:#|=|-(?=[\s-]|$)|\+(?=\s|$)|\d{1,9}(?=[.)](?:\s|$)))")
_URL = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:/[A-Za-z0-9._~:/?#@!$&'*+,;=%-]*)?")


def clean(text: str) -> str:
    """Return text on one line, without control characters and direction overrides."""
    if text.isprintable() and "  " not in text:  # most texts: no character of theirs is a control or another space
        return _closed(str(text).strip())
    kept = (
        c for c in text.translate(_BREAKS) if c in _KEPT_FORMATS or unicodedata.category(c) not in {"Cc", "Cf", "Cs"}
    )
    return _closed(single_spaced("".join(kept)).strip())


def _closed(text: str) -> str:
    """Return text with a mark after each run from right to left, so that a number behind it stays where it is said.

    Without it "by NAME: 2 rules" shows the 2 to the left of a name in Arabic or Hebrew.
    """
    return text if text.isascii() else _FROM_THE_RIGHT.sub(rf"\1{_MARK}", text)


_RIGHT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]"
_FROM_THE_RIGHT = re.compile(rf"((?>{_RIGHT}(?:[^\w{_MARK}]*{_RIGHT})*))(?!{_MARK})")


def single_spaced(text: str) -> str:
    """Return text with one space for every run of spaces; those that keep a number and its sign together stay."""
    return _SPACES.sub(" ", text)


_SPACES = re.compile(r"[^\S\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]+")
_BREAKS = {ord(c): " " for c in "\t\n\r\v\f\x85\u2028\u2029"}


@lru_cache(maxsize=8192)
def page_text(text: str) -> Markup:
    """Return cleaned text for the page; braces are written so that no later template engine reads them.

    A memo says many things twice and most memos say the same of rules, studies and tools, so answers are kept.
    """
    return Markup(str(escape(clean(text))).replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704 - escaped on this line


@lru_cache(maxsize=8192)
def escape_markdown(text: str) -> str:
    """Return cleaned text in which nothing can become Markdown, HTML, a link, a table cell or template code."""
    text = _MARKUP.sub(lambda match: f"\\{match[0]}", clean(text))
    start = _LINE_START.match(text)
    if start is None:
        return text
    at = start.end() if start[0][-1].isdigit() else 0
    return f"{text[:at]}\\{text[at:]}"


def web_address(text: str | None) -> str | None:
    """Return a plain http or https address, None for anything else, such as an address that holds a script."""
    return text if text is not None and _URL.fullmatch(text) else None


PLACE = "ref-"
"""How the id of every place begins that a reference leads to."""


@lru_cache(maxsize=8192)
def anchor(reference: str) -> str:
    """Return the id of a reference in the page: letters, digits, hyphen, underscore; different for different ids."""
    return PLACE + "".join(c if c.isascii() and (c.isalnum() or c in "-_") else f".{ord(c):x}." for c in reference)
