"""Worlds: every uncertain or unknown fact of a case, drawn; and in which draws a condition holds.

The draws of one fact depend on the seed and its path only, never on which other facts exist, and every fact is read
off one uniform number a draw by the inverse of its cumulative distribution. When a probability changes, as few draws
change as must; comparing two readings of a case compares the same draws (common random numbers). The uniforms of
a fact are stratified, one in each of D equal parts of (0, 1), so that shares are met to within one draw in D.
"""

from collections.abc import Iterable
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from prevent_options.posterior.keyed import keyed_strata
from prevent_options.profile import CaseProfile
from prevent_options.rules.case_facts import CaseFacts, Place
from prevent_options.rules.conditions import All, AnyOf, Condition, Exists, FactTest, Not
from prevent_options.rules.fact_priors import FactPriors
from prevent_options.rules.fact_schema import pattern_of
from prevent_options.rules.reading import AnyFact, Cell, Reading, Truth, satisfies

type Codes = int | NDArray[np.intp]
type Mask = bool | NDArray[np.bool_]
type Value = str | tuple[str, ...]


class World:
    """The drawn facts of one case.

    Parameters
    ----------
    case
        The facts.
    priors
        Distributions of those that nobody knows.
    draws, seed
        Number of draws D, and the seed of all of them.
    """

    def __init__(self, case: CaseFacts, priors: FactPriors, *, draws: int, seed: int) -> None:
        self.case, self.priors, self.draws, self.seed = case, priors, draws, seed
        self._codes: dict[str, tuple[tuple[Value, ...], Codes]] = {}
        self._words: dict[tuple[str, str], NDArray[np.bool_]] = {}
        self._tests: dict[tuple[str, str, tuple[str, ...], str], Mask] = {}

    def sample(self, path: str) -> tuple[tuple[str, ...], Codes]:
        """Return the values of a categorical fact, and which of them it has.

        Parameters
        ----------
        path
            Path in the case, for example ``perpetrators.rsf.structure``.

        Returns
        -------
        tuple
            Values in scale order, never ``unknown``, and a position among them: an int when the fact is certain, else
            shape (D,).

        Raises
        ------
        KeyError
            The case has no such fact, or it is a list or an open word that is unknown.
        """
        values, codes = self._sampled(path, self.case.by_path[path])
        return tuple(str(value) for value in values), codes

    def _sampled(self, path: str, fact: AnyFact) -> tuple[tuple[Value, ...], Codes]:
        if path not in self._codes:
            options: tuple[tuple[Value, float], ...] = fact.options or self.priors.values[pattern_of(path)]
            self._codes[path] = (
                tuple(value for value, _ in options),
                self._drawn(path, [share for _, share in options]),
            )
        return self._codes[path]

    def _drawn(self, path: str, shares: list[float]) -> Codes:
        """Return positions drawn with the given shares; an int when there is no choice."""
        if len(shares) == 1:
            return 0
        # A fact has few values: comparing is faster than searching, and counting in a byte or two faster still.
        uniform, codes = self._uniform(path), np.zeros(self.draws, dtype=np.min_scalar_type(len(shares)))
        for bound in np.cumsum(shares)[:-1]:
            codes += uniform >= bound
        return codes.astype(np.intp)

    def _uniform(self, *name: str) -> NDArray[np.float64]:
        """Return stratified uniform numbers, shape (D,), that depend on the seed and the name only."""
        return keyed_strata(self.seed, self.draws, "fact", *name)

    def _holds(self, path: str, word: str, probability: float) -> NDArray[np.bool_]:
        """Return in which draws something holds whose probability alone is stated, shape (D,)."""
        if (path, word) not in self._words:
            self._words[path, word] = self._uniform(path, word) < probability
        return self._words[path, word]

    def drawn(self) -> dict[str, NDArray[np.bool_]]:
        """Return every fact that was read so far and is not certain: in which draws it has each value.

        Returns
        -------
        dict
            Path of the fact, or of the list of which nobody knows whether it has members, to shape (D, q): a column
            for each value, and one for each word asked of a list.
        """
        found: dict[str, list[NDArray[np.bool_]]] = {}
        for path, (values, codes) in self._codes.items():
            if not isinstance(codes, int):
                found.setdefault(_owner(path), []).extend(codes == number for number in range(len(values)))
        for (path, _), mask in self._words.items():
            found.setdefault(_owner(path), []).append(mask)
        # Each column lies in one piece, as it is made and as it is read.
        return {path: np.stack(columns).T for path, columns in sorted(found.items())}

    def settled_as(self) -> dict[str, tuple[Value, ...]]:
        """Return the values of each fact of :meth:`drawn` that has exactly one of them in each draw, in its columns."""
        return {
            path: values
            for path, (values, codes) in self._codes.items()
            if not isinstance(codes, int) and _owner(path) == path
        }

    def asked(self, path: str) -> tuple[str, ...]:
        """Return the words that were asked of an unknown list or open word so far, in order of the alphabet."""
        return tuple(sorted(word for owner, word in self._words if owner == path))

    def mask(self, reading: Reading) -> Mask:
        """Return in which draws one test of one fact holds: one bool when all agree, else shape (D,)."""
        test, cell = reading.test, reading.cell
        if reading.truth != Truth.UNKNOWN or cell is None:
            return reading.truth == Truth.TRUE
        path = cell.presumed or cell.path
        key = (test.path, test.operator, test.words, path)
        if key not in self._tests:
            self._tests[key] = self._tested(test, cell, path)
        return self._tests[key]

    def _tested(self, test: FactTest, cell: Cell, path: str) -> Mask:
        mask = (
            self._open(test, path)
            if cell.fact.unknown and not test.spec.words and test.spec.kind != "number"
            else self._closed(test, cell, path)
        )
        if cell.presumed is None:
            return mask
        return np.asarray(mask & self._holds(cell.path, "exists", self.priors.exists[cell.path]))

    def _closed(self, test: FactTest, cell: Cell, path: str) -> Mask:
        """Look each drawn value up among those that pass."""
        values, codes = self._sampled(path, cell.fact)
        passing = np.array([satisfies(test, value) for value in values])
        return np.asarray(passing[codes])

    def _open(self, test: FactTest, path: str) -> Mask:
        """Draw, for an unknown list or open word, whether each word asked about is on it."""
        share = self.priors.each[pattern_of(path)]
        found: NDArray[np.bool_] = np.logical_or.reduce([self._holds(path, word, share) for word in test.words])
        return ~found if test.operator == "is_not" else found


