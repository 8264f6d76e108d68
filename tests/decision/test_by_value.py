"""Means by value and shares of variance on made-up draws whose answer is known."""

import numpy as np
import pytest

from prevent_options.decision.by_value import explained, fact_columns, means_by_value

DRAWS = 20_000


def test_means_by_value_are_those_of_the_draws_with_the_value() -> None:
    """Planted means come out within their errors; a value no draw has gives nan."""
    rng = np.random.default_rng(3)
    codes = rng.integers(0, 2, DRAWS)
    masks = np.stack([codes == 0, codes == 1, codes == 2], axis=1)
    figure = np.where(codes == 0, 1.0, -1.0) + rng.standard_normal(DRAWS)
    found = means_by_value(figure[None], masks)
    assert np.abs(found.mean[0, :2] - [1.0, -1.0]).max() < 4 * found.error[0, :2].max()
    assert found.error[0, :2] == pytest.approx(1.0 / np.sqrt(masks[:, :2].sum(axis=0)), rel=0.05)
    assert np.isnan(found.mean[0, 2])


def test_a_planted_share_of_variance_is_found() -> None:
    """A fact that makes a fifth of the variance is said to; one that makes nothing is not told apart from 0."""
    rng = np.random.default_rng(4)
    fact, idle = (rng.random(DRAWS) < 0.5 for _ in range(2))
    figure = fact.astype(float) + rng.standard_normal(DRAWS)
    told = explained(figure, fact_columns([np.stack([fact, ~fact], axis=1)]))
    nothing = explained(figure, fact_columns([np.stack([idle, ~idle], axis=1)]))
    assert abs(told.share - 0.2) < 4 * told.mc_error
    assert told.mc_error < 0.02
    assert abs(nothing.share) < 4 * nothing.mc_error


def test_what_does_not_vary_explains_nothing() -> None:
    """A certain fact has no columns, a constant figure no variance."""
    certain = np.ones((100, 1), dtype=bool)
    assert explained(np.arange(100.0), fact_columns([certain])).share == 0.0
    assert explained(np.ones(100), fact_columns([np.arange(100)[:, None] < 50])).share == 0.0
