"""Sweeps against the cases of a watchlist, before any work: what no case can take is a mistake of whoever asks.

A value that only some cases cannot take is none: there it becomes a failed scenario, and the others are worked out.
"""

import difflib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from prevent_options.batch.entries import Entry
from prevent_options.batch.sweeps import Scenario, Sweep, matching
from prevent_options.errors import InputError, Problem
from prevent_options.profile import CaseProfile, place_of, settable_paths
from prevent_options.yamlio import shown


class _Asked(NamedTuple):
    """One value of one fact, and where it was asked for."""

    place: str
    line: int
    fact: str
    value: str


def check_sweeps(sweeps: Iterable[Sweep], entries: Iterable[Entry]) -> None:
    """Refuse facts that no case has, and values that none of the cases which have the fact can take.

    Cases are read one after the other only until each value has been taken by one; those that cannot be read are
    left out, because the batch reports them.

    Parameters
    ----------
    sweeps
        What was asked for.
    entries
        The cases.

    Raises
    ------
    InputError
        Naming every such fact with the nearest known ones, and every such value with what is wrong with it.
    """
    refused: dict[_Asked, Problem | None] = dict.fromkeys(_asked(sweeps))
    known: set[str] = set()
    for profile in _readable(entries):
        known |= settable_paths(profile).keys()
        told = {one: _told(one, profile, before) for one, before in refused.items()}
        refused = {one: problem for one, (taken, problem) in told.items() if not taken}
        if not refused:
            return
    if known:
        raise InputError({problem or _unknown(one, known) for one, problem in refused.items()})


def _asked(sweeps: Iterable[Sweep]) -> Iterator[_Asked]:
    for sweep in sweeps:
        for fact, values in sweep.facts.items():
            for value in values:
                yield _Asked(sweep.place, sweep.lines.get(fact, 0), fact, value)


def _readable(entries: Iterable[Entry]) -> Iterator[CaseProfile]:
    for entry in entries:
        try:
            yield entry.load()
        except Exception:  # noqa: BLE001, S112 - whatever is wrong with a case is told by its own job
            continue


def _told(one: _Asked, profile: CaseProfile, before: Problem | None) -> tuple[bool, Problem | None]:
    """Return whether a case takes a value, and what is wrong with it; None when no case so far has the fact.

    What goes wrong elsewhere in the case may come right with the other facts of the sweep, so it does not count.
    """
    known = settable_paths(profile)
    facts = [path for path in matching(one.fact, known) if place_of(path, known)]
    if not facts:
        return False, before
    try:
        Scenario(changes=((one.fact, one.value),)).applied(profile)
    except InputError as error:
        own = [problem for problem in error.problems if problem.path.startswith(tuple(facts))]
        return not own, own[0]._replace(file=one.place, line=one.line) if own else None
    return True, None


def _unknown(one: _Asked, known: Iterable[str]) -> Problem:
    near = difflib.get_close_matches(one.fact, sorted(known), n=3, cutoff=0.0)
    found, expected = f"no case of the watchlist has the fact {shown(one.fact)}", f"nearest: {', '.join(near)}"
    return Problem(one.place, one.line, one.fact, found, expected, "use one of these")
