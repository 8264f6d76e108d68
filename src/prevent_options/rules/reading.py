"""What one test finds in one fact, three-valued.

A fact that may have several values makes a test TRUE when all of them pass, FALSE when none does, UNKNOWN otherwise.
A fact nobody knows may have any value of its scale.
"""

from collections.abc import Iterable
from enum import IntEnum
from typing import Final, NamedTuple

from prevent_options.profile import Fact, ListFact
from prevent_options.rules.conditions import FactTest

type AnyFact = Fact | ListFact

NOT_LISTED: Final = "not listed in the profile"
NOBODY: Final = "none in the profile"


class Truth(IntEnum):
    """What is known of a statement."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    def negated(self) -> "Truth":
        """Return the truth of the contrary."""
        return _NEGATED[self]


_NEGATED: Final = {Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN, Truth.TRUE: Truth.FALSE}


class Cell(NamedTuple):
    """One fact at one place.

    Attributes
    ----------
    path
        Full path in the case; of the whole list when the case does not say whether there is anybody.
    fact
        What is known.
    presumed
        Key of the actor or route that may not exist: the case says nothing about any.
    """

    path: str
    fact: AnyFact
    presumed: str | None = None


class Reading(NamedTuple):
    """One test at one place.

    Attributes
    ----------
    test
        The test, or one that says the same.
    cell
        What it read; None where the profile lists nothing.
    truth
        What came of it.
    path, found
        Where it read and what stood there, in words; the path is the rule's where the case has none.
    """

    test: FactTest
    cell: Cell | None
    truth: Truth
    path: str
    found: str


def reading_of(test: FactTest, cell: Cell) -> Reading:
    """Return what a test finds in a fact."""
    return Reading(test, cell, _truth(test, cell), cell.path, str(cell.fact))


def nothing_for(test: FactTest) -> Reading:
    """Return what a test finds where there is nobody, or nothing is listed."""
    path = {"actor": "regional_actors", "transmission": "transmission"}.get(test.spec.scope)
    return Reading(test, None, Truth.FALSE, path or test.path, NOBODY if path else NOT_LISTED)


def _truth(test: FactTest, cell: Cell) -> Truth:
    if test.operator == "is_unknown":
        return Truth.TRUE if cell.fact.unknown == (test.words == ("true",)) else Truth.FALSE
    if cell.presumed is not None:
        return Truth.UNKNOWN
    possible = cell.fact.support or test.spec.words
    return _shared(satisfies(test, value) for value in possible) if possible else Truth.UNKNOWN


def _shared(passes: Iterable[bool]) -> Truth:
    """Return TRUE when all pass, FALSE when none does."""
    seen = set(passes)
    return Truth.UNKNOWN if len(seen) > 1 else Truth.TRUE if seen == {True} else Truth.FALSE


def satisfies(test: FactTest, value: str | tuple[str, ...]) -> bool:
    """Say whether one value of a fact passes a test."""
    if isinstance(value, tuple):
        return not test.accepts.isdisjoint(value)
    if test.spec.kind == "number":
        return _compare(test, float(value))
    return (value in test.accepts) != (test.operator == "is_not")


def _compare(test: FactTest, value: float) -> bool:
    limits = [float(word) for word in test.words]
    match test.operator:
        case "at_least":
            return value >= limits[0]
        case "at_most":
            return value <= limits[0]
        case "is_not":
            return value not in limits
        case _:
            return value in limits
