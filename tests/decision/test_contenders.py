"""Tools that may stand in an efficient set: none that a set needs is left out where sets are sums of their tools."""

from itertools import combinations

import numpy as np
import pytest

from prevent_options.decision.portfolio import contenders


def efficient(fall: np.ndarray, effort: np.ndarray, most: int) -> set[int]:
    """Return the tools of all efficient sets, by looking at every set."""
    sets = [one for size in range(1, most + 1) for one in combinations(range(len(fall)), size)]
    used: set[int] = set()
    best = 0.0
    for spend in sorted({effort[list(one)].sum() for one in sets}):
        first = max((one for one in sets if effort[list(one)].sum() <= spend), key=lambda one: fall[list(one)].sum())
        if fall[list(first)].sum() > best + 1e-12:
            best = fall[list(first)].sum()
            used |= set(first)
    return used


@pytest.mark.parametrize("seed", range(30))
def test_every_tool_of_an_efficient_set_is_a_contender(seed: int) -> None:
    """Ten tools at random, sets of one to three: what the best sets hold is never left out."""
    random = np.random.default_rng(seed)
    fall, effort, most = random.normal(0.1, 0.1, 10), random.integers(1, 6, 10), 1 + seed % 3
    found = set(np.flatnonzero(contenders(fall, effort, most)).tolist())
    assert efficient(fall, effort, most) <= found


def test_a_tool_behind_enough_others_that_cost_no_more_is_none() -> None:
    """The third of three equal prices is out of sets of two; a cheaper one is in, however little it does."""
    found = contenders(np.array([0.3, 0.2, 0.1, 0.05]), np.array([2, 2, 2, 1]), 2)
    assert found.tolist() == [True, True, False, True]
