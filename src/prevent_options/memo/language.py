"""The language of fixed text: message catalogues in gettext form, numbers and dates by locale.

English stands in the code and in the templates; other languages are catalogues in ``templates/locale``. A memo is made
within :func:`speaking`, so that every sentence of it is looked up in one catalogue.
"""

import re
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
            [
                Problem(
                    "--language",
                    0,
                    "language",
                    f"no language {code!r}",
                    f"one of {', '.join(LANGUAGES)}",
                    "choose one of these, or translate a catalogue of templates/locale",
                )
            ]
        )
    from babel.messages.pofile import read_po  # noqa: PLC0415 - English needs no catalogue

    with path.open("rb") as file:
        catalogue = read_po(file)
    messages = {str(m.id): str(m.string) for m in catalogue if m.id and m.string and not m.fuzzy}
    return Language(code, MappingProxyType(messages), "machine" not in catalogue.header_comment.lower())


def marked[T](messages: T) -> T:
    """Return messages that are said later, such as the values of a table; by this mark they are found."""
    return messages


def day(text: str) -> str:
    """Return a day or month written ``2024-11-15`` or ``2024-11`` as the spoken language writes it; else as it is."""
    code = spoken().code
    return text if code == "en" else _day(text, code)


@cache
def _day(text: str, code: str) -> str:
    from babel.dates import format_date, format_skeleton  # noqa: PLC0415 - as above

    try:
        if _MONTH.fullmatch(text):
            return str(format_skeleton("yMMMM", date.fromisoformat(f"{text}-01"), locale=code))
        return str(format_date(date.fromisoformat(text), "long", locale=code))
    except ValueError:
        return text


_MONTH = re.compile(r"\d{4}-\d{2}")


def percent(sign: str, number: float, digits: int = 0) -> str:
    """Return a percentage with its sign, with so many decimals, as the spoken language writes it."""
    code = spoken().code
    return f"{sign}{number:.{digits}f}%" if code == "en" else sign + _percent(number, digits, code)


@cache
def _percent(number: float, digits: int, code: str) -> str:
    from babel.numbers import format_percent, get_decimal_symbol  # noqa: PLC0415 - as above

    whole = str(format_percent(0, locale=code))  # "0 %": the sign and its space as the language sets them
    return whole.replace("0", f"{number:.{digits}f}".replace(".", get_decimal_symbol(code)))


def decimal(value: float, digits: int = 0) -> str:
    """Return a number with so many decimals as the spoken language writes it; English groups no digits."""
    code = spoken().code
    if code == "en":
        return f"{value:.{digits}f}"
    from babel.numbers import format_decimal  # noqa: PLC0415 - as above

    return str(format_decimal(round(value, digits), format=f"#,##0.{'0' * digits}", locale=code))
