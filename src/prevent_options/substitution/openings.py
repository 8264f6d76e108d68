"""Exits of a case: the bar that the log odds of an exit must clear to be open, and how wide it then is.

An exit belongs to a perpetrator and a tactic, and is drawn once for all tools (common random numbers).
"""

from typing import NamedTuple

import numpy as np

from prevent_options.effects.arrays import Floats
from prevent_options.effects.direct import Setting, key
from prevent_options.effects.grid import Pair
from prevent_options.posterior.keyed import keyed_normals, keyed_uniforms


class Openings(NamedTuple):
    """Bar and width of the exits to M pairs of one perpetrator, each shape (M, D)."""

    bars: Floats
    widths: Floats


def openings(perpetrator: str, setting: Setting) -> Openings:
    """Return the exits to each of a perpetrator's pairs, in the order of the grid; drawn once for a case."""

    def drawn() -> Openings:
        pairs = [setting.grid.pairs[k] for k in setting.grid.where(perpetrator=perpetrator)]
        odds = _odds(perpetrator, setting)
        return Openings(np.stack([_bar(pair, setting) - odds for pair in pairs]), _widths(pairs, setting))

    return setting.keep(("openings", perpetrator), drawn)


def _bar(pair: Pair, setting: Setting) -> Floats:
    """Return log odds that are cleared with their own probability, shape (D,)."""
    uniform = keyed_uniforms(setting.seed, setting.draws, "exit", *key(pair))
    return np.asarray(np.log(uniform / (1 - uniform)))


def _widths(pairs: list[Pair], setting: Setting) -> Floats:
    size = setting.repertoire.numbers.size
    noise = np.stack([keyed_normals(setting.seed, setting.draws, "exit size", *key(pair)) for pair in pairs])
    return np.minimum(np.float32(size.most), np.float32(size.median) * np.exp(np.float32(size.log_sd) * noise))


def _odds(perpetrator: str, setting: Setting) -> Floats:
    """Return the log of the factor that facts of the case put on the odds, shape () or (D,)."""
    table = setting.repertoire.numbers.odds
    facts = {
        f"perpetrators.{perpetrator}.structure": table.structure,
        "accommodation_capacity": table.accommodation_capacity,
    }
    logs = []
    for path, factors in facts.items():
        words, codes = setting.world.sample(path)
        logs.append(np.log([factors.get(word, 1.0) for word in words])[codes])
    return np.asarray(sum(logs), dtype=np.float32)
