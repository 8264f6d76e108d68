"""The dynamic ordinal model of four tactics in country-years.

For country c, year t, tactic k; y is 0 none, 1 occasional, 2 frequent; x̂ is the level expected from all codes before t
(``prevent_options.panel.filtering``: reading error is taken out there)::

    P(y[c,t,k] ≤ q) = logistic(cut[k,q] − η[c,t,k])
    η[c,t,k] = lag1[k, y[c,t−1,k]] + lag2[k, y[c,t−2,k]] + level[k] x̂[c,t,k]              own history
             + Σ_j≠k  other[j,k] x̂[c,t,j] + fall[j,k] fall[c,t−1,j] + rise[j,k] rise[c,t−1,j]   the other tactics
             + u[c,k] + w[t,k] + λ[k] f[c,t]                                               country, year, common shock

    fall[c,t−1,j] = max(0, y[c,t−2,j] − y[c,t−1,j]), rise likewise: one side can matter without the other
    lag1, lag2, level ~ N(0.5, 1)
    other[j,k] ~ N(0, τ_o²), fall, rise[j,k] ~ N(0, τ_c²)   τ_o ~ N⁺(0.5), log τ_c ~ N(log 0.1, 0.7): most do little
    u[c,k] ~ N(0, σ_u[k]²)           log σ_u ~ N(log 0.25, 0.6)   what makes a country differ beyond its own history
    w[t,k] ~ N(0, σ_w[k]²)           log σ_w ~ N(log 0.25, 0.6)   years of sharper or milder reports
    f[c,t] ~ N(0, 1)                 λ[k] ~ N(0, 1), λ[kill] > 0  shocks of one year hit tactics together
    cut[k,0] ~ N(0, 2) at the mean of the predictors, log (cut[k,1] − cut[k,0]) ~ N(1, 0.7)

The common shock is summed out over the nodes of a Gauss-Hermite rule. All scales are judgements: on the logit scale 1
is a large effect of one level, and coded change is mostly reading error, so that effects of change are expected small.
Spreads are kept off zero, where they would mean nothing new and the sampler would stick.

Own history and the others' levels are strongly collinear (the expected level is a mean of all lags). They are sampled
in coordinates in which the data make them about independent: b = b₀ + L⁻ᵀ z, L Lᵀ = INFORMATION XᵀX + prior precision,
X centred. Country, year and change effects are non-centred. See docs/decisions/0075.
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

FAR = 1e20
"""Odds that stand for the open ends of the scale."""

K = len(TACTICS)
OWN, SETTLED = 5, 8
"""Predictors of own history (lags as categories, expected level), and these with the others' levels."""

TERMS = {
    "lag1": slice(0, 2),
    "lag2": slice(2, 4),
    "level": slice(4, 5),
    "other": slice(5, 8),
    "fall": slice(8, 11),
    "rise": slice(11, 14),
}
"""Effect → its columns in the design."""

DIMS = {
    "lag1": ("step",),
    "lag2": ("step",),
    "level": (),
    "other": ("mover",),
    "fall": ("mover",),
    "rise": ("mover",),
}
PRIOR_OWN = 0.5
PRIOR_MEAN = np.array([PRIOR_OWN] * OWN + [0.0] * (SETTLED - OWN))
PRIOR_SD = np.array([1.0] * OWN + [0.5] * (SETTLED - OWN))
INFORMATION = 0.1
"""Information of a country-year on its score, roughly; only how fast the sampler moves hangs on it."""

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


def design(data: PanelData) -> Floats:
    """Return the predictors of every tactic, shape (4, M, 14), in the order of ``TERMS``."""
    return np.stack([_design(data, k) for k in range(K)])


def _design(data: PanelData, k: int) -> Floats:
    own = [lag[:, k] == step for lag in (data.lag1, data.lag2) for step in range(1, LEVELS)]
    others = [values[:, OTHERS[k]] for values in (data.level, data.fall, data.rise)]
    return np.column_stack([*own, data.level[:, k], *others]).astype(np.float64)


