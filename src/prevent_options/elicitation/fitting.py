"""Distributions from answers: one for each expert with PreliZ, and the linear pool of all.

Answers are changes of violence (−0.2 is a fifth less); everything here is on the scale of the log rate ratio,
``ln(1 + change)``, where effects are added up.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import preliz as pz
from numpy.typing import NDArray

from prevent_options.evidence.statement import Expert, Roulette

type Reals = NDArray[np.float64]

POINTS = 4001
"""Points at which densities and distribution functions are computed."""

GOOD_ENOUGH = 0.03
"""Largest miss of a quantile (log rate ratio) at which the plain normal is kept: three percent of the violence."""

_ROULETTE_POINTS = (0.05, 0.25, 0.5, 0.75, 0.95)


_SLOPE = 1e-9
"""Share of belief on an empty bin, so that every quantile stands at one place."""


class Distribution(Protocol):
    """What is used of a PreliZ distribution."""

    def ppf(self, q: Reals) -> Reals:
        """Return quantiles."""

    def cdf(self, x: Reals) -> Reals:
        """Return probabilities."""

    def pdf(self, x: Reals) -> Reals:
        """Return densities."""

    def mean(self) -> float:
        """Return the mean."""

    def std(self) -> float:
        """Return the standard deviation."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One expert's answer as a distribution of the log rate ratio.

    Attributes
    ----------
    levels, values
        Probabilities and the log ratios stated for them.
    """

    label: str
    weight: float
    family: str
    distribution: Distribution
    levels: Reals
    values: Reals

    @property
    def worst_miss(self) -> float:
        """How far the distribution is from what was stated, at worst (log rate ratio)."""
        return float(np.abs(self.distribution.ppf(self.levels) - self.values).max())


def stated_quantiles(expert: Expert) -> tuple[Reals, Reals]:
    """Return probabilities and log ratios of an answer; a roulette is read between its bins."""
    if expert.roulette is not None:
        return _from_roulette(expert.roulette)
    pairs = sorted((int(percent) / 100, np.log1p(change)) for percent, change in (expert.quantiles or {}).items())
    levels, values = zip(*pairs, strict=True)
    return np.array(levels), np.array(values)


def _from_roulette(roulette: Roulette) -> tuple[Reals, Reals]:
    edges = np.linspace(roulette.low, roulette.high, len(roulette.chips) + 1)
    chips = np.array(roulette.chips, dtype=np.float64)
    below = np.concatenate([[0.0], np.cumsum(chips + chips.sum() * _SLOPE)])
    levels = np.array(_ROULETTE_POINTS)
    return levels, np.log1p(np.interp(levels, below / below[-1], edges))


def _sample(levels: Reals, values: Reals) -> Reals:
    """Return a sample whose quantiles at the levels are the values: straight lines between, straight lines beyond."""
    slopes = np.diff(values) / np.diff(levels)
    levels = np.concatenate([[0.0], levels, [1.0]])
    ends = values[0] - levels[1] * slopes[0], values[-1] + (1 - levels[-2]) * slopes[-1]
    values = np.concatenate([[ends[0]], values, [ends[1]]])
    return np.asarray(np.interp(np.linspace(0, 1, POINTS), levels, values))


def fit_answer(expert: Expert) -> Answer:
    """Return the distribution of an answer: a normal where that fits, else a skewed one."""
    levels, values = stated_quantiles(expert)
    sample = _sample(levels, values)
    best: Answer | None = None
    for family, distribution in (("normal", pz.Normal()), ("skewed normal", pz.SkewNormal())):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # PreliZ warns of every tenth of a miss; ``worst_miss`` says it in words
            pz.match_quantiles(sample, distribution, quantiles=list(levels), plot=False)
        answer = Answer(expert.label, float(expert.weight), family, distribution, levels, values)
        if best is None or answer.worst_miss < best.worst_miss:
            best = answer
        if best.worst_miss < GOOD_ENOUGH:
            break
    if best is None:
        raise ValueError("no family to fit")
    return best


@dataclass(frozen=True, slots=True)
class Pool:
    """The linear pool: each expert's distribution with its share, which are weights that sum to one.

    ``grid``, ``cdf`` and ``pdf`` have shape (P,), on the scale of the log rate ratio.
    """

    shares: Reals
    grid: Reals
    cdf: Reals
    pdf: Reals
    mean: float
    sd: float

    def quantile(self, level: float) -> float:
        """Return a quantile of the log rate ratio."""
        return float(np.interp(level, self.cdf, self.grid))

    def below(self, value: float) -> float:
        """Return the probability of a log rate ratio below a value."""
        return float(np.interp(value, self.grid, self.cdf))


def pool(answers: Sequence[Answer]) -> Pool:
    """Return the linear pool of answers with their stated weights; disagreement stays visible as spread."""
    weights = np.array([answer.weight for answer in answers])
    shares = weights / weights.sum()
    means = np.array([float(a.distribution.mean()) for a in answers])
    sds = np.array([float(a.distribution.std()) for a in answers])
    mean = float(shares @ means)
    sd = float(np.sqrt(shares @ (sds**2 + means**2) - mean**2))
    grid = np.linspace((means - 6 * sds).min(), (means + 6 * sds).max(), POINTS)
    cdf = shares @ np.stack([np.asarray(a.distribution.cdf(grid)) for a in answers])
    pdf = shares @ np.stack([np.asarray(a.distribution.pdf(grid)) for a in answers])
    return Pool(shares, grid, np.maximum.accumulate(cdf), pdf, mean, sd)
