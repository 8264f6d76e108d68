"""What stands beside the ranking in a memo is what the commands say, from the same draws."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from prevent_options.assess import Assessment, DrawnCase, Knowledge, draw_case, load_knowledge, summary
from prevent_options.assess.attitude import firsts_by_attitude, rank_by_attitude
from prevent_options.assess.beside import beside
from prevent_options.assess.explain import explain
from prevent_options.assess.insights import case_insights
from prevent_options.assess.other_goals import GOALS, firsts_by_goal
from prevent_options.assess.portfolio import portfolios, request_of
from prevent_options.assess.side_by_side import assess_goals
from prevent_options.decision.goals import Goal
from prevent_options.profile import CaseProfile, load_case, with_facts
from prevent_options.rules.loading import load_rules

DRAWS = 400
CASES = ("bfa-2024", "bgd-rab-2021", "cod-east-2024", "lka-2023", "nic-2023", "sdn-darfur-2024")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """Return the shipped knowledge."""
    return load_knowledge()


def assessed(root: Path, name: str, knowledge: Knowledge, goal: Goal | None = None) -> tuple[CaseProfile, DrawnCase]:
    """Return a shipped case under a goal with its draws."""
    profile = load_case(root / "cases" / f"{name}.yaml")
    profile = profile if goal is None else with_facts(profile, {"goal": goal})
    return profile, draw_case(profile, knowledge, draws=DRAWS, seed=1, rules_as_of=None)


@pytest.mark.parametrize("own", GOALS)
@pytest.mark.parametrize("name", ["lka-2023", "sdn-darfur-2024"])
def test_goals_are_those_of_full_assessments(root: Path, knowledge: Knowledge, name: str, own: Goal) -> None:
    """Whatever the case's own goal: rank and band of every tool, and the probability of the event, digit by digit."""
    profile, drawn = assessed(root, name, knowledge, own)
    found = firsts_by_goal(profile, knowledge, drawn, summary(profile, knowledge, drawn))
    assert [one.goal for one in found] == list(GOALS)
    for one, full in zip(found, assess_goals(profile, knowledge, GOALS, draws=DRAWS), strict=True):
        able = [tool for tool in full.tools if tool.eligible]
        assert one.ranks == {tool.tool: (tool.rank, tool.rank_band) for tool in able}
        assert (one.first, one.p_goal) == (able[0].tool, able[0].p_goal)
        assert one.tied == tuple(tool.tool for tool in able[1:] if tool.rank_band == 1)


RULE = """
id: {id}
title: A rule of a test
kind: {kind}
effective: {{from: 2026-01-01}}
when:
  all:
    - {{tool: {tool}}}
    - {{fact: goal, is: {goal}}}
then:
  - {{{then}}}
why: A test.
sources: [judgement]
basis: judgement
strength: weak
"""
RULES = (
    ("GOAL-901", "eligibility", "atrocity_determination", "stop", "ineligible: barred under one goal alone"),
    ("GOAL-902", "effect", "visa_ban_7031c", "foreclose", "effect: {shift: {mean: -0.4, sd: 0.1}}"),
)


def ruled(knowledge: Knowledge, folder: Path) -> Knowledge:
    """Return the knowledge with two rules that read the goal: one bars a tool, one moves what another does."""
    for rule in RULES:
        text = RULE.format(**dict(zip(("id", "kind", "tool", "goal", "then"), rule, strict=True)))
        (folder / f"{rule[0]}-a-rule-of-a-test.yaml").write_text(text.lstrip(), encoding="utf-8")
    extra = load_rules(knowledge.catalogues, folder).rules
    return replace(knowledge, rules=replace(knowledge.rules, rules=(*knowledge.rules.rules, *extra)))


def test_rules_that_read_the_goal_are_asked_again(root: Path, knowledge: Knowledge, tmp_path: Path) -> None:
    """A tool barred under stop alone is not first there; one moved under foreclose alone is told with that move."""
    known = ruled(knowledge, tmp_path)
    profile, drawn = assessed(root, "bgd-rab-2021", known)
    found = {one.goal: one for one in firsts_by_goal(profile, known, drawn, summary(profile, known, drawn))}
    assert "atrocity_determination" in found["reduce"].ranks
    assert "atrocity_determination" not in found["stop"].ranks
    for one, full in zip(found.values(), assess_goals(profile, known, GOALS, draws=DRAWS), strict=True):
        assert one.ranks == {tool.tool: (tool.rank, tool.rank_band) for tool in full.tools if tool.eligible}
        assert one.p_goal == full.tools[0].p_goal
    plain = {one.goal: one for one in firsts_by_goal(*_plain(root, knowledge))}
    assert found["foreclose"].p_goal > plain["foreclose"].p_goal


