"""The known pattern and the known null, in the real panel and in simulated ones."""

import json

import numpy as np
import pytest

from prevent_options.panel.filtering import Readings, fit_readings, moment_readings
from prevent_options.panel.flags import PairTest, pair_tests, same_year_correlations
from prevent_options.panel.simulate import simulate_panel
from prevent_options.panel.table import Floats, Panel
from prevent_options.panel.words import TACTICS
from prevent_options.paths import data_dir

RUNS = 100
STEPS = 5
"""Of the search for what readings are worth in a simulated panel; from the moments on it changes little."""


def estimated_tests(severity: Floats) -> tuple[PairTest, ...]:
    """Return the tests of a panel of which nothing is known beforehand: sizes of change and error are estimated too."""
    return pair_tests(severity, fit_readings(severity, STEPS))


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
def test_the_shipped_parameters_are_those_of_the_data(real: Panel, real_readings: Readings) -> None:
    """The pairs and the reliability that ship come out again from the file of the country-years."""
    shipped = json.loads((data_dir("priors") / "substitution" / "panel.json").read_text(encoding="utf-8"))
    found = [(t.rise, t.se) for t in pair_tests(real.severity, real_readings)]
    assert np.array(found) == pytest.approx(np.array([(p["rise"], p["se"]) for p in shipped["pairs"]]), abs=0.003)
    assert real_readings.reliability == pytest.approx(shipped["readings"]["reliability_of_yearly_change"], abs=0.01)


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
    clean = sum(not any(t.flagged for t in estimated_tests(simulate_panel(readings, rng))) for _ in range(RUNS))
    assert clean >= 95


@pytest.mark.slow
def test_a_planted_substitution_is_found_with_the_right_sign(readings: Readings) -> None:
    """An elasticity of 0.3 is found in at least 80 of 100 panels, always as a rise."""
    rng = np.random.default_rng(12)
    found = []
    for _ in range(RUNS):
        tests = estimated_tests(simulate_panel(readings, rng, planted=("disap", "polpris", 0.3)))
        found += [t.rise for t in tests if t.flagged and (t.source, t.target) == ("disap", "polpris")]
    assert len(found) >= 80
    assert min(found) > 0


def test_moments_find_what_a_panel_was_made_with(readings: Readings) -> None:
    """Reading error, shocks and differences between countries come back from a simulated panel within a third."""
    found = moment_readings(simulate_panel(readings, np.random.default_rng(5), (400, 30)))
    for name in ("q", "r", "p"):
        made, seen = np.sqrt(np.diag(getattr(readings, name))), np.sqrt(np.diag(getattr(found, name)))
        assert seen == pytest.approx(made, rel=1 / 3), name
    assert (found.shock_correlation[np.triu_indices(4, 1)] > 0.2).all()


def test_moments_of_a_short_panel_are_covariances(readings: Readings) -> None:
    """Three years are enough to start from: nothing divides by nothing."""
    found = moment_readings(simulate_panel(readings, np.random.default_rng(6), (60, 3)))
    assert all((np.linalg.eigvalsh(part) > 0).all() for part in (found.q, found.r, found.p))
