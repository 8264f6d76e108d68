"""Pressure on tactics, and the channels through which it raises others."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from prevent_options.effects.arrays import Floats
from prevent_options.rules import Finding


class Pressed(NamedTuple):
    """What a tool takes away from each tactic, 0 where it takes nothing, shape (K, D), and its means, shape (K,).

    Several tools at once have a first axis T.
    """

    each: Floats
    means: NDArray[np.float64]

    def of(self, tool: int) -> "Pressed":
        """Return the pressure of one of several tools."""
        return Pressed(self.each[tool], self.means[tool])

    def over(self, pairs: list[int]) -> Floats:
        """Return the mean pressure on some pairs, shape (D,)."""
        return self.each[pairs[0]] if len(pairs) == 1 else self.each[pairs].mean(axis=0)


def pressures(expected: Floats) -> Pressed:
    """Return the pressure that direct effects without case noise are, shape (…, K, D)."""
    each = np.maximum(-expected, np.float32(0.0))
    return Pressed(each, each.mean(axis=-1, dtype=np.float64))


class Channel(NamedTuple):
    """One way in which pressure on a tactic may raise another.

    Attributes
    ----------
    finding
        The rule that speaks; None where the matrix does.
    findings
        Ids of the findings that name this pair, where the matrix speaks; none where a rule does.
    perpetrator, source, target, via
        Who turns from what to what (a tactic or family), through which channel.
    positions
        Pairs that rise.
    rise
        Log rate ratio, shape (D,).
    """

    finding: Finding | None
    findings: tuple[str, ...]
    perpetrator: str
    source: str
    target: str
    via: str
    positions: tuple[int, ...]
    rise: Floats
