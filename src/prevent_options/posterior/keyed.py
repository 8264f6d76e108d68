"""Noise by name: what one cell draws never depends on which other cells somebody asked for."""

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float32]


def keyed_generator(seed: int, *name: str) -> np.random.Generator:
    """Return a generator that depends on the seed and the name only."""
    digest = blake2b("\x1f".join((str(seed), *name)).encode(), digest_size=16).digest()
    return np.random.Generator(np.random.Philox(key=int.from_bytes(digest, "little")))


def keyed_normals(seed: int, draws: int, *name: str) -> Floats:
    """Return standard normal noise, shape (draws,), float32, that depends on the seed and the name only."""
    return keyed_generator(seed, *name).standard_normal(draws, dtype=np.float32)
