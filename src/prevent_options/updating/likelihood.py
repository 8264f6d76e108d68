"""The likelihood of single rows at every stored draw, in NumPy: the lines on findings of ``prevent_options.model``.

    sizes      y_i ~ StudentT(4, θ, √(s_i² + τ²))
    directions (less, none, more) ~ DirichletMultinomial(n, φ π), π mixed with a share ``lapse`` at random
               π_less = Φ((−1.645 s_d − θ) / √(s_d² + τ²)),  π_more = Φ((θ − 1.645 s_d) / √(s_d² + τ²))
    published  with null_publication = ω < 1: π ∝ (π_less, ω π_none, π_more), and sizes with |y_i| < 1.645 s_i likewise

Parts that do not depend on the draw are kept, so that values agree with the fitted model's own; a test holds the two
together. Only the fitted model samples; this one weighs draws that exist already.
"""

from math import erfc, lgamma, log, pi, sqrt

import numpy as np
from numpy.typing import NDArray

from prevent_options.evidence.vocabulary import KINDS
from prevent_options.posterior import Posterior
from prevent_options.updating.rows import Cell, Difference, Measured, Place, Rows

type Reals = NDArray[np.float64]

CUT = 1.645
"""As in the fitted model: standard errors from zero at which a finding is reported as clear."""

DEGREES_OF_FREEDOM = 4
"""As in the fitted model: of the Student distribution of effect sizes."""

NEEDED = ("study_sd", "concentration_directions")
"""Draws that a posterior must carry for its draws to be reweighted."""


def _one_phi(x: float) -> float:
    return 0.5 * erfc(-x / sqrt(2.0))


_phi = np.frompyfunc(_one_phi, 1, 1)
"""Φ draw by draw: a few thousand calls take less time than importing SciPy does."""


def phi(x: Reals) -> Reals:
    """Return the standard normal distribution function, shape as given."""
    return np.asarray(_phi(x), dtype=np.float64)


def _theta(place: Place, posterior: Posterior) -> Reals:
    return posterior.effect(place.body, place.outcome, place.perpetrator, posterior.draws).astype(np.float64)


def student_logpdf(y: float, mean: Reals, sd: Reals) -> Reals:
    """Return the log density of a Student distribution with four degrees of freedom, shape (D,)."""
    nu = DEGREES_OF_FREEDOM
    constant = lgamma((nu + 1) / 2) - lgamma(nu / 2) - 0.5 * log(nu * pi)
    return np.asarray(constant - np.log(sd) - (nu + 1) / 2 * np.log1p(((y - mean) / sd) ** 2 / nu))


def student_cdf(t: Reals) -> Reals:
    """Return the distribution function of a Student variable with four degrees of freedom, shape as given."""
    square = 1.0 + t**2 / 4.0
    return np.asarray(0.5 + 0.375 * t / np.sqrt(square) * (1.0 - t**2 / (12.0 * square)))


def published_share(theta: Reals, spread: float, total: Reals, null: float) -> Reals:
    """Return which share of sizes of an effect reaches print when unclear ones do so at the rate ``null``, (D,)."""
    unclear = student_cdf((CUT * spread - theta) / total) - student_cdf((-CUT * spread - theta) / total)
    return np.asarray(1.0 - (1.0 - null) * unclear)


def shares(theta: Reals, sd: Reals, tau: Reals, lapse: float, null: float = 1.0) -> Reals:
    """Return the probabilities of less, none and more among published findings, shape (3, D)."""
    spread = np.sqrt(sd**2 + tau**2)
    less, more = phi((-CUT * sd - theta) / spread), phi((theta - CUT * sd) / spread)
    found = np.stack([less, null * (1.0 - less - more), more])
    return np.asarray((1.0 - lapse) * found / found.sum(axis=0) + lapse / 3.0)


def counts_loglik(counts: tuple[int, int, int], probabilities: Reals, concentration: Reals) -> Reals:
    """Return the log probability of findings in their order under a Dirichlet-multinomial, shape (D,)."""
    found = sum(
        np.log(concentration * share + k) for share, n in zip(probabilities, counts, strict=True) for k in range(n)
    )
    return np.asarray(found - sum(np.log(concentration + k) for k in range(sum(counts))))


def _cell(cell: Cell, posterior: Posterior) -> Reals:
    sd = posterior.arrays["study_sd"][KINDS.index(cell.kind)].astype(np.float64)
    tau, concentration = (posterior.arrays[name].astype(np.float64) for name in ("tau", "concentration_directions"))
    lapse = posterior.manifest["scales"]["lapse"]
    found = shares(_theta(cell.place, posterior), sd, tau, lapse, _null(posterior))
    return counts_loglik(cell.counts, found, concentration)


def _null(posterior: Posterior) -> float:
    """Return the chance to be published of an unclear finding; a posterior from before that scale knows none."""
    return posterior.manifest["scales"].get("null_publication", 1.0)


def _measured(row: Measured, posterior: Posterior) -> Reals:
    tau = posterior.arrays["tau"].astype(np.float64)
    theta, total = _theta(row.place, posterior), np.sqrt(row.spread**2 + tau**2)
    found = student_logpdf(row.log_ratio, theta, total)
    return np.asarray(found - np.log(published_share(theta, row.spread, total, _null(posterior))))


def log_likelihood(rows: Rows, posterior: Posterior) -> Reals:
    """Return the log likelihood of rows at every draw, shape (D,)."""
    total = np.zeros(posterior.draws)
    for row, times in rows.items():
        total += times * (_cell(row, posterior) if isinstance(row, Cell) else _measured(row, posterior))
    return total


def log_ratio(difference: Difference, posterior: Posterior) -> Reals:
    """Return the log likelihood of the evidence after a change over that before it, at every draw, shape (D,)."""
    return log_likelihood(difference.added, posterior) - log_likelihood(difference.removed, posterior)
