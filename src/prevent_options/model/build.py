"""The model in PyMC, in the notation of ``prevent_options.model``: to read, and to hold ``model.density`` against."""

import numpy as np
import pymc as pm
from pytensor import tensor as pt
from pytensor.tensor.variable import TensorVariable

from prevent_options.evidence.vocabulary import INDIRECT, KINDS
from prevent_options.model.data import Effects, Ints, ModelData, Reals
from prevent_options.model.levels import level_names
from prevent_options.model.notation import CUT, DEGREES_OF_FREEDOM, Numbers, outcome_sd


def _spread(name: str, dims: str, scale: TensorVariable) -> TensorVariable:
    """Return normal effects around 0 in their non-centred form: the data say little about most of them."""
    raw = pm.Normal(f"{name}_raw", 0.0, 1.0, dims=dims)
    return pm.Deterministic(name, raw * scale, dims=dims)


def _study_sd(name: str, median: float, log_sd: float) -> TensorVariable:
    """Return one standard deviation of a study's estimate for each kind of study."""
    raw = pm.Normal(f"{name}_raw", 0.0, 1.0, dims="kind")
    return pm.Deterministic(name, median * pt.exp(log_sd * raw), dims="kind")


def one_by_one(counts: Ints) -> tuple[Ints, Ints, Ints]:
    """Return one entry for each finding of counts (N, 3): its row, its direction, how many of those came before.

    In a Dirichlet-multinomial the k-th finding of a direction has weight φ π + k − 1, so its likelihood is a sum of
    plain logarithms over findings. That is a third of the work of gamma functions over cells, most of which are empty.
    The number of entries depends on the row totals only, so other data of the same design fit the compiled model.
    """
    rows, directions = np.nonzero(counts)
    times = counts[rows, directions]
    before = np.concatenate([np.arange(n) for n in times]) if len(times) else np.zeros(0)
    return np.repeat(rows, times), np.repeat(directions, times), before.astype(np.int64)


def _published(shares: TensorVariable, null: float) -> TensorVariable:
    """Return shares (N, 3) among published findings, where one without a clear direction is kept back more often."""
    weighted = shares * np.array([1.0, null, 1.0])
    return weighted / weighted.sum(axis=-1, keepdims=True)


def _student_cdf(t: TensorVariable) -> TensorVariable:
    """Return the distribution function of a Student variable with 4 degrees of freedom, in closed form."""
    square = 1.0 + t**2 / 4.0
    return 0.5 + 0.375 * t / pt.sqrt(square) * (1.0 - t**2 / (12.0 * square))


def _published_sizes(effect: TensorVariable, spreads: Reals, total: TensorVariable, null: float) -> None:
    """Add what it takes for sizes to be published: a size within the cut points had the chance ``null`` only."""
    unclear = _student_cdf((CUT * spreads - effect) / total) - _student_cdf((-CUT * spreads - effect) / total)
    pm.Potential("published_sizes", -pt.log(1.0 - (1.0 - null) * unclear).sum())


def _tail(z: TensorVariable) -> TensorVariable:
    """Return the lower tail of a standard normal; PyMC's ``invprobit`` has the root of 2 to seven digits only."""
    return 0.5 * pt.erfc(-z * np.sqrt(0.5))


def _directions(
    name: str, counts: Ints, effect: TensorVariable, sd: TensorVariable, spread: TensorVariable, scales: Numbers
) -> None:
    """Add the likelihood of counts of directions (N, 3) given effects, study sds and total spreads (N,)."""
    less, more = _tail((-CUT * sd - effect) / spread), _tail((effect - CUT * sd) / spread)
    shares = pt.stack([less, 1.0 - less - more, more], axis=-1)
    if scales["null_publication"] < 1.0:
        shares = _published(shares, scales["null_publication"])
    mixed = (1.0 - scales["lapse"]) * shares + scales["lapse"] / 3.0
    median, log_sd = scales["concentration_median"], scales["concentration_log_sd"]
    concentration = pm.LogNormal(f"concentration_{name}", np.log(median), log_sd)
    row, direction, before = (
        pm.Data(f"{name}_{part}", values)
        for part, values in zip(("row", "direction", "before"), one_by_one(counts), strict=True)
    )
    _, _, any_before = one_by_one(counts.sum(axis=1, keepdims=True))
    position, times = np.unique(any_before, return_counts=True)
    found = pt.log(concentration * mixed[row, direction] + before).sum()
    pm.Potential(name, found - (times * pt.log(concentration + position)).sum())


