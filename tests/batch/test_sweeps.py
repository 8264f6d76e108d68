"""Sweeps against cases: mistakes are refused before any work, and what only some cases cannot take is their failure."""

import json
from pathlib import Path

import polars as pl
import pytest

from prevent_options.batch import load_sweeps, read_sweep
from prevent_options.cli.app import run

HERE = ["--draws", "200", "--workers", "0", "--no-memos"]


@pytest.mark.parametrize(
    ("sweep", "told"),
    [
        ("nope.fact=a,b", "--sweep: nope.fact: no case of the watchlist has the fact 'nope.fact'; nearest: "),
        ("id=a,b", "--sweep: id: no case of the watchlist has the fact 'id'; nearest: "),
        ("perpetrators.*.structur=diffuse", "nearest: perpetrators.state.structure"),
        ("nhri.accreditation=A,Q", "--sweep: nhri.accreditation: found 'Q'; expected one of A, B"),
    ],
)
def test_what_no_case_can_take_is_refused_before_any_work(
    two: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], sweep: str, told: str
) -> None:
    """Exit 2, one line that names the option, and nothing is written."""
    assert run(["batch", str(two), "-o", str(tmp_path / "out"), "--sweep", sweep, *HERE]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert told in line
    assert not (tmp_path / "out").exists()


def test_a_file_of_sweeps_is_refused_with_its_lines(
    two: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every wrong fact and value at once."""
    file = tmp_path / "sweeps.yaml"
    file.write_text(
        "schema: prevent-options/sweeps@1\nsweeps:\n  - {nhri.accreditation: [A, Z]}\n  - {nhri.acc: [A, B]}\n",
        encoding="utf-8",
    )
    assert run(["batch", str(two), "-o", str(tmp_path / "out"), "--sweeps", str(file), *HERE]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith(f"{file}:3: nhri.accreditation: found 'Z'")
    assert second.startswith(f"{file}:4: nhri.acc: no case of the watchlist has the fact")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("sweeps", ["[]", "[{}]", "[{nhri.accreditation: []}]"])
def test_a_file_of_sweeps_that_asks_nothing_is_refused(tmp_path: Path, sweeps: str) -> None:
    """No sweep, no fact, or no value."""
    file = tmp_path / "sweeps.yaml"
    file.write_text(f"schema: prevent-options/sweeps@1\nsweeps: {sweeps}\n", encoding="utf-8")
    with pytest.raises(Exception, match=r"sweeps.yaml:2: sweeps.*at least 1 item"):
        load_sweeps(file)


def test_a_what_if_that_one_case_cannot_take_fails_there_only(
    two: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 1; summary, page and table all say that both cases were assessed and one has a problem."""
    output = tmp_path / "out"
    sweep = "perpetrators.parapolice.structure=diffuse"
    assert run(["batch", str(two), "-o", str(output), "--sweep", sweep, *HERE]) == 1
    told = capsys.readouterr().err
    assert f"lka-2023, scenario {sweep}: perpetrators.parapolice.structure: no fact" in told
    assert "--set" not in told
    assert "2 of 2 cases assessed, 1 with problems" in told
    assert "2 assessed, 1 with problems" in (output / "index.html").read_text(encoding="utf-8")
    assert pl.read_csv(output / "results.csv")["status"].unique().to_list() == ["done"]


def test_the_log_counts_what_was_assessed(two: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON lines say the same: both cases done, one with problems."""
    arguments = ["batch", str(two), "-o", str(tmp_path / "out"), "--log-json", *HERE]
    assert run([*arguments, "--sweep", "perpetrators.parapolice.structure=diffuse"]) == 1
    events = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [event["status"] for event in events if event["event"] == "case"] == ["done", "done"]
    assert (events[-1]["assessed"], events[-1]["failed"], events[-1]["with_problems"]) == (2, 0, 1)


def test_values_of_a_fact_that_is_swept_twice_are_joined() -> None:
    """No value is dropped, none is run twice."""
    sweep = read_sweep(["repression_level=low,high", "nhri.accreditation=A", "repression_level=high,very_high"])
    assert sweep.facts == {"repression_level": ("low", "high", "very_high"), "nhri.accreditation": ("A",)}
