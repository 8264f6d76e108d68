"""The dynamic ordinal model of four tactics in country-years.

For country c, year t, tactic k; y is 0 none, 1 occasional, 2 frequent; x̂ is the level expected from all codes before t
(``prevent_options.panel.filtering``: reading error is taken out there)::

    P(y[c,t,k] ≤ q) = logistic(cut[k,q] − η[c,t,k])
    η[c,t,k] = lag1[k, y[c,t−1,k]] + lag2[k, y[c,t−2,k]] + level[k] x̂[c,t,k]              own history
             + Σ_j≠k  other[j,k] x̂[c,t,j] + fall[j,k] fall[c,t−1,j] + rise[j,k] rise[c,t−1,j]   the other tactics
             + u[c,k] + w[t,k] + λ[k] f[c,t]                                               country, year, common shock

    fall[c,t−1,j] = max(0, y[c,t−2,j] − y[c,t−1,j]), rise likewise: one side can matter without the other
    lag1, lag2, level ~ N(0.5, 1)
    other[j,k] ~ N(0, τ_o²), fall, rise[j,k] ~ N(0, τ_c²)      τ_o ~ N⁺(0.5), τ_c ~ N⁺(0.2): most pairs do little
    u[c,k] ~ N(0, σ_u[k]²)           σ_u ~ N⁺(0.5)             what makes a country differ beyond its own history
    w[t,k] ~ N(0, σ_w[k]²)           σ_w ~ N⁺(0.3)             years of sharper or milder reports
    f[c,t] ~ N(0, 1)                 λ[k] ~ N(0, 1), λ[kill] > 0   shocks of one year hit tactics together

The common shock is summed out over the nodes of a Gauss-Hermite rule. All scales are judgements: on the logit scale 1
is a large effect of one level, and coded change is mostly reading error, so that effects of change are expected small.
"""

from dataclasses import dataclass

import numpy as np
import pymc as pm
from pytensor import tensor as pt
from pytensor.tensor.variable import TensorVariable

from prevent_options.panel.table import Floats, Ints, Moments, outcome
from prevent_options.panel.words import LEVELS, TACTICS

NODES = 5
"""Of the Gauss-Hermite rule in the likelihood."""

K = len(TACTICS)
OTHERS = np.array([[j for j in range(K) if j != k] for k in range(K)])
"""The other tactics of each tactic, shape (4, 3)."""


@dataclass(frozen=True, slots=True)
class PanelData:
    """Arrays of M country-years: own lags (M, 4), expected levels (M, 4), falls and rises (M, 4), positions (M,)."""

    y: Ints
    lag1: Ints
    lag2: Ints
    level: Floats
    country: Ints
    year: Ints

    @property
    def fall(self) -> Floats:
        """Improvements of last year, shape (M, 4)."""
        return np.asarray(np.maximum(self.lag2 - self.lag1, 0), dtype=np.float64)

    @property
    def rise(self) -> Floats:
        """Deteriorations of last year, shape (M, 4)."""
        return np.asarray(np.maximum(self.lag1 - self.lag2, 0), dtype=np.float64)


def panel_data(severity: Floats, expected: Floats, at: Moments) -> PanelData:
    """Return the arrays of some country-years; expected levels are centred at occasional."""
    y, lag1, lag2 = (outcome(severity, at, lag) for lag in (0, 1, 2))
    return PanelData(y, lag1, lag2, expected[at.country, at.year] - 1.0, at.country, at.year)


def nodes(count: int) -> tuple[Floats, Floats]:
    """Return nodes and weights of a Gauss-Hermite rule for the standard normal."""
    x, weight = np.polynomial.hermite_e.hermegauss(count)
    return x, weight / weight.sum()


def _history(data: PanelData) -> TensorVariable:
    lags = [
        pt.concatenate([np.zeros((K, 1)), pm.Normal(name, 0.5, 1.0, dims=("tactic", "step"))], axis=1)
        for name in ("lag1", "lag2")
    ]
    own = np.arange(K)
    level = pm.Normal("level", 0.5, 1.0, dims="tactic")
    return lags[0][own, data.lag1] + lags[1][own, data.lag2] + level * data.level


def _across(data: PanelData) -> TensorVariable:
    """Return what the other tactics add; ``other``, ``fall`` and ``rise`` have one row a tactic that is moved."""
    spread = {"other": pm.HalfNormal("tau_other", 0.5), "change": pm.HalfNormal("tau_change", 0.2)}
    total = 0.0
    for name, values in (("other", data.level), ("fall", data.fall), ("rise", data.rise)):
        raw = pm.Normal(f"{name}_raw", 0.0, 1.0, dims=("tactic", "mover"))
        effect = pm.Deterministic(
            name, raw * spread["other" if name == "other" else "change"], dims=("tactic", "mover")
        )
        total = total + (values[:, OTHERS] * effect).sum(axis=2)
    return total


def _places(data: PanelData) -> TensorVariable:
    """Return effects of country and year."""
    country_sd = pm.HalfNormal("country_sd", 0.5, dims="tactic")
    country = pm.Deterministic("u", pm.Normal("u_raw", 0.0, 1.0, dims=("country", "tactic")) * country_sd)
    year_sd = pm.HalfNormal("year_sd", 0.3, dims="tactic")
    year = pm.Normal("w_raw", 0.0, 1.0, dims=("year", "tactic")) * year_sd
    return country[data.country] + year[data.year]


def build_panel_model(data: PanelData, countries: int, years: int) -> pm.Model:
    """Return the model of the training country-years."""
    coords = {
        "tactic": TACTICS,
        "mover": range(K - 1),
        "step": range(1, LEVELS),
        "country": range(countries),
        "year": range(years),
    }
    with pm.Model(coords=coords) as model:
        score = _history(data) + _across(data) + _places(data)
        low = pm.Normal("low", 0.0, 2.0, dims="tactic")
        high = pm.Deterministic("high", low + pm.LogNormal("step_between", 0.5, 0.5, dims="tactic"), dims="tactic")
        loading = pt.concatenate(
            [pm.HalfNormal("loading_first", 1.0, shape=1), pm.Normal("loading_rest", 0.0, 1.0, shape=K - 1)]
        )
        loading = pm.Deterministic("loading", loading, dims="tactic")
        pm.Potential("likelihood", _likelihood(data.y, score, low, high, loading))
    return model


def _likelihood(
    y: Ints, score: TensorVariable, low: TensorVariable, high: TensorVariable, loading: TensorVariable
) -> TensorVariable:
    """Return the log likelihood, the common shock summed out."""
    x, weight = nodes(NODES)
    # P(a < latent ≤ b) of the observed level, with the open ends of the scale far out.
    upper = pt.where(y == 0, low, pt.where(y == 1, high, 50.0))
    lower = pt.where(y == 0, -50.0, pt.where(y == 1, low, high))
    shifted = score[:, :, None] + loading[:, None] * x
    p = pt.sigmoid(upper[:, :, None] - shifted) - pt.sigmoid(lower[:, :, None] - shifted)
    joint = pt.log(pt.clip(p, 1e-12, 1.0)).sum(axis=1)
    return pt.logsumexp(joint + np.log(weight), axis=1).sum()