def _average(data: ModelData, scales: Numbers) -> None:
    gamma_indirect = np.array([outcome in INDIRECT for _, outcome in data.gamma_cells])
    mu = pm.Normal("mu", 0.0, scales["mean_sd"])
    alpha = _spread("alpha", "body", pm.HalfNormal("sigma_alpha", scales["body_scale"]))
    m = _spread("m", "outcome", pt.as_tensor_variable([outcome_sd(outcome, scales) for outcome in data.outcomes]))
    direct = pm.HalfNormal("sigma_direct", scales["gamma_direct_scale"])
    extra = pm.HalfNormal("sigma_extra", scales["gamma_indirect_extra_scale"])
    gamma = _spread("gamma", "gamma_cell", direct + extra * gamma_indirect)
    delta = _spread("delta", "delta_cell", pm.HalfNormal("sigma_delta", scales["delta_scale"]))
    tau = pm.HalfNormal("tau", scales["tau_scale"])
    padded = pt.concatenate([delta, np.zeros(1)])  # NO_CELL = -1 reads the zero at the end

    def theta(at: Effects) -> TensorVariable:
        return mu + alpha[at.body] + m[at.outcome] + gamma[at.gamma] + padded[at.delta]

    sd = _study_sd("study_sd", scales["study_sd_median"], scales["study_sd_log_sd"])[data.counts_kind]
    _directions("directions", data.counts, theta(data.counts_at), sd, pt.sqrt(sd**2 + tau**2), scales)
    effect, total = theta(data.sizes_at), pt.sqrt(data.spreads**2 + tau**2)
    observed = pm.Data("sizes_observed", data.sizes)
    pm.StudentT("sizes", nu=DEGREES_OF_FREEDOM, mu=effect, sigma=total, observed=observed)
    if scales["null_publication"] < 1.0:
        _published_sizes(effect, data.spreads, total, scales["null_publication"])


def _factors(data: ModelData, scales: Numbers) -> None:
    positions = {factor: k for k, factor in enumerate(data.factors)}
    factor_of = np.array([positions[factor] for _, factor in data.beta_cells], dtype=np.int64)
    mean = pm.Normal("mu_b", 0.0, scales["factor_mean_sd"])
    spread = _spread("b_around", "factor", pm.HalfNormal("sigma_b", scales["factor_scale"]))
    b = pm.Deterministic("b", mean + spread, dims="factor")
    u = _spread("u", "beta_cell", pm.HalfNormal("sigma_u", scales["factor_tool_scale"]))
    beta = pm.Deterministic("beta", b[factor_of] + u, dims="beta_cell")
    tau = pm.HalfNormal("tau_f", scales["factor_tau_scale"])
    cost = pm.HalfNormal("kappa", scales["factor_indirect_scale"]) * data.factor_indirect
    sd = _study_sd("factor_sd", scales["factor_study_sd_median"], scales["study_sd_log_sd"])[data.factor_kind]
    total = pt.sqrt(sd**2 + tau**2 + cost**2)
    adverse = pm.Normal("factor_adverse", 0.0, scales["factor_adverse_sd"])
    effect = beta[data.factor_at] + adverse * data.factor_adverse
    _directions("factor_directions", data.factor_counts, effect, sd, total, scales)
    if len(data.tally_at):
        bias = pm.Normal("practitioner_bias", 0.0, scales["practitioner_bias_sd"])
        log_median = np.log(scales["practitioner_sd_median"])
        sd_p = pm.LogNormal("practitioner_sd", log_median, scales["study_sd_log_sd"])
        total_p = pt.sqrt(sd_p**2 + tau**2)
        _directions("practitioners", data.tally_counts, beta[data.tally_at] + bias, sd_p, total_p, scales)


def build_model(data: ModelData, scales: Numbers) -> pm.Model:
    """Return the model of some data; nothing is sampled.

    Parameters
    ----------
    data
        Observations and the names of all levels.
    scales
        Numbers of ``priors/scales.yaml`` by name.
    """
    with pm.Model(coords={**level_names(data), "kind": list(KINDS)}) as model:
        _average(data, scales)
        if len(data.factor_at):
            _factors(data, scales)
    return model
