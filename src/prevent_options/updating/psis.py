"""Pareto-smoothed importance sampling: weights that can be trusted, and the number that says whether they can.

Source: Vehtari, Simpson, Gelman, Yao & Gabry (2024), Pareto smoothed importance sampling, Journal of Machine Learning
Research 25(72); the fit of the tail is that of Zhang & Stephens (2009), Technometrics 51(3). Tests hold it to the
implementation in ArviZ, whose import alone takes longer than a whole update may.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Reals = NDArray[np.float64]

GOOD_K = 0.7
"""Largest k-hat at which the weights may be used (Vehtari and others 2024)."""

_PRIOR_K, _PRIOR_WEIGHT, _PRIOR_B = 0.5, 10, 3
"""Weak prior of the tail's shape, as in the reference."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of draws, shape (D,), that sum to one.

    Attributes
    ----------
    values
        The smoothed weights.
    k
        Shape of the tail of the raw weights (k-hat).
    """

    values: Reals
    k: float

    @property
    def effective(self) -> float:
        """How many equally weighted independent draws these are worth."""
        return float(1.0 / np.sum(self.values**2))


def _tail_length(draws: int) -> int:
    return int(min(draws / 5, 3 * draws**0.5))


def fit_tail(excess: Reals) -> tuple[float, float]:
    """Return shape and scale of a generalised Pareto distribution fitted to sorted positive values, shape (M,)."""
    n = len(excess)
    grid = 30 + int(n**0.5)
    quartile = excess[int(n / 4 + 0.5) - 1]
    b = (1 - np.sqrt(grid / (np.arange(1, grid + 1) - 0.5))) / (_PRIOR_B * quartile) + 1 / excess[-1]
    k = np.log1p(-b[:, None] * excess).mean(axis=1)
    likelihood = n * (np.log(-b / k) - k - 1)
    weight = np.exp(likelihood - likelihood.max())
    weight /= weight.sum()
    b_mean = float(np.sum(b * weight))
    shape = float(np.log1p(-b_mean * excess).mean())
    return (n * shape + _PRIOR_WEIGHT * _PRIOR_K) / (n + _PRIOR_WEIGHT), -shape / b_mean


def _quantiles(p: Reals, shape: float, scale: float) -> Reals:
    return np.asarray(-scale * np.log1p(-p) if shape == 0 else scale * np.expm1(-shape * np.log1p(-p)) / shape)


def smooth(log_ratios: Reals) -> Weights:
    """Return the smoothed weights of draws.

    Parameters
    ----------
    log_ratios
        Logarithm of new over old density at each draw, shape (D,), up to a constant.

    Returns
    -------
    Weights
        With k = 0 where all ratios are the same, and k = ∞ where the tail cannot be fitted.
    """
    shifted = np.asarray(log_ratios, dtype=np.float64) - np.max(log_ratios)
    order = np.argsort(shifted, kind="stable")
    tail = order[-_tail_length(len(shifted)) :]
    cut = shifted[order[-len(tail) - 1]]
    excess = np.exp(shifted[tail]) - np.exp(cut)
    if np.ptp(shifted) == 0:
        k = 0.0
    elif len(tail) < 5 or not excess[0] >= 0 or excess[int(len(tail) / 4 + 0.5) - 1] <= max(excess[0], 0):
        k = float("inf")
    else:
        k, scale = fit_tail(excess)
        ranks = (np.arange(1, len(tail) + 1) - 0.5) / len(tail)
        shifted[tail] = np.minimum(np.log(_quantiles(ranks, k, scale) + np.exp(cut)), 0.0)
    values = np.exp(shifted)
    return Weights(values / values.sum(), k)


def resample(weights: Reals, generator: np.random.Generator) -> NDArray[np.int64]:
    """Return, for each place, the draw that stands there afterwards, shape (D,).

    A draw appears as often as its weight says, rounded up or down. Draws that stay, stay in their place, so that noise
    which goes by place is the same before and after and a comparison shows the change of the weights alone.
    """
    draws = len(weights)
    edges = np.floor(np.cumsum(weights) / np.sum(weights) * draws + generator.random())
    edges[-1] = draws
    times = np.diff(edges, prepend=0.0).astype(np.int64)
    index = np.arange(draws)
    vacant = np.flatnonzero(times == 0)
    index[vacant] = generator.permutation(np.repeat(index, np.maximum(times - 1, 0)))
    return index
