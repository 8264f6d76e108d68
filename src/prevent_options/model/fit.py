"""Fits the model: samples the density, diagnoses."""

from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from prevent_options.model.data import ModelData
from prevent_options.model.gate import Diagnostics, diagnose
from prevent_options.model.machine import usable_cores
from prevent_options.model.notation import Numbers
from prevent_options.model.sampling import Density, Effort, Progress

SEED = 20261124
CHAINS = 4
DRAWS = 1000
"""Kept of each chain."""
THIN = 2
"""Every second draw is kept: more effective draws in a file of the same size."""
TUNE = 500
TARGET_ACCEPT = 0.9
"""Short enough steps for the necks of the variance parameters."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model: draws with dimensions chain and draw, diagnostics, and what was fitted."""

    posterior: xr.Dataset
    diagnostics: Diagnostics
    data: ModelData
    seed: int

    def draws(self, name: str) -> NDArray[np.float64]:
        """Return the draws of a variable, levels first: shape (levels, D) or (D,), chains one after another."""
        values = self.posterior[name].to_numpy()
        return np.moveaxis(values.reshape(-1, *values.shape[2:]), 0, -1)


def fit(
    data: ModelData,
    scales: Numbers,
    *,
    seed: int = SEED,
    draws: int = DRAWS,
    tune: int = TUNE,
    progress: Progress | None = None,
) -> Fit:
    """Fit the model to data.

    Parameters
    ----------
    data
        Observations.
    scales
        Numbers of ``priors/scales.yaml``.
    seed
        Same seed, same draws on the same kind of processor with the same versions, whatever else it runs.
    draws, tune
        Draws kept of each of the four chains, and draws of its warm-up.
    progress
        Told of every step.

    Returns
    -------
    Fit
        Draws and diagnostics; whether they are good enough is for ``gate.require_good`` to say.
    """
    effort = Effort(CHAINS, usable_cores(), draws * THIN, tune, THIN, TARGET_ACCEPT)
    posterior, divergences = Density(data, scales).sample(seed, effort, progress)
    return Fit(posterior, diagnose(posterior, divergences), data, seed)
