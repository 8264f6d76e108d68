"""Importance weights: those of the reference, and resampling that keeps what stays in its place."""

import numpy as np
import pytest

from prevent_options.updating.psis import resample, smooth


@pytest.mark.parametrize("heavy", [0.1, 0.5, 0.9, 1.5])
@pytest.mark.parametrize("draws", [500, 4000])
def test_weights_and_k_hat_are_those_of_arviz(heavy: float, draws: int) -> None:
    """For tails from light to hopeless, weights and k-hat agree with ArviZ."""
    from arviz_stats.base import array_stats

    log_ratios = heavy * np.random.default_rng(5).exponential(size=draws)
    weights = smooth(log_ratios)
    reference, k = array_stats.psislw(-log_ratios)  # the reference takes log likelihoods of what is left out
    expected = np.exp(reference - reference.max())
    np.testing.assert_allclose(weights.values, expected / expected.sum(), rtol=1e-6)
    assert weights.k == pytest.approx(float(k), abs=1e-6)


def test_a_heavier_tail_has_a_larger_k_and_fewer_effective_draws() -> None:
    """The number that decides between reweighting and fitting grows with the surprise."""
    noise = np.random.default_rng(2).normal(size=4000)
    found = [smooth(scale * noise) for scale in (0.1, 1.0, 3.0)]
    assert found[0].k < found[1].k < found[2].k
    assert found[0].effective > found[1].effective > found[2].effective


def test_equal_ratios_leave_all_draws_as_they_are() -> None:
    """Nothing new: k-hat is zero, every draw counts, and none moves."""
    weights = smooth(np.full(1000, -3.0))
    assert weights.k == 0.0
    assert weights.effective == pytest.approx(1000)
    np.testing.assert_array_equal(resample(weights.values, np.random.default_rng(1)), np.arange(1000))


def test_one_draw_that_outweighs_all_is_not_trusted() -> None:
    """A single spike has no tail to speak of."""
    spike = np.zeros(4000)
    spike[7] = 500.0
    assert smooth(spike).k > 0.7


def test_a_draw_appears_as_often_as_its_weight_says_and_stays_in_its_place() -> None:
    """Copies fill the places of draws that went; the others do not move."""
    rng = np.random.default_rng(3)
    weights = rng.dirichlet(np.full(4000, 2.0))
    index = resample(weights, rng)
    times = np.bincount(index, minlength=4000)
    assert times.sum() == 4000
    assert (np.abs(times - 4000 * weights) < 1 + 1e-9).all()
    kept = times > 0
    np.testing.assert_array_equal(index[kept], np.flatnonzero(kept))


def test_resampled_draws_have_the_weighted_mean() -> None:
    """Shifting a normal by a likelihood gives the posterior that arithmetic gives."""
    rng = np.random.default_rng(4)
    draws = rng.normal(size=40_000)
    weights = smooth(-0.5 * (draws - 1.0) ** 2)
    after = draws[resample(weights.values, rng)]
    assert after.mean() == pytest.approx(0.5, abs=0.02)
    assert after.std() == pytest.approx(2**-0.5, abs=0.02)
