"""What would change the first choice: thresholds, shifts and words hold when the case is assessed again."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from prevent_options.assess import Knowledge, load_knowledge
from prevent_options.assess.turning import plain, possible, turning_points
from prevent_options.assess.turning_levels import Parameter, levels, parameters_of
from prevent_options.assess.turning_result import turning_json
from prevent_options.assess.turning_runs import Runs, Versions, scored
from prevent_options.assess.turning_shift import utility_at
from prevent_options.assess.turning_types import Turning
from prevent_options.profile import CaseProfile, load_case, with_facts

OPEN = ("perpetrators.police.command_control", "perpetrators.rab.tactics.extrajudicial_execution.organisation")
DRAWS = 400


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """Return the shipped knowledge."""
    return load_knowledge()


@pytest.fixture(scope="module")
def case(root: Path, knowledge: Knowledge) -> CaseProfile:
    """Return the case of Bangladesh with two open facts; every other one is settled at its most probable value."""
    profile = load_case(root / "cases" / "bgd-rab-2021.yaml")
    arrays = Runs(knowledge, 100, 1, None).arrays(profile)
    settled = {}
    for path in arrays.stage.setting.world.drawn():
        if path not in OPEN:
            options = possible(path, arrays, knowledge)
            settled[path] = plain(max(options, key=lambda option: option[1] or 0.0)[0])
    return with_facts(profile, settled)


@pytest.fixture(scope="module")
def found(case: CaseProfile, knowledge: Knowledge) -> Turning:
    """Return what turns its choice."""
    return turning_points(case, knowledge, draws=DRAWS)


def test_a_threshold_agrees_with_the_case_assessed_again_on_both_sides(
    case: CaseProfile, knowledge: Knowledge, found: Turning
) -> None:
    """A little before the threshold today's tool is first, a little beyond it the tool that was named."""
    told = [(s.fact, t) for s in found.facts for t in s.thresholds if 0.05 < t.at < 0.95 and len(s.trials) == 2]
    assert told
    for fact, level in told:
        other = next(t.value for s in found.facts if s.fact == fact for t in s.trials if t.value != level.value)
        way = 0.03 if level.at > level.today else -0.03
        first = []
        for share in (level.at - way, level.at + way):
            then = with_facts(case, {fact: {level.value: share, other: 1.0 - share}})
            first.append(Runs(knowledge, DRAWS, 1, None).score(then).order[0])
        assert first == [found.first, level.first]


def test_facts_stand_by_the_range_of_the_lead_and_only_open_ones_are_there(found: Turning) -> None:
    """The tornado has the open facts, widest first."""
    assert {swing.fact for swing in found.facts} == set(OPEN)
    widths = [swing.high - swing.low for swing in found.facts]
    assert widths == sorted(widths, reverse=True)


def test_each_value_is_the_case_with_that_value(case: CaseProfile, knowledge: Knowledge, found: Turning) -> None:
    """Who is first under a value is who is first in the case in which it is certain."""
    swing = found.facts[0]
    for trial in swing.trials:
        then = Runs(knowledge, DRAWS, 1, None).score(with_facts(case, {swing.fact: trial.value}))
        assert then.order[0] == trial.first
        assert then.lead(trial.first) >= 0.0


def test_a_shifted_effect_is_level_with_the_first(case: CaseProfile, knowledge: Knowledge, found: Turning) -> None:
    """With its shift a tool reaches the utility of the first; without it, it does not."""
    arrays = Runs(knowledge, DRAWS, 1, None).arrays(case)
    best = utility_at(case, arrays, knowledge, found.first, 0.0)
    behind = [one for one in found.shifts if one.shift is not None and one.tool != found.first][:3]
    assert behind
    for one in behind:
        assert one.shift is not None
        assert utility_at(case, arrays, knowledge, one.tool, one.shift) == pytest.approx(best, abs=1e-3)
        assert utility_at(case, arrays, knowledge, one.tool, 0.0) == pytest.approx(best - one.behind, abs=1e-6)


