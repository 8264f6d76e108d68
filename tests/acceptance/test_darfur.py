"""What a planner may expect of the Darfur case, each through evidence and rules and by --set alone."""

from statistics import fmean

import pytest

from acceptance.cases import Ranker
from prevent_options.assess import Assessment

CASE = "sdn-darfur-2024"
STRUCTURE = "perpetrators.rsf.structure"


def expected_rank(assessment: Assessment, family: str) -> float:
    """Return the mean expected rank of a family's tools that may be used."""
    return fmean(tool.expected_rank for tool in assessment.tools if tool.family == family and tool.eligible)


def mean_change(assessment: Assessment, family: str) -> float:
    """Return the mean net change of a family's tools that may be used."""
    return fmean(tool.net_change.mean for tool in assessment.tools if tool.family == family and tool.eligible)


def test_diffuse_violence_favours_buying_off_those_who_carry_it_out(ranker: Ranker) -> None:
    """Settling the structure of the RSF on diffuse improves the expected rank of perpetrator_buyoff."""
    assert expected_rank(ranker(CASE, {STRUCTURE: "diffuse"}), "perpetrator_buyoff") < expected_rank(
        ranker(CASE), "perpetrator_buyoff"
    )


@pytest.mark.parametrize("family", ["financial_interdiction", "leader_targeting"])
def test_elite_driven_violence_favours_money_flows_and_leaders(ranker: Ranker, family: str) -> None:
    """Settling it on elite_driven improves the expected rank of both top-down families."""
    assert expected_rank(ranker(CASE, {STRUCTURE: "elite_driven"}), family) < expected_rank(ranker(CASE), family)


def test_to_stop_favours_leaders_over_to_reduce(ranker: Ranker) -> None:
    """Under the goal stop, work on leaders' calculus stands higher than under reduce."""
    stop, reduce = ranker(CASE, {"goal": "stop"}), ranker(CASE, {"goal": "reduce"})
    assert expected_rank(stop, "leader_targeting") < expected_rank(reduce, "leader_targeting")


@pytest.mark.parametrize("family", ["leader_targeting", "financial_interdiction", "broad_sanctions"])
def test_a_facilitating_neighbour_lowers_what_pressure_does(ranker: Ranker, family: str) -> None:
    """Where the main sponsor facilitates, sanctions and interdiction take away less violence than where it limits."""
    posture = "regional_actors.united-arab-emirates.posture"
    others = {f"regional_actors.{name}.posture": "limit" for name in ("chad", "egypt", "iran", "russia")}
    facilitates, limits = (ranker(CASE, {**others, posture: word}) for word in ("facilitate", "limit"))
    assert mean_change(facilitates, family) > mean_change(limits, family)


def test_sexual_violence_is_reported_by_form(ranker: Ranker) -> None:
    """Every tool that reaches the RSF reports sexual violence with the forms the case names."""
    forms = {
        effect.forms
        for tool in ranker(CASE).tools
        for effect in tool.tactics
        if effect.perpetrator == "rsf" and effect.tactic == "crsv"
    }
    assert forms == {("rape", "sexual_slavery", "other_sexual_violence")}


def test_interdiction_warns_of_looting(ranker: Ranker) -> None:
    """Each financial interdiction tool that may be used warns that violence may move to pillage."""
    tools = [tool for tool in ranker(CASE).tools if tool.family == "financial_interdiction" and tool.eligible]
    assert tools
    assert [tool.tool for tool in tools if "pillage" not in {flag.target for flag in tool.substitution}] == []


def test_unlisted_tactics_are_marked(ranker: Ranker) -> None:
    """A tactic that only substitution brings in is never shown as part of the profile."""
    listed = {
        ("rsf", tactic)
        for tactic in ("crsv", "killing", "deportation", "siege", "pillage", "torture", "child_recruitment")
    }
    for tool in ranker(CASE).tools:
        assert all(e.listed == ((e.perpetrator, e.tactic) in listed) for e in tool.tactics if e.perpetrator == "rsf")
