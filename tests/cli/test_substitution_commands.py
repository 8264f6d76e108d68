"""``substitution show`` and ``substitution play``, and both orders of ``compare``."""

import json
from pathlib import Path

import pytest

from prevent_options.cli.app import run

CASE, FEW = "cases/nic-2023.yaml", ["--draws", "400"]


@pytest.fixture(autouse=True)
def _at_root(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)


def test_show_says_which_findings_stand_behind_a_pair_or_that_none_does(capsys: pytest.CaptureFixture[str]) -> None:
    """One pair shows every kind of pressure; a pair nobody studied says so."""
    assert run(["substitution", "show", "extrajudicial_execution", "enforced_disappearance", "--format", "json"]) == 0
    pairs = {row["pressure"]: row for row in json.loads(capsys.readouterr().out)["pairs"]}
    assert "payne-abouharb2016-disappearance-shift" in pairs["legal"]["findings"]
    assert pairs["legal"]["open"] > pairs["incentive"]["open"]
    assert run(["substitution", "show", "siege", "apartheid"]) == 0
    assert "no finding names this pair" in " ".join(capsys.readouterr().out.split())


def test_show_holds_every_pair_and_complement_is_the_default(capsys: pytest.CaptureFixture[str]) -> None:
    """As JSON all ordered pairs are there; on average the second tactic falls with the first."""
    assert run(["substitution", "show", "--format", "json"]) == 0
    pairs = json.loads(capsys.readouterr().out)["pairs"]
    tactics = {row["from"] for row in pairs}
    assert len(pairs) == len(tactics) * (len(tactics) - 1)
    assert sum(row["mean"] < 0 for row in pairs) > 0.9 * len(pairs)


def test_show_names_the_nearest_tactic(capsys: pytest.CaptureFixture[str]) -> None:
    """A tactic that does not exist is bad input with a way out."""
    assert run(["substitution", "show", "tortur"]) == 2
    assert "torture" in capsys.readouterr().err


def test_play_prints_a_tree_and_writes_the_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON holds the tree; the picture is a file; the text names the reply."""
    picture = tmp_path / "flow.svg"
    arguments = ["substitution", "play", CASE, "hrc_special_session", *FEW]
    assert run([*arguments, "--json", "--picture", str(picture)]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == "prevent-options/game@1"
    assert sum(answer["probability"] for answer in document["answers"]) == pytest.approx(1, abs=1e-4)
    assert picture.read_text(encoding="utf-8").startswith("<svg")
    assert run([*arguments, "--steps", "2"]) == 0
    assert "our reply" in capsys.readouterr().out


def test_play_is_the_same_bytes_again(capsys: pytest.CaptureFixture[str]) -> None:
    """The same input and seed give the same tree."""
    texts = []
    for _ in range(2):
        assert run(["substitution", "play", CASE, "hrc_special_session", "--json", *FEW]) == 0
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1]


def test_play_refuses_what_may_not_be_used_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bad input leaves no picture behind."""
    picture = tmp_path / "flow.svg"
    assert run(["substitution", "play", CASE, "no_such_tool", "--picture", str(picture), *FEW]) == 2
    assert "no such tool" in capsys.readouterr().err
    assert not picture.exists()


def test_compare_shows_both_orders(capsys: pytest.CaptureFixture[str]) -> None:
    """With and without substitution stand side by side, and tools with exits gain when these are left out."""
    assert run(["compare", CASE, "--without-substitution", "--format", "json", *FEW]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {"fact": "substitution", "before": "counted", "after": "left out"} in document["facts"]
    changes = {tool["tool"]: tool["net_change_mean"] for tool in document["tools"]}
    assert changes["coi_ffm"][1] < changes["coi_ffm"][0]


def test_explain_splits_the_net_change(capsys: pytest.CaptureFixture[str]) -> None:
    """The three parts are in the JSON and in the text."""
    assert run(["explain", CASE, "coi_ffm", "--format", "json", *FEW]) == 0
    document = json.loads(capsys.readouterr().out)
    assert sum(document["split"].values()) == pytest.approx(document["tool"]["net_change"]["mean"], abs=1e-4)
    assert run(["explain", CASE, "coi_ffm", *FEW]) == 0
    assert "violence moving elsewhere" in capsys.readouterr().out
