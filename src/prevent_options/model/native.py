"""The density as a C function, which the sampler calls without Python.

Called through Python, a gradient took half as long again, and two chains had to wait for one another at the
interpreter's lock. What Numba compiles is kept on disk where a folder for it can be written: beside this file, else
in the user's cache, else nowhere.
"""

import ctypes
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from pickle import UnpicklingError
from typing import Any, Final

import numpy as np
from numba import carray, cfunc, types

from prevent_options.model.data import Ints, Reals
from prevent_options.model.density import log_density
from prevent_options.model.packed import unpacked

_ROW = types.CPointer(types.double)
_DENSITY = types.int64(types.uint64, _ROW, _ROW, _ROW, types.voidptr)
_COPY = types.int64(types.uint64, types.uint64, _ROW, _ROW, types.voidptr)
_NOT_FINITE: Final = 3
"""What a sampler is told so that it takes a smaller step."""

_NOT_KEPT = (RuntimeError, OSError, EOFError, UnpicklingError)
"""No folder can be written, the disk is full, or what was kept is damaged."""

_SOURCES = ("counting.py", "data.py", "density.py", "design.py", "layout.py", "native.py", "notation.py", "packed.py")


def _version() -> int:
    """Return a number that changes with the code of the density: Numba looks at the file of one function only."""
    folder = Path(__file__).parent
    return int(sha256(b"".join((folder / name).read_bytes() for name in _SOURCES)).hexdigest()[:15], 16)


def _density(version: int) -> Callable[..., int]:
    def density(size: int, x: Reals, gradient: Reals, value: Reals, words: int) -> int:
        at, coordinates, design, found, fixed = unpacked(words)
        g, out = carray(gradient, (size,)), carray(value, (1,))
        out[0] = log_density(carray(x, (size,)), g, at, coordinates, design, found, fixed)
        finite = np.isfinite(out[0]) and version > 0  # names the version, which makes it part of what is compiled
        for slope in g:
            finite = finite and np.isfinite(slope)
        return 0 if finite else _NOT_FINITE

    return density


def _copy(size: int, _: int, x: Reals, out: Reals, _words: int) -> int:
    """Copy a vector: what is kept of each draw."""
    here, there = carray(x, (size,)), carray(out, (size,))
    for i in range(size):
        there[i] = here[i]
    return 0


def _compile(signature: Any, function: Callable[..., int]) -> Any:  # noqa: ANN401 - Numba has no types
    """Compile a C function, or read it back."""
    try:
        return cfunc(signature, error_model="numpy", cache=True)(function)
    except _NOT_KEPT:
        return cfunc(signature, error_model="numpy")(function)


@cache
def density_function() -> Any:  # noqa: ANN401 - Numba has no types
    """Return the C function of the density: size, point, room for gradient and value, address of words."""
    return _compile(_DENSITY, _density(_version()))


@cache
def copy_function() -> Any:  # noqa: ANN401 - Numba has no types
    """Return the C function that says what is kept of a point: all of it."""
    return _compile(_COPY, _copy)


def _at(row: Reals) -> Any:  # noqa: ANN401 - pointers have no types
    return row.ctypes.data_as(ctypes.POINTER(ctypes.c_double))


def evaluate(x: Reals, words: Ints) -> tuple[float, Reals]:
    """Return the log density at x, constants left out, and its gradient."""
    point, gradient, value = np.ascontiguousarray(x), np.empty(len(x)), np.empty(1)
    density_function().ctypes(len(x), *map(_at, (point, gradient, value)), words.ctypes.data)
    return float(value[0]), gradient
