"""What explains the variance of a figure over draws in which several things were drawn apart from each other.

Because they were drawn apart, the sums of squares of each add up, and each is read off its own means or products:
a millisecond where spanning everything at once takes fifty.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

type Bools = NDArray[np.bool_]
type Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Explained:
    """Share of a figure's variance that something explains by itself, and its Monte Carlo standard error."""

    share: float
    mc_error: float


NOTHING = Explained(0.0, 0.0)


def by_facts(figure: Doubles, facts: Iterable[Bools]) -> Explained:
    """Return the share of a figure's variance that facts explain, added up.

    Parameters
    ----------
    figure
        Shape (D,).
    facts
        Of each fact, in which draws it has each value (or each of several words), shape (D, q).
    """
    centred = figure - figure.mean()
    parts = [_by_values(centred, values) for values in facts]
    return _corrected(sum(part for part, _ in parts), centred, sum(used for _, used in parts))


def by_numbers(figure: Doubles, numbers: Doubles) -> Explained:
    """Return the share of a figure's variance that straight lines and squares of some numbers explain.

    Parameters
    ----------
    figure
        Shape (D,).
    numbers
        Shape (D, q).
    """
    lines = numbers - numbers.mean(axis=0)
    spread = lines.std(axis=0)
    lines = lines[:, spread > 0.0] / spread[spread > 0.0]
    centred = figure - figure.mean()
    part, used = _by_columns(centred, np.concatenate([lines, lines**2], axis=1))
    return _corrected(part, centred, used)


def _by_values(centred: Doubles, values: Bools) -> tuple[float, int]:
    """Return the sum of squares that one fact explains, and how many columns that took."""
    counts = np.ones(centred.size) @ values
    if counts.sum() != centred.size or not reduce(np.logical_or, values.T).all():
        return _by_columns(centred, values.astype(np.float64))  # words of a list: several may hold at once
    some = counts > 0.0
    return float(((centred @ values)[some] ** 2 / counts[some]).sum()), int(some.sum()) - 1


def _by_columns(centred: Doubles, columns: Doubles) -> tuple[float, int]:
    """Return the sum of squares that columns explain together, and how many of them are independent."""
    if not columns.shape[1]:
        return 0.0, 0
    columns = columns - columns.mean(axis=0)
    product = columns.T @ centred
    fit, _, rank, _ = np.linalg.lstsq(columns.T @ columns, product, rcond=None)
    return float(product @ fit), int(rank)


def _corrected(part: float, centred: Doubles, used: int) -> Explained:
    """Return a share corrected for what any columns would explain of noise."""
    whole, draws = float(centred @ centred), centred.size
    if not used or whole <= 0.0:
        return NOTHING
    share = 1.0 - (1.0 - part / whole) * (draws - 1) / max(1, draws - used - 1)
    held = min(max(share, 0.0), 1.0)
    return Explained(share, float(np.sqrt(4.0 * held * (1.0 - held) ** 2 / draws + 2.0 * used / draws**2)))
