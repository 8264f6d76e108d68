"""What is read off the draws of a ranking agrees with the commands that work it out in full."""

from pathlib import Path

import numpy as np
import pytest

from prevent_options.assess import Assessment, DrawnCase, Knowledge, draw_case, load_knowledge, summary
from prevent_options.assess.insights import CaseInsights, case_insights, expected_utility
from prevent_options.assess.net import case_arrays
from prevent_options.assess.turning_runs import Runs
from prevent_options.assess.uncertainty import three_uncertainties
from prevent_options.assess.voi import choice_utility
from prevent_options.profile import CaseProfile, load_case, with_facts

DRAWS = 2000


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """Return the shipped knowledge."""
    return load_knowledge()


@pytest.fixture(scope="module")
def case(root: Path) -> CaseProfile:
    """Return the case of Bangladesh."""
    return load_case(root / "cases" / "bgd-rab-2021.yaml")


@pytest.fixture(scope="module")
def drawn(case: CaseProfile, knowledge: Knowledge) -> DrawnCase:
    """Return its draws."""
    return draw_case(case, knowledge, draws=DRAWS, seed=1, rules_as_of=None)


@pytest.fixture(scope="module")
def assessment(case: CaseProfile, knowledge: Knowledge, drawn: DrawnCase) -> Assessment:
    """Return its assessment."""
    return summary(case, knowledge, drawn)


@pytest.fixture(scope="module")
def found(case: CaseProfile, knowledge: Knowledge, drawn: DrawnCase, assessment: Assessment) -> CaseInsights:
    """Return what its draws say beyond the ranking, for the first three tools."""
    looked_at = [tool.tool for tool in assessment.tools[:3]]
    return case_insights(case, knowledge, drawn, assessment, looked_at=looked_at)


def test_a_value_that_puts_another_tool_first_does_so_when_the_case_is_run_again(
    case: CaseProfile, knowledge: Knowledge
) -> None:
    """A run with that value puts the tool that was named first, or behind it by no more than the noise of draws."""
    ahead = []
    for seed in range(1, 7):  # the first two tools are so close that some seeds leave no single fact to turn them
        known = draw_case(case, knowledge, draws=DRAWS, seed=seed, rules_as_of=None)
        ranked = summary(case, knowledge, known)
        found = case_insights(case, knowledge, known, ranked, looked_at=[tool.tool for tool in ranked.tools[:3]])
        for turn in found.turns:
            then = Runs(knowledge, DRAWS, seed, None).score(with_facts(case, {turn.fact: turn.value}))
            ahead.append(then.means[turn.first] - then.means[found.best])
    assert ahead, "no seed had a fact that turns the choice: take another case"
    assert min(ahead) > -0.02
    assert np.mean(np.array(ahead) > 0) > 0.7


def test_a_range_is_what_the_case_says_when_it_is_run_again(case: CaseProfile, knowledge: Knowledge) -> None:
    """The two ends of the widest range differ as two runs with these values do, within the noise of the draws.

    The widest of several ranges is one whose noise made it wide, so a single seed is given room.
    """
    apart = []
    for seed in range(1, 6):
        known = draw_case(case, knowledge, draws=DRAWS, seed=seed, rules_as_of=None)
        ranked = summary(case, knowledge, known)
        widest = case_insights(case, knowledge, known, ranked, looked_at=[ranked.tools[0].tool]).ranges[0]
        runs = Runs(knowledge, DRAWS, seed, None)
        means = [
            runs.score(with_facts(case, {widest.fact: value})).means[ranked.tools[0].tool] for value in widest.values
        ]
        apart.append(widest.change[1] - widest.change[0] - (means[0] - means[1]))
    assert np.abs(apart).max() < 0.1
    assert abs(np.mean(apart)) < 0.04


def test_tools_have_the_utility_that_the_value_of_information_uses(
    case: CaseProfile, knowledge: Knowledge, drawn: DrawnCase
) -> None:
    """Draw by draw the utilities are those of ``voi``."""
    arrays = case_arrays(case, knowledge, draws=DRAWS, seed=1)
    assert np.allclose(expected_utility(case, drawn), choice_utility(case, arrays), atol=1e-6)


def test_what_is_told_is_told_apart_from_nothing(found: CaseInsights) -> None:
    """Worths stand above two errors, below the value of knowing everything, the most first."""
    for rows in (found.facts, found.studies):
        assert rows
        values = [one.value for one in rows]
        assert values == sorted(values, reverse=True)
        assert all(2.0 * one.mc_error < one.value < found.everything.value for one in rows)


def test_shares_of_the_lead_are_those_of_drawing_each_group_again(
    case: CaseProfile, knowledge: Knowledge, assessment: Assessment
) -> None:
    """What facts and values explain of the draws is, within both errors, what drawing the others again says."""
    again = {one.group: one for one in three_uncertainties(case, knowledge, draws=DRAWS).shares}
    assert assessment.lead is not None
    for group, one in (("facts", assessment.lead.facts), ("values", assessment.lead.values)):
        assert abs(one.share - again[group].share) < 4.0 * np.hypot(one.mc_error, again[group].mc_error)
        assert one.mc_error < again[group].mc_error


def test_the_best_set_keeps_to_the_limits_of_the_case(case: CaseProfile, found: CaseInsights) -> None:
    """It has no more tools than the case allows, and does more than its strongest tool alone is expected to."""
    assert found.best_set is not None
    assert len(found.best_set.tools) <= (case.constraints.max_tools or 3)
    assert found.best_set.net_change.mean < found.ranges[0].change[0]


def test_the_lead_has_its_error_and_names_the_first_two(assessment: Assessment) -> None:
    """The lead is the difference of the two means; its error falls with the root of the number of draws."""
    lead = assessment.lead
    first, second = (tool for tool in assessment.tools[:2])
    assert lead is not None
    assert (lead.first, lead.second) == (first.tool, second.tool)
    assert lead.mean == pytest.approx(second.net_change.mean - first.net_change.mean, abs=1e-5)
    assert lead.settled == (lead.mean > 2.0 * lead.mc_error)


def test_leads_of_other_seeds_scatter_as_the_error_says(case: CaseProfile, knowledge: Knowledge) -> None:
    """Over seeds the lead of one tool over another scatters about as widely as the Monte Carlo error says."""
    leads, errors = [], []
    for seed in range(12):
        made = draw_case(case, knowledge, draws=200, seed=seed, rules_as_of=None)
        gap = made.outcomes["civilian_led_protection"].change - made.outcomes["visa_ban_7031c"].change
        leads.append(float(gap.mean()))
        errors.append(float(gap.std() / np.sqrt(gap.size)))
    assert 0.3 * np.mean(errors) < np.std(leads) < 2.0 * np.mean(errors)
