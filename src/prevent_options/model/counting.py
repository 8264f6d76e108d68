"""Counts of directions: their log probability, and its slopes in effects, study sds, variances and concentration.

Compiled, and called by ``model.density``; sums are in the order they are written in. Arrays are taken out of their
tuples before a loop: inside one, Numba counts a reference each time, which took two thirds of a gradient.
"""

import math
from collections.abc import Callable
from typing import Any, NamedTuple, cast

import numpy as np
from numba import njit

from prevent_options.model.data import Ints, Reals
from prevent_options.model.design import Fixed
from prevent_options.model.notation import CUT

_ROOT_HALF, _BELL = math.sqrt(0.5), 1.0 / math.sqrt(2.0 * math.pi)
_FAR, _NEAR = 1e200, 1e-200
"""A product is turned into its logarithm before it leaves this range: one logarithm for some hundred factors."""


def compiled[F: Callable[..., Any]](function: F) -> F:
    """Compile a function that compiled functions call, dividing as NumPy does."""
    return cast("F", njit(error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)(function))


class Table(NamedTuple):
    """Counts of directions (N, 3), how many rows have more than 0, 1, 2... findings, kinds of study (N,)."""

    counts: Ints
    often: Ints
    kind: Ints


class Shares(NamedTuple):
    """On the way: spreads and odds of being published (N,), scores (N, 2), shares and slopes in them (N, 3)."""

    total: Reals
    odds: Reals
    z: Reals
    shares: Reals
    slopes: Reals


class Slopes(NamedTuple):
    """Slopes of a table of counts in its effects, in the study sds, and in the variances beside these."""

    effect: Reals
    sds: Reals
    extra: Reals


@compiled
def no_slopes(effects: int, kinds: int, rows: int) -> Slopes:
    """Return room for the slopes of a table; those in the sds are sums, so they start at zero."""
    sds = np.empty(kinds)
    for k in range(kinds):
        sds[k] = 0.0
    return Slopes(np.empty(effects), sds, np.empty(rows))


@compiled
def _tail(z: float) -> float:
    return 0.5 * math.erfc(-z * _ROOT_HALF)


@compiled
def _bell(z: float) -> float:
    return _BELL * math.exp(-0.5 * z * z)


@compiled
def _repeats(counts: Ints, shares: Reals, phi: float, slopes: Reals) -> tuple[float, float]:
    """Return the Dirichlet-multinomial log probability and its slope in phi; slopes takes those in the shares."""
    value, product, slope_phi = 0.0, 1.0, 0.0
    for i in range(counts.shape[0]):
        for k in range(3):
            weight, slope = phi * shares[i, k], 0.0
            for before in range(counts[i, k]):
                product *= weight + before
                slope += 1.0 / (weight + before)
                if not _NEAR < product < _FAR:
                    value, product = value + math.log(product), 1.0
            slopes[i, k] = phi * slope
            slope_phi += shares[i, k] * slope
    return value + math.log(product), slope_phi


@compiled
def _totals(often: Ints, phi: float) -> tuple[float, float]:
    """Return the part of the log probability that hangs on the totals of rows only, and its slope in phi."""
    value, slope = 0.0, 0.0
    for before in range(len(often)):
        value -= often[before] * math.log(phi + before)
        slope -= often[before] / (phi + before)
    return value, slope


@compiled
def _needed(findings: int, z: float, s: Fixed) -> float:
    """Return the share of a clear direction; 0 where no finding hangs on it, which is so in a third of all cases."""
    return _tail(z) if findings or s.null_publication < 1.0 else 0.0


@compiled
def _shares(t: Table, effect: Reals, sds: Reals, extra: Reals, s: Fixed) -> Shares:
    """Return what the three directions are expected to have, row by row."""
    n, kind, counts = len(t.kind), t.kind, t.counts
    w = Shares(np.empty(n), np.empty(n), np.empty((n, 2)), np.empty((n, 3)), np.empty((n, 3)))
    total, odds, z, shares = w.total, w.odds, w.z, w.shares
    for i in range(n):
        sd = sds[kind[i]]
        total[i] = math.sqrt(sd * sd + extra[i])
        z[i, 0], z[i, 1] = (-CUT * sd - effect[i]) / total[i], (effect[i] - CUT * sd) / total[i]
        less = _needed(counts[i, 0] + counts[i, 1], z[i, 0], s)
        more = _needed(counts[i, 2] + counts[i, 1], z[i, 1], s)
        none = s.null_publication * (1.0 - less - more)
        odds[i] = less + none + more
        shares[i, 0] = (1.0 - s.lapse) * less / odds[i] + s.lapse / 3.0
        shares[i, 1] = (1.0 - s.lapse) * none / odds[i] + s.lapse / 3.0
        shares[i, 2] = (1.0 - s.lapse) * more / odds[i] + s.lapse / 3.0
    return w


@compiled
def directions(
    t: Table, effect: Reals, sds: Reals, extra: Reals, phi: float, s: Fixed, g: Slopes
) -> tuple[float, float]:
    """Return the log probability of counts and its slope in phi; g takes slopes in effects, sds and variances."""
    w = _shares(t, effect, sds, extra, s)
    value, slope = _repeats(t.counts, w.shares, phi, w.slopes)
    value_totals, slope_totals = _totals(t.often, phi)
    _through(t.kind, sds, w, s, g)
    return value + value_totals, slope + slope_totals


@compiled
def _through(kind: Ints, sds: Reals, w: Shares, s: Fixed, g: Slopes) -> None:
    """Turn slopes in the shares into slopes in effects, study sds and extra variances."""
    total, odds, z, shares, slopes = w.total, w.odds, w.z, w.shares, w.slopes
    g_effect, g_extra, g_sds = g.effect, g.extra, g.sds
    for i in range(len(kind)):
        mean = 0.0
        for k in range(3):
            mean += slopes[i, k] * (shares[i, k] - s.lapse / 3.0)
        kept = (1.0 - s.lapse) * s.null_publication * slopes[i, 1] + (1.0 - s.null_publication) * mean
        less = ((1.0 - s.lapse) * slopes[i, 0] - kept) / (odds[i] * total[i])
        less = less * _bell(z[i, 0]) if less != 0.0 else 0.0
        more = ((1.0 - s.lapse) * slopes[i, 2] - kept) / (odds[i] * total[i])
        more = more * _bell(z[i, 1]) if more != 0.0 else 0.0
        g_effect[i] = more - less
        g_extra[i] = -0.5 * (less * z[i, 0] + more * z[i, 1]) / total[i]
        g_sds[kind[i]] += 2.0 * sds[kind[i]] * g_extra[i] - CUT * (less + more)
