"""Attitudes to risk: what else than the expected utility a choice can go by; larger utility is better.

worst_tenth  mean utility of the worst tenth of draws: larger is better.
regret       how much less than the best tool of the same draw a tool brings: smaller is better. The mean of regret
             orders tools exactly as expected utility does (the best of each draw is the same for all), so tools are
             ordered by the mean of the worst tenth of regret, a minimax regret that no single draw decides.
"""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from prevent_options.decision.ranks import worst_tenth_mean
from prevent_options.effects.arrays import Floats

type Attitude = Literal["worst_tenth", "regret"]


def worst_tenth(utility: Floats) -> NDArray[np.float64]:
    """Return the mean utility of each tool's worst tenth of draws, shape (T,); larger is better."""
    return -worst_tenth_mean(-utility)


def regrets(utility: Floats) -> Floats:
    """Return what each tool brings less than the best tool of the same draw, shape (T, D); never below 0."""
    return np.asarray(utility.max(axis=0) - utility, dtype=np.float32)


def order_by(attitude: Attitude, utility: Floats, default: list[int]) -> list[int]:
    """Return tools from best to worst under an attitude; equal ones stay in the default order.

    Parameters
    ----------
    attitude
        What the order goes by.
    utility
        Utility of each tool in each draw, shape (T, D).
    default
        The tools in default order.
    """
    value = worst_tenth(utility) if attitude == "worst_tenth" else -worst_tenth_mean(regrets(utility))
    return sorted(default, key=lambda tool: -value[tool])


def level_with(first: int, value: Floats, times: float) -> list[int]:
    """Return the tools whose mean worst tenth the draws do not tell apart from that of one of them.

    The mean of a tail is, for many draws, the mean of ``q + min(x − q, 0) / 0.1`` with q its upper end; that gives the
    error of a difference draw by draw, so that what two tools share does not count as noise.

    Parameters
    ----------
    first
        The tool they are compared with, which is not among those returned.
    value
        What is looked at in each draw, larger is better, shape (T, D).
    times
        So many standard errors must lie between two tools before they count as apart.
    """
    count = max(1, value.shape[1] // 10)
    end = np.partition(value, count - 1, axis=1)[:, count - 1, None].astype(np.float64)
    tail = end + np.minimum(value - end, 0.0) * (value.shape[1] / count)
    gap = tail[first] - tail
    near = np.abs(gap.mean(axis=1)) <= times * gap.std(axis=1) / np.sqrt(gap.shape[1])
    return [int(tool) for tool in np.flatnonzero(near) if tool != first]
