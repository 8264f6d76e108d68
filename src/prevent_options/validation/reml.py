"""Meta-analysis of effect sizes with moderators, tools and studies, by restricted maximum likelihood.

    y_i = x_i'β + t[tool_i] + u_i + e_i      t ~ N(0, σ²), u ~ N(0, τ²), e_i ~ N(0, v_i)

The normal, prior-free counterpart of the model's line on sizes: what an independent program can be held against. The
two variances are found by maximising the restricted likelihood; β and the tools are integrated out in closed form, so
one evaluation takes time in proportion to the number of studies.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from prevent_options.model.data import Ints, Reals

_FLOOR = 1e-10
"""Least variance looked at; an estimate at it is reported as it is."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Coefficients, their standard errors (p,), variance between studies and between tools, on the scale of y."""

    beta: Reals
    se: Reals
    tau2: float
    sigma2: float


def _tools_out(weights: Reals, columns: Reals, tool: Ints, sigma2: float) -> tuple[Reals, float]:
    """Return C' V⁻¹ C for columns C (N, q) with tools integrated out, and log |V|."""
    weighted = columns * weights[:, None]
    sums = np.stack([np.bincount(tool, column) for column in weighted.T], axis=1)
    totals = np.bincount(tool, weights)
    shrink = sigma2 / (1.0 + sigma2 * totals)
    inner = columns.T @ weighted - (sums * shrink[:, None]).T @ sums
    return np.asarray(inner), float(np.log1p(sigma2 * totals).sum() - np.log(weights).sum())


def _restricted(variances: Reals, columns: Reals, v: Reals, tool: Ints) -> float:
    """Return minus twice the restricted log likelihood, constants left out; the last column is y."""
    inner, log_det = _tools_out(1.0 / (v + variances[0]), columns, tool, variances[1])
    xx, xy = inner[:-1, :-1], inner[:-1, -1]
    rest = inner[-1, -1] - xy @ np.linalg.solve(xx, xy)
    return float(log_det + np.linalg.slogdet(xx)[1] + rest)


def estimate(y: Reals, v: Reals, x: Reals, tool: Ints | None = None) -> Estimate:
    """Estimate coefficients and variances.

    Parameters
    ----------
    y, v
        Effect sizes and their sampling variances (N,).
    x
        Moderators (N, p), a column of ones among them for the mean.
    tool
        Index of the tool of each study (N,); without it there is no level of tools.
    """
    columns, levels = np.column_stack([x, y]), np.zeros(len(y), dtype=np.int64) if tool is None else tool
    start = max(float(np.var(y)) - float(v.mean()), 0.1 * float(np.var(y)))
    free = 1 if tool is None else 2

    def loss(logs: Reals) -> float:
        return _restricted(np.append(np.exp(logs), np.zeros(2 - free)), columns, v, levels)

    bounds = [(np.log(_FLOOR), np.log(100 * np.var(y) + 1.0))] * free
    found = minimize(loss, np.full(free, np.log(start / free)), method="L-BFGS-B", bounds=bounds, tol=1e-13)
    tau2, sigma2 = np.append(np.exp(found.x), np.zeros(2 - free))
    inner, _ = _tools_out(1.0 / (v + tau2), columns, levels, sigma2)
    covariance = np.linalg.inv(inner[:-1, :-1])
    return Estimate(covariance @ inner[:-1, -1], np.sqrt(np.diag(covariance)), float(tau2), float(sigma2))
