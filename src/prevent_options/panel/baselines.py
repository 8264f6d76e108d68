"""Four plain forecasts that the model must beat, each smoothed and fitted on the same country-years.

frequency                how often each level occurred, one added to each count
last                     how often each level followed last year's, one added to each count
own_history              ordered logistic regression on the tactic's own levels one and two years before
own_history_and_levels   the same with last year's levels of the other three tactics

Levels enter the regressions as categories. Their ridge is the one that forecasts the last quarter of the training
years best from the earlier ones.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from prevent_options.panel.ordinal import fit_ordinal
from prevent_options.panel.table import Floats, Ints, Moments, outcome
from prevent_options.panel.words import LEVELS, TACTICS

BASELINES: Final = ("frequency", "last", "own_history", "own_history_and_levels")
RIDGES: Final = (0.1, 0.3, 1.0, 3.0, 10.0)

type Predictors = Callable[[Floats, Moments, int], Floats]


def log_loss(probabilities: Floats, y: Ints) -> float:
    """Return the mean of −log of the probability (M, 3) given to what happened (M,)."""
    return float(-np.log(probabilities[np.arange(len(y)), y]).mean())


def categories(levels: Ints) -> Floats:
    """Return levels (M,) as columns for occasional and frequent, shape (M, 2)."""
    return np.asarray(levels[:, None] == np.arange(1, LEVELS), dtype=np.float64)


def own_history(severity: Floats, at: Moments, k: int) -> Floats:
    """Return a tactic's own levels one and two years before, shape (M, 4)."""
    return np.hstack([categories(outcome(severity, at, lag)[:, k]) for lag in (1, 2)])


def own_history_and_levels(severity: Floats, at: Moments, k: int) -> Floats:
    """Return own history and last year's levels of the other tactics, shape (M, 10)."""
    last = outcome(severity, at, 1)
    others = [categories(last[:, j]) for j in range(len(TACTICS)) if j != k]
    return np.hstack([own_history(severity, at, k), *others])


def forecasts(severity: Floats, train: Moments, test: Moments) -> dict[str, Floats]:
    """Return probabilities of each baseline for the test country-years, shape (M, 4, 3)."""
    y, last, now = outcome(severity, train), outcome(severity, train, 1), outcome(severity, test, 1)
    tactics = range(len(TACTICS))
    frequency = [np.tile(_frequency(y[:, k]), (len(test), 1)) for k in tactics]
    follows = [_transitions(last[:, k], y[:, k])[now[:, k]] for k in tactics]
    regressions = {
        name: [_regression(severity, train, test, k, predictors) for k in tactics]
        for name, predictors in (("own_history", own_history), ("own_history_and_levels", own_history_and_levels))
    }
    return {
        name: np.stack(parts, axis=1)
        for name, parts in {"frequency": frequency, "last": follows, **regressions}.items()
    }


def _frequency(y: Ints) -> Floats:
    counts = np.bincount(y, minlength=LEVELS) + 1.0
    return np.asarray(counts / counts.sum())


def _transitions(before: Ints, y: Ints) -> Floats:
    counts = np.ones((LEVELS, LEVELS))
    np.add.at(counts, (before, y), 1.0)
    return np.asarray(counts / counts.sum(axis=1, keepdims=True))


def _regression(severity: Floats, train: Moments, test: Moments, k: int, predictors: Predictors) -> Floats:
    ridge = _ridge(severity, train, k, predictors)
    fitted = fit_ordinal(predictors(severity, train, k), outcome(severity, train)[:, k], ridge)
    return fitted.predict(predictors(severity, test, k))


def _ridge(severity: Floats, train: Moments, k: int, predictors: Predictors) -> float:
    """Return the ridge that forecasts the last quarter of the training years best from the earlier ones."""
    cut = np.quantile(train.year, 0.75)
    early, late = (Moments(train.country[keep], train.year[keep]) for keep in (train.year <= cut, train.year > cut))
    if not len(early) or not len(late):
        return 1.0
    x, y = predictors(severity, early, k), outcome(severity, early)[:, k]
    new, truth = predictors(severity, late, k), outcome(severity, late)[:, k]
    losses = [log_loss(fit_ordinal(x, y, ridge).predict(new), truth) for ridge in RIDGES]
    return RIDGES[int(np.argmin(losses))]
