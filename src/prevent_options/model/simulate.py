"""Draws parameters from the prior and findings from the model, for tests of the computation and for calibration."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from prevent_options.evidence.vocabulary import INDIRECT, KINDS
from prevent_options.model.data import Effects, Ints, ModelData, Reals
from prevent_options.model.notation import CUT, DEGREES_OF_FREEDOM, Numbers, outcome_sd

COUNTED = ("directions", "factor_directions", "practitioners")
"""The three tables of counts, by the names they have in the model."""

type Truth = Mapping[str, NDArray[np.float64]]
"""Parameter values by the names of the fitted model."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """Findings of the same design as some data, and the parameters they came from."""

    data: ModelData
    truth: Truth


def _half(rng: np.random.Generator, scale: float) -> Reals:
    return np.abs(rng.normal(0.0, scale, size=()))


def _log_normal(rng: np.random.Generator, median: float, log_sd: float, size: int | None = None) -> Reals:
    return np.asarray(median * np.exp(rng.normal(0.0, log_sd, size=size)))


def _concentration(rng: np.random.Generator, scales: Numbers) -> Reals:
    return _log_normal(rng, scales["concentration_median"], scales["concentration_log_sd"])


def _average_truth(rng: np.random.Generator, data: ModelData, scales: Numbers) -> dict[str, Reals]:
    direct = _half(rng, scales["gamma_direct_scale"])
    extra = _half(rng, scales["gamma_indirect_extra_scale"])
    indirect = np.array([outcome in INDIRECT for _, outcome in data.gamma_cells])
    alpha_sd, delta_sd = _half(rng, scales["body_scale"]), _half(rng, scales["delta_scale"])
    return {
        "mu": rng.normal(0.0, scales["mean_sd"], size=()) + np.zeros(()),
        "sigma_direct": direct,
        "sigma_extra": extra,
        "sigma_alpha": alpha_sd,
        "sigma_delta": delta_sd,
        "alpha": rng.normal(0.0, alpha_sd, len(data.bodies)),
        "m": rng.normal(0.0, [outcome_sd(outcome, scales) for outcome in data.outcomes]),
        "gamma": rng.normal(0.0, direct + extra * indirect),
        "delta": rng.normal(0.0, delta_sd, len(data.delta_cells)),
        "tau": _half(rng, scales["tau_scale"]),
        "study_sd": _log_normal(rng, scales["study_sd_median"], scales["study_sd_log_sd"], len(KINDS)),
        "concentration_directions": _concentration(rng, scales),
    }


def _factor_truth(rng: np.random.Generator, data: ModelData, scales: Numbers) -> dict[str, Reals]:
    positions = {factor: k for k, factor in enumerate(data.factors)}
    factor_of = [positions[factor] for _, factor in data.beta_cells]
    mean = rng.normal(0.0, scales["factor_mean_sd"], size=()) + np.zeros(())
    between, within = _half(rng, scales["factor_scale"]), _half(rng, scales["factor_tool_scale"])
    b = rng.normal(mean, between, len(data.factors))
    return {
        "mu_b": mean,
        "sigma_b": between,
        "sigma_u": within,
        "b": b,
        "beta": b[factor_of] + rng.normal(0.0, within, len(data.beta_cells)),
        "tau_f": _half(rng, scales["factor_tau_scale"]),
        "kappa": _half(rng, scales["factor_indirect_scale"]),
        "factor_adverse": rng.normal(0.0, scales["factor_adverse_sd"], size=()) + np.zeros(()),
        "factor_sd": _log_normal(rng, scales["factor_study_sd_median"], scales["study_sd_log_sd"], len(KINDS)),
        "practitioner_bias": rng.normal(0.0, scales["practitioner_bias_sd"], size=()) + np.zeros(()),
        "practitioner_sd": _log_normal(rng, scales["practitioner_sd_median"], scales["study_sd_log_sd"]),
        "concentration_factor_directions": _concentration(rng, scales),
        "concentration_practitioners": _concentration(rng, scales),
    }


def _theta(truth: Truth, at: Effects) -> Reals:
    padded = np.append(truth["delta"], 0.0)
    effect = truth["mu"] + truth["alpha"][at.body] + truth["m"][at.outcome]
    return np.asarray(effect + truth["gamma"][at.gamma] + padded[at.delta])


@dataclass(frozen=True, slots=True)
class _Counting:
    """How findings are counted: the scales, and how much findings of one cell repeat one another."""

    scales: Numbers
    concentration: Reals


def _directions(
    rng: np.random.Generator, totals: Ints, effect: Reals, sd: Reals, spread: Reals, how: _Counting
) -> Ints:
    scales = how.scales
    less, more = ndtr((-CUT * sd - effect) / spread), ndtr((effect - CUT * sd) / spread)
    shares = np.stack([less, 1.0 - less - more, more], axis=-1)
    mixed = (1.0 - scales["lapse"]) * shares + scales["lapse"] / 3.0
    weights = rng.standard_gamma(how.concentration * mixed) + np.finfo(float).tiny
    return rng.multinomial(totals, weights / weights.sum(axis=1, keepdims=True)).astype(np.int64)


def draw_truth(data: ModelData, scales: Numbers, rng: np.random.Generator) -> dict[str, Reals]:
    """Return one draw of all parameters from the prior, by the names of the fitted model."""
    return _average_truth(rng, data, scales) | _factor_truth(rng, data, scales)


def simulate(data: ModelData, scales: Numbers, seed: int) -> Simulated:
    """Draw parameters from the prior, then findings with the totals and spreads of some data.

    Parameters
    ----------
    data
        The design: which cells exist, how many findings each has, how precise the sizes are.
    scales
        Numbers of ``priors/scales.yaml``.
    seed
        Same seed, same simulation.
    """
    rng = np.random.default_rng(seed)
    truth = draw_truth(data, scales, rng)
    return Simulated(findings_from(truth, data, scales, rng), truth)


def findings_from(truth: Truth, data: ModelData, scales: Numbers, rng: np.random.Generator) -> ModelData:
    """Return findings of the design of some data that follow from parameter values: of the prior, or of a posterior."""
    tau, tau_f, kappa = truth["tau"], truth["tau_f"], truth["kappa"]
    sd, sd_f = truth["study_sd"][data.counts_kind], truth["factor_sd"][data.factor_kind]
    total_f = np.sqrt(sd_f**2 + tau_f**2 + (kappa * data.factor_indirect) ** 2)
    sd_p = np.broadcast_to(truth["practitioner_sd"], data.tally_at.shape)
    said = truth["beta"][data.tally_at] + truth["practitioner_bias"]
    noise = rng.standard_t(DEGREES_OF_FREEDOM, len(data.sizes)) * np.sqrt(data.spreads**2 + tau**2)
    counts, factors, tallies = (c.sum(axis=1) for c in (data.counts, data.factor_counts, data.tally_counts))
    beta = truth["beta"][data.factor_at] + truth["factor_adverse"] * data.factor_adverse
    how = {part: _Counting(scales, truth[f"concentration_{part}"]) for part in COUNTED}
    found = _theta(truth, data.counts_at)
    return replace(
        data,
        counts=_directions(rng, counts, found, sd, np.hypot(sd, tau), how["directions"]),
        sizes=_theta(truth, data.sizes_at) + noise,
        factor_counts=_directions(rng, factors, beta, sd_f, total_f, how["factor_directions"]),
        tally_counts=_directions(rng, tallies, said, sd_p, np.hypot(sd_p, tau_f), how["practitioners"]),
    )
