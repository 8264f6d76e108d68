"""Compiles the model once and fits it to many data sets of one design, for simulation-based calibration."""

from collections.abc import Mapping

import numpy as np
import nutpie
from numpy.typing import NDArray

from prevent_options.model.build import Numbers, build_model, one_by_one
from prevent_options.model.compiling import compile_model
from prevent_options.model.data import ModelData
from prevent_options.model.fit import TARGET_ACCEPT
from prevent_options.model.simulate import COUNTED

TUNE = 300
DRAWS = 1000
THIN = 20
"""Every twentieth draw is kept: the slowest parameters have 60 to 140 effective draws among the thousand, measured."""


def observed(data: ModelData) -> dict[str, NDArray[np.generic]]:
    """Return the shared data of the compiled model by name; lengths depend on the design only."""
    tables = dict(zip(COUNTED, (data.counts, data.factor_counts, data.tally_counts), strict=True))
    values: dict[str, NDArray[np.generic]] = {"sizes_observed": data.sizes}
    for name, counts in tables.items():
        if len(counts):
            parts = zip(("row", "direction", "before"), one_by_one(counts), strict=True)
            values |= {f"{name}_{part}": array for part, array in parts}
    return values


class Repeated:
    """One compiled model for all data sets of a design.

    Parameters
    ----------
    design
        Which cells exist and how many findings each has.
    scales
        Numbers of ``priors/scales.yaml``.
    """

    def __init__(self, design: ModelData, scales: Numbers) -> None:
        self._compiled = compile_model(build_model(design, scales))

    @staticmethod
    def settings() -> str:
        """Return what the sampler is told, on one line."""
        return f"tune {TUNE}, draws {DRAWS}, every {THIN}th kept, target acceptance {TARGET_ACCEPT}"

    def draws(self, data: ModelData, seed: int) -> Mapping[str, NDArray[np.float64]]:
        """Return thinned draws of one chain, draws first, of every parameter given data of the design."""
        trace = nutpie.sample(
            self._compiled.with_data(**observed(data)),
            draws=DRAWS,
            tune=TUNE,
            chains=1,
            cores=1,
            seed=seed,
            progress_bar=False,
            save_warmup=False,
            target_accept=TARGET_ACCEPT,
        )
        posterior = trace["posterior"].to_dataset().isel(chain=0, draw=slice(None, None, THIN))
        return {str(name): posterior[name].to_numpy() for name in posterior.data_vars}
