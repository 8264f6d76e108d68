"""A change of rank is divided into its causes: each by its own name, exactly, and adding up."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from prevent_options.assess import load_knowledge
from prevent_options.assess.causes import Side, parts_of, steps_between
from prevent_options.assess.compare import Comparison, compare, comparison_json
from prevent_options.assess.result import number
from prevent_options.cli.app import run
from prevent_options.profile import load_case, with_facts

FACT = {"perpetrators.rab.structure": "diffuse"}
BEFORE_ANY_RULE = date(2000, 1, 1)


@pytest.fixture(scope="module")
def start(root: Path) -> Side:
    """Return the case of Bangladesh with few draws."""
    return Side(load_case(root / "cases" / "bgd-rab-2021.yaml"), load_knowledge(), 200, 1, None)


def with_values(side: Side) -> Side:
    """Return a side with another goal."""
    return replace(side, profile=side.profile.model_copy(update={"goal": "stop"}))


def with_evidence(side: Side) -> Side:
    """Return a side whose posterior has its draws of averages moved."""
    posterior = side.knowledge.posterior
    arrays = {name: values + np.float32(0.1) for name, values in posterior.arrays.items() if values.ndim > 1}
    other = type(posterior)({**posterior.arrays, **arrays}, posterior.manifest)
    return replace(side, knowledge=replace(side.knowledge, posterior=other))


ALONE = {
    "evidence": with_evidence,
    "rules": lambda side: replace(side, rules_as_of=BEFORE_ANY_RULE),
    "noise": lambda side: replace(side, seed=2),
    "facts": lambda side: replace(side, profile=with_facts(side.profile, FACT)),
    "values": with_values,
    "substitution": lambda side: replace(side, substitutes=False),
}


def check_sums(found: Comparison) -> None:
    """Check that the parts of every figure of every tool add up to its printed change, to the last digit."""
    told = json.loads(comparison_json(found))
    for tool in told["tools"]:
        for figure, parts in tool["because"].items():
            before, after = tool[figure]
            assert number(sum(parts.values())) == number(after - before), (tool["tool"], figure)
            assert "program" not in parts


@pytest.mark.parametrize("cause", ALONE)
def test_one_cause_alone_has_all_of_the_change(start: Side, cause: str) -> None:
    """When one thing changed, everything that moved is put down to it, and something moved."""
    found = compare(start, ALONE[cause](start))
    assert found.causes == (cause,)
    check_sums(found)
    assert any(change.moved for change in found.tools)
    assert all(set(change.expected_rank_parts) == {cause} for change in found.tools)


def test_all_causes_together_add_up_and_stand_in_their_order(start: Side) -> None:
    """With everything changed at once each cause has its own step, and the sums are exact."""
    after = start
    for change in ALONE.values():
        after = change(after)
    found = compare(start, after)
    assert found.causes == tuple(ALONE)
    check_sums(found)
    assert steps_between(start, after)[-1][1].assessed() == found.after


def test_nothing_changed_has_no_cause(start: Side) -> None:
    """The same side twice moves nothing and needs no step."""
    found = compare(start, replace(start))
    assert found.causes == ()
    assert all(change.moved == 0 and not any(change.rank_parts.values()) for change in found.tools)


def test_what_no_step_explains_is_the_programs() -> None:
    """A rest is never hidden, and roundings never make one."""
    assert parts_of(1.0, {"facts": 2.5}, 4.0) == {"facts": 1.5, "program": 1.5}
    assert parts_of(0.1, {"rules": 0.2, "facts": 0.30000000000000004}, 0.3) == {"rules": 0.1, "facts": 0.1}


def test_the_command_divides_a_change_by_options_of_the_second_side(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rules, posterior, draws, seed, facts and goal of the second side each have their part in text and JSON."""
    case = str(root / "cases" / "bgd-rab-2021.yaml")
    options = ["--draws", "100", "--other-draws", "200", "--other-seed", "3", "--other-rules-as-of", "2000-01-01"]
    options += ["--other-posterior", str(root / "priors" / "posterior"), "--goal", "stop"]
    options += [f"--set={fact}={value}" for fact, value in FACT.items()]
    assert run(["compare", case, *options, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["causes"] == ["evidence", "rules", "noise", "facts", "values"]
    assert told["draws"] == [100, 200]
    assert all(tool["because"]["expected_rank"]["evidence"] == 0 for tool in told["tools"])
    assert run(["compare", case, "--other-rules", str(root / "rules"), "--other-seed", "2", "--draws", "100"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "noise" in text
    assert "Causes that changed: rules, noise." in text
    assert run(["compare", case, "--other-rules", str(tmp_path), "--draws", "100"]) == 2
    assert "no rules" in capsys.readouterr().err


def test_nothing_to_compare_is_a_usage_error(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a second side there is nothing to do; no table looks like an answer."""
    assert run(["compare", str(root / "cases" / "bgd-rab-2021.yaml")]) == 2
    found = capsys.readouterr()
    assert found.out == ""
    assert "--other" in found.err
