"""The language of fixed text: message catalogues in gettext form, numbers and dates by locale.

English stands in the code and in the templates; other languages are catalogues in ``templates/locale``. A memo is made
within :func:`speaking`, so that every sentence of it is looked up in one catalogue.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import MappingProxyType

from prevent_options.errors import InputError, Problem
from prevent_options.paths import data_dir

LANGUAGES = ("en", "fr", "es")
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Language:
    """A language: its code, its messages by their English text, and whether a person has reviewed them."""

    code: str = "en"
    messages: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    reviewed: bool = True


ENGLISH = Language()
_SPOKEN: ContextVar[Language] = ContextVar("spoken", default=ENGLISH)


def spoken() -> Language:
    """Return the language that is spoken now."""
    return _SPOKEN.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speak a language within a block."""
    before = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def said(message: str, /, **values: object) -> str:
    """Return a message in the spoken language with its values put in; a message without translation stays English.

    Values are put in after the look-up and never read as a message or as a place for another value.
    """
    text = _SPOKEN.get().messages.get(message) or message
    return text.format(**values) if values else text


@cache
def load_language(code: str) -> Language:
    """Return a language with its catalogue.

    Raises
    ------
    InputError
        When there is no such language.
    """
    if code == "en":
        return ENGLISH
    path = data_dir("templates") / "locale" / f"{code}.po"
    if code not in LANGUAGES or not path.is_file():
        raise InputError(
            [Problem(code, 0, "language", "no such language", f"one of {', '.join(LANGUAGES)}", "choose one of these")]
        )
    from babel.messages.pofile import read_po  # noqa: PLC0415 - English needs no catalogue

    with path.open("rb") as file:
        catalogue = read_po(file)
    messages = {str(m.id): str(m.string) for m in catalogue if m.id and m.string and not m.fuzzy}
    return Language(code, MappingProxyType(messages), "machine" not in catalogue.header_comment.lower())


def day(text: str) -> str:
    """Return a day written ``2024-11-15`` as the spoken language writes it; other text as it is."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return text
    if spoken().code == "en":
        return text
    from babel.dates import format_date  # noqa: PLC0415 - as above

    return str(format_date(found, "long", locale=spoken().code))


def percent(sign: str, number: int) -> str:
    """Return a whole percentage with its sign; French and Spanish put a narrow space before the percent sign."""
    return f"{sign}{number}{'' if spoken().code == 'en' else NARROW}%"


NARROW = "\N{NARROW NO-BREAK SPACE}"