def _effects(x: Floats) -> TensorVariable:
    """Return the effects of all predictors, shape (4, 14), for centred predictors."""
    raw = pm.Flat("level_raw", dims=("tactic", "history"), initval=np.zeros((K, SETTLED)))
    roots = coordinates(x[:, :, :SETTLED])
    settled = pt.stack([pt.dot(roots[k], raw[k]) for k in range(K)]) + PRIOR_MEAN
    tau_other = pm.HalfNormal("tau_other", 0.5)
    own, other = settled[:, :OWN], settled[:, OWN:]
    pm.Potential("own_prior", pm.logp(pm.Normal.dist(PRIOR_OWN, 1.0), own).sum())
    pm.Potential("other_prior", pm.logp(pm.Normal.dist(0.0, tau_other), other).sum())
    tau_change = pm.LogNormal("tau_change", np.log(0.1), 0.7)
    change = pm.Normal("change_raw", 0.0, 1.0, dims=("tactic", "changed")) * tau_change
    effects = pt.concatenate([settled, change], axis=1)
    for name, columns in TERMS.items():
        shown = effects[:, OWN - 1] if name == "level" else effects[:, columns]
        pm.Deterministic(name, shown, dims=("tactic", *DIMS[name]))
    return effects


def coordinates(x: Floats) -> Floats:
    """Return for each tactic the matrix that turns independent coordinates into effects, shape (4, P, P)."""
    precision = np.diag(1.0 / PRIOR_SD**2)
    return np.stack([np.linalg.inv(np.linalg.cholesky(INFORMATION * part.T @ part + precision)).T for part in x])


def _places(data: PanelData) -> TensorVariable:
    """Return effects of country and year, shape (4, M)."""
    country_sd = pm.LogNormal("country_sd", np.log(0.25), 0.6, dims="tactic")
    country = pm.Deterministic("u", pm.Normal("u_raw", 0.0, 1.0, dims=("country", "tactic")) * country_sd)
    year_sd = pm.LogNormal("year_sd", np.log(0.25), 0.6, dims="tactic")
    year = pm.Normal("w_raw", 0.0, 1.0, dims=("year", "tactic")) * year_sd
    return country[data.country].T + year[data.year].T


def build_panel_model(data: PanelData, countries: int, years: int) -> pm.Model:
    """Return the model of the training country-years."""
    coords = {
        "tactic": TACTICS,
        "mover": range(K - 1),
        "step": range(1, LEVELS),
        "history": range(SETTLED),
        "changed": range(2 * (K - 1)),
        "country": range(countries),
        "year": range(years),
    }
    x = design(data)
    centre = x.mean(axis=1)
    x = x - centre[:, None, :]
    with pm.Model(coords=coords) as model:
        effects = _effects(x)
        score = pt.stack([pt.dot(x[k], effects[k]) for k in range(K)]) + _places(data)
        low = pm.Normal("low_raw", 0.0, 2.0, dims="tactic")
        high = low + pm.LogNormal("step_between", 1.0, 0.7, dims="tactic")
        for name, cut in (("low", low), ("high", high)):
            pm.Deterministic(name, cut + (centre * effects).sum(axis=1), dims="tactic")
        loading = pt.concatenate(
            [pm.HalfNormal("loading_first", 1.0, shape=1), pm.Normal("loading_rest", 0.0, 1.0, shape=K - 1)]
        )
        loading = pm.Deterministic("loading", loading, dims="tactic")
        pm.Potential("likelihood", _likelihood(data.y.T, score, low, high, loading))
    return model


def _likelihood(
    y: Ints, score: TensorVariable, low: TensorVariable, high: TensorVariable, loading: TensorVariable
) -> TensorVariable:
    """Return the log likelihood of levels (4, M), the common shock summed out.

    With a = exp(cut − η − λ f), P(y ≤ q) = a / (1 + a). Exponentials of cut, η and λ f are taken apart, so that there
    are 4 M of them and not one more for every node.
    """
    nodes_at, weight = nodes(NODES)
    first, second = pt.exp(low)[:, None], pt.exp(high)[:, None]
    upper = pt.where(y == 0, first, pt.where(y == 1, second, FAR))
    lower = pt.where(y == 0, 1.0 / FAR, pt.where(y == 1, first, second))
    odds = pt.exp(-score)
    shock = pt.exp(-loading[None, :] * nodes_at[:, None])[:, :, None]
    above, below = (odds * upper)[None] * shock, (odds * lower)[None] * shock
    p = (above - below) / ((1.0 + above) * (1.0 + below))
    joint = p[:, 0] * p[:, 1] * p[:, 2] * p[:, 3]
    return pt.log(pt.dot(weight, joint)).sum()
