"""Outer quantiles are the order statistics that sorting gives."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from prevent_options.decision.quantiles import outer_points, position


def by_sorting(values: np.ndarray, level: float) -> list[tuple[float, float]]:
    """Return the same points from sorted rows."""
    low, high = position(level, values.shape[1]), position(1 - level, values.shape[1])
    ordered = np.sort(values, axis=1)
    return [(float(row[low]), float(row[high])) for row in ordered]


@given(arrays(np.float32, array_shapes(min_dims=2, max_dims=2, max_side=60), elements=st.floats(-9, 9, width=32)))
def test_any_rows_give_their_order_statistics(values: np.ndarray) -> None:
    """Ties, short rows and one row included."""
    assert outer_points(values, 0.05) == by_sorting(values, 0.05)


def test_a_sample_that_misleads_costs_time_but_no_digit() -> None:
    """Rows whose sampled draws all lie low still give the exact points."""
    values = np.random.default_rng(2).standard_normal((6, 4000)).astype(np.float32)
    values[:3, ::16] -= 20
    values[3:, ::16] += 20
    assert outer_points(values, 0.05) == by_sorting(values, 0.05)


def test_no_rows_have_no_points() -> None:
    """A tool that touches nothing has nothing to tell."""
    assert outer_points(np.zeros((0, 100), dtype=np.float32), 0.05) == []
