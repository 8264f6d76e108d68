"""The gate no bad fit passes: R-hat, effective draws, divergences."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import arviz as az
import numpy as np
import xarray as xr

from prevent_options.errors import PreventOptionsError

MAX_RHAT: Final = 1.01
"""Between-chain against within-chain spread; above it chains disagree (Vehtari and others 2021)."""

MIN_ESS: Final = 400.0
"""Effective draws in bulk and tail; below it quantiles are too noisy (100 a chain, Vehtari and others 2021)."""

WORST = 5
"""How many parameters an error names."""


class FitError(PreventOptionsError):
    """The fit is not good enough to be saved; the command line exits with 1."""


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """The worst values over all parameters, and who has them.

    Attributes
    ----------
    max_rhat, min_ess_bulk, min_ess_tail, divergences
        Worst values.
    worst
        Lines naming the parameters that fail.
    """

    max_rhat: float
    min_ess_bulk: float
    min_ess_tail: float
    divergences: int
    worst: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the fit may be saved."""
        return not self.worst and not self.divergences


def _flat(dataset: xr.Dataset) -> dict[str, float]:
    """Return one number for each scalar parameter, named ``variable[index]``."""
    return {
        f"{name}[{','.join(map(str, index))}]" if index else str(name): float(value)
        for name, array in dataset.data_vars.items()
        for index, value in np.ndenumerate(array.values)
    }


def _failing(values: Mapping[str, float], what: str, limit: float, *, above: bool) -> list[str]:
    bad = {name: v for name, v in values.items() if not (v <= limit if above else v >= limit)}
    ordered = sorted(bad.items(), key=lambda item: -item[1] if above else item[1])[:WORST]
    wanted = "at most" if above else "at least"
    return [f"{name}: {what} {value:.4g}, {wanted} {limit:g} is needed" for name, value in ordered]


def diagnose(posterior: xr.Dataset, divergences: int) -> Diagnostics:
    """Return the diagnostics of draws with dimensions chain and draw; nothing is raised."""
    rhat = _flat(az.rhat(posterior))
    bulk, tail = _flat(az.ess(posterior, method="bulk")), _flat(az.ess(posterior, method="tail"))
    worst = (
        *_failing(rhat, "R-hat", MAX_RHAT, above=True),
        *_failing(bulk, "effective draws in the bulk", MIN_ESS, above=False),
        *_failing(tail, "effective draws in the tails", MIN_ESS, above=False),
    )
    return Diagnostics(max(rhat.values()), min(bulk.values()), min(tail.values()), divergences, worst)


def require_good(diagnostics: Diagnostics) -> None:
    """Refuse a bad fit.

    Raises
    ------
    FitError
        Naming the worst parameters and what to do.
    """
    if diagnostics.passed:
        return
    lines = [*diagnostics.worst]
    if diagnostics.divergences:
        lines.append(f"{diagnostics.divergences} divergent transitions, none are allowed")
    advice = "nothing was saved; fit again with another seed or with more draws, and look at the evidence that changed"
    raise FitError("the fit did not converge:\n" + "\n".join(lines) + "\n" + advice)
