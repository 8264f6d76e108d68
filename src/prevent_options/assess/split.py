"""A tool's net change of harm in three parts: what it does directly, what moves along, what moves elsewhere."""

from dataclasses import dataclass

import numpy as np

from prevent_options.decision.harm import change_of_harm
from prevent_options.effects.arrays import Floats


@dataclass(frozen=True, slots=True)
class Split:
    """Parts of the expected net change of harm, as fractions; they sum to it.

    Attributes
    ----------
    direct
        What the tool does to the tactics it presses.
    complement
        What is gained (negative) or lost because other tactics move along.
    substitution
        What is lost (positive) because violence moves elsewhere.
    """

    direct: float
    complement: float
    substitution: float

    @property
    def net(self) -> float:
        """The net change."""
        return self.direct + self.complement + self.substitution


def net_split(direct: Floats, complement: Floats, substitution: Floats, shares: Floats) -> Split:
    """Return the split of one tool's net change of harm.

    The parts are added one after the other, substitution last, so that its part is what ranking without it would
    leave out.

    Parameters
    ----------
    direct, complement, substitution
        Log rate ratios, each shape (K, D).
    shares
        Shares of harm, shape (K, D).
    """
    steps = [direct, direct + complement, direct + complement + substitution]
    first, second, third = (float(change_of_harm(np.asarray(s)[None], shares).mean(dtype=np.float64)) for s in steps)
    return Split(first, second - first, third - second)
