"""Ranks, bands and tails, against answers worked out by hand and properties that must hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from prevent_options.decision.ranks import (
    final_order,
    rank_bands,
    rank_matrix,
    rank_probabilities,
    worst_tenth_mean,
    worst_tenth_of,
)

UTILITIES = arrays(np.float32, (4, 25), elements=st.floats(-1, 1, width=32))


def test_rank_matrix_puts_the_largest_utility_first_in_each_draw() -> None:
    """The best tool of a draw has rank 1, whatever the other draws say."""
    utility = np.array([[0.3, 0.1], [0.2, 0.5], [0.1, 0.0]], dtype=np.float32)
    assert rank_matrix(utility).tolist() == [[1, 2], [2, 1], [3, 3]]


@given(UTILITIES)
def test_each_draw_holds_every_rank_once(utility: np.ndarray) -> None:
    """Ranks of one draw are a permutation, ties included."""
    ranks = rank_matrix(utility)
    assert (np.sort(ranks, axis=0) == np.arange(1, 5)[:, None]).all()


@given(UTILITIES)
def test_rank_probabilities_sum_to_one_by_tool_and_by_rank(utility: np.ndarray) -> None:
    """Each tool has some rank, each rank goes to some tool."""
    chances = rank_probabilities(rank_matrix(utility))
    np.testing.assert_allclose(chances.sum(axis=0), 1)
    np.testing.assert_allclose(chances.sum(axis=1), 1)


def test_tools_that_draws_do_not_tell_apart_share_a_band() -> None:
    """Equal utilities are one band; a tool that always loses to the leader opens the next."""
    utility = np.array([[1, 1, 1, 1], [1, 1, 1, 1], [0, 0, 0, 0]], dtype=np.float32)
    order = final_order(utility, rank_matrix(utility))
    assert rank_bands(utility, order, settled=0.6) == [1, 1, 2]


def test_a_band_never_holds_a_tool_its_leader_beats_clearly() -> None:
    """Small steps do not chain into one band: every member is compared with the first."""
    rng = np.random.default_rng(1)
    utility = (np.linspace(1, 0, 12)[:, None] + rng.normal(0, 0.3, (12, 2000))).astype(np.float32)
    order = final_order(utility, rank_matrix(utility))
    bands = rank_bands(utility, order, settled=0.6)
    for band in set(bands):
        members = [tool for tool in order if bands[tool] == band]
        assert all(np.mean(utility[members[0]] > utility[tool]) < 0.6 for tool in members[1:])


def test_worst_tenth_mean_is_the_mean_of_the_largest_tenth() -> None:
    """Of the numbers 1 to 20 the worst tenth are 19 and 20."""
    assert worst_tenth_mean(np.arange(1, 21, dtype=np.float32)[None])[0] == pytest.approx(19.5)


@pytest.mark.parametrize("draws", [1, 9, 10, 4000])
def test_the_worst_tenth_of_sorted_draws_is_that_of_the_draws(draws: int) -> None:
    """To the last digit: single-precision numbers of like size add up exactly in double precision."""
    change = np.random.default_rng(draws).normal(scale=0.3, size=(5, draws)).astype(np.float32)
    assert [worst_tenth_of(np.sort(row)) for row in change] == worst_tenth_mean(change).tolist()
