"""Present burden of each pair: how much of the harm it is, before any tool, with what is hidden left uncertain."""

import numpy as np

from prevent_options.effects.arrays import Floats
from prevent_options.effects.grid import Pair
from prevent_options.effects.setting import Setting, key
from prevent_options.posterior.keyed import keyed_normals


def burdens(setting: Setting) -> Floats:
    """Return the burden m of each pair in each draw, shape (K, D), in units of ``priors/assumptions.yaml``."""
    return np.stack([_burden(pair, setting) for pair in setting.grid.pairs])


def _burden(pair: Pair, setting: Setting) -> Floats:
    """Return the burden of one pair, shape (D,)."""
    table = setting.assumptions
    if not pair.listed:
        return np.full(setting.draws, table.latent_burden.value, dtype=np.float32)
    path = f"perpetrators.{pair.perpetrator}.tactics.{pair.tactic}"
    level = _by_word(setting, f"{path}.intensity", table.burden.values)
    spread = _by_word(setting, f"{path}.visibility", table.hidden_burden_sd.values)
    noise = keyed_normals(setting.seed, setting.draws, "burden", *key(pair))
    return np.asarray(level * np.exp(spread * noise), dtype=np.float32)


def _by_word(setting: Setting, path: str, values: dict[str, float]) -> Floats:
    """Return the number that stands for a fact in each draw, shape () or (D,)."""
    words, codes = setting.world.sample(path)
    return np.array([values[word] for word in words], dtype=np.float32)[codes]


def severity_weights(setting: Setting, tactic_weights: dict[str, float]) -> Floats:
    """Return the severity weight of each pair, shape (K,); 1 where the profile names none.

    A weight given to a tactic or family holds for everything below it; the nearest name wins.
    """
    return np.array([_weight(pair, setting, tactic_weights) for pair in setting.grid.pairs], dtype=np.float32)


def _weight(pair: Pair, setting: Setting, weights: dict[str, float]) -> float:
    """Return the weight of one pair's tactic: its own, else that of the nearest tactic or family above it."""
    for name in setting.catalogues.lineage(pair.tactic):
        if name in weights:
            return weights[name]
    return 1.0
