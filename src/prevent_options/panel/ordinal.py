"""Ordered logistic regression with a ridge, for the plain forecasts.

P(y ≤ q) = logistic(c_q − x·b),  c_0 < c_1,  b minimises −log likelihood + ½ ridge |b|²
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from prevent_options.panel.table import Floats, Ints

SMALLEST = 1e-12
"""No probability is taken as smaller than this, so that a logarithm stays finite."""


@dataclass(frozen=True, slots=True)
class Ordinal:
    """A fitted regression: two cut points and the slopes (P,)."""

    cuts: tuple[float, float]
    slopes: Floats

    def predict(self, x: Floats) -> Floats:
        """Return probabilities of the three levels, shape (M, 3), for predictors (M, P)."""
        return level_probabilities(self.cuts[0], self.cuts[1], x @ self.slopes)


def level_probabilities(low: Floats | float, high: Floats | float, score: Floats) -> Floats:
    """Return probabilities of the three levels on a last axis, given cut points and scores that broadcast."""
    below, middle = expit(low - score), expit(high - score)
    return np.stack([below, middle - below, 1.0 - middle], axis=-1)


def fit_ordinal(x: Floats, y: Ints, ridge: float) -> Ordinal:
    """Fit predictors (M, P) to levels (M,)."""

    def objective(theta: Floats) -> tuple[float, Floats]:
        low, step, slopes = theta[0], np.exp(theta[1]), theta[2:]
        score = x @ slopes
        below, middle = expit(low - score), expit(low + step - score)
        p = np.maximum(np.choose(y, [below, middle - below, 1.0 - middle]), SMALLEST)
        at_low = np.choose(y, [1.0, -1.0, 0.0]) * below * (1.0 - below) / p
        at_high = np.choose(y, [0.0, 1.0, -1.0]) * middle * (1.0 - middle) / p
        both = at_low + at_high
        gradient = np.concatenate([[-both.sum(), -step * at_high.sum()], x.T @ both + ridge * slopes])
        return float(-np.log(p).sum() + 0.5 * ridge * slopes @ slopes), gradient

    start = np.zeros(2 + x.shape[1])
    theta = minimize(objective, start, jac=True, method="L-BFGS-B", options={"maxiter": 2000}).x
    return Ordinal((float(theta[0]), float(theta[0] + np.exp(theta[1]))), theta[2:])
