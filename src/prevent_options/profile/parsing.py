"""From the data of a file to facts, with every flaw of a fact reported at once."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from pydantic_core import PydanticCustomError

from prevent_options.profile.scales import CONFIDENCES, UNKNOWN, Confidence
from prevent_options.yamlio import Address, Flaw, shown
from prevent_options.yamlio.flaws import FLAWS, nearest, one_of, suggestion
from prevent_options.yamlio.types import read_number

SUM_TOLERANCE = 1e-6
_SOURCED_KEYS = ("value", "sources", "confidence")

type Flaws = list[Flaw]
type Spread[T] = tuple[tuple[T, float], ...]


class Sourced(NamedTuple):
    """A raw value taken out of ``{value, sources, confidence}``, and where it stood."""

    value: object
    at: Address
    sources: tuple[str, ...] = ()
    confidence: Confidence | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The words a fact may take.

    Attributes
    ----------
    known
        The closed list, in scale order; empty when any word may stand.
    resolve
        For words that are ids: returns the present id, or None when there is none such.
    candidates
        The ids to suggest from when ``resolve`` finds none.
    what
        What a word is, for messages.
    """

    known: tuple[str, ...] = ()
    resolve: Callable[[str], str | None] | None = None
    candidates: Iterable[str] = field(default=())
    what: str = "a word"

    def read(self, value: object, at: Address, flaws: Flaws) -> str | None:
        """Return the word, or note the flaw and return None."""
        text = as_word(value)
        if text is None:
            expected = one_of((*self.known, UNKNOWN)) if self.known else f"expected {self.what}"
            flaws.append(Flaw(at, f"found {shown(value)}", expected, "write one value"))
            return None
        if self.known and text not in self.known:
            flaws.append(_unlisted(text, at, self.known))
            return None
        if self.resolve is None:
            return text
        if (found := self.resolve(text)) is None:
            flaws.append(unknown_id(text, at, self.what, self.candidates))
        return found


def unknown_id(text: str, at: Address, what: str, candidates: Iterable[str]) -> Flaw:
    """Return the flaw of an id that the catalogue does not have, naming the nearest."""
    return Flaw(at, f"found {shown(text)}", f"expected {what}", suggestion(text, candidates))


def _unlisted(text: str, at: Address, known: tuple[str, ...]) -> Flaw:
    if text == UNKNOWN:
        return Flaw(at, "'unknown' among values", one_of(known), "give its share to the values, or write only unknown")
    near = nearest(text, known)
    todo = f"did you mean '{near[0]}'?" if near else "write one of these words"
    return Flaw(at, f"found {shown(text)}", one_of((*known, UNKNOWN)), todo)


def as_word(value: object) -> str | None:
    """Return a scalar as text, Python's booleans as ``true`` and ``false``, and None for anything else."""
    if isinstance(value, bool):
        return str(value).lower()
    return value.strip() if isinstance(value, str) and value.strip() else None


def unwrap(raw: object, flaws: Flaws) -> Sourced:
    """Take a value out of ``{value, sources, confidence}``, or return it as it is."""
    if not isinstance(raw, Mapping) or not (set(raw) & {"value"} or (raw and set(raw) <= set(_SOURCED_KEYS))):
        return Sourced(raw, ())
    for key in raw:
        if key not in _SOURCED_KEYS:
            found = f"the unknown key {shown(key)}"
            flaws.append(Flaw((str(key),), found, one_of(_SOURCED_KEYS), "remove or rename it"))
    if "value" not in raw:
        flaws.append(Flaw((), "no 'value'", "expected 'value' beside sources and confidence", "add 'value: ...'"))
    return Sourced(raw.get("value"), ("value",), _sources(raw.get("sources"), flaws), _confidence(raw, flaws))


