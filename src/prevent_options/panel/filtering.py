"""The level behind the readings: what a tactic's coded history says about its true level, noise of coding taken out.

A linear state-space model of the four codes of a country, fitted by maximum likelihood to the training years::

    y[c,t] = x[c,t] + e[c,t]          e ~ N(0, R)     reading error
    x[c,t] = x[c,t−1] + d[c,t]        d ~ N(0, Q)     true change: the shocks of the tactics may be correlated
    x[c,0] ~ N(m, P)                                  differences between countries

The Kalman filter gives E[x[c,t] | codes before t]. A year without codes adds uncertainty and no reading. Most of a
coded yearly change is reading error: its reliability is Q / (Q + 2 R).

The search starts from moments: changes over h years have covariance h Q + 2 R, first readings P + R.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from prevent_options.panel.table import Floats

TACTICS = 4
JITTER = 1e-6
_TRIANGLE = np.tril_indices(TACTICS)
SPANS = 4
"""Longest change, in years, that the moments read."""

LEAST = (0.005, 0.02, 0.05)
"""Smallest variances the moments may give: true yearly change, reading error, between countries."""

STEPS = 40
"""Of the search; the likelihood is flat long before."""


@dataclass(frozen=True, slots=True)
class Readings:
    """What readings are worth: true yearly change ``q``, reading error ``r``, countries ``p`` (4, 4), mean (4,)."""

    q: Floats
    r: Floats
    p: Floats
    mean: Floats

    @property
    def reliability(self) -> Floats:
        """Share of the variance of a coded yearly change that is true change, shape (4,)."""
        true = np.diag(self.q)
        return np.asarray(true / (true + 2.0 * np.diag(self.r)))

    @property
    def shock_correlation(self) -> Floats:
        """Correlation of true yearly changes between tactics, shape (4, 4)."""
        sd = np.sqrt(np.diag(self.q))
        return np.asarray(self.q / np.outer(sd, sd))


def expected_levels(severity: Floats, readings: Readings) -> Floats:
    """Return E[x[c,t] | codes before t], shape (C, N, 4), from severities of that shape."""
    return _run(severity, readings)[0]


def _run(severity: Floats, readings: Readings) -> tuple[Floats, float]:
    """Run the filter; return expected levels before each reading, and the log likelihood up to a constant."""
    countries, years, _ = severity.shape
    seen = ~np.isnan(severity[:, :, 0])
    # Spread and gain depend on which years were seen, not on what: countries seen alike share them.
    patterns, of = np.unique(seen, axis=0, return_inverse=True)
    level = np.tile(readings.mean, (countries, 1))
    spread = np.tile(readings.p, (len(patterns), 1, 1))
    expected, likelihood = np.empty_like(severity), 0.0
    for t in range(years):
        expected[:, t] = level
        total = spread + readings.r
        inverse = np.linalg.inv(total)
        surprise = np.where(seen[:, t, None], severity[:, t] - level, 0.0)
        fit = np.linalg.slogdet(total)[1][of] + np.einsum("ci,cij,cj->c", surprise, inverse[of], surprise)
        likelihood -= 0.5 * float(fit[seen[:, t]].sum())
        gain = np.where(patterns[:, t, None, None], spread @ inverse, 0.0)
        level = level + np.einsum("cij,cj->ci", gain[of], surprise)
        spread = spread - gain @ spread + readings.q
    return expected, likelihood


def _matrices(theta: Floats) -> list[Floats]:
    """Return three positive definite matrices from their Cholesky factors, 10 numbers each."""
    out = []
    for part in theta.reshape(3, -1):
        root = np.zeros((TACTICS, TACTICS))
        root[_TRIANGLE] = part
        out.append(root @ root.T + JITTER * np.eye(TACTICS))
    return out


def moment_readings(severity: Floats) -> Readings:
    """Return what the moments of the training years say, shape (C, N, 4); near the likeliest, and quick."""
    spans = np.arange(1, min(SPANS, severity.shape[1] - 1) + 1)
    products = np.stack([_second_moment(_rows(severity[:, h:] - severity[:, :-h])) for h in spans])
    line = np.column_stack([spans, np.full(len(spans), 2)])
    q, r = np.linalg.lstsq(line, products.reshape(len(spans), -1), rcond=None)[0].reshape(2, TACTICS, TACTICS)
    mean = _rows(severity).mean(axis=0)
    first = np.array([_rows(country)[0] for country in severity if len(_rows(country))])
    parts = (q, r, _second_moment(first - mean) - r)
    q, r, p = (_at_least(part, least) for part, least in zip(parts, LEAST, strict=True))
    return Readings(q, r, p, mean)


def _rows(values: Floats) -> Floats:
    """Return the country-years without a gap, shape (M, 4)."""
    flat = values.reshape(-1, TACTICS)
    return np.asarray(flat[~np.isnan(flat[:, 0])])


def _second_moment(rows: Floats) -> Floats:
    return np.asarray(rows.T @ rows / max(len(rows), 1))


def _at_least(matrix: Floats, least: float) -> Floats:
    """Return the nearest covariance matrix without a variance below ``least`` in any direction."""
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    return np.asarray((vectors * np.maximum(values, least)) @ vectors.T)


def fit_readings(severity: Floats, steps: int = STEPS) -> Readings:
    """Fit the filter to severities of the training years, shape (C, N, 4), in some steps from the moments."""
    moments = moment_readings(severity)
    start = np.concatenate([np.linalg.cholesky(part)[_TRIANGLE] for part in (moments.q, moments.r, moments.p)])

    def objective(theta: Floats) -> float:
        q, r, p = _matrices(theta)
        return -_run(severity, Readings(q, r, p, moments.mean))[1]

    best = minimize(objective, start, method="L-BFGS-B", options={"maxiter": steps, "maxfun": 10_000}).x
    q, r, p = _matrices(best)
    return Readings(q, r, p, moments.mean)
