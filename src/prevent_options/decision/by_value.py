"""What each value of a fact would do to several figures, read from draws in which the fact is drawn with the rest.

Facts are drawn apart from each other, so the mean of a figure over the draws in which a fact has a value is what the
figure would be if the fact were known to have it. The price against running the case again with that value is noise of
the draws; every mean therefore comes with its standard error.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prevent_options.decision.voi import Doubles, strata

type Bools = NDArray[np.bool_]

CLEARLY = 3.0
"""So many standard errors must a difference measure before it is told: dozens of values are looked at at once."""


@dataclass(frozen=True, slots=True)
class Means:
    """Means of T figures over the draws of each of q values, with their standard errors, each shape (T, q)."""

    mean: Doubles
    error: Doubles


def means_by_value(figures: Doubles, values: Bools) -> Means:
    """Return the mean of each figure where a fact has each of its values; nan where no draw has it.

    Parameters
    ----------
    figures
        Shape (T, D).
    values
        In which draws the fact has each value, shape (D, q).
    """
    count = values.sum(axis=0)
    some = np.where(count > 1, count, np.nan)
    weights = values / some
    mean = figures @ weights
    square = (figures**2) @ weights
    return Means(np.asarray(mean), np.sqrt(np.maximum(square - mean**2, 0.0) / some))


@dataclass(frozen=True, slots=True)
class Explained:
    """Share of a figure's variance that something explains by itself, and its Monte Carlo standard error."""

    share: float
    mc_error: float


def explained(figure: Doubles, columns: Doubles) -> Explained:
    """Return the share of a figure's variance that columns explain, corrected for what any columns would explain.

    Parameters
    ----------
    figure
        Shape (D,).
    columns
        Orthonormal, without the constant one, shape (D, p).
    """
    centred = figure - figure.mean()
    draws, used = columns.shape
    whole = float(centred @ centred)
    if not used or whole <= 0.0:
        return Explained(0.0, 0.0)
    plain = float(((centred @ columns) ** 2).sum()) / whole
    share = 1.0 - (1.0 - plain) * (draws - 1) / max(1, draws - used - 1)
    held = min(max(share, 0.0), 1.0)
    return Explained(share, float(np.sqrt(4.0 * held * (1.0 - held) ** 2 / draws + 2.0 * used / draws**2)))


def fact_columns(facts: list[Bools]) -> Doubles:
    """Return orthonormal columns that span facts, added up, shape (D, p)."""
    return strata(*facts).columns[:, 1:] if facts else np.zeros((0, 0))
