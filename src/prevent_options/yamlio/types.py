"""Field types: each turns the text of a scalar into a value, or says exactly why it does not."""

import datetime as dt
import math
import re
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from prevent_options.yamlio.countries import ALPHA3, ALPHA3_OF_ALPHA2
from prevent_options.yamlio.document import shown
from prevent_options.yamlio.flaws import Flaw, flawed, nearest

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)?(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+.*")
_MAX_NUMBER_LENGTH = 40
_PARTIAL_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_DATE_PATTERN = r"^(unknown|[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)$"
UNKNOWN = "unknown"


def _wrong(value: object, expected: str, todo: str) -> PydanticCustomError:
    return flawed([Flaw((), f"found {shown(value)}", f"expected {expected}", todo)])


def read_text(value: object) -> str:
    """Return text that is more than white space."""
    if isinstance(value, str) and value.strip():
        return value
    raise _wrong(value, "text", "write a text")


def read_integer(value: object) -> int:
    """Return a whole number from ``12`` or an int; ``012``, ``1e3``, ``1_000`` and true are refused."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _INTEGER.fullmatch(value):
        return int(value)
    if isinstance(value, str) and _LEADING_ZERO.fullmatch(value):
        raise _wrong(value, "a whole number without leading zero", "write the number without the leading zero")
    raise _wrong(value, "a whole number such as 12", "write digits only")


def read_number(value: object) -> float:
    """Return a finite number from ``0.5``, ``1e-3``, an int or a float; leading zeros, nan and inf are refused."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    if isinstance(value, str) and _LEADING_ZERO.fullmatch(value):
        raise _wrong(value, "a number without leading zero", "write the number without the leading zero")
    if isinstance(value, str) and value and len(value) <= _MAX_NUMBER_LENGTH and _NUMBER.fullmatch(value):
        number = float(value) if any(c.isdigit() for c in value.partition("e")[0]) else math.nan
        if math.isfinite(number):
            return number
    raise _wrong(value, "a number such as 0.25 or 1e-3", "write a number with a decimal point")


def read_yes_no(value: object) -> bool:
    """Return a boolean from ``true`` or ``false`` only; yes, no, on, off and 1 are refused."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in {"true", "false"}:
        return value == "true"
    raise _wrong(value, "true or false", "write true or false")


def _calendar_problem(text: str) -> bool:
    """Return whether the parts of a date do not exist in the calendar."""
    parts = [int(part) for part in text.split("-")]
    try:
        dt.date(*[*parts, 1, 1][:3])
    except ValueError:
        return True
    return False


def read_partial_date(value: object) -> str:
    """Return a day, month, year or ``unknown`` as text."""
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value == UNKNOWN:
        return UNKNOWN
    if not isinstance(value, str) or not _PARTIAL_DATE.fullmatch(value):
        raise _wrong(value, "a day 2024-11-15, a month 2024-11, a year 2024 or unknown", "write the date like that")
    if _calendar_problem(value):
        raise _wrong(value, "a date that the calendar has", "correct the date")
    return value


def read_known_date(value: object) -> str:
    """Return a day, month or year as text; ``unknown`` is refused."""
    if value == UNKNOWN:
        raise _wrong(value, "a day 2024-11-15, a month 2024-11 or a year 2024", "write the date")
    return read_partial_date(value)


def read_full_date(value: object) -> dt.date:
    """Return a day of the calendar."""
    if isinstance(value, dt.date):
        return dt.date(value.year, value.month, value.day)
    text = read_partial_date(value)
    if text == UNKNOWN or len(text) != len("2024-11-15"):
        raise _wrong(value, "a day such as 2024-11-15", "write year, month and day")
    return dt.date.fromisoformat(text)


def first_day(date: str) -> dt.date:
    """Return the first day that a day, month or year covers."""
    return dt.date(*[*(int(part) for part in date.split("-")), 1, 1][:3])


def last_day(date: str) -> dt.date:
    """Return the last day that a day, month or year covers."""
    parts = [int(part) for part in date.split("-")]
    if len(parts) == 3:
        return dt.date(*parts)
    year, month = (parts[0], 12) if len(parts) == 1 else (parts[0], parts[1])
    return dt.date(year, month, 31) if month == 12 else dt.date(year, month + 1, 1) - dt.timedelta(days=1)


def read_slug(value: object) -> str:
    """Return an id of lower-case letters, digits and hyphens; it also names files."""
    if isinstance(value, str) and re.fullmatch(r"[a-z0-9][a-z0-9-]{0,99}", value):
        return value
    raise _wrong(value, "at most 100 lower-case letters, digits and hyphens", "write an id such as sdn-darfur-2024")


def read_word(value: object) -> str:
    """Return an id of letters, digits, hyphens and underscores; dots and spaces would break fact paths."""
    if isinstance(value, str) and re.fullmatch(r"\w[\w-]{0,99}", value):
        return value
    raise _wrong(value, "one word of letters, digits, - or _", "write an id such as rsf or s1")


def read_iso3(value: object) -> str:
    """Return an ISO 3166-1 alpha-3 country code; the alpha-2 code is refused and the alpha-3 code named."""
    if isinstance(value, str) and value in ALPHA3:
        return value
    word = value.upper() if isinstance(value, str) else ""
    code = ALPHA3_OF_ALPHA2.get(word) or (word if word in ALPHA3 else None)
    # Some code shares a few letters with any long word.
    near = nearest(word, ALPHA3, alike=0.6)
    todo = f"write {code}" if code else f"did you mean {near[0]}?" if near else "look the code up in ISO 3166-1"
    raise _wrong(value, "a three-letter country code (ISO 3166-1 alpha-3)", todo)


Text = Annotated[str, BeforeValidator(read_text), WithJsonSchema({"type": "string", "minLength": 1})]
Integer = Annotated[int, BeforeValidator(read_integer)]
Number = Annotated[float, BeforeValidator(read_number)]
# The bounds stand before the reader so that they reach the JSON Schema.
Count = Annotated[int, Field(ge=1), BeforeValidator(read_integer)]
Positive = Annotated[float, Field(gt=0), BeforeValidator(read_number)]
NonNegative = Annotated[float, Field(ge=0), BeforeValidator(read_number)]
YesNo = Annotated[bool, BeforeValidator(read_yes_no)]
Probability = Annotated[float, Field(ge=0, le=1), BeforeValidator(read_number)]
PartialDate = Annotated[
    str, BeforeValidator(read_partial_date), WithJsonSchema({"type": ["string", "integer"], "pattern": _DATE_PATTERN})
]
KnownDate = Annotated[
    str,
    BeforeValidator(read_known_date),
    WithJsonSchema({"type": ["string", "integer"], "pattern": r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}),
]
FullDate = Annotated[dt.date, BeforeValidator(read_full_date), WithJsonSchema({"type": "string", "format": "date"})]
Slug = Annotated[str, BeforeValidator(read_slug), WithJsonSchema({"type": "string", "pattern": "^[a-z0-9][a-z0-9-]*$"})]
Word = Annotated[str, BeforeValidator(read_word), WithJsonSchema({"type": "string", "pattern": r"^\w[\w-]*$"})]
Iso3 = Annotated[str, BeforeValidator(read_iso3), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{3}$"})]


def shaped(pattern: str, expected: str, todo: str) -> tuple[BeforeValidator, WithJsonSchema]:
    """Return what makes a field of text keep to a pattern, with words for who reads the refusal.

    Parameters
    ----------
    pattern
        Regular expression for the whole text.
    expected, todo
        What is expected, and what to do; a pattern would tell neither to most people.
    """
    whole = re.compile(pattern)

    def read(value: object) -> str:
        if isinstance(value, str) and whole.fullmatch(value):
            return value
        raise _wrong(value, expected, todo)

    return BeforeValidator(read), WithJsonSchema({"type": "string", "pattern": pattern})
