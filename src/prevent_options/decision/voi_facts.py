"""Value of knowing facts that have exactly one of some values in every draw: :func:`evppi` without its columns.

The regression of :mod:`prevent_options.decision.voi` on one such fact is the mean over the draws with each value, so
everything about it follows from sums by value and from one table of products that all facts share:

    n[v], S[t,v] = Σ_{d: v} δ[t,d], G = δ δᵀ     →     means S/n, their covariance, what they leave, the noise of both

What took T × D numbers a fact takes T × q; the figures are those of ``evppi(utility, strata(values), …)`` within the
noise it draws again.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prevent_options.decision.voi import REDRAWS, Doubles, Value, factor, root_of
from prevent_options.posterior.keyed import keyed_generator

type Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Products:
    """What all facts share of T utilities: the choice of today, and means and products of the differences to it."""

    best: int
    draws: int
    mean: Doubles
    product: Doubles


def products(utility: Doubles) -> Products:
    """Return the means, shape (T,), and products, shape (T, T), of differences to the best choice of today."""
    best = int(np.argmax(utility.mean(axis=1)))
    delta = utility - utility[best]
    return Products(best, utility.shape[1], delta.mean(axis=1), delta @ delta.T)


def facts_known(utility: Doubles, facts: Mapping[str, Bools], seed: int) -> dict[str, Value]:
    """Return the value of knowing each fact.

    Parameters
    ----------
    utility
        Shape (T, D), larger is better.
    facts
        In which draws each fact has each of its values, shape (D, q); exactly one in every draw.
    seed
        Seed of the redrawn noise, which is drawn for each fact by its name.
    """
    if not facts:
        return {}
    shared = products(utility)
    masks = np.concatenate(list(facts.values()), axis=1)
    counts, sums = masks.sum(axis=0), utility @ masks.astype(np.float64)
    sums -= sums[shared.best]
    ends = np.cumsum([0, *(values.shape[1] for values in facts.values())])
    found = {}
    for path, start, end in zip(facts, ends[:-1], ends[1:], strict=True):
        some = np.arange(start, end)[counts[start:end] > 0]
        found[path] = _known(shared, counts[some], sums[:, some], keyed_generator(seed, "voi", "fact", path))
    return found


def _known(shared: Products, counts: NDArray[np.intp], sums: Doubles, rng: np.random.Generator) -> Value:
    """Return the value of one fact whose q values have so many draws, shape (q,), and such sums, shape (T, q)."""
    apart = sums / counts - shared.mean[:, None]
    between, values = (apart**2 * counts).sum(axis=1), len(counts)
    left = np.maximum(np.diag(shared.product) - shared.draws * shared.mean**2 - between, 0.0)
    shrink = factor(between, left / max(1, shared.draws - values), values - 1)
    fitted = shared.mean[:, None] + shrink[:, None] * apart
    rivals = np.flatnonzero(fitted.max(axis=1) > 0.0)
    if not len(rivals) or not shrink.any():
        return Value(0.0, 0.0)
    plain, shares = _gain(fitted[rivals], counts), counts / shared.draws
    noise = _redrawn(shared, rivals, apart[rivals], counts, shrink[rivals], rng)
    drawn = np.array([_gain(fitted[rivals] + sign * extra, counts) @ shares for extra in noise for sign in (1.0, -1.0)])
    mean = float(plain @ shares)
    spread = np.sqrt(max(0.0, float(plain**2 @ shares) - mean**2) / shared.draws)
    return Value(max(0.0, 2.0 * mean - float(drawn.mean())), float(np.hypot(drawn.std(), spread)))


def _gain(fitted: Doubles, counts: NDArray[np.intp]) -> Doubles:
    """Return, by value, how much the best choice given the value beats the best choice of today, shape (q,)."""
    today = float((fitted @ counts).max() / counts.sum())
    return np.asarray(np.maximum(fitted.max(axis=0), 0.0) - max(0.0, today))


def _redrawn(
    shared: Products,
    rivals: NDArray[np.intp],
    apart: Doubles,
    counts: NDArray[np.intp],
    shrink: Doubles,
    rng: np.random.Generator,
) -> Doubles:
    """Return noise of fitted means as the draws would give it again, shape (REDRAWS / 2, R, q)."""
    draws, mean = shared.draws, shared.mean[rivals]
    whole = shared.product[np.ix_(rivals, rivals)] - draws * np.outer(mean, mean)
    rest = whole - (apart * counts) @ apart.T
    turned = _first_constant(counts) / np.sqrt(counts)[:, None]
    normals = rng.standard_normal((REDRAWS // 2, len(rivals), len(counts)))
    noise = (root_of(rest / max(1, draws - len(counts))) @ normals) * shrink[:, None]
    noise[:, :, 0] = normals[:, :, 0] @ root_of(whole / max(1, draws - 1)).T
    return np.asarray(noise @ turned.T)


def _first_constant(counts: NDArray[np.intp]) -> Doubles:
    """Return an orthogonal matrix, shape (q, q), whose first column is the constant among columns of single values."""
    constant = np.sqrt(counts / counts.sum())
    turned, along = np.linalg.qr(np.column_stack([constant, np.eye(len(counts))[:, 1:]]))
    return np.asarray(turned * np.sign(np.diag(along)))
