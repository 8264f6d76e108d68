"""Quantiles of many rows of draws: exact order statistics, without sorting what lies between them."""

import numpy as np

from prevent_options.effects.arrays import Floats

STEP = 16
"""Every how many draws the sample is taken that tells where a tail begins."""
MARGIN = 4.0
"""How far beyond the wanted share the sample looks, in standard errors of a sampled share."""


def position(level: float, draws: int) -> int:
    """Return the place of a lower empirical quantile among sorted draws, counted from 0."""
    return int(level * (draws - 1))


def outer_points(values: Floats, level: float) -> list[tuple[float, float]]:
    """Return the lower empirical quantiles at ``level`` and ``1 - level`` of each row.

    Parameters
    ----------
    values
        Draws, shape (rows, D).
    level
        Below one half.
    """
    if not len(values):
        return []
    draws = values.shape[1]
    low = _smallest(np.ascontiguousarray(values), position(level, draws))
    high = _smallest(-values, draws - 1 - position(1.0 - level, draws))
    return [(bottom, -top) for bottom, top in zip(low, high, strict=True)]


def _smallest(values: Floats, place: int) -> list[float]:
    """Return the value at a place of each sorted row.

    A sample of the row gives a bound that lies surely enough above it; only what lies below the bound is partitioned,
    and a row whose bound was too low is partitioned whole.
    """
    rows, draws = values.shape
    bound = _bound(place, draws)
    limits = np.partition(values[:, ::STEP], bound, axis=1)[:, bound]
    picked = np.flatnonzero(values <= limits[:, None])
    ends = np.searchsorted(picked, np.arange(rows + 1) * draws).tolist()
    tails = values.ravel()[picked]
    return [
        _at(tails[ends[row] : ends[row + 1]] if ends[row + 1] - ends[row] > place else values[row].copy(), place)
        for row in range(rows)
    ]


def _at(values: Floats, place: int) -> float:
    """Return the value at a place when sorted; changes the order of the values."""
    values.partition(place)
    return float(values[place])


def _bound(place: int, draws: int) -> int:
    """Return the place in the sorted sample of a bound that lies above the wanted value."""
    size, share = (draws + STEP - 1) // STEP, (place + 1) / draws
    safe = share + MARGIN * np.sqrt(share * (1.0 - share) / size)
    return min(size - 1, int(np.ceil(safe * size)))
