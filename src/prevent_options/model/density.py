"""The log density of the model and its gradient, written out: what the sampler calls some hundred thousand times.

The notation is that of ``prevent_options.model``, the coordinates are those of ``model.layout``: raw effects of the
non-centred form, logarithms of positive numbers. ``model.build`` says the same in PyMC; a test holds values and
gradients of the two together. Constants are left out. Sums are in the order they are written in, so that the same
seed gives the same draws in every process.
"""

import math

import numpy as np

from prevent_options.model.counting import Table, compiled, directions, no_slopes
from prevent_options.model.data import Reals
from prevent_options.model.design import Design, Fixed, Found
from prevent_options.model.layout import At, Coordinates
from prevent_options.model.notation import CUT

_STUDENT = 0.375
"""Density of the Student distribution with 4 degrees of freedom at 0."""


@compiled
def _positives(x: Reals, start: int, n: int) -> Reals:
    """Return numbers that stand in x as their logarithms."""
    out = np.empty(n)
    for k in range(n):
        out[k] = math.exp(x[start + k])
    return out


@compiled
def _add_logs(g: Reals, start: int, values: Reals, slopes: Reals) -> None:
    """Add slopes in the logarithms of values to g."""
    for k in range(len(values)):
        g[start + k] += values[k] * slopes[k]


@compiled
def _sizes(f: Found, d: Design, effect: Reals, tau: float, s: Fixed, g_effect: Reals) -> tuple[float, float]:
    """Return the log density of sizes and its slope in tau²; g_effect takes those in the effects."""
    value, g_extra, sizes, spreads = 0.0, 0.0, f.sizes, d.spreads
    for i in range(len(sizes)):
        total = math.sqrt(spreads[i] ** 2 + tau * tau)
        t = (sizes[i] - effect[i]) / total
        value -= math.log(total) + 2.5 * math.log1p(0.25 * t * t)
        pull = 1.25 * t / (1.0 + 0.25 * t * t) / total
        g_effect[i] = pull
        g_total = pull * t - 1.0 / total
        if s.null_publication < 1.0:
            seen, in_effect, in_total = _seen(CUT * spreads[i], effect[i], total, s.null_publication)
            value -= seen
            g_effect[i] -= in_effect
            g_total -= in_total
        g_extra += 0.5 * g_total / total
    return value, g_extra


@compiled
def _seen(cut: float, effect: float, total: float, null: float) -> tuple[float, float, float]:
    """Return the log of the chance that a size is published, and its slopes in effect and total."""
    high, low = (cut - effect) / total, (-cut - effect) / total
    seen = 1.0 - (1.0 - null) * (_student_tail(high) - _student_tail(low))
    share = (1.0 - null) / (seen * total)
    in_total = share * (high * _student(high) - low * _student(low))
    return math.log(seen), share * (_student(high) - _student(low)), in_total


@compiled
def _student(t: float) -> float:
    return _STUDENT * math.pow(1.0 + 0.25 * t * t, -2.5)


@compiled
def _student_tail(t: float) -> float:
    square = 1.0 + 0.25 * t * t
    return 0.5 + _STUDENT * t / math.sqrt(square) * (1.0 - t * t / (12.0 * square))


@compiled
def _average(x: Reals, g: Reals, at: At, d: Design, f: Found, s: Fixed) -> float:
    """Return the log likelihood of findings on average effects; g takes its gradient."""
    rows = len(d.kind)
    alpha, delta, tau = math.exp(x[at.sigma_alpha]), math.exp(x[at.sigma_delta]), math.exp(x[at.tau])
    direct, extra = math.exp(x[at.sigma_direct]), math.exp(x[at.sigma_extra])
    cells, indirect, effect = d.at, d.gamma_indirect, np.empty(len(d.at))
    for i in range(len(cells)):
        body, outcome, cell, apart = cells[i, 0], cells[i, 1], cells[i, 2], cells[i, 3]
        scale = direct + extra * indirect[cell]
        effect[i] = x[at.mu] + alpha * x[at.alpha + body] + x[at.m + outcome] + scale * x[at.gamma + cell]
        if apart >= 0:
            effect[i] += delta * x[at.delta + apart]
    sds, phi = _positives(x, at.study_sd, d.kinds), math.exp(x[at.concentration_directions])
    between, slopes = np.empty(rows), no_slopes(len(d.at), d.kinds, rows)
    for i in range(rows):
        between[i] = tau * tau
    value, g_phi = directions(Table(f.counts, d.often, d.kind), effect, sds, between, phi, s, slopes)
    value_sizes, g_tau = _sizes(f, d, effect[rows:], tau, s, slopes.effect[rows:])
    for slope in slopes.extra:
        g_tau += slope
    g[at.tau] += 2.0 * tau * tau * g_tau
    g[at.concentration_directions] += phi * g_phi
    _add_logs(g, at.study_sd, sds, slopes.sds)
    _average_through(x, g, at, d, slopes.effect)
    return value + value_sizes


@compiled
def _average_through(x: Reals, g: Reals, at: At, d: Design, g_effect: Reals) -> None:
    """Add what slopes in average effects make of slopes in their parts."""
    alpha, delta = math.exp(x[at.sigma_alpha]), math.exp(x[at.sigma_delta])
    direct, extra = math.exp(x[at.sigma_direct]), math.exp(x[at.sigma_extra])
    cells, indirect = d.at, d.gamma_indirect
    for i in range(len(cells)):
        body, outcome, cell, apart = cells[i, 0], cells[i, 1], cells[i, 2], cells[i, 3]
        g[at.mu] += g_effect[i]
        g[at.m + outcome] += g_effect[i]
        g[at.alpha + body] += g_effect[i] * alpha
        g[at.sigma_alpha] += g_effect[i] * alpha * x[at.alpha + body]
        g[at.gamma + cell] += g_effect[i] * (direct + extra * indirect[cell])
        g[at.sigma_direct] += g_effect[i] * direct * x[at.gamma + cell]
        g[at.sigma_extra] += g_effect[i] * extra * indirect[cell] * x[at.gamma + cell]
        if apart >= 0:
            g[at.delta + apart] += g_effect[i] * delta
            g[at.sigma_delta] += g_effect[i] * delta * x[at.delta + apart]


