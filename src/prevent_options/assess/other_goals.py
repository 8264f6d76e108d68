"""Which tool is first under each goal, beside the ranking; what another goal leaves as it was is not run again.

Three things read the goal: rules that test it, the time until a tool acts (under stop what counts is whether it acts by
the end) and the burden before a campaign (under foreclose). Everything else keeps its draws, so that the goals differ
by the goal alone and are what ``rank --goals`` says.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple, get_args

import numpy as np

from prevent_options.assess.findings import eligibility
from prevent_options.assess.knowledge import Knowledge
from prevent_options.assess.outcome import Outcome, outcomes
from prevent_options.assess.pipeline import DrawnCase, Stage
from prevent_options.assess.places import reached_goal, standing
from prevent_options.assess.turning_runs import asked_again
from prevent_options.assess.types import Assessment
from prevent_options.catalogues import Tool
from prevent_options.decision.burden import burdens, severity_weights
from prevent_options.decision.goals import Goal
from prevent_options.decision.harm import weighted_shares
from prevent_options.profile import CaseProfile
from prevent_options.rules import Finding, Findings, sample_world

GOALS: tuple[Goal, ...] = get_args(Goal.__value__)


class FirstUnder(NamedTuple):
    """The tool that is first under one goal.

    Attributes
    ----------
    goal, first
        The goal, and the tool; empty where none may be used.
    tied
        The other tools of its rank band, whose order is not settled, best first.
    p_goal
        Probability of the event that the goal names under the first tool.
    ranks
        Rank and band under this goal of the tools that may be used.
    """

    goal: Goal
    first: str
    tied: tuple[str, ...]
    p_goal: float
    ranks: Mapping[str, tuple[int, int]]


def firsts_by_goal(
    profile: CaseProfile, knowledge: Knowledge, drawn: DrawnCase, assessment: Assessment
) -> tuple[FirstUnder, ...]:
    """Return which tool is first under each goal.

    Parameters
    ----------
    profile, knowledge
        The case, and what it was assessed with.
    drawn, assessment
        Its draws and its assessment under its own goal, which is told as it stands there.
    """
    return tuple(
        _as_assessed(goal, assessment)
        if goal == profile.goal
        else _under(profile.model_copy(update={"goal": goal}), knowledge, drawn)
        for goal in GOALS
    )


def _as_assessed(goal: Goal, assessment: Assessment) -> FirstUnder:
    able = [tool for tool in assessment.tools if tool.eligible]
    ranks = {tool.tool: (tool.rank, tool.rank_band) for tool in able}
    return _first(goal, ranks, able[0].p_goal if able else 0.0)


def _under(profile: CaseProfile, knowledge: Knowledge, drawn: DrawnCase) -> FirstUnder:
    """Return who is first when the case has another goal, the one that the profile now has."""
    stage = _stage(profile, knowledge, drawn)
    able = [tool for tool in knowledge.catalogues.tools.values() if _may(tool, stage, drawn)]
    found = _outcomes(able, stage, drawn)
    if not able:
        return _first(profile.goal, {}, 0.0)
    place = standing(profile, found, knowledge)
    ranks = {able[tool].id: (rank, place.bands[tool]) for rank, tool in enumerate(place.order, start=1)}
    return _first(profile.goal, ranks, float(reached_goal(profile, [found[place.order[0]]], knowledge)[0]))


def _may(tool: Tool, stage: Stage, drawn: DrawnCase) -> bool:
    """Say whether a tool may be used; whom it reaches does not hang on the goal."""
    reaches = drawn.outcomes[tool.id].reaches
    return not eligibility(tool, stage.findings.of(tool.id), stage.setting.profile, reaches=reaches)


def _first(goal: Goal, ranks: Mapping[str, tuple[int, int]], p_goal: float) -> FirstUnder:
    order = sorted(ranks, key=lambda name: ranks[name][0])
    return FirstUnder(
        goal, order[0] if order else "", tuple(name for name in order[1:] if ranks[name][1] == 1), p_goal, ranks
    )


def _stage(profile: CaseProfile, knowledge: Knowledge, drawn: DrawnCase) -> Stage:
    """Return the stage of the case under its other goal; what was drawn and kept for one goal holds for any."""
    before = drawn.stage
    setting = replace(before.setting, profile=profile)
    world = sample_world(profile, knowledge.fact_priors, draws=setting.draws, seed=setting.seed)  # rules read the goal
    book = knowledge.rules_in_force(drawn.rules_as_of)
    findings = asked_again(profile, world, knowledge, book, before.findings, ("goal",))
    shares = weighted_shares(burdens(setting), severity_weights(setting, dict(profile.values.tactic_weights)))
    return replace(before, setting=setting, findings=findings, shares=shares)


def _outcomes(able: list[Tool], stage: Stage, drawn: DrawnCase) -> list[Outcome]:
    """Return what tools do under the other goal: as before where neither time, burden nor a rule differs."""
    before = drawn.stage
    timed = "stop" in (stage.setting.profile.goal, before.setting.profile.goal)
    same = not timed and np.array_equal(stage.shares, before.shares)
    new = [tool for tool in able if not (same and _alike(tool, stage.findings, before.findings))]
    again = outcomes(new, stage.findings, stage.setting, stage.shares, None)
    return [again.get(tool.id) or drawn.outcomes[tool.id] for tool in able]


def _alike(tool: Tool, one: Findings, other: Findings) -> bool:
    """Say whether rules that move a figure say the same of a tool."""
    return _moving(one.of(tool.id)) == _moving(other.of(tool.id))


def _moving(found: tuple[Finding, ...]) -> list[int]:
    """Return the identity of what moving rules found: a rule that was not asked again kept its finding."""
    return [id(finding.scopes) for finding in found if finding.rule.effects or finding.rule.substitutions]
