"""Which tactic rises in the year after another one fell: one test for each ordered pair, fast enough for a simulation.

    y[c,t,k] = δ[j,k] fell[c,t−1,j] + a₁ y[c,t−1,k] + a₂ y[c,t−2,k] + Σ_i b_i x̂[c,t,i] + country + year + error
    fell[c,t−1,j] = 1 where y[c,t−1,j] < y[c,t−2,j], else 0

δ is the rise of k, in steps of the 0-2 scale, in the year after j fell (improved). Standard errors allow for any
dependence within a country. x̂, the expected level of each tactic behind its codes (``filtering``), is what keeps
reading error from looking like substitution: without it a fall says that the true level of j is higher than last
year's code, and as levels go together, k seems to rise. Coded levels in place of x̂ raised a flag in 33 of 40
simulated panels without any substitution.
"""

from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from prevent_options.panel.filtering import Readings, expected_levels
from prevent_options.panel.table import Floats, Ints, Moments, moments, outcome
from prevent_options.panel.words import TACTICS

PAIRS: Final = tuple((j, k) for j in TACTICS for k in TACTICS if j != k)

FAMILY_ERROR: Final = 0.01
"""Chance of any flag among the twelve pairs where there is no substitution; at most 5 of 100 are wanted, and standard
errors from clusters run a little small."""

THRESHOLD: Final = NormalDist().inv_cdf(1.0 - FAMILY_ERROR / len(PAIRS))
"""Standard errors above zero from which a pair is flagged: one side, shared out over the pairs (Bonferroni)."""

SWEEPS = 60
"""Rounds of taking out country and year means in turn; the rest is below rounding long before."""


@dataclass(frozen=True, slots=True)
class PairTest:
    """The test of one ordered pair: rise of ``target`` after a fall of ``source``, in steps, and its standard error."""

    source: str
    target: str
    rise: float
    se: float

    @property
    def ratio(self) -> float:
        """Standard errors from zero."""
        return self.rise / self.se

    @property
    def flagged(self) -> bool:
        """Whether this counts as substitution once twelve pairs were looked at."""
        return self.ratio > THRESHOLD


def pair_tests(severity: Floats, readings: Readings) -> tuple[PairTest, ...]:
    """Return the tests of all twelve ordered pairs for severities (C, N, 4)."""
    at = moments(severity)
    y, last, before = (outcome(severity, at, lag).astype(np.float64) for lag in (0, 1, 2))
    level = expected_levels(severity, readings)[at.country, at.year]
    within = _Within(at)
    fall, y, last, before, level = (within(values) for values in (last < before, y, last, before, level))
    found = []
    for source, target in PAIRS:
        j, k = TACTICS.index(source), TACTICS.index(target)
        predictors = np.column_stack([fall[:, j], last[:, k], before[:, k], level])
        found.append(PairTest(source, target, *_slope(predictors, y[:, k], at.country)))
    return tuple(found)


class _Within:
    """Takes country and year means out of values (M, P)."""

    def __init__(self, at: Moments) -> None:
        self._groups = (at.country, at.year)

    def __call__(self, values: NDArray[Any]) -> Floats:
        out = np.array(values, dtype=np.float64)
        for _ in range(SWEEPS):
            for group in self._groups:
                out -= _means(out, group)[group]
        return out


def _means(values: Floats, group: Ints) -> Floats:
    counts = np.maximum(np.bincount(group), 1)
    sums = np.stack([np.bincount(group, weights=column) for column in values.T], axis=1)
    return np.asarray(sums / counts[:, None])


def _slope(x: Floats, y: Floats, cluster: Ints) -> tuple[float, float]:
    """Return the first slope of a least squares fit and its cluster-robust standard error."""
    inverse = np.linalg.pinv(x.T @ x)
    slopes = inverse @ (x.T @ y)
    scores = x * (y - x @ slopes)[:, None]
    sums = np.stack([np.bincount(cluster, weights=column) for column in scores.T], axis=1)
    groups = len(np.unique(cluster))
    variance = inverse @ (sums.T @ sums) @ inverse * groups / (groups - 1)
    return float(slopes[0]), float(np.sqrt(variance[0, 0]))


def same_year_correlations(severity: Floats) -> Floats:
    """Return correlations of coded changes of the same year between tactics, shape (4, 4)."""
    change = np.diff(severity, axis=1).reshape(-1, len(TACTICS))
    return np.asarray(np.corrcoef(change[~np.isnan(change[:, 0])].T))
