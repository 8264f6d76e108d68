"""Harm and goals, against closed forms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from prevent_options.decision.goals import Harm, falls_by, normal_cdf, probability_of_goal, utility
from prevent_options.decision.harm import change_of_harm, random_weights, weighted_shares


def harm_of(
    change: object, moved: object, unmoved: object, sd: object, decided: object = 1.0, decisive: object = 0.0
) -> Harm:
    """Return the harm of tools in draws; each argument is a number, a row of draws, or rows of tools."""
    shape = np.broadcast_shapes(np.shape(change), np.shape(moved), (1, 1))
    values = [
        np.broadcast_to(np.asarray(value, dtype=np.float32), shape) for value in (change, moved, decided, unmoved, sd)
    ]
    return Harm(*values, decisive=np.full(shape, decisive, dtype=np.float32))


def test_no_effect_leaves_harm_unchanged() -> None:
    """Zero log rate ratios give H = 0 whatever the shares."""
    shares = weighted_shares(np.array([[1.0], [4.0]], dtype=np.float32), np.ones(2, dtype=np.float32))
    assert change_of_harm(np.zeros((1, 2, 1), dtype=np.float32), shares)[0, 0] == pytest.approx(0)


def test_harm_weighs_tactics_by_severity_and_burden() -> None:
    """Halving a tactic that is four fifths of weighted harm takes two fifths off the total."""
    shares = weighted_shares(np.array([[2.0], [1.0]], dtype=np.float32), np.array([2.0, 1.0], dtype=np.float32))
    net = np.log(np.array([[[0.5], [1.0]]], dtype=np.float32))
    assert change_of_harm(net, shares)[0, 0] == pytest.approx(-0.4)


@given(st.floats(-6, 6))
def test_normal_cdf_agrees_with_scipy(z: float) -> None:
    """The series is the standard normal distribution function to six digits."""
    assert normal_cdf(np.float32(z)) == pytest.approx(norm.cdf(z), abs=2e-6)


def test_falls_by_is_the_probability_that_shared_noise_carries_harm_below_the_threshold() -> None:
    """With everything reached, a fall to the median of what remains has probability one half."""
    harm = harm_of(-0.5, 0.5 * np.exp(0.3**2 / 2), 0.0, 0.3)
    assert falls_by(harm, 0.5)[0, 0] == pytest.approx(0.5)


def test_falls_by_agrees_with_simulation() -> None:
    """Integrating the shared noise out gives the share of simulated noise that reaches the threshold."""
    harm = harm_of(0, 0.6, 0.25, 0.5)
    noise = np.random.default_rng(3).normal(-(0.5**2) / 2, 0.5, 400_000)
    simulated = np.mean(np.exp(noise) * 0.6 + 0.25 - 1 <= -0.4)
    assert falls_by(harm, 0.4)[0, 0] == pytest.approx(simulated, abs=0.004)


def test_harm_out_of_reach_can_make_stopping_impossible() -> None:
    """When more than a fifth of harm is beyond the tool, four fifths can never be taken away."""
    assert falls_by(harm_of(-0.5, 0.2, 0.3, 0.5), 0.8)[0, 0] == 0


def test_a_leaders_decision_is_mixed_in_with_its_probability() -> None:
    """When noise alone never suffices and the decision always does, the probability is that of the decision."""
    harm = harm_of(0.0, 1.0, 0.0, 0.01, decided=0.1, decisive=0.05)
    assert falls_by(harm, 0.8)[0, 0] == pytest.approx(0.05)


def test_rounding_tells_no_tools_apart() -> None:
    """Harm that differs by what single precision loses is worth the same; a thousandth of a point is not lost."""
    worth = utility("reduce", harm_of([[0.0], [6e-8], [-1.2e-7], [1e-5]], 1.0, 0.0, 0.1), 0.8)[:, 0]
    assert worth[0] == worth[1] == worth[2] == 0
    assert worth[3] == pytest.approx(-1e-5, abs=1e-6)


def test_each_goal_prefers_what_it_names() -> None:
    """A steady modest fall wins under reduce, a rare deep fall under stop."""
    deep = np.where(np.arange(100) < 20, -0.9, 0.05)
    change = np.stack([np.full(100, -0.2), deep])
    harm = harm_of(change, 1 + change, 0.0, 0.05)
    assert utility("reduce", harm, 0.8).mean(axis=1).argmax() == 0
    assert utility("stop", harm, 0.8).mean(axis=1).argmax() == 1


def test_foreclose_reads_the_fall_as_averted_onsets() -> None:
    """A rise of risk averts nothing; a fall of three tenths averts three in ten."""
    harm = harm_of([[-0.3, 0.2]], [[0.7, 1.2]], 0.0, 0.1)
    assert probability_of_goal("foreclose", harm, threshold=0.8, reduce_threshold=0.1)[0] == pytest.approx(0.15)


def test_drawn_weights_are_even_over_the_simplex_and_shared_by_users_of_a_tactic() -> None:
    """Each tactic has mean weight 1/n; two perpetrators of one tactic have the same weight in every draw."""
    weights = random_weights(np.random.default_rng(1), np.array([0, 1, 0, 2]), 20_000)
    np.testing.assert_array_equal(weights[0], weights[2])
    np.testing.assert_allclose(weights[[0, 1, 3]].mean(axis=1), 1 / 3, atol=0.01)
    np.testing.assert_allclose(weights[[0, 1, 3]].sum(axis=0), 1, rtol=1e-5)
