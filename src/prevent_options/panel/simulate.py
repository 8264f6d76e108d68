"""Simulated panels: tactics that move together, read with error, with or without a planted substitution."""

import numpy as np

from prevent_options.panel.filtering import Readings
from prevent_options.panel.table import Floats
from prevent_options.panel.words import LEVELS, TACTICS

PULL = 0.97
"""Share of a country's distance from the mean that it keeps each year."""


def simulate_panel(
    readings: Readings,
    rng: np.random.Generator,
    shape: tuple[int, int] = (150, 30),
    planted: tuple[str, str, float] | None = None,
) -> Floats:
    """Return severities (C, N, 4) of a simulated panel.

    Parameters
    ----------
    readings
        Sizes of true change, reading error and differences between countries.
    rng
        Source of randomness.
    shape
        Countries and years.
    planted
        Source, target, elasticity: the true level of the target rises by this much of a step in the year after the
        source fell by a step, and stays there. None plants nothing.
    """
    roots = [np.linalg.cholesky(matrix) for matrix in (readings.q, readings.r, readings.p)]

    def noise(root: Floats) -> Floats:
        return np.asarray(rng.standard_normal((shape[0], len(TACTICS))) @ root.T)

    level, codes = readings.mean + noise(roots[2]), np.empty((*shape, len(TACTICS)))
    for t in range(shape[1]):
        level = readings.mean + PULL * (level - readings.mean) + noise(roots[0])
        if planted and t > 1:
            j, k = TACTICS.index(planted[0]), TACTICS.index(planted[1])
            level[:, k] += planted[2] * np.maximum(codes[:, t - 2, j] - codes[:, t - 1, j], 0.0)
        codes[:, t] = np.clip(np.round(level + noise(roots[1])), 0, LEVELS - 1)
    return codes
