"""Shares of variance on made-up draws whose answer is known."""

import numpy as np

from prevent_options.decision.explained import NOTHING, by_facts, by_numbers

DRAWS = 20_000


def test_a_planted_share_of_variance_is_found() -> None:
    """A fact that makes a fifth of the variance is said to; one that makes nothing is not told apart from 0."""
    rng = np.random.default_rng(4)
    fact, idle = (rng.random(DRAWS) < 0.5 for _ in range(2))
    figure = fact.astype(float) + rng.standard_normal(DRAWS)
    told = by_facts(figure, [np.stack([fact, ~fact], axis=1)])
    nothing = by_facts(figure, [np.stack([idle, ~idle], axis=1)])
    assert abs(told.share - 0.2) < 4 * told.mc_error
    assert told.mc_error < 0.02
    assert abs(nothing.share) < 4 * nothing.mc_error


def test_facts_add_up_and_so_do_words_of_a_list() -> None:
    """Two facts of a tenth each make a fifth, whether they are facts of their own or words that may hold together."""
    rng = np.random.default_rng(5)
    one, two, noise = rng.random(DRAWS) < 0.5, rng.random(DRAWS) < 0.5, rng.standard_normal(DRAWS)
    figure = (one * 1.0 + two * 1.0) / np.sqrt(2.0) + noise
    facts = by_facts(figure, [np.stack([one, ~one], axis=1), np.stack([two, ~two], axis=1)])
    words = by_facts(figure, [np.stack([one, two, ~two], axis=1)])
    assert abs(facts.share - 0.2) < 4 * facts.mc_error
    assert abs(words.share - facts.share) < 0.002


def test_weights_that_make_half_of_a_figure_are_said_to() -> None:
    """A figure linear in weights on the simplex, with noise of the same variance, is explained by half."""
    rng = np.random.default_rng(6)
    weights = rng.standard_exponential((6, DRAWS))
    weights /= weights.sum(axis=0)
    signal = np.arange(6.0) @ weights
    figure = signal / signal.std() + rng.standard_normal(DRAWS)
    told = by_numbers(figure, weights[:-1].T)
    assert abs(told.share - 0.5) < 4 * told.mc_error
    idle = by_numbers(rng.standard_normal(DRAWS), weights[:-1].T)
    assert abs(idle.share) < 4 * idle.mc_error


def test_what_does_not_vary_explains_nothing() -> None:
    """A certain fact has one value, a constant figure no variance, a constant number no column."""
    certain = np.ones((100, 1), dtype=bool)
    assert by_facts(np.arange(100.0), [certain]) == NOTHING
    assert by_facts(np.arange(100.0), []) == NOTHING
    assert by_facts(np.ones(100), [np.arange(100)[:, None] < [50, 200]]) == NOTHING
    assert by_numbers(np.arange(100.0), np.ones((100, 2))) == NOTHING
