"""Fits the model: builds, compiles, samples with nutpie, diagnoses."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import nutpie
import pymc as pm
import xarray as xr
from numpy.typing import NDArray

from prevent_options.model.build import Numbers, build_model
from prevent_options.model.compiling import compile_model
from prevent_options.model.data import ModelData
from prevent_options.model.gate import Diagnostics, diagnose
from prevent_options.model.machine import usable_cores

SEED = 20261124
CHAINS = 4
DRAWS = 1000
"""Kept of each chain."""
THIN = 2
"""Every second draw is kept: more effective draws in a file of the same size."""
TUNE = 1000
TARGET_ACCEPT = 0.9
"""Short enough steps for the necks of the variance parameters."""

type Progress = Callable[[int, int], None]
"""Called with draws done and draws in all, warm-up included."""


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


class _ChainProgress:
    """What nutpie tells of a chain."""

    finished_draws: int
    total_draws: int


def tell(progress: Progress) -> Callable[[list[_ChainProgress]], None]:
    """Return what nutpie calls with the state of its chains, from what wants draws done and draws in all."""

    def callback(chains: list[_ChainProgress]) -> None:
        progress(sum(chain.finished_draws for chain in chains), sum(chain.total_draws for chain in chains))

    return callback


def sample(
    model: pm.Model, *, seed: int, draws: int = DRAWS, tune: int = TUNE, progress: Progress | None = None
) -> tuple[xr.Dataset, int]:
    """Sample a model with nutpie.

    Returns
    -------
    tuple
        Draws of all variables but the raw ones of non-centred effects, and the number of divergent transitions.
    """
    compiled = compile_model(model)
    trace = nutpie.sample(
        compiled,
        draws=draws * THIN,
        tune=tune,
        chains=CHAINS,
        cores=min(CHAINS, usable_cores()),
        seed=seed,
        progress_bar=False,
        save_warmup=False,
        target_accept=TARGET_ACCEPT,
        progress_callback=tell(progress) if progress else None,
    )
    posterior = trace["posterior"].to_dataset().isel(draw=slice(None, None, THIN))
    raw = [name for name in posterior.data_vars if str(name).endswith("_raw")]
    return posterior.drop_vars(raw), int(trace["sample_stats"]["diverging"].sum())


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
    posterior, divergences = sample(build_model(data, scales), seed=seed, draws=draws, tune=tune, progress=progress)
    return Fit(posterior, diagnose(posterior, divergences), data, seed)
