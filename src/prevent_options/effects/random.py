"""Random numbers by name, so that what one tool draws never depends on which other tools exist."""

from hashlib import blake2b

import numpy as np

from prevent_options.effects.arrays import Floats


def keyed(seed: int, *name: str) -> np.random.Generator:
    """Return a generator that depends on the seed and the name only.

    Common random numbers follow: the same tool, rule or pair gets the same noise in two variants of a case, so a
    difference between the variants is a difference of facts.
    """
    digest = blake2b("\x1f".join((str(seed), *name)).encode(), digest_size=16).digest()
    return np.random.Generator(np.random.Philox(key=int.from_bytes(digest, "little")))


def normals(seed: int, draws: int, *name: str) -> Floats:
    """Return standard normal noise, shape (draws,), float32, for one name."""
    return keyed(seed, *name).standard_normal(draws, dtype=np.float32)
