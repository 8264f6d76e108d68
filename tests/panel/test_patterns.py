"""The known pattern and the known null, in the real panel and in simulated ones."""

import numpy as np
import pytest

from prevent_options.panel.filtering import Readings, fit_readings
from prevent_options.panel.flags import pair_tests, same_year_correlations
from prevent_options.panel.simulate import simulate_panel
from prevent_options.panel.table import Panel
from prevent_options.panel.words import TACTICS

RUNS = 100


@pytest.fixture(scope="module")
def real_readings(real: Panel) -> Readings:
    """Return the filter fitted to the real panel."""
    return fit_readings(real.severity)


def test_changes_of_one_year_go_together(real: Panel) -> None:
    """All six pairs of tactics rise and fall together."""
    assert (same_year_correlations(real.severity)[np.triu_indices(len(TACTICS), 1)] > 0.04).all()


@pytest.mark.slow
def test_most_of_a_coded_change_is_reading_error(real_readings: Readings) -> None:
    """The reliability of a yearly change is that of two readings of one year: 0.03 to 0.20."""
    assert (real_readings.reliability > 0.03).all()
    assert (real_readings.reliability < 0.2).all()


@pytest.mark.slow
def test_imprisonment_rises_after_disappearances_fall_and_nothing_else_moves(
    real: Panel, real_readings: Readings
) -> None:
    """One pair of twelve is more than two standard errors above zero once own history is in; none is below."""
    beyond = {(t.source, t.target) for t in pair_tests(real.severity, real_readings) if abs(t.ratio) > 2}
    assert beyond == {("disap", "polpris")}


@pytest.mark.slow
def test_after_disappearances_rise_imprisonment_does_not_fall(real: Panel, real_readings: Readings) -> None:
    """The pattern is one-sided: turned round, so that rises are read as falls, it is gone."""
    mirrored = Readings(real_readings.q, real_readings.r, real_readings.p, 2.0 - real_readings.mean)
    tests = pair_tests(2.0 - real.severity, mirrored)
    rise = next(t for t in tests if (t.source, t.target) == ("disap", "polpris"))
    assert abs(rise.ratio) < 2


@pytest.mark.slow
def test_a_panel_without_substitution_raises_no_flag(readings: Readings) -> None:
    """At least 95 of 100 simulated panels in which tactics only move together pass without a flag."""
    rng = np.random.default_rng(11)
    clean = sum(not any(t.flagged for t in pair_tests(simulate_panel(readings, rng), readings)) for _ in range(RUNS))
    assert clean >= 95


@pytest.mark.slow
def test_a_planted_substitution_is_found_with_the_right_sign(readings: Readings) -> None:
    """An elasticity of 0.3 is found in at least 80 of 100 panels, always as a rise."""
    rng = np.random.default_rng(12)
    found = []
    for _ in range(RUNS):
        tests = pair_tests(simulate_panel(readings, rng, planted=("disap", "polpris", 0.3)), readings)
        found += [t.rise for t in tests if t.flagged and (t.source, t.target) == ("disap", "polpris")]
    assert len(found) >= 80
    assert min(found) > 0
