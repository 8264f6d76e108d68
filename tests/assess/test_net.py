"""The arrays of all tools are the assessment's own numbers."""

from pathlib import Path

import numpy as np
import pytest

from prevent_options.assess import assess, load_knowledge
from prevent_options.assess.net import case_arrays
from prevent_options.decision.harm import change_of_harm
from prevent_options.profile import load_case


@pytest.mark.parametrize("case", ["sdn-darfur-2024", "lka-2023"])
def test_arrays_give_the_net_change_of_the_assessment(root: Path, case: str) -> None:
    """Harm from the arrays is the expected change that ``rank`` reports, and the same tools are barred."""
    profile, knowledge = load_case(root / "cases" / f"{case}.yaml"), load_knowledge()
    arrays = case_arrays(profile, knowledge, draws=400, seed=3)
    told = {tool.tool: tool for tool in assess(profile, knowledge, draws=400, seed=3).tools}
    assert set(arrays.tools) == {name for name, tool in told.items() if tool.eligible}
    for name, one in arrays.tools.items():
        change = change_of_harm(one.expected[None], arrays.stage.shares)[0]
        assert change.mean(dtype=np.float64) == pytest.approx(told[name].net_change.mean, abs=1e-6)


def test_expected_effects_average_to_the_same_harm(root: Path) -> None:
    """Case noise and decisions average out: without them the expected harm of a tool is the same."""
    arrays = case_arrays(load_case(root / "cases" / "sdn-darfur-2024.yaml"), load_knowledge(), draws=4000, seed=1)
    for one in arrays.tools.values():
        with_noise = change_of_harm(one.net[None], arrays.stage.shares)[0]
        without = change_of_harm(one.expected[None], arrays.stage.shares)[0]
        error = (with_noise - without).std() / np.sqrt(with_noise.size)
        assert abs(with_noise.mean() - without.mean()) < 4 * error
