"""Quantiles of many rows of draws: exact order statistics."""

import numpy as np

from prevent_options.effects.arrays import Floats


def position(level: float, draws: int) -> int:
    """Return the place of a lower empirical quantile among sorted draws, counted from 0."""
    return int(level * (draws - 1))


def quantiles(values: Floats, *levels: float) -> tuple[Floats, ...]:
    """Return lower empirical quantiles of each row, one array for each level, shape (rows,).

    Parameters
    ----------
    values
        Draws, shape (rows, D).
    levels
        From 0 to 1.

    Notes
    -----
    Rows are sorted whole: NumPy sorts single precision with the processor's wide registers, which it does not use to
    look for several places at once, and looking for one place takes longer where many draws are equal.
    """
    ordered = np.sort(values, axis=1)
    return tuple(ordered[:, position(level, values.shape[1])] for level in levels)
