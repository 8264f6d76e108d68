"""Facts that may be uncertain, unknown and sourced."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from prevent_options.profile.scales import Confidence


@dataclass(frozen=True, slots=True)
class Uncertain[T]:
    """A value that is known, known up to probabilities, or unknown.

    Attributes
    ----------
    options
        Values with their probabilities, all above zero, which sum to 1 within 1e-6 and are kept as written;
        in the order of the scale (of the alphabet for open words), never of the file; empty when nobody knows.
    sources
        Ids of the case's sources.
    confidence
        How far the coder trusts the fact; None when not said.
    """

    options: tuple[tuple[T, float], ...] = ()
    sources: tuple[str, ...] = ()
    confidence: Confidence | None = None

    @property
    def unknown(self) -> bool:
        """Whether nothing is known, which is never the same as "no"."""
        return not self.options

    @property
    def certain(self) -> T | None:
        """The only possible value, or None when there are several or none is known."""
        return self.options[0][0] if len(self.options) == 1 else None

    @property
    def support(self) -> tuple[T, ...]:
        """The values that are possible, in the order of the scale, or of the alphabet for open facts."""
        return tuple(value for value, _ in self.options)

    def probability(self, value: T) -> float | None:
        """Return the probability of a value, 0 when it is ruled out, None when the fact is unknown."""
        return dict(self.options).get(value, 0.0) if self.options else None

    def __str__(self) -> str:
        if self.unknown:
            return "unknown"
        words = [", ".join(value) if isinstance(value, tuple) else str(value) for value in self.support]
        shares = (f"{word} {share:g}" for word, (_, share) in zip(words, self.options, strict=True))
        return words[0] if len(words) == 1 else "; ".join(shares)

    @classmethod
    def of(cls, value: T) -> Self:
        """Return the certain fact."""
        return cls(((value, 1.0),))


class Fact(Uncertain[str]):
    """One categorical fact; booleans are the words ``true`` and ``false``."""

    __slots__ = ()


class ListFact(Uncertain[tuple[str, ...]]):
    """One fact whose value is a list of words; the empty list is known to be empty."""

    __slots__ = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Every word that is possible, in order of first appearance."""
        return tuple(dict.fromkeys(word for words, _ in self.options for word in words))


class Listed[T](tuple[T, ...]):  # noqa: SLOT001 - a tuple cannot have slots of its own
    """A tuple that also knows whether it was given at all, and by which sources.

    Attributes
    ----------
    unknown
        True when the case does not say (absent or ``unknown``); an empty list that was written is not unknown.
    sources
        Ids of the case's sources for the whole list.
    confidence
        How far the coder trusts the list.
    """

    unknown: bool
    sources: tuple[str, ...]
    confidence: Confidence | None

    def __new__(
        cls,
        items: Iterable[T] = (),
        *,
        unknown: bool = False,
        sources: tuple[str, ...] = (),
        confidence: Confidence | None = None,
    ) -> Self:
        """Return the tuple with its provenance."""
        made = super().__new__(cls, items)
        made.unknown, made.sources, made.confidence = unknown, sources, confidence
        return made

    def _key(self) -> tuple[object, ...]:
        return (tuple(self), self.unknown, self.sources, self.confidence)

    def __eq__(self, other: object) -> bool:
        return self._key() == other._key() if isinstance(other, Listed) else tuple(self) == other

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(tuple(self))
