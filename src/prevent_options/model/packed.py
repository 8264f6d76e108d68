"""The arrays of a density as one row of words, so that compiled code reaches them all from one address.

A word is eight bytes: an integer, or the bits of a real number. The first says how many there are; then each array
stands behind the number of its words, in the order in which they are read.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numba import carray
from numba.np.unsafe.ndarray import to_fixed_tuple

from prevent_options.model.counting import compiled
from prevent_options.model.data import Ints, Reals
from prevent_options.model.design import Design, Fixed, Found
from prevent_options.model.layout import At, Coordinates

_PLACES = len(At._fields)

type Arguments = tuple[At, Coordinates, Design, Found, Fixed]
"""What the density reads beside the point."""


def packed(arguments: Arguments) -> Ints:
    """Return what a density reads beside the point, as words."""
    at, coordinates, design, found, fixed = arguments
    numbers: Iterable[Any] = (*design, *found, at, fixed)
    parts = [_words(part) for part in (*coordinates, *numbers)]
    told = [word for part in parts for word in (np.array([len(part)]), part)]
    return np.concatenate([np.array([1 + sum(map(len, told))]), *told])


def _words(part: Any) -> Ints:  # noqa: ANN401 - arrays, tuples and numbers of both kinds
    return np.ascontiguousarray(part).reshape(-1).view(np.int64)


@compiled
def _ints(words: Ints, read: Ints) -> Ints:
    """Return the next array of integers; read says where it starts and takes where it ends."""
    start = read[0] + 1
    read[0] = start + words[read[0]]
    return words[start : read[0]]


@compiled
def _reals(words: Ints, read: Ints) -> Reals:
    return _ints(words, read).view(np.float64)


@compiled
def _table(words: Ints, read: Ints, columns: int) -> Ints:
    return _ints(words, read).reshape(-1, columns)


@compiled
def _coordinates(w: Ints, r: Ints) -> Coordinates:
    return Coordinates(mean=_reals(w, r), sd=_reals(w, r), half=_ints(w, r), spreads=_ints(w, r), means=_ints(w, r))


@compiled
def _design(w: Ints, r: Ints) -> Design:
    return Design(
        at=_table(w, r, 4),
        kind=_ints(w, r),
        often=_ints(w, r),
        spreads=_reals(w, r),
        gamma_indirect=_reals(w, r),
        factor_of=_ints(w, r),
        factor_at=_ints(w, r),
        factor_kind=_ints(w, r),
        factor_often=_ints(w, r),
        factor_indirect=_reals(w, r),
        factor_adverse=_reals(w, r),
        tally_at=_ints(w, r),
        tally_kind=_ints(w, r),
        tally_often=_ints(w, r),
        kinds=_ints(w, r)[0],
    )


@compiled
def _found(w: Ints, r: Ints) -> Found:
    return Found(_table(w, r, 3), _reals(w, r), _table(w, r, 3), _table(w, r, 3))


@compiled
def unpacked(address: int) -> Arguments:
    """Return what stands at the address of words, without copying it."""
    w = carray(address, (carray(address, (1,), np.int64)[0],), np.int64)
    r = np.ones(1, dtype=np.int64)
    coordinates, design, found = _coordinates(w, r), _design(w, r), _found(w, r)
    at, fixed = At(*to_fixed_tuple(_ints(w, r), _PLACES)), _reals(w, r)
    return at, coordinates, design, found, Fixed(fixed[0], fixed[1])
