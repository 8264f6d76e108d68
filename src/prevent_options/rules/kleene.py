"""Three-valued evaluation of conditions, with a trace of what was read and of what kept a condition from holding.

``and`` is the least, ``or`` the greatest of what the parts are, in the order FALSE, UNKNOWN, TRUE.
"""

from typing import NamedTuple

from prevent_options.rules.case_facts import CaseFacts, Place
from prevent_options.rules.conditions import All, AnyOf, Condition, Exists, FactTest, Not, fact_tests
from prevent_options.rules.reading import Reading, Truth, nothing_for


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


# Readings are told apart by identity and path, because comparing what tests say costs more than evaluating them.
type _Key = tuple[int, str]
type _Readings = dict[_Key, Reading]
type _Found = tuple[Truth, list[Failure]]


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
    truth, failed = _evaluated(condition, case, place, readings, wanted=True)
    once = {(_key(failure.reading), failure.wanted): failure for failure in failed}
    return Verdict(truth, tuple(readings.values()), tuple(once.values()))


def _key(reading: Reading) -> _Key:
    return (id(reading.test), reading.path)


def _evaluated(condition: Condition, case: CaseFacts, place: Place, readings: _Readings, *, wanted: bool) -> _Found:
    """Return the truth of a condition, with the failures that keep it from being what is wanted; notes readings."""
    match condition:
        case FactTest():
            return _leaf(condition, case, place, readings, wanted=wanted)
        case All(parts):
            found = [_evaluated(part, case, place, readings, wanted=wanted) for part in parts]
            value = min((truth for truth, _ in found), default=Truth.TRUE)
        case AnyOf(parts):
            found = [_evaluated(part, case, place, readings, wanted=wanted) for part in parts]
            value = max((truth for truth, _ in found), default=Truth.FALSE)
        case Exists(bound, part):
            places = case.bound(bound, place)
            found = [_evaluated(part, case, one, readings, wanted=wanted) for one in places]
            found = found or [_nobody(part, readings, wanted=wanted)]
            value = max(truth for truth, _ in found)
        case Not(part):
            truth, failed = _evaluated(part, case, place, readings, wanted=not wanted)
            return truth.negated(), failed
        case _:
            raise TypeError("tests of the tool are answered before facts are read")
    met = value == _goal(wanted=wanted)  # failures of parts count only if the whole fails
    return value, [] if met else [failure for _, failed in found for failure in failed]


def _goal(*, wanted: bool) -> Truth:
    return Truth.TRUE if wanted else Truth.FALSE


def _leaf(test: FactTest, case: CaseFacts, place: Place, readings: _Readings, *, wanted: bool) -> _Found:
    found, goal = case.readings(test, place), _goal(wanted=wanted)
    for reading in found:
        readings.setdefault(_key(reading), reading)
    value = max([reading.truth for reading in found])
    if value == goal:
        return value, []
    return value, [Failure(reading, wanted) for reading in found if reading.truth != goal]


def _nobody(part: Condition, readings: _Readings, *, wanted: bool) -> _Found:
    """Note that a condition on somebody read that there is nobody."""
    found = [nothing_for(test) for test in fact_tests(part)]
    for reading in found:
        readings.setdefault(_key(reading), reading)
    return Truth.FALSE, [Failure(reading, wanted) for reading in found] if wanted else []
