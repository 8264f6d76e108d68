"""Harm: how much the total of all tactics changes, each weighted by severity and present burden.

``H = Σ_k w_k m_k exp(Δ_net[k]) / Σ_k w_k m_k − 1`` for each tool and draw; −0.2 is a fifth less.
"""

from collections.abc import Sequence

import numpy as np

from prevent_options.effects.arrays import Floats

NEGLIGIBLE = 1e-4
"""A change of total harm below one in ten thousand is none: above what single precision loses, below what counts."""


def weighted_shares(burden: Floats, weights: Floats) -> Floats:
    """Return each pair's share of total weighted harm.

    Parameters
    ----------
    burden
        Present burden m, shape (K, D), in relative units.
    weights
        Severity weights w, shape (K,) or (K, D).

    Returns
    -------
    numpy.ndarray
        Shares, shape (K, D); each column sums to 1.
    """
    product = burden * (weights if weights.ndim == 2 else weights[:, None])
    return np.asarray(product / product.sum(axis=0), dtype=np.float32)


def change_of_harm(net: Floats, shares: Floats) -> Floats:
    """Return H, the change of total harm as a fraction.

    Parameters
    ----------
    net
        Net log rate ratios, shape (T, K, D).
    shares
        Shares of harm, shape (K, D).

    Returns
    -------
    numpy.ndarray
        H, shape (T, D).
    """
    return np.asarray(np.einsum("tkd,kd->td", np.exp(net), shares) - 1.0, dtype=np.float32)


def remaining_harm(ratio: Floats, shares: Floats, runs: Sequence[slice]) -> Floats:
    """Return the harm that is left with each of P perpetrators, as a share of all harm before, shape (T, P, D).

    Parameters
    ----------
    ratio
        Rate ratio of each pair, shape (T, K, D).
    shares
        Shares of harm, shape (K, D).
    runs
        The slice of each perpetrator's pairs.
    """
    return np.stack([np.einsum("tkd,kd->td", ratio[:, pairs], shares[pairs]) for pairs in runs], axis=1)


def random_weights(rng: np.random.Generator, kinds: np.ndarray, draws: int) -> Floats:
    """Draw severity weights evenly over all weights: one weight a kind of tactic, uniform on the simplex.

    Parameters
    ----------
    rng
        Source of randomness.
    kinds
        For each of K pairs the number of its tactic, so that one tactic has one weight whoever uses it.
    draws
        Number of draws D.

    Returns
    -------
    numpy.ndarray
        Weights, shape (K, D).
    """
    simplex = rng.standard_exponential((int(kinds.max()) + 1, draws), dtype=np.float32)
    weights: Floats = np.asarray(simplex / simplex.sum(axis=0), dtype=np.float32)[kinds]
    return weights
