"""A tool acts after its lead time, and only then."""

import numpy as np
import pytest

from prevent_options.catalogues import load_catalogues
from prevent_options.effects.timing import acting_share

NOISE = np.random.default_rng(5).standard_normal(20_000).astype(np.float32)


@pytest.mark.parametrize(("tool", "low", "high"), [("demarche_and_statement", 0.9, 1.0), ("ddr", 0.0, 0.1)])
def test_quick_tools_act_at_once_and_slow_ones_after_the_horizon(tool: str, low: float, high: float) -> None:
    """A demarche has nearly the whole year left; reintegration hardly any of it."""
    share = acting_share([load_catalogues().tools[tool]], 12, NOISE[None])[0]
    assert low <= share.mean() <= high
    assert share.min() >= 0
    assert share.max() <= 1


def test_the_times_are_the_outer_points_of_the_lead_time() -> None:
    """One draw in twenty acts before the shorter time, one in twenty after the longer one."""
    tool = load_catalogues().tools["sponsor_state_pressure"]
    delay = (1 - acting_share([tool], 120, NOISE[None])[0]) * 120
    assert np.quantile(delay, [0.05, 0.95]) == pytest.approx(tool.lead_time.months, rel=0.05)


def test_a_longer_horizon_leaves_more_time() -> None:
    """The same tool acts for a larger part of a longer horizon."""
    tool = load_catalogues().tools["coi_ffm"]
    shares = [acting_share([tool], months, NOISE[None]).mean() for months in (6, 12, 36)]
    assert shares == sorted(shares)
    assert shares[0] < shares[-1]
