"""Noise by name: what one cell draws never depends on which other cells somebody asked for.

A name draws its noise out of one table of independent numbers that belongs to the seed: from a first place on, in
steps of a stride, both read off a digest of the name. Two names whose strides differ meet in hardly any draw, and
which they meet in is as good as random, so across draws their noise is independent; a table is walked through at most
once, so no number serves a name twice. That takes a fifth of the time of a generator for each name (decision 0094).
"""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float32]
type Kind = Literal["normal", "uniform"]

TABLE = 2**16
"""Numbers in a table, a power of two, so that every odd stride passes through all of them."""
LEAST_RATIO = 16
"""A table holds at least so many times the draws."""
NOISES = 2**9
"""How many noises are kept, 16 kB each at 4,000 draws: a case asks for some 250, most of them named after rules and
tools, which all cases share."""
STARTS, STRATA = 2**14, 2**8
"""How many starts of walks are kept, and how many strata: for whoever assesses many cases, which share most names."""


def keyed_generator(seed: int, *name: str) -> np.random.Generator:
    """Return a generator that depends on the seed and the name only."""
    return np.random.Generator(np.random.Philox(key=_digest(seed, name)))


def keyed_normals(seed: int, draws: int, *name: str) -> Floats:
    """Return standard normal noise, shape (draws,), float32, that depends on the seed and the name only; read-only."""
    return _noise("normal", seed, draws, name)


def normal_rows(seed: int, draws: int, names: Sequence[tuple[str, ...]]) -> Floats:
    """Return the noise of several names, as :func:`keyed_normals` gives it to each, in one go, shape (names, draws)."""
    size, whole = _size(draws), _whole(draws)
    firsts, strides = np.array([_start("normal", seed, size, name) for name in names], dtype=whole).T[:, :, None]
    return _at(_table("normal", seed, size), _counted(draws) * strides + firsts)


def keyed_uniforms(seed: int, draws: int, *name: str) -> Floats:
    """Return uniform noise, shape (draws,), float32, that depends on the seed and the name only; read-only."""
    return _noise("uniform", seed, draws, name)


@lru_cache(maxsize=STRATA)
def keyed_strata(seed: int, draws: int, *name: str) -> NDArray[np.float64]:
    """Return uniform numbers, one in each of ``draws`` equal parts of (0, 1), in random order, shape (draws,).

    The last ones are kept, because the cases of a list ask for the same names; they cannot be written to.
    """
    size, places = _size(draws), np.empty(draws)
    # Whole numbers of two bytes are sorted in a fifth of the time.
    numbers = (_walk("uniform", seed, draws, ("order", *name)) * size).astype(np.uint16 if size == TABLE else np.int64)
    places[numbers.argsort(kind="stable")] = np.arange(draws)
    found = (places + _walk("uniform", seed, draws, ("within", *name))) / draws
    found.flags.writeable = False
    return found


@lru_cache(maxsize=NOISES)
def _noise(kind: Kind, seed: int, draws: int, name: tuple[str, ...]) -> Floats:
    """Return what a name draws; the last ones are kept, and cannot be written to, as with :func:`keyed_strata`."""
    found = _walk(kind, seed, draws, name)
    found.flags.writeable = False
    return found


def _walk(kind: Kind, seed: int, draws: int, name: tuple[str, ...]) -> Floats:
    """Return what a name draws from the table of a seed."""
    size, whole = _size(draws), _whole(draws)
    first, stride = _start(kind, seed, size, name)
    places = _counted(draws) * whole(stride)
    places += whole(first)
    return _at(_table(kind, seed, size), places)


@lru_cache(maxsize=STARTS)
def _start(kind: Kind, seed: int, size: int, name: tuple[str, ...]) -> tuple[int, int]:
    """Return where a name begins to walk through the table of a seed, and its stride."""
    digest = _digest(seed, (kind, *name))
    return digest & (size - 1), (digest >> 64) & (size - 1) | 1


def _whole(draws: int) -> type[np.uint16 | np.uint64]:
    """Return whole numbers for places: those of two bytes count modulo the usual size by themselves."""
    return np.uint16 if _size(draws) == TABLE else np.uint64


def _at(table: Floats, places: NDArray[Any]) -> Floats:
    """Return the numbers at places of a table, counted modulo its size."""
    if table.size > TABLE:
        places &= places.dtype.type(table.size - 1)
    numbers: Floats = table.take(places, mode="wrap")
    return numbers


def _digest(seed: int, name: tuple[str, ...]) -> int:
    """Return 128 bits that stand for a seed and a name."""
    return int.from_bytes(blake2b("\x1f".join((str(seed), *name)).encode(), digest_size=16).digest(), "little")


def _size(draws: int) -> int:
    """Return how many numbers the table holds: a power of two."""
    return max(TABLE, 1 << (LEAST_RATIO * draws - 1).bit_length())


@lru_cache(maxsize=4)
def _counted(draws: int) -> NDArray[Any]:
    return np.arange(draws).astype(_whole(draws))


@lru_cache(maxsize=8)
def _table(kind: Kind, seed: int, size: int) -> Floats:
    """Return the numbers of a seed; with exactly the mean and the spread they stand for, which no name could mend."""
    source = keyed_generator(seed, "table", kind)
    if kind == "uniform":
        return np.asarray((source.permutation(size) + 0.5) / size, dtype=np.float32)
    drawn = source.standard_normal(size)
    return np.asarray((drawn - drawn.mean()) / drawn.std(), dtype=np.float32)
