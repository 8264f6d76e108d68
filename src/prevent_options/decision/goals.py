"""Utilities of the three goals; larger is better, one value for each tool and draw.

reduce     −H: the expected fall of harm decides.
stop       the probability that harm falls by at least the threshold, given everything but the part of the case noise
           that a tool's pairs share; integrating that part out exactly keeps rare events from being ranked by luck.
foreclose  −H read as the share of the risk of onset that is removed (proportional hazards, small risk).
"""

from typing import Literal, NamedTuple

import numpy as np

from prevent_options.effects.arrays import Floats

NO_NOISE = np.float32(1e-6)
"""Stands for a standard deviation of zero: the noise then decides nothing."""

GRAIN = np.float32(2.0**-20)
"""Utilities are told apart to a millionth. What lies below is the rounding of single precision, which would rank tools
in draws in which they do nothing: because they act after the horizon, say.
"""

type Goal = Literal["reduce", "stop", "foreclose"]


class Harm(NamedTuple):
    """Harm of all tools in two forms.

    Attributes
    ----------
    change
        H, shape (T, D).
    moved, moved_decided
        Harm that remains in pairs the tool reaches, as a share of harm before, without the shared case noise, where
        leaders do not and where they do decide to end it, shape (T, D).
    unmoved
        Share of harm in pairs the tool does not reach, shape (T, D).
    shared_sd
        Standard deviation of the shared case noise, shape (T, D).
    decisive
        Probability that the tool makes leaders end it, shape (T, D).
    """

    change: Floats
    moved: Floats
    moved_decided: Floats
    unmoved: Floats
    shared_sd: Floats
    decisive: Floats


def utility(goal: Goal, harm: Harm, threshold: float) -> Floats:
    """Return the utility by which tools are ranked, shape (T, D), larger is better; to :data:`GRAIN`."""
    exact = falls_by(harm, threshold) if goal == "stop" else -harm.change
    return np.asarray(np.rint(exact / GRAIN) * GRAIN, dtype=np.float32)


def falls_by(harm: Harm, threshold: float) -> Floats:
    """Return the probability that harm falls by at least ``threshold``, given each draw, shape (T, D).

    With ``1 + H = exp(ε) A + B`` and ``ε ~ N(−s²/2, s²)``: ``P(H ≤ −c) = Φ(ln((1 − c − B) / A) / s + s/2)`` where B
    leaves room, else 0. The probability is mixed over whether leaders decide to end it.
    """
    room = (1.0 - threshold) - harm.unmoved
    either = [_noise_suffices(room, moved, harm.shared_sd) for moved in (harm.moved, harm.moved_decided)]
    return np.asarray((1.0 - harm.decisive) * either[0] + harm.decisive * either[1], dtype=np.float32)


def _noise_suffices(room: Floats, moved: Floats, sd: Floats) -> Floats:
    """Return the probability that ``exp(ε) moved ≤ room`` for ``ε ~ N(−sd²/2, sd²)``."""
    possible = (room > 0) & (moved > 0)
    ratio = np.where(possible, room, 1.0) / np.where(possible, moved, 1.0)
    sd = np.maximum(sd, NO_NOISE)
    return np.asarray(
        np.where(possible, normal_cdf(np.asarray(np.log(ratio) / sd + sd / 2, dtype=np.float32)), 0.0), dtype=np.float32
    )


def normal_cdf(z: Floats) -> Floats:
    """Return the standard normal distribution function (Abramowitz and Stegun 7.1.26, absolute error below 1e-6)."""
    x = np.abs(z) / np.float32(np.sqrt(2.0))
    t = 1.0 / (1.0 + 0.3275911 * x)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = 1.0 - series * np.exp(-x * x)
    return np.asarray(0.5 * (1.0 + np.sign(z) * erf), dtype=np.float32)


def probability_of_goal(goal: Goal, harm: Harm, *, threshold: float, reduce_threshold: float) -> np.ndarray:
    """Return, for each tool, the probability of the event its goal names, shape (T,).

    reduce: harm falls by at least ``reduce_threshold``. stop: by at least ``threshold``. foreclose: an onset that
    would have come is averted.
    """
    if goal == "foreclose":
        return np.clip(-harm.change, 0.0, 1.0).mean(axis=1)
    return falls_by(harm, threshold if goal == "stop" else reduce_threshold).mean(axis=1)
