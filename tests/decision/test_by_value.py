"""Means by value on made-up draws whose answer is known."""

import numpy as np
import pytest

from prevent_options.decision.by_value import means_by_value

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
