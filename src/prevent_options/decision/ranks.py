"""Ranks: who is first, how often, and which neighbours the draws cannot tell apart."""

import numpy as np
from numpy.typing import NDArray

from prevent_options.effects.arrays import Floats, share


def rank_matrix(utility: Floats) -> NDArray[np.int16]:
    """Return the rank of each tool in each draw, 1 is best, shape (T, D); ties go to the earlier tool.

    Each utility becomes a whole number of the same order with the tool's position in its last bits, so that one fast
    sort of numbers settles ties as well.
    """
    tools, draws = utility.shape
    keys = _ordered(-np.asarray(utility, dtype=np.float32)).T * np.int64(tools) + np.arange(tools)
    order = np.sort(keys, axis=1) % tools
    ranks = np.empty((tools, draws), dtype=np.int16)
    ranks[order, np.arange(draws)[:, None]] = np.arange(1, tools + 1)
    return ranks


def _ordered(values: Floats) -> NDArray[np.int64]:
    """Return whole numbers, from 0, that stand in the same order as single-precision values; minus zero is zero."""
    bits = (values + np.float32(0.0)).view(np.uint32).astype(np.int64)
    return np.where(bits < 2**31, bits + 2**31, 2**32 - 1 - bits)


def rank_probabilities(ranks: NDArray[np.int16]) -> NDArray[np.float64]:
    """Return the probability of each rank for each tool, shape (T, T); rows sum to 1."""
    tools, draws = ranks.shape
    flat = (ranks - 1) + np.arange(tools)[:, None] * tools
    counts: NDArray[np.int64] = np.bincount(flat.ravel(), minlength=tools * tools)
    return np.asarray(counts.reshape(tools, tools) / draws)


def final_order(utility: Floats, ranks: NDArray[np.int16]) -> list[int]:
    """Return tools from best to worst by mean utility; equal means by expected rank, then by position.

    Parameters
    ----------
    utility
        Utility with everything averaged out that can be, shape (T, D).
    ranks
        Rank of each tool in each draw, shape (T, D).
    """
    means = utility.astype(np.float64).mean(axis=1)
    expected = ranks.mean(axis=1)
    return sorted(range(len(utility)), key=lambda tool: (-means[tool], expected[tool], tool))


def rank_bands(utility: Floats, order: list[int], settled: float) -> list[int]:
    """Return the band of each tool, in the order of the tools: 1 is the first band.

    A new band begins where the first tool of the current band beats the next tool in at least ``settled`` of the
    draws (ties count half), so no two tools of one band are told apart from the band's leader.
    """
    bands = [0] * len(order)
    leader, band = order[0], 1
    for tool in order:
        beats = share(utility[leader] > utility[tool]) + 0.5 * share(utility[leader] == utility[tool])
        if tool != leader and beats >= settled:
            leader, band = tool, band + 1
        bands[tool] = band
    return bands


def worst_tenth_mean(change: Floats) -> NDArray[np.float64]:
    """Return the mean of the worst tenth of draws of H for each tool, shape (T,)."""
    count = _tenth(change.shape[1])
    worst = -np.partition(-change, count - 1, axis=1)[:, :count]
    return worst.astype(np.float64).mean(axis=1)


def worst_tenth_of(ordered: Floats) -> float:
    """Return the mean of the worst tenth of draws of H that are sorted, shape (D,)."""
    return float(ordered[-_tenth(ordered.size) :].mean(dtype=np.float64))


def _tenth(draws: int) -> int:
    return max(1, draws // 10)
