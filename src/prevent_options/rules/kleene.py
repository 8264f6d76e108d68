"""Three-valued evaluation of conditions, with a trace of what was read and of what kept a condition from holding.

A fact that may have several values makes a test TRUE when all of them pass, FALSE when none does, UNKNOWN otherwise.
A fact nobody knows may have any value of its scale. ``and`` is the least, ``or`` the greatest, in the
order FALSE, UNKNOWN, TRUE.
"""

from collections.abc import Iterable
from enum import IntEnum
from typing import Final, NamedTuple

from prevent_options.rules.case_facts import NOBODY, NOT_LISTED, CaseFacts, Cell, Place
from prevent_options.rules.conditions import All, AnyOf, Condition, Exists, FactTest, Not, fact_tests


class Truth(IntEnum):
    """What is known of a statement."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    def negated(self) -> "Truth":
        """Return the truth of the contrary."""
        return _NEGATED[self]


_NEGATED: Final = {Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN, Truth.TRUE: Truth.FALSE}


class Reading(NamedTuple):
    """One test at one place: what it read and what came of it; without cell where the profile lists nothing."""

    test: FactTest
    cell: Cell | None
    truth: Truth

    @property
    def path(self) -> str:
        """Path of the fact, as the case has it, or as the rule has it where the case has none."""
        return self.cell.path if self.cell else _unbound(self.test)

    @property
    def found(self) -> str:
        """What was read, in words."""
        return str(self.cell.fact) if self.cell else _nothing(self.test)


def _unbound(test: FactTest) -> str:
    return {"actor": "regional_actors", "transmission": "transmission"}.get(test.spec.scope, test.path)


def _nothing(test: FactTest) -> str:
    return NOBODY if test.spec.scope in {"actor", "transmission"} else NOT_LISTED


class Failure(NamedTuple):
    """A test that kept a condition from holding; ``wanted`` False where the condition asks for its contrary."""

    reading: Reading
    wanted: bool

    def __str__(self) -> str:
        asked = str(self.reading.test) if self.wanted else f"not {self.reading.test}"
        return f"{asked} (found {self.reading.found})"


class Verdict(NamedTuple):
    """The truth of a condition with its trace; ``failed`` is empty when it is TRUE."""

    truth: Truth
    readings: tuple[Reading, ...]
    failed: tuple[Failure, ...]


def evaluate_condition(condition: Condition, case: CaseFacts, place: Place) -> Verdict:
    """Evaluate a condition.

    Parameters
    ----------
    condition
        Without tests of the tool, and quantified.
    case
        The facts.
    place
        Who is asked about.

    Returns
    -------
    Verdict
        Every test is read, also those that could not change the result, so that the trace is whole.
    """
    readings: _Readings = {}
    failed: _Failed = {}
    truth = _truth(condition, case, place, readings, failed, wanted=True)
    return Verdict(truth, tuple(readings.values()), tuple(failed.values()) if truth != Truth.TRUE else ())


# Tests are told apart by identity, because comparing what they say costs more than evaluating them.
type _Readings = dict[tuple[int, str], Reading]
type _Failed = dict[tuple[int, str, bool], Failure]


def _truth(
    condition: Condition, case: CaseFacts, place: Place, readings: _Readings, failed: _Failed, *, wanted: bool
) -> Truth:
    """Return the truth of a condition; notes readings, and failures with respect to what is wanted of it."""
    match condition:
        case FactTest():
            return _leaf(condition, case, place, readings, failed, wanted=wanted)
        case All(parts):
            truths = [_part(part, case, place, readings, wanted=wanted) for part in parts]
            value = min((truth for truth, _ in truths), default=Truth.TRUE)
        case AnyOf(parts):
            truths = [_part(part, case, place, readings, wanted=wanted) for part in parts]
            value = max((truth for truth, _ in truths), default=Truth.FALSE)
        case Exists(bound, part):
            places = case.bound(bound, place)
            truths = [_part(part, case, one, readings, wanted=wanted) for one in places]
            value = max((truth for truth, _ in truths), default=Truth.FALSE)
            if not places:
                _nobody(part, readings, failed, wanted=wanted)
        case Not(part):
            return _truth(part, case, place, readings, failed, wanted=not wanted).negated()
        case _:
            raise TypeError("tests of the tool are answered before facts are read")
    if value != (Truth.TRUE if wanted else Truth.FALSE):
        for _, failures in truths:
            failed.update(failures)
    return value


def _part(
    condition: Condition, case: CaseFacts, place: Place, readings: _Readings, *, wanted: bool
) -> tuple[Truth, _Failed]:
    """Return the truth of a part with its failures apart, because they count only if the whole fails."""
    failed: _Failed = {}
    return _truth(condition, case, place, readings, failed, wanted=wanted), failed


def _leaf(
    test: FactTest, case: CaseFacts, place: Place, readings: _Readings, failed: _Failed, *, wanted: bool
) -> Truth:
    cells = case.cells(test, place)
    found = [Reading(test, cell, truth_of(test, cell)) for cell in cells] or [Reading(test, None, Truth.FALSE)]
    goal, number = (Truth.TRUE if wanted else Truth.FALSE), id(test)
    value = max(reading.truth for reading in found)
    for reading in found:
        path = reading.path
        readings.setdefault((number, path), reading)
        if goal not in (value, reading.truth):
            failed[number, path, wanted] = Failure(reading, wanted)
    return value


def _nobody(part: Condition, readings: _Readings, failed: _Failed, *, wanted: bool) -> None:
    """Note that a condition on somebody read that there is nobody."""
    for test in fact_tests(part):
        reading = Reading(test, None, Truth.FALSE)
        readings.setdefault((id(test), reading.path), reading)
        if wanted:
            failed[id(test), reading.path, wanted] = Failure(reading, wanted)


def truth_of(test: FactTest, cell: Cell) -> Truth:
    """Return what is known of one test of one fact."""
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
