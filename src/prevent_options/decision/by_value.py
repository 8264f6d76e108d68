"""What each value of a fact would do to several figures, read from draws in which the fact is drawn with the rest.

Facts are drawn apart from each other, so the mean of a figure over the draws in which a fact has a value is what the
figure would be if the fact were known to have it. The price against running the case again with that value is noise of
the draws; every mean therefore comes with its standard error.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prevent_options.decision.voi import Doubles

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


def means_by_fact(figures: Doubles, facts: Mapping[str, Bools]) -> dict[str, Means]:
    """Return the means of each figure by the values of each fact, all facts worked out in one go.

    Parameters
    ----------
    figures
        Shape (T, D).
    facts
        In which draws each fact has each of its values, shape (D, q).
    """
    if not facts:
        return {}
    found = means_by_value(figures, np.concatenate(list(facts.values()), axis=1))
    ends = np.cumsum([values.shape[1] for values in facts.values()])[:-1]
    parts = zip(np.split(found.mean, ends, axis=1), np.split(found.error, ends, axis=1), strict=True)
    return {name: Means(*part) for name, part in zip(facts, parts, strict=True)}
