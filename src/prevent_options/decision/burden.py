"""Burden of each pair: how much of the harm it is, before any tool, with what is hidden left uncertain.

Under the goal foreclose there is no present burden in draws in which the campaign has not begun: what counts is the
risk that each listed tactic begins, alike for all of them.
"""

import numpy as np

from prevent_options.effects.arrays import Floats
from prevent_options.effects.grid import Pair
from prevent_options.effects.setting import Setting, key
from prevent_options.posterior.keyed import keyed_normals

BEFORE = frozenset({"latent", "imminent"})
"""Phases in which a campaign has not begun."""


def burdens(setting: Setting) -> Floats:
    """Return the burden m of each pair in each draw, shape (K, D), in units of ``priors/assumptions.yaml``."""
    present = np.stack([_burden(pair, setting) for pair in setting.grid.pairs])
    if setting.profile.goal != "foreclose":
        return present
    listed = np.array([pair.listed for pair in setting.grid.pairs])
    onset = np.float32(setting.assumptions.onset_burden.value)
    return np.where(listed[:, None] & _not_begun(setting), onset, present)


def _not_begun(setting: Setting) -> np.ndarray:
    """Return the draws in which the campaign has not begun, boolean, shape () or (D,)."""
    words, codes = setting.world.sample("phase")
    return np.asarray(np.array([word in BEFORE for word in words])[codes])


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
    """Return the severity weight of each pair, shape (K,), in units of the largest; alike where the profile names none.

    A weight given to a tactic or family holds for everything below it; the nearest name wins. Only ratios of weights
    count, so the largest is 1 in single precision, whatever the case's unit is.
    """
    stated = np.array([_weight(pair, setting, tactic_weights) for pair in setting.grid.pairs])
    return np.asarray(stated / stated.max(), dtype=np.float32)


def _weight(pair: Pair, setting: Setting, weights: dict[str, float]) -> float:
    """Return the weight of one pair's tactic: its own, else that of the nearest tactic or family above it."""
    for name in setting.catalogues.lineage(pair.tactic):
        if name in weights:
            return weights[name]
    return 1.0
