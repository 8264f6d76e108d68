"""Whatever a planner asks of one case with the same draws, the first choice is one and the same."""

from itertools import pairwise
from pathlib import Path

import pytest

from prevent_options.assess import Knowledge, assess, load_knowledge
from prevent_options.assess.net import case_arrays
from prevent_options.assess.voi import choice_utility
from prevent_options.profile import load_case

DRAWS = 500


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """Return the shipped knowledge."""
    return load_knowledge()


@pytest.mark.parametrize("goal", ["reduce", "stop", "foreclose"])
@pytest.mark.parametrize(
    "case", ["bfa-2024", "bgd-rab-2021", "cod-east-2024", "lka-2023", "nic-2023", "sdn-darfur-2024"]
)
def test_ranking_and_value_of_information_order_tools_alike(
    root: Path, knowledge: Knowledge, case: str, goal: str
) -> None:
    """The order of ``rank`` is that of the utilities ``voi`` and ``turning`` choose by; the figures are the same."""
    profile = load_case(root / "cases" / f"{case}.yaml").model_copy(update={"goal": goal})
    told = [tool for tool in assess(profile, knowledge, draws=DRAWS).tools if tool.eligible]
    arrays = case_arrays(profile, knowledge, draws=DRAWS, seed=1)
    means = dict(zip(arrays.tools, choice_utility(profile, arrays)[1:].mean(axis=1), strict=True))
    apart = [means[before.tool] - means[after.tool] for before, after in pairwise(told)]
    assert min(apart) > -2e-6
    if goal != "stop":
        assert [tool.net_change.mean for tool in told] == pytest.approx([-means[tool.tool] for tool in told], abs=1e-6)
