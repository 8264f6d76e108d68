"""Quantiles of rows are order statistics."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from prevent_options.decision.quantiles import quantiles

rows = arrays(np.float32, array_shapes(min_dims=2, max_dims=2, max_side=60), elements=st.floats(-9, 9, width=32))


@given(rows, st.sampled_from([0.05, 0.5, 0.95]))
def test_quantiles_are_values_with_as_many_below_as_they_say(values: np.ndarray, level: float) -> None:
    """Ties, short rows and one row included: at most the share lies below, more than it lies at or below."""
    draws = values.shape[1]
    (found,) = quantiles(values, level)
    assert (np.count_nonzero(values < found[:, None], axis=1) <= level * (draws - 1)).all()
    assert (np.count_nonzero(values <= found[:, None], axis=1) > level * (draws - 1) - 1).all()
    assert all(value in row for value, row in zip(found, values, strict=True))


@given(rows)
def test_levels_come_in_the_order_asked(values: np.ndarray) -> None:
    """Least, middle and greatest."""
    low, middle, high = quantiles(values, 0.0, 0.5, 1.0)
    assert np.array_equal(low, values.min(axis=1))
    assert np.array_equal(high, values.max(axis=1))
    assert ((low <= middle) & (middle <= high)).all()


def test_no_rows_have_no_points() -> None:
    """A tool that touches nothing has nothing to tell."""
    assert all(found.size == 0 for found in quantiles(np.zeros((0, 100), dtype=np.float32), 0.05, 0.95))