def _owner(path: str) -> str:
    """Return the path a reader knows: of the whole list for members that may not exist."""
    return path.partition(".presumed.")[0]


def sample_world(profile: CaseProfile, priors: FactPriors, *, draws: int, seed: int) -> World:
    """Return the world of a case; facts are drawn when they are first read.

    Parameters
    ----------
    profile
        The case.
    priors
        Distributions of unknown facts.
    draws
        Number of draws D.
    seed
        Seed.
    """
    return World(CaseFacts(profile), priors, draws=draws, seed=seed)


def draws(condition: Condition, world: World, place: Place) -> Mask:
    """Return in which draws a condition holds.

    Parameters
    ----------
    condition
        Without tests of the tool, and quantified.
    world
        The drawn facts.
    place
        Who is asked about.

    Returns
    -------
    bool or array
        One bool when all draws agree because nothing is uncertain, else shape (D,).
    """
    match condition:
        case FactTest():
            return _any(map(world.mask, world.case.readings(condition, place)))
        case All(parts):
            return _every(draws(part, world, place) for part in parts)
        case AnyOf(parts):
            return _any(draws(part, world, place) for part in parts)
        case Exists(bound, part):
            return _any(draws(part, world, one) for one in world.case.bound(bound, place))
        case Not(part):
            return negated(draws(part, world, place))
        case _:
            raise TypeError("tests of the tool are answered before facts are read")


def negated(mask: Mask) -> Mask:
    """Return the contrary."""
    return not mask if isinstance(mask, bool) else ~mask


def _every(masks: Iterable[Mask]) -> Mask:
    """Return where all hold; stops at the first that never does."""
    held: list[Mask] = []
    for mask in masks:
        if mask is False:
            return False
        if mask is not True:
            held.append(mask)
    return reduce(np.logical_and, held) if held else True


def _any(masks: Iterable[Mask]) -> Mask:
    """Return where at least one holds; stops at the first that always does."""
    held: list[Mask] = []
    for mask in masks:
        if mask is True:
            return True
        if mask is not False:
            held.append(mask)
    return reduce(np.logical_or, held) if held else False
