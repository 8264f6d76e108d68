"""``rank --goals``: several goals side by side, the same figures as one run a goal."""

import json
from pathlib import Path
from typing import Any

import pytest

from prevent_options.cli.app import run

FAST = ("--draws", "300")
GOALS = ("stop", "reduce", "foreclose")


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Run a command that must succeed and return what it printed."""
    assert run([*words, *FAST]) == 0
    return capsys.readouterr().out


def test_side_by_side_equals_single_runs(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Ranks, bands and probabilities are those of one run for each goal; tools stand in the first goal's order."""
    case = str(root / "cases" / "sdn-darfur-2024.yaml")
    found = json.loads(printed(capsys, "rank", case, "--goals", ",".join(GOALS), "--format", "json"))
    assert found["schema"] == "prevent-options/goals@1"
    assert found["goals"] == list(GOALS)
    for goal in GOALS:
        single: dict[str, Any] = json.loads(printed(capsys, "rank", case, "--goal", goal, "--format", "json"))
        told = {
            row["tool"]: (
                row["by_goal"][goal]["rank"],
                row["by_goal"][goal]["rank_band"],
                row["by_goal"][goal]["p_goal"],
            )
            for row in found["tools"]
        }
        assert told == {tool["tool"]: (tool["rank"], tool["rank_band"], tool["p_goal"]) for tool in single["tools"]}
        if goal == GOALS[0]:
            assert list(told) == [tool["tool"] for tool in single["tools"]]


def test_table_states_direction_and_events(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The table says which way is better and what each probability is about, and fits 80 columns."""
    out = printed(capsys, "rank", str(root / "cases" / "nic-2023.yaml"), "--goals", "reduce,stop")
    assert "1 is best" in out
    assert "larger is better" in out
    assert "stop: harm falls by the case's threshold" in out
    assert max(map(len, out.splitlines())) <= 80


def test_table_calls_ties_ties(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each rank has its band in brackets, as in the JSON, and ties are said to be no finding."""
    words = ("rank", str(root / "cases" / "nic-2023.yaml"), "--goals", "stop,reduce,foreclose")
    first = json.loads(printed(capsys, *words, "--format", "json"))["tools"][0]
    out = printed(capsys, *words)
    assert "Tools of one band are ties" in " ".join(out.split())
    row = next(line.split() for line in out.splitlines() if line.strip().startswith(first["tool"]))
    places = [f"{under['rank']} ({under['rank_band']})" for under in first["by_goal"].values()]
    assert [f"{row[i]} {row[i + 1]}" for i in (1, 4, 7)] == places
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--goals", "reduce,win"), "found 'win'"),
        (("--goals", "stop,stop"), "found 'stop'"),
        (("--goals", "reduce", "--goal", "stop"), "--goals with --goal:"),
        (("--goals", "reduce", "--format", "csv"), "--goals with --format csv:"),
        (("--attitude", "regret", "--format", "csv"), "--attitude with --format csv:"),
        (("--goals", "reduce", "--uncertainty"), "--goals and --uncertainty: each is a ranking of its own"),
    ],
)
def test_bad_goals_are_refused(
    root: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    """A word that is no goal, a goal named twice and two rankings at once stop with code 2 and say which it was."""
    assert run(["rank", str(root / "cases" / "nic-2023.yaml"), *words]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert told in " ".join(said.err.split())
