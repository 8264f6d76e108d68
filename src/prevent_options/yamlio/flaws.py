"""Flaws: what a validator found wrong below the place where it stands, several at once if need be."""

import difflib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pydantic_core import PydanticCustomError

from prevent_options.yamlio.document import Address

FLAWS = "flaws"


class Flaw(NamedTuple):
    """One thing wrong with a value, told in the words of a Problem, ``at`` an address below the value."""

    at: Address
    found: str
    expected: str
    todo: str


def flawed(flaws: Iterable[Flaw]) -> PydanticCustomError:
    """Return the error that a pydantic validator raises to report all its flaws at once."""
    held = tuple(flaws)
    # pydantic formats this text, so braces in it must not look like fields: the real words travel in the context.
    return PydanticCustomError(FLAWS, "not valid", {FLAWS: held})


def nearest(word: str, known: Iterable[str], count: int = 1, alike: float = 0.5) -> tuple[str, ...]:
    """Return up to ``count`` known words that look like a word, closest first; none where none is alike enough."""
    words = sorted(known)
    same = [other for other in words if other.casefold() == word.casefold()]
    return tuple(dict.fromkeys([*same, *difflib.get_close_matches(word, words, n=count, cutoff=alike)]))[:count]


def one_of(words: Sequence[str], limit: int = 12) -> str:
    """Return ``expected one of a, b or c``, cut short when there are very many words."""
    if len(words) > limit:
        return f"expected one of {len(words)} known words such as {', '.join(words[:3])}"
    return "expected " + (words[0] if len(words) == 1 else f"one of {', '.join(words[:-1])} or {words[-1]}")


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean 'x'?`` when a known word is near, else advice to use a listed one."""
    near = nearest(word, known)
    return f"did you mean '{near[0]}'?" if near else "write one of the words the format knows"