def _sources(raw: object, flaws: Flaws) -> tuple[str, ...]:
    given = [raw] if isinstance(raw, str) else [] if raw is None else raw
    if isinstance(given, (list, tuple)) and all(isinstance(word, str) and word.strip() for word in given):
        return tuple(dict.fromkeys(cast("Iterable[str]", given)))
    flaws.append(Flaw(("sources",), f"found {shown(raw)}", "expected a list of source ids", "write [s1, s2]"))
    return ()


def _confidence(raw: Mapping[str, object], flaws: Flaws) -> Confidence | None:
    given = raw.get("confidence")
    if given is None:
        return None
    for word in CONFIDENCES:
        if given == word:
            return word
    todo = suggestion(str(given), CONFIDENCES)
    flaws.append(Flaw(("confidence",), f"found {shown(given)}", one_of(CONFIDENCES), todo))
    return None


def spread[T](raw: object, at: Address, flaws: Flaws, read: Callable[[object, Address], T | None]) -> Spread[T]:
    """Return the options of a value: none when unknown, one when certain, several when probabilities are given.

    Parameters
    ----------
    raw
        The value: one value, ``unknown``, nothing, or a mapping of value to probability.
    at
        Where it stands, for flaws.
    flaws
        Receives what is wrong.
    read
        Reads one value, or notes a flaw and returns None.

    Returns
    -------
    tuple
        Pairs of value and probability, zero probabilities left out.
    """
    if raw is None or raw == UNKNOWN:
        return ()
    if not isinstance(raw, Mapping):
        value = read(raw, at)
        return () if value is None else ((value, 1.0),)
    options: dict[T, float] = {}
    for key, share in raw.items():
        value, probability = read(key, (*at, str(key))), _probability(share, (*at, str(key)), flaws)
        if value is not None and value in options:
            flaws.append(Flaw((*at, str(key)), f"the value {shown(key)} a second time", "expected each once", "add up"))
        elif value is not None and probability is not None:
            options[value] = probability
    _check_sum(raw, options.values(), at, flaws)
    return tuple((value, probability) for value, probability in options.items() if probability)


def _probability(share: object, at: Address, flaws: Flaws) -> float | None:
    try:
        number = read_number(share)
    except PydanticCustomError as error:
        flaws.extend(flaw._replace(at=at) for flaw in (error.context or {})[FLAWS])
        return None
    if 0 <= number <= 1:
        return number
    flaws.append(Flaw(at, f"found the probability {number:g}", "expected a number from 0 to 1", "correct the number"))
    return None


def _check_sum(raw: Mapping[str, object], shares: Iterable[float], at: Address, flaws: Flaws) -> None:
    held = list(shares)
    total = math.fsum(held)
    if len(held) == len(raw) and abs(total - 1) > SUM_TOLERANCE:
        found = f"probabilities that sum to {total:.7g}" if held else "an empty mapping"
        flaws.append(Flaw(at, found, "expected probabilities that sum to 1", "adjust them, or write unknown"))


def read_words(raw: object, at: Address, flaws: Flaws, words: Words) -> tuple[str, ...] | None:
    """Return the words of a list, of one word alone, or None after noting what is wrong with them."""
    if not isinstance(raw, (list, tuple)):
        word = words.read(raw, at, flaws)
        return None if word is None else (word,)
    read = [words.read(item, (*at, index), flaws) for index, item in enumerate(raw)]
    return tuple(dict.fromkeys(word for word in read if word is not None)) if None not in read else None


def read_joined(raw: object, at: Address, flaws: Flaws, words: Words) -> tuple[str, ...] | None:
    """Return the words of a list, or of text that joins them with commas (the keys of a probability mapping)."""
    if isinstance(raw, str) and at and at[-1] == raw and "," in raw:
        raw = [part.strip() for part in raw.split(",") if part.strip()]
        read = [words.read(part, at, flaws) for part in raw]
        return tuple(dict.fromkeys(word for word in read if word is not None)) if None not in read else None
    return read_words(raw, at, flaws, words)
