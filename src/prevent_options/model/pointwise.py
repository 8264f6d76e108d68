"""The log likelihood of every observation at every draw, in NumPy: for leave-one-out, power scaling and calibration.

An observation is a row of ``ModelData``: a cell of counts, an effect size, a cell of counts on a factor, a tally.
Counts are taken in their order, as in ``build``; a test holds the sum to the model's own log probability.
"""

from collections.abc import Mapping

import numpy as np
from scipy.special import ndtr
from scipy.stats import t as student

from prevent_options.model.build import one_by_one
from prevent_options.model.data import NO_CELL, Effects, Ints, ModelData, Reals
from prevent_options.model.notation import CUT, DEGREES_OF_FREEDOM, Numbers

type Draws = Mapping[str, Reals]
"""Draws by the names of the fitted model, levels first: shape (levels, D) or (D,)."""


def theta(draws: Draws, at: Effects) -> Reals:
    """Return average effects θ of rows, shape (N, D)."""
    total = draws["mu"] + draws["alpha"][at.body] + draws["m"][at.outcome] + draws["gamma"][at.gamma]
    apart = at.delta != NO_CELL
    total[apart] += draws["delta"][at.delta[apart]]
    return np.asarray(total)


def _shares(effect: Reals, sd: Reals, spread: Reals, scales: Numbers) -> Reals:
    """Return the probabilities of the three directions among published findings, shape (3, N, D)."""
    less, more = ndtr((-CUT * sd - effect) / spread), ndtr((effect - CUT * sd) / spread)
    found = np.stack([less, scales["null_publication"] * (1.0 - less - more), more])
    return np.asarray((1.0 - scales["lapse"]) * found / found.sum(axis=0) + scales["lapse"] / 3.0)


def _counted(counts: Ints, shares: Reals, concentration: Reals) -> Reals:
    """Return the Dirichlet-multinomial log probability of each row of counts (N, 3), shape (N, D)."""
    row, direction, before = one_by_one(counts)
    _, _, any_before = one_by_one(counts.sum(axis=1, keepdims=True))
    logs = np.log(concentration * shares[direction, row] + before[:, None])
    logs -= np.log(concentration + any_before[:, None])
    total = np.zeros((len(counts), shares.shape[-1]))
    np.add.at(total, row, logs)
    return total


def _sizes(draws: Draws, data: ModelData, null: float) -> Reals:
    effect, spreads = theta(draws, data.sizes_at), data.spreads[:, None]
    total = np.sqrt(spreads**2 + draws["tau"] ** 2)
    found = student.logpdf(data.sizes[:, None], DEGREES_OF_FREEDOM, effect, total)
    if null < 1.0:
        inside = [student.cdf(edge * CUT * spreads, DEGREES_OF_FREEDOM, effect, total) for edge in (1.0, -1.0)]
        found -= np.log(1.0 - (1.0 - null) * (inside[0] - inside[1]))
    return np.asarray(found)


def _factors(draws: Draws, data: ModelData, scales: Numbers) -> Reals:
    sd = draws["factor_sd"][data.factor_kind]
    spread = np.sqrt(sd**2 + draws["tau_f"] ** 2 + (draws["kappa"] * data.factor_indirect[:, None]) ** 2)
    effect = draws["beta"][data.factor_at] + draws["factor_adverse"] * data.factor_adverse[:, None]
    return _counted(data.factor_counts, _shares(effect, sd, spread, scales), draws["concentration_factor_directions"])


def _tallies(draws: Draws, data: ModelData, scales: Numbers) -> Reals:
    sd = np.broadcast_to(draws["practitioner_sd"], (len(data.tally_at), draws["mu"].size))
    effect = draws["beta"][data.tally_at] + draws["practitioner_bias"]
    shares = _shares(effect, sd, np.hypot(sd, draws["tau_f"]), scales)
    return _counted(data.tally_counts, shares, draws["concentration_practitioners"])


def log_likelihoods(draws: Draws, data: ModelData, scales: Numbers) -> dict[str, Reals]:
    """Return the log likelihood of every observation, by part of the data.

    Parameters
    ----------
    draws
        Draws, levels first; a single set of values has D = 1.
    data
        The findings.
    scales
        Numbers of ``priors/scales.yaml``.

    Returns
    -------
    dict
        ``directions`` (N, D), ``sizes`` (M, D), and where there are findings on factors ``factor_directions`` (F, D)
        and ``practitioners`` (P, D).
    """
    sd = draws["study_sd"][data.counts_kind]
    shares = _shares(theta(draws, data.counts_at), sd, np.hypot(sd, draws["tau"]), scales)
    parts = {
        "directions": _counted(data.counts, shares, draws["concentration_directions"]),
        "sizes": _sizes(draws, data, scales["null_publication"]),
    }
    if len(data.factor_at):
        parts["factor_directions"] = _factors(draws, data, scales)
    if len(data.tally_at):
        parts["practitioners"] = _tallies(draws, data, scales)
    return parts


def levels_first(values: Mapping[str, Reals]) -> dict[str, Reals]:
    """Return parameter values without draws, scalars and vectors, as draws with D = 1."""
    return {name: np.asarray(value, dtype=np.float64)[..., None] for name, value in values.items()}
