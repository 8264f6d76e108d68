"""Attitudes to risk: beside the default order, from the same draws, and right where the answer is known."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from prevent_options.assess import assess, load_knowledge
from prevent_options.assess.attitude import rank_by_attitude
from prevent_options.cli.app import run
from prevent_options.decision.attitudes import level_with, order_by, regrets, worst_tenth
from prevent_options.decision.ranks import final_order, rank_matrix
from prevent_options.profile import load_case

SURE, RISKY = 0, 1


@pytest.fixture(scope="module")
def utility() -> np.ndarray:
    """Return a sure tool, and a risky one that is better on average and worse in a fifth of the draws."""
    risky = np.where(np.arange(100) < 20, -1.0, 0.5)
    return np.stack([np.full(100, 0.1), risky]).astype(np.float32)


def test_the_best_of_every_draw_has_no_regret(utility: np.ndarray) -> None:
    """A tool that is best in every draw regrets nothing; no tool ever regrets less than nothing."""
    with_best = np.concatenate([utility, utility.max(axis=0, keepdims=True)])
    found = regrets(with_best)
    assert not found[2].any()
    assert found.min() == 0.0
    assert found[RISKY].max() == pytest.approx(1.1)


def test_attitudes_part_where_they_should(utility: np.ndarray) -> None:
    """The expected value takes the risky tool, the worst tenth and regret the sure one."""
    default = final_order(utility, rank_matrix(utility))
    assert default == [RISKY, SURE]
    assert order_by("worst_tenth", utility, default) == [SURE, RISKY]
    assert order_by("regret", utility, default) == [SURE, RISKY]
    assert worst_tenth(utility) == pytest.approx([0.1, -1.0])


def test_mean_regret_orders_as_expected_utility() -> None:
    """The reason why regret is read in its worst tenth: its mean would say the default order again."""
    drawn = np.random.default_rng(3).normal(size=(6, 500)).astype(np.float32)
    assert np.argsort(regrets(drawn).mean(axis=1)).tolist() == np.argsort(-drawn.mean(axis=1)).tolist()


def test_tools_are_level_where_their_tails_differ_by_less_than_the_error_of_the_draws() -> None:
    """What two tools share is no noise: a copy that is worse everywhere is told apart, another draw of the same not."""
    drawn = np.random.default_rng(5).normal(size=(3, 4000)).astype(np.float32)
    value = np.stack([drawn[0], drawn[1], drawn[0] - 0.01, drawn[2] - 1.0])
    assert level_with(0, value, 2.0) == [1]


def test_the_error_of_a_tail_is_that_of_drawing_again() -> None:
    """Of two tools that are alike, 19 in 20 samples call them level at two errors, as errors should."""
    random = np.random.default_rng(6)
    level = [level_with(0, random.normal(size=(2, 1000)).astype(np.float32), 2.0) == [1] for _ in range(400)]
    assert 0.92 < np.mean(level) < 0.98


def test_default_places_and_worst_tenth_are_those_of_the_assessment(root: Path) -> None:
    """The column beside the attitude is the plain ranking, and both read the same draws."""
    profile, knowledge = load_case(root / "cases" / "sdn-darfur-2024.yaml"), load_knowledge()
    told = {tool.tool: tool for tool in assess(profile, knowledge, draws=300).tools if tool.eligible}
    found = rank_by_attitude(profile, knowledge, "worst_tenth", draws=300)
    assert {row.tool: row.default_rank for row in found.rows} == {name: tool.rank for name, tool in told.items()}
    assert {row.tool: row.rank_band for row in found.rows} == {name: tool.rank_band for name, tool in told.items()}
    assert [row.rank for row in found.rows] == list(range(1, len(told) + 1))
    for row in found.rows:
        assert row.worst_tenth == pytest.approx(-told[row.tool].worst_tenth_mean, abs=1e-6)
        assert row.expected == pytest.approx(-told[row.tool].net_change.mean, abs=1e-6)


def test_printed_beside_the_default(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON and table carry both places and say which way is better; CSV is refused."""
    words = ["rank", str(root / "cases" / "nic-2023.yaml"), "--draws", "200", "--attitude", "regret"]
    assert run([*words, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "prevent-options/attitude@1"
    assert found["direction"]["regret"] == "smaller is better"
    assert {"rank", "default_rank", "mean_regret", "regret"} <= found["tools"][0].keys()
    assert run(words) == 0
    out = capsys.readouterr().out
    assert "smaller is better" in out
    assert "tools of one band are ties" in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 80
    first = found["tools"][0]
    row = next(line.split() for line in out.splitlines() if first["tool"] in line)
    assert row[:3] == [str(first["rank"]), str(first["default_rank"]), f"({first['rank_band']})"]
    assert run([*words, "--format", "csv"]) == 2


@pytest.mark.parametrize("words", [("--attitude", "regret"), ("--uncertainty",)])
def test_nothing_to_choose_is_said_plainly(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    """Where every tool is unavailable the answer is what bars them, code 2 and no table."""
    families = sorted({tool.family for tool in load_knowledge().catalogues.tools.values()})
    text = (root / "cases" / "nic-2023.yaml").read_text(encoding="utf-8")
    file = tmp_path / "nic-2023.yaml"
    file.write_text(re.sub(r"unavailable: \[.*?\]", f"unavailable: [{', '.join(families)}]", text), encoding="utf-8")
    assert run(["rank", str(file), "--draws", "100", *words]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "no tool may be used" in told.err
