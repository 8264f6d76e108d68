"""Single precision decides as double precision does: the computation written out once more, straight and in doubles."""

from pathlib import Path

import numpy as np
import pytest

from prevent_options.assess import Knowledge, assess, load_knowledge
from prevent_options.assess.pipeline import Stage, prepare
from prevent_options.effects.direct import direct_effect, direct_parts
from prevent_options.effects.parts import full
from prevent_options.profile import load_case
from prevent_options.substitution import spill_over

DRAWS = 1500


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """Return the shipped knowledge."""
    return load_knowledge()


def change_in_doubles(name: str, stage: Stage, knowledge: Knowledge) -> np.ndarray:
    """Return H of one tool, shape (D,): every step on every pair, as the waterfall has them, in doubles."""
    tool, findings, setting = knowledge.catalogues.tools[name], stage.findings.of(name), stage.setting
    expected = np.zeros(stage.shares.shape)
    for part in direct_parts(tool, findings, setting):
        values = full(part, setting).astype(np.float64)
        expected = expected * values if part.multiplies else expected + values
    direct = direct_effect(tool, findings, setting)
    np.testing.assert_allclose(direct.expected, expected, atol=2e-5)
    spill = spill_over(tool, expected, findings, setting).total
    shares = stage.shares.astype(np.float64)
    return np.sum(np.exp(expected + spill) * shares, axis=0) / shares.sum(axis=0) - 1


@pytest.mark.parametrize("case", ["sdn-darfur-2024", "nic-2023"])
def test_doubles_give_the_same_decision(case: str, root: Path, knowledge: Knowledge) -> None:
    """The order of the tools is the same, and no mean change of harm differs in the fourth decimal."""
    profile = load_case(root / "cases" / f"{case}.yaml")
    assessment = assess(profile, knowledge, draws=DRAWS, seed=3)
    stage = prepare(profile, knowledge, draws=DRAWS, seed=3, rules_as_of=None)
    able = [tool for tool in assessment.tools if tool.eligible]
    means = {tool.tool: change_in_doubles(tool.tool, stage, knowledge).mean() for tool in able}
    for tool in able:
        assert tool.net_change.mean == pytest.approx(means[tool.tool], abs=5e-5)
    assert [tool.tool for tool in able] == sorted(means, key=lambda name: means[name])
