"""The waterfall sums exactly to the net change: every tool of every shipped case."""

from pathlib import Path

import pytest

from prevent_options.assess import assess, load_knowledge
from prevent_options.assess.explain import BRIDGE, steps_of
from prevent_options.assess.pipeline import prepare
from prevent_options.assess.result import number
from prevent_options.profile import load_case

CASES = ("bfa-2024", "bgd-rab-2021", "cod-east-2024", "lka-2023", "nic-2023", "sdn-darfur-2024")


@pytest.mark.parametrize("case", CASES)
def test_steps_sum_to_the_net_change_and_each_names_its_source(root: Path, case: str) -> None:
    """In both columns the printed steps add up to the net change that ``rank`` prints; the bridge moves no harm."""
    profile, knowledge = load_case(root / "cases" / f"{case}.yaml"), load_knowledge()
    stage = prepare(profile, knowledge, draws=200, seed=1, rules_as_of=None)
    for tool in assess(profile, knowledge, draws=200).tools:
        steps = steps_of(tool.tool, knowledge, stage, tool.net_change.mean)
        whole = number(tool.net_change.mean)
        assert number(sum(step.change for step in steps)) == number(sum(step.harm for step in steps)) == whole
        assert (steps[-1].label, steps[-1].running, steps[-1].running_harm) == (BRIDGE, whole, whole)
        assert abs(steps[-1].harm) < 1e-5
        assert all(step.source and step.basis in {"evidence", "judgement", "model"} for step in steps)