def _plain(root: Path, knowledge: Knowledge) -> tuple[CaseProfile, Knowledge, DrawnCase, Assessment]:
    profile, drawn = assessed(root, "bgd-rab-2021", knowledge)
    return profile, knowledge, drawn, summary(profile, knowledge, drawn)


@pytest.mark.parametrize("name", CASES)
def test_attitudes_are_those_of_the_command(root: Path, knowledge: Knowledge, name: str) -> None:
    """The first tool of each attitude, with its figures and its place by default, is that of ``rank --attitude``."""
    profile, drawn = assessed(root, name, knowledge)
    assessment = summary(profile, knowledge, drawn)
    found = firsts_by_attitude(profile, drawn, assessment)
    assert found is not None
    default, *others = found.firsts
    assert default.row.tool == next(tool.tool for tool in assessment.tools if tool.eligible)
    assert set(default.level) == {
        tool.tool for tool in assessment.tools if tool.rank_band == 1 and tool.tool != default.row.tool
    }
    for one, attitude in zip(others, ("worst_tenth", "regret"), strict=True):
        assert one.by == attitude
        assert one.row == rank_by_attitude(profile, knowledge, attitude, draws=DRAWS).rows[0]


def test_no_change_regrets_what_the_best_tool_of_the_same_draw_averts(root: Path, knowledge: Knowledge) -> None:
    """Its regret is the worst tenth of what could have been averted, worked out here by sorting."""
    profile, drawn = assessed(root, "nic-2023", knowledge)
    found = firsts_by_attitude(profile, drawn, summary(profile, knowledge, drawn))
    best = np.maximum(-np.stack([drawn.outcomes[name].change for name in drawn.able]).min(axis=0), 0.0)
    assert found is not None
    assert found.regret_of_no_change == pytest.approx(np.sort(best)[-DRAWS // 10 :].mean(), abs=1e-5)


def test_steps_are_those_of_explain(root: Path, knowledge: Knowledge) -> None:
    """Step by step, with source and basis, and they end at the net change of the ranking."""
    profile, drawn = assessed(root, "bgd-rab-2021", knowledge)
    assessment = summary(profile, knowledge, drawn)
    first = assessment.tools[0]
    found = beside(profile, knowledge, drawn, assessment, explained=first.tool)
    assert found.steps == explain(profile, knowledge, first.tool, draws=DRAWS).steps
    assert found.steps[-1].running_harm == pytest.approx(first.net_change.mean, abs=1e-4)


@pytest.mark.parametrize("name", CASES)
def test_the_frontier_is_that_of_portfolio(root: Path, knowledge: Knowledge, name: str) -> None:
    """In every shipped case the sets of some ten tools hold the best set for each effort that all tools have."""
    profile, drawn = assessed(root, name, knowledge)
    assessment = summary(profile, knowledge, drawn)
    looked_at = [tool.tool for tool in assessment.tools[:3]]
    found = case_insights(profile, knowledge, drawn, assessment, looked_at=looked_at)
    full = portfolios(profile, knowledge, request_of(profile), draws=DRAWS)
    for rung, option in zip(found.frontier, full.frontier, strict=True):
        assert set(rung.tools) == set(option.tools)
        assert (rung.effort, rung.utility, rung.p_backfire) == (option.effort, option.utility, option.p_backfire)
        assert rung.net_change == option.net_change
    assert found.best_set is not None
    assert set(found.best_set.tools) == set(full.portfolios[0].tools)
    assert found.set_tools < len(drawn.able) / 2


def test_under_stop_a_rung_is_never_better_and_seldom_worse(root: Path, knowledge: Knowledge) -> None:
    """Where sets that rank low alone do much together, some ten tools come within a sixth of all of them."""
    profile, drawn = assessed(root, "nic-2023", knowledge, "stop")
    assessment = summary(profile, knowledge, drawn)
    found = case_insights(profile, knowledge, drawn, assessment, looked_at=[assessment.tools[0].tool])
    full = portfolios(profile, knowledge, request_of(profile), draws=DRAWS)
    for rung in found.frontier:
        best = max(option.utility for option in full.frontier if option.effort <= rung.effort)
        assert 5 / 6 * best < rung.utility <= best + 1e-6


def test_each_rung_is_compared_with_the_one_below(root: Path, knowledge: Knowledge) -> None:
    """The first is compared with no change: what beats it there are the draws in which harm falls."""
    profile, drawn = assessed(root, "sdn-darfur-2024", knowledge)
    assessment = summary(profile, knowledge, drawn)
    first = case_insights(profile, knowledge, drawn, assessment, looked_at=["visa_ban_7031c"]).frontier[0]
    assert first.p_beats_below == pytest.approx(1.0 - first.p_backfire, abs=0.01)
