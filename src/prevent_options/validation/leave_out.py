"""Leave-one-out prediction by importance sampling, and where it does not hold.

Vehtari, Gelman and Gabry (2017), doi 10.1007/s11222-016-9696-4. One observation is one cell of counts, one effect size,
or one tally. Where k-hat is above the limit the cell carries its own level almost alone, and what the model would
say without it cannot be read off draws that have seen it: such cells are named, and the sum without them is given too.
"""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass

import arviz as az
import numpy as np
import xarray as xr

from prevent_options.evidence.vocabulary import KINDS
from prevent_options.model.data import NO_CELL, Effects, ModelData, Reals
from prevent_options.model.fit import Fit

LIMIT = 0.7
"""Largest k-hat at which leaving out by reweighting holds, with the thousands of draws of a fit."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Leave-one-out of one part of the data.

    Attributes
    ----------
    part
        Name of the part, as in the model.
    names
        What each observation is.
    findings
        How many findings or interviews each observation holds.
    elpd
        Expected log density of each observation left out, nats.
    k
        k-hat of each observation.
    """

    part: str
    names: tuple[str, ...]
    findings: tuple[int, ...]
    elpd: tuple[float, ...]
    k: tuple[float, ...]

    @property
    def failing(self) -> dict[str, float]:
        """Observations for which it does not hold, with their k-hat, worst first."""
        bad = {name: k for name, k in zip(self.names, self.k, strict=True) if not k <= LIMIT}
        return dict(sorted(bad.items(), key=lambda item: -item[1]))

    @property
    def per_finding(self) -> float:
        """Log density of a finding, nats, where it holds; an effect size is one finding."""
        good = np.array(self.k) <= LIMIT
        return float(np.array(self.elpd)[good].sum() / max(np.array(self.findings)[good].sum(), 1))

    @property
    def sentence(self) -> str:
        """What was found, in one sentence."""
        worst = ", ".join(f"{name} ({k:.2f})" for name, k in list(self.failing.items())[:3])
        where = f"it does not hold for {len(self.failing)} of them, worst {worst}" if worst else "it holds for all"
        return f"{self.part}: {len(self.k)} observations, {self.per_finding:+.3f} nats a finding left out; {where}"


def _places(data: ModelData, at: Effects) -> list[str]:
    types = ["" if k == NO_CELL else f" by {data.delta_cells[k][1]}" for k in at.delta]
    pairs = [" on ".join(data.gamma_cells[k]) for k in at.gamma]
    return [pair + told for pair, told in zip(pairs, types, strict=True)]


def _names(data: ModelData) -> dict[str, list[str]]:
    """Return by part what each observation is."""
    sizes = zip(_places(data, data.sizes_at), data.sizes, strict=True)
    counted = zip(_places(data, data.counts_at), data.counts_kind, strict=True)
    on_factors = zip(data.factor_at, data.factor_kind, strict=True)
    return {
        "directions": [f"{place}, {KINDS[kind]}" for place, kind in counted],
        "sizes": [f"{place}: {size:+.2f}" for place, size in sizes],
        "factor_directions": [f"{' with '.join(data.beta_cells[k])}, {KINDS[kind]}" for k, kind in on_factors],
        "practitioners": [" with ".join(data.beta_cells[k]) for k in data.tally_at],
    }


def _findings(data: ModelData) -> dict[str, list[int]]:
    counts = {"directions": data.counts, "factor_directions": data.factor_counts, "practitioners": data.tally_counts}
    return {"sizes": [1] * len(data.sizes)} | {name: n.sum(axis=1).tolist() for name, n in counts.items()}


def leave_out(fit: Fit, parts: Mapping[str, Reals]) -> tuple[LeftOut, ...]:
    """Return leave-one-out of every part of the data.

    Parameters
    ----------
    fit
        A fit of the evidence.
    parts
        Log likelihoods of its observations at its draws, ``model.pointwise.log_likelihoods``.
    """
    names, findings, chains = _names(fit.data), _findings(fit.data), fit.posterior.sizes["chain"]
    efficiency = min(1.0, fit.diagnostics.min_ess_bulk / fit.draws("mu").size)
    found = []
    for part, values in parts.items():
        shaped = (("observation", "chain", "draw"), values.reshape(len(values), chains, -1))
        tree = xr.DataTree.from_dict({"log_likelihood": xr.Dataset({part: shaped}), "posterior": fit.posterior})
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Estimated shape parameter")  # k-hat is told below, by name
            loo = az.loo(tree, pointwise=True, var_name=part, reff=efficiency)
        elpd, k = (tuple(np.asarray(a, dtype=float).tolist()) for a in (loo.elpd_i, loo.pareto_k))
        found.append(LeftOut(part, tuple(names[part]), tuple(findings[part]), elpd, k))
    return tuple(found)
