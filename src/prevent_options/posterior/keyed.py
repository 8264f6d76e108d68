"""Noise by name: what one cell draws never depends on which other cells somebody asked for.

A name draws its noise out of one table of independent numbers that belongs to the seed: from a first place on, in
steps of a stride, both read off a digest of the name. Two names whose strides differ meet in hardly any draw, and
which they meet in is as good as random, so across draws their noise is independent; a table is walked through at most
once, so no number serves a name twice. That takes a fifth of the time of a generator for each name (decision 0094).
"""

from collections.abc import Callable
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


class _Kept:
    """Noise that was drawn, while there is room for it."""

    def __init__(self) -> None:
        self.limit, self._taken = 0, 0
        self._held: dict[tuple[str, int, int, tuple[str, ...]], Any] = {}

    def of[Noise: NDArray[Any]](self, key: tuple[str, int, int, tuple[str, ...]], draw: Callable[[], Noise]) -> Noise:
        """Return what is held under a key, or draw it, and hold it where there is room."""
        found: Noise | None = self._held.get(key)
        if found is None:
            found = draw()
            if self._taken + found.nbytes <= self.limit:
                self._taken += found.nbytes
                found.flags.writeable = False
                self._held[key] = found
        return found


_KEPT = _Kept()


def keep_noise(megabytes: int = 48) -> None:
    """Keep noise that is drawn from now on, for whoever assesses many cases: they share most names.

    Parameters
    ----------
    megabytes
        Room for all of it, however often this is called; when that is full nothing more is kept. No number changes,
        because a name always draws the same.
    """
    _KEPT.limit = megabytes * 2**20


def keyed_generator(seed: int, *name: str) -> np.random.Generator:
    """Return a generator that depends on the seed and the name only."""
    return np.random.Generator(np.random.Philox(key=_digest(seed, name)))


def keyed_normals(seed: int, draws: int, *name: str) -> Floats:
    """Return standard normal noise, shape (draws,), float32, that depends on the seed and the name only."""
    return _KEPT.of(("normal", seed, draws, name), lambda: _walk("normal", seed, draws, name))


def keyed_uniforms(seed: int, draws: int, *name: str) -> Floats:
    """Return uniform noise, shape (draws,), float32, that depends on the seed and the name only."""
    return _KEPT.of(("uniform", seed, draws, name), lambda: _walk("uniform", seed, draws, name))


def keyed_strata(seed: int, draws: int, *name: str) -> NDArray[np.float64]:
    """Return uniform numbers, one in each of ``draws`` equal parts of (0, 1), in random order, shape (draws,)."""
    return _KEPT.of(("strata", seed, draws, name), lambda: _strata(seed, draws, name))


def _strata(seed: int, draws: int, name: tuple[str, ...]) -> NDArray[np.float64]:
    size, places = _size(draws), np.empty(draws)
    # Whole numbers of two bytes are sorted in a fifth of the time.
    numbers = (_walk("uniform", seed, draws, ("order", *name)) * size).astype(np.uint16 if size == TABLE else np.int64)
    places[numbers.argsort(kind="stable")] = np.arange(draws)
    return (places + _walk("uniform", seed, draws, ("within", *name))) / draws


def _walk(kind: Kind, seed: int, draws: int, name: tuple[str, ...]) -> Floats:
    """Return what a name draws from the table of a seed."""
    size = _size(draws)
    digest = _digest(seed, (kind, *name))
    first, stride = digest & (size - 1), (digest >> 64) & (size - 1) | 1
    # Two bytes count modulo the usual size by themselves.
    whole = np.uint16 if size == TABLE else np.uint64
    places: NDArray[np.integer[Any]] = _counted(draws, whole) * whole(stride)
    places += whole(first)
    if size > TABLE:
        places &= whole(size - 1)
    return _table(kind, seed, size).take(places, mode="wrap")


def _digest(seed: int, name: tuple[str, ...]) -> int:
    """Return 128 bits that stand for a seed and a name."""
    return int.from_bytes(blake2b("\x1f".join((str(seed), *name)).encode(), digest_size=16).digest(), "little")


def _size(draws: int) -> int:
    """Return how many numbers the table holds: a power of two."""
    return max(TABLE, 1 << (LEAST_RATIO * draws - 1).bit_length())


@lru_cache(maxsize=4)
def _counted(draws: int, whole: type[np.uint16 | np.uint64]) -> NDArray[Any]:
    return np.arange(draws).astype(whole)


@lru_cache(maxsize=8)
def _table(kind: Kind, seed: int, size: int) -> Floats:
    """Return the numbers of a seed; with exactly the mean and the spread they stand for, which no name could mend."""
    source = keyed_generator(seed, "table", kind)
    if kind == "uniform":
        return np.asarray((source.permutation(size) + 0.5) / size, dtype=np.float32)
    drawn = source.standard_normal(size)
    return np.asarray((drawn - drawn.mean()) / drawn.std(), dtype=np.float32)