def test_the_nearest_other_case_has_the_runner_up_first(
    case: CaseProfile, knowledge: Knowledge, found: Turning
) -> None:
    """What the words say is so."""
    if found.nearest is None:
        assert all(trial.first != found.runner_up for swing in found.facts for trial in swing.trials)
        return
    then = Runs(knowledge, DRAWS, 1, None).score(with_facts(case, dict(found.nearest.facts)))
    assert then.order[0] == found.runner_up
    assert found.runner_up in found.nearest.words


def test_json_is_whole(found: Turning) -> None:
    """The promised parts are there."""
    document = json.loads(turning_json(found))
    assert {"today", "facts", "tools", "nearest", "untried", "unit", "direction"} <= document.keys()
    assert len(document["facts"]) == len(OPEN)


@pytest.mark.parametrize(("name", "every"), [("bgd-rab-2021", 2), ("sdn-darfur-2024", 5)])
def test_what_is_kept_from_the_case_as_it_is_changes_no_figure(
    root: Path, knowledge: Knowledge, name: str, every: int
) -> None:
    """Facts set to each of their values: the fast run says, to the last bit, what a run from scratch says."""
    profile = load_case(root / "cases" / f"{name}.yaml")
    runs = Runs(knowledge, 100, 1, None)
    versions = Versions(profile, runs)
    tried = 0
    for path in list(versions.arrays.stage.setting.world.drawn())[::every]:
        for value, _ in possible(path, versions.arrays, knowledge):
            change = {path: plain(value)}
            assert versions.score(change) == runs.score(with_facts(profile, change)), (path, value)
            tried += 1
    assert tried > 15


def test_a_parameter_moved_as_far_as_it_says_makes_two_tools_level(root: Path, knowledge: Knowledge) -> None:
    """Slopes and elasticities: at the level today's first tool and the named one are level, beyond it is behind."""
    kinds = set()
    for name in ("bgd-rab-2021", "nic-2023"):
        profile = load_case(root / "cases" / f"{name}.yaml")
        arrays = Runs(knowledge, DRAWS, 1, None).arrays(profile)
        today = scored(profile, arrays)
        first, parameters = today.order[0], {one.name: one for one in parameters_of(profile, arrays, knowledge, today)}
        for level in levels(profile, arrays, knowledge, today):
            one = parameters[level.name]

            def behind(at: float, one: Parameter = one, pair: tuple[str, str] = (first, level.first)) -> float:
                means = [one.utility(t, at) if t in one.tools else today.means[t] for t in pair]  # noqa: B023
                return means[0] - means[1]

            kinds.add(level.kind)
            assert abs(behind(level.at)) < 2e-5
            assert behind(level.today + 1.02 * (level.at - level.today)) < 0 < behind(level.today)
    assert kinds == {"factor", "elasticity"}


def test_a_slope_moves_a_tool_as_another_posterior_would(case: CaseProfile, knowledge: Knowledge) -> None:
    """What a shift of a slope adds is what the model says when the draws of that slope are shifted."""
    runs = Runs(knowledge, 100, 1, None)
    arrays = runs.arrays(case)
    today = scored(case, arrays)
    one = next(p for p in parameters_of(case, arrays, knowledge, today) if p.name == "severe_violator")
    posterior = knowledge.posterior
    shifted = type(posterior)(dict(posterior.arrays), posterior.manifest)
    bodies = {body for tool in knowledge.catalogues.tools.values() for body in (link.body for link in tool.bodies)}
    for body in bodies:
        if "severe_violator" in posterior.factors_of(body):
            key = ("factor", body, "severe_violator", "100")
            shifted._asked[key] = posterior.factor(body, "severe_violator", 100) + np.float32(0.3)
    again = Runs(replace(knowledge, posterior=shifted), 100, 1, None).score(case)
    for tool in one.tools:
        assert again.means[tool] == pytest.approx(one.utility(tool, 0.3), abs=1e-5)
