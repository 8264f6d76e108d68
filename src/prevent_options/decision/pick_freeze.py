"""Pick-freeze: which share of a figure's variance one group of inputs explains alone.

Two draws of the figure share one group and differ in all others; their covariance over the variance is the group's
first-order share. Estimator that centres both with one mean and one variance: Janon et al. (2014), ESAIM: Probability
and Statistics 18, 342-364.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

INTERACTION = "interaction"
"""What is left when each group has its share: what groups do only together."""


@dataclass(frozen=True, slots=True)
class Share:
    """Share of the variance with its Monte Carlo standard error; chance can take a small one below 0."""

    group: str
    share: float
    mc_error: float


def pick_freeze(figure: NDArray[np.float64], frozen: Mapping[str, NDArray[np.float64]]) -> tuple[Share, ...]:
    """Return the share of each group and the remainder; they sum to 1.

    Parameters
    ----------
    figure
        The figure by draw, shape (D,).
    frozen
        For each group the figure with that group kept and all others drawn again, shape (D,).

    Returns
    -------
    tuple
        Nothing where the figure is the same in every draw, so that there is no variance to share out.
    """
    if np.ptp(figure) == 0:
        return ()
    parts = {group: _share(figure, again) for group, again in frozen.items()}
    rest = 1.0 - sum(share for share, _ in parts.values())
    together = np.sum([influence for _, influence in parts.values()], axis=0)
    return (
        *(Share(group, share, _error(influence)) for group, (share, influence) in parts.items()),
        Share(INTERACTION, rest, _error(together)),
    )


def _share(figure: NDArray[np.float64], again: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
    """Return one share, and how much each draw moves it (its influence, shape (D,), to first order)."""
    middle = (figure.mean() + again.mean()) / 2
    product = (figure - middle) * (again - middle)
    square = ((figure - middle) ** 2 + (again - middle) ** 2) / 2
    share = float(product.mean() / square.mean())
    return share, (product - share * square) / square.mean()


def _error(influence: NDArray[np.float64]) -> float:
    """Return the standard error of a mean of draws."""
    return float(influence.std() / np.sqrt(len(influence)))
