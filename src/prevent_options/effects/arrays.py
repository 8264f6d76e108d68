"""Array types of the numerical layers. T tools, K pairs, D draws."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float32]
"""Single precision, the type of the hot path and of the shipped draws."""

type Bools = NDArray[np.bool_]

type Mask = bool | NDArray[np.bool_]
"""One truth for all draws, or one for each of D draws."""


def share(mask: NDArray[np.bool_]) -> float:
    """Return in which share of draws something holds; many times as fast as the mean of truths."""
    return float(np.count_nonzero(mask) / mask.size)


def row_shares(masks: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return for each row of truths in which share of draws it holds, shape (rows,)."""
    counts = np.array([np.count_nonzero(row) for row in masks], dtype=np.float64)
    return np.asarray(counts / masks.shape[1])


ROOM = 31 * 2**20
"""Bytes; just under the largest block for which glibc learns to keep freed memory."""


@cache
def keep_freed_memory() -> None:
    """Let the allocator keep what short-lived arrays give back, instead of asking the system for each anew.

    glibc raises the size from which it asks the system when a larger block is freed; the block is never touched, so it
    costs no memory. An assessment makes thousands of arrays of some hundred kilobytes, and a tenth of its time went
    into pages that were given back and asked for again. Elsewhere this does nothing.
    """
    np.empty(ROOM, dtype=np.uint8)