@compiled
def _factors(x: Reals, g: Reals, at: At, d: Design, f: Found, s: Fixed) -> float:
    """Return the log likelihood of findings on factors and of tallies; g takes its gradient."""
    between, within = math.exp(x[at.sigma_b]), math.exp(x[at.sigma_u])
    of, beta = d.factor_of, np.zeros((2, len(d.factor_of)))  # values, slopes
    for c in range(len(of)):
        beta[0, c] = x[at.mu_b] + between * x[at.b + of[c]] + within * x[at.u + c]
    value = _on_factors(x, g, at, d, f, s, beta)
    if len(d.tally_at):
        value += _tallies(x, g, at, d, f, s, beta)
    for c in range(len(of)):
        b, u = at.b + of[c], at.u + c
        g[at.mu_b] += beta[1, c]
        g[b] += beta[1, c] * between
        g[at.sigma_b] += beta[1, c] * between * x[b]
        g[u] += beta[1, c] * within
        g[at.sigma_u] += beta[1, c] * within * x[u]
    return value


@compiled
def _on_factors(x: Reals, g: Reals, at: At, d: Design, f: Found, s: Fixed, beta: Reals) -> float:
    tau, kappa, phi = math.exp(x[at.tau_f]), math.exp(x[at.kappa]), math.exp(x[at.concentration_factor_directions])
    sds, rows = _positives(x, at.factor_sd, d.kinds), len(d.factor_at)
    effect, extra, slopes = np.empty(rows), np.empty(rows), no_slopes(rows, d.kinds, rows)
    cell, adverse, indirect = d.factor_at, d.factor_adverse, d.factor_indirect
    for i in range(rows):
        effect[i] = beta[0, cell[i]] + x[at.factor_adverse] * adverse[i]
        extra[i] = tau * tau + kappa * kappa * indirect[i]
    table = Table(f.factor_counts, d.factor_often, d.factor_kind)
    value, g_phi = directions(table, effect, sds, extra, phi, s, slopes)
    in_effect, in_extra = slopes.effect, slopes.extra
    for i in range(rows):
        beta[1, cell[i]] += in_effect[i]
        g[at.factor_adverse] += in_effect[i] * adverse[i]
        g[at.tau_f] += 2.0 * tau * tau * in_extra[i]
        g[at.kappa] += 2.0 * kappa * kappa * indirect[i] * in_extra[i]
    g[at.concentration_factor_directions] += phi * g_phi
    _add_logs(g, at.factor_sd, sds, slopes.sds)
    return value


@compiled
def _tallies(x: Reals, g: Reals, at: At, d: Design, f: Found, s: Fixed, beta: Reals) -> float:
    tau, phi = math.exp(x[at.tau_f]), math.exp(x[at.concentration_practitioners])
    sds, rows = _positives(x, at.practitioner_sd, 1), len(d.tally_at)
    cell, effect, extra, slopes = d.tally_at, np.empty(rows), np.empty(rows), no_slopes(rows, 1, rows)
    for i in range(rows):
        effect[i] = beta[0, cell[i]] + x[at.practitioner_bias]
        extra[i] = tau * tau
    value, g_phi = directions(Table(f.tally_counts, d.tally_often, d.tally_kind), effect, sds, extra, phi, s, slopes)
    in_effect, in_extra = slopes.effect, slopes.extra
    for i in range(rows):
        beta[1, cell[i]] += in_effect[i]
        g[at.practitioner_bias] += in_effect[i]
        g[at.tau_f] += 2.0 * tau * tau * in_extra[i]
    g[at.concentration_practitioners] += phi * g_phi
    _add_logs(g, at.practitioner_sd, sds, slopes.sds)
    return value


@compiled
def _priors(x: Reals, g: Reals, c: Coordinates) -> float:
    """Return the log density of the priors; g takes its gradient."""
    value, half, mean, sd = 0.0, c.half, c.mean, c.sd
    for i in range(len(x)):
        if half[i]:
            squared = (math.exp(x[i]) / sd[i]) ** 2
            value += x[i] - 0.5 * squared
            g[i] = 1.0 - squared
        else:
            away = (x[i] - mean[i]) / sd[i]
            value -= 0.5 * away * away
            g[i] = -away / sd[i]
    return value


@compiled
def log_density(x: Reals, g: Reals, at: At, c: Coordinates, d: Design, f: Found, s: Fixed) -> float:
    """Return the log density at x, constants left out; g takes its gradient."""
    y, scale = np.empty(len(x)), math.exp(x[at.scale])
    for i in range(len(x)):
        y[i] = x[i]
    for i in c.spreads:
        y[i] += x[at.scale]
    for i in c.means:
        y[i] *= scale
    value: float = _priors(y, g, c) + _average(y, g, at, d, f, s) + x[at.scale] * len(c.means)
    if len(d.factor_at):
        value += _factors(y, g, at, d, f, s)
    for i in c.spreads:
        g[at.scale] += g[i]
    for i in c.means:
        g[at.scale] += g[i] * y[i] + 1.0
        g[i] *= scale
    return value
