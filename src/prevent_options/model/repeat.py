"""Compiles the model once and fits it to many data sets of one design, for simulation-based calibration."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from prevent_options.model.data import ModelData
from prevent_options.model.fit import TARGET_ACCEPT
from prevent_options.model.native import density_function
from prevent_options.model.notation import Numbers
from prevent_options.model.sampling import Density, Effort

TUNE = 400
DRAWS = 600
THIN = 12
"""Every twelfth draw is kept: in most data sets the slowest parameter has 60 to 150 effective draws of the 600."""


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
        self._density = Density(design, scales)
        density_function()  # compiles, before there are threads

    @staticmethod
    def settings() -> str:
        """Return what the sampler is told, on one line."""
        return f"tune {TUNE}, draws {DRAWS}, every {THIN}th kept, target acceptance {TARGET_ACCEPT}"

    def draws(self, data: ModelData, seed: int) -> Mapping[str, NDArray[np.float64]]:
        """Return thinned draws of one chain, draws first, of every parameter given data of the design."""
        posterior, _ = self._density.given(data).sample(seed, Effort(1, 1, DRAWS, TUNE, THIN, TARGET_ACCEPT))
        return {str(name): posterior[name].to_numpy()[0] for name in posterior.data_vars}
