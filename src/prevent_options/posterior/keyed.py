"""Noise by name: what one cell draws never depends on which other cells somebody asked for.

Noise that was drawn is kept for the next assessment, up to :data:`KEPT_BYTES`; the oldest goes first. Keeping it
changes no number, because a name always draws the same.
"""

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float32]

KEPT_BYTES = 48 * 2**20
"""Memory for kept noise: three cases of the usual size at 4,000 draws."""

_kept: dict[tuple[str, int, int, tuple[str, ...]], Floats] = {}


def keyed_generator(seed: int, *name: str) -> np.random.Generator:
    """Return a generator that depends on the seed and the name only."""
    digest = blake2b("\x1f".join((str(seed), *name)).encode(), digest_size=16).digest()
    return np.random.Generator(np.random.Philox(key=int.from_bytes(digest, "little")))


def keyed_normals(seed: int, draws: int, *name: str) -> Floats:
    """Return standard normal noise, shape (draws,), float32, that depends on the seed and the name only; read-only."""
    return _drawn(("normal", seed, draws, name))


def keyed_uniforms(seed: int, draws: int, *name: str) -> Floats:
    """Return uniform noise, shape (draws,), float32, that depends on the seed and the name only; read-only."""
    return _drawn(("uniform", seed, draws, name))


def _drawn(key: tuple[str, int, int, tuple[str, ...]]) -> Floats:
    """Return kept noise, or draw it and keep it; the oldest goes when there is too much."""
    found = _kept.get(key)
    if found is None:
        kind, seed, draws, name = key
        source = keyed_generator(seed, *name)
        draw = source.standard_normal if kind == "normal" else source.random
        found = draw(draws, dtype=np.float32)
        found.flags.writeable = False
        while _kept and (len(_kept) + 1) * found.nbytes > KEPT_BYTES:
            _kept.pop(next(iter(_kept)), None)
        _kept[key] = found
    return found
