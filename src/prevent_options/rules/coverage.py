"""What the cases of a rule leave out: states it can take, and sides of its thresholds."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from prevent_options.rules.conditions import FactTest, fact_tests
from prevent_options.rules.engine import State
from prevent_options.rules.reading import Reading
from prevent_options.rules.rule import Rule


class Run(NamedTuple):
    """What a rule said in one case: state, share of draws that fire, and every test with the fact it read."""

    name: str
    state: State
    probability: float | None
    readings: tuple[Reading, ...]


def gaps(rule: Rule, runs: Iterable[Run]) -> Iterator[str]:
    """Yield, in words, what no case of a rule shows.

    Parameters
    ----------
    rule
        The rule.
    runs
        What it said in each of its cases.
    """
    held = tuple(runs)
    seen = {run.state for run in held}
    for state in possible_states(rule):
        if state not in seen:
            yield f"in which it is {state}"
    for test in dict.fromkeys(fact_tests(rule.when)):
        values = {reading.found for run in held for reading in run.readings if reading.test == test and reading.cell}
        for value, side in _sides(test):
            if value not in values:
                yield f"with {test.path} {value}, which {side} `{test}`"


def possible_states(rule: Rule) -> tuple[State, ...]:
    """Return the states that the cases of a rule must show.

    A rule that reads no fact is never silent, so it is shown where it is not applicable; one that reads only facts
    that are always known, or only asks whether facts are known, is never unknown.
    """
    tests = fact_tests(rule.when)
    if not tests:
        return ("fired", "not_applicable")
    open_ended = any(test.spec.may_be_unknown and test.operator != "is_unknown" for test in tests)
    return ("fired", "silent", "unknown") if open_ended else ("fired", "silent")


def _sides(test: FactTest) -> Iterator[tuple[str, str]]:
    """Yield the values on either side of a threshold; none for other tests."""
    if test.operator not in {"at_least", "at_most"}:
        return
    yield test.words[0], "just meets"
    step = -1 if test.operator == "at_least" else 1
    if test.spec.kind == "number":
        yield f"{float(test.words[0]) + step:g}", "just misses"
        return
    place = test.spec.words.index(test.words[0]) + step
    if 0 <= place < len(test.spec.words):
        yield test.spec.words[place], "just misses"
