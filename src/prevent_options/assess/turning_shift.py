"""How far a tool's effect must move before it is first: its log rate ratio in every pair, spill-over anew."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from prevent_options.assess.knowledge import Knowledge
from prevent_options.assess.net import CaseArrays, spilled
from prevent_options.assess.turning_types import Shift
from prevent_options.assess.voi import choice_utility
from prevent_options.profile import CaseProfile

FIRST_STEP = 0.05
DOUBLINGS = 6
"""The largest shift tried is ``FIRST_STEP · 2^DOUBLINGS`` = 3.2: a rate ratio of 1/25, or 25."""
HALVINGS = 10


def shifts(
    profile: CaseProfile, arrays: CaseArrays, knowledge: Knowledge, means: Mapping[str, float], order: Sequence[str]
) -> tuple[Shift, ...]:
    """Return the shift of each tool that may be used, smallest first, those out of reach last.

    Parameters
    ----------
    profile, arrays, knowledge
        The case as it was run.
    means
        Mean utility of each tool.
    order
        Tools that may be used, best first.
    """
    first, second = order[:2]
    rows = [
        Shift(tool, means[first] - means[tool], _shift(profile, arrays, knowledge, tool, means[target]))
        for tool, target in ((tool, second if tool == first else first) for tool in order)
    ]
    return tuple(sorted(rows, key=lambda row: (row.shift is None, abs(row.shift or 0.0), row.tool)))


def _shift(profile: CaseProfile, arrays: CaseArrays, knowledge: Knowledge, tool: str, target: float) -> float | None:
    """Return the shift at which a tool's mean utility is level with a target."""

    def gap(shift: float) -> float:
        return utility_at(profile, arrays, knowledge, tool, shift) - target

    start = gap(0.0)
    return 0.0 if start == 0.0 else _solve(gap, -FIRST_STEP if start < 0 else FIRST_STEP, negative=start < 0)


def _solve(gap: Callable[[float], float], step: float, *, negative: bool) -> float | None:
    """Return where a gap first changes sign on the way from 0, doubling the step, then halving the bracket."""
    inside, outside = 0.0, step
    for _ in range(DOUBLINGS + 1):
        if (gap(outside) < 0) != negative:
            break
        inside, outside = outside, 2 * outside
    else:
        return None
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if (gap(middle) < 0) == negative else (inside, middle)
    return outside


def utility_at(profile: CaseProfile, arrays: CaseArrays, knowledge: Knowledge, tool: str, shift: float) -> float:
    """Return the mean utility of one tool whose log rate ratio is shifted in every pair it reaches."""
    direct = arrays.tools[tool].direct
    moved = direct.expected + np.float32(shift) * direct.reached
    one = spilled(tool, replace(direct, expected=np.asarray(moved, dtype=np.float32)), arrays.stage, knowledge)
    return float(choice_utility(profile, CaseArrays(arrays.stage, {tool: one}, {}))[1].mean())
