"""What explains the variance of a figure over draws in which several things were drawn apart from each other.

Because they were drawn apart, the sums of squares of each add up, and each is read off its own means or products:
a millisecond where spanning everything at once takes fifty.
"""

from collections.abc import Iterable
from dataclasses import dataclass

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
    parts = [_by_values(centred, values.T) for values in facts]
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
    lines = numbers.T - numbers.mean(axis=0)[:, None]
    spread = lines.std(axis=1)
    lines = lines[spread > 0.0] / spread[spread > 0.0, None]
    centred = figure - figure.mean()
    part, used = _by_lines(centred, np.concatenate([lines, lines**2]))
    return _corrected(part, centred, used)


def _by_values(centred: Doubles, values: Bools) -> tuple[float, int]:
    """Return the sum of squares that one fact explains, given by its values in rows, and how many lines that took."""
    lines, counts = values.astype(np.float64), np.count_nonzero(values, axis=1)
    if counts.sum() != centred.size or not np.logical_or.reduce(values).all():
        return _by_lines(centred, lines)  # words of a list: several may hold at once
    some = counts > 0
    return float(((lines @ centred)[some] ** 2 / counts[some]).sum()), int(some.sum()) - 1


def _by_lines(centred: Doubles, lines: Doubles) -> tuple[float, int]:
    """Return the sum of squares that lines explain together, shape (q, D), and how many of them are independent."""
    if not len(lines):
        return 0.0, 0
    lines = lines - lines.mean(axis=1)[:, None]
    product = lines @ centred
    fit, _, rank, _ = np.linalg.lstsq(lines @ lines.T, product, rcond=None)
    return float(product @ fit), int(rank)


def _corrected(part: float, centred: Doubles, used: int) -> Explained:
    """Return a share corrected for what any columns would explain of noise."""
    whole, draws = float(centred @ centred), centred.size
    if not used or whole <= 0.0:
        return NOTHING
    share = 1.0 - (1.0 - part / whole) * (draws - 1) / max(1, draws - used - 1)
    held = min(max(share, 0.0), 1.0)
    return Explained(share, float(np.sqrt(4.0 * held * (1.0 - held) ** 2 / draws + 2.0 * used / draws**2)))
