"""The backtest: scores, baselines that are not made weak, what it refuses, and whether the model beats them."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from prevent_options.cli.app import run
from prevent_options.evidence.citation import Citation
from prevent_options.evidence.findings import Finding
from prevent_options.evidence.release import REQUIRED
from prevent_options.validation.baselines import forecasts, grouped, vote_count
from prevent_options.validation.scores import score

NAMES = {"frequency", "tool", "outcome", "factor", "tool_factor", "vote_count"}


def finding(direction: int, body: str = "a", factor: str = "", study: str = "s") -> Finding:
    """Return a finding of the year 2000."""
    return Finding(2, body, factor, "conflict", "regression", direction, study, Citation("x"), 2000)


def test_scores_of_known_forecasts() -> None:
    """A sure and right forecast scores 0 on both; an even one scores log 3; being two steps off costs more than one."""
    sure, even = np.array([[1.0, 0.0, 0.0]]), np.full((1, 3), 1 / 3)
    less, none, more = (np.array([k]) for k in range(3))
    assert score(sure, less).log_loss == pytest.approx(0)
    assert score(sure, less).rps == pytest.approx(0)
    assert score(even, none).log_loss == pytest.approx(np.log(3))
    assert score(even, none).rps == pytest.approx((1 / 9 + 1 / 9) / 2)
    assert score(sure, more).rps == pytest.approx(1.0)
    assert score(sure, none).rps == pytest.approx(0.5)


def test_a_group_that_tells_is_believed_and_an_unseen_one_is_not_invented() -> None:
    """Groups that differ are told apart; a group without findings gets the overall frequency."""
    groups, directions = ["a"] * 20 + ["b"] * 20, np.array([0] * 20 + [2] * 20)
    shares = grouped(groups, directions, ["a", "b", "new"])
    assert shares[0, 0] > 0.9
    assert shares[1, 2] > 0.9
    np.testing.assert_allclose(shares[2], np.array([21, 1, 21]) / 43)


def test_a_group_of_chance_is_smoothed_away() -> None:
    """Where every finding has its own group or groups say nothing, the overall frequency is kept."""
    directions = np.random.default_rng(1).integers(3, size=300)
    shares = grouped([k % 100 for k in range(300)], directions, [0, 1, 2])
    assert np.abs(shares - np.bincount(directions) / 300).max() < 0.05


def test_the_vote_count_learns_what_its_calls_are_worth() -> None:
    """A tool that always decreases is called less and believed; a tool that always increases is called more."""
    train = [finding(0) for _ in range(15)] + [finding(2, body="b") for _ in range(15)]
    shares = vote_count(train, [finding(1), finding(1, body="b")])
    assert shares[0].argmax() == 0
    assert shares[1].argmax() == 2


def test_every_forecast_is_a_distribution_and_never_reads_the_answer() -> None:
    """Shares add up to 1, and stay when the directions of the test findings change."""
    train = [finding(k % 3, body="ab"[k % 2], factor=f"f{k % 4}", study=f"s{k}") for k in range(40)]
    test = [finding(0, factor="f1"), finding(0, body="new", factor="new")]
    other = [finding(2, factor="f1"), finding(1, body="new", factor="new")]
    first, second = forecasts(train, test), forecasts(train, other)
    assert set(first) == NAMES
    for name, shares in first.items():
        np.testing.assert_allclose(shares.sum(axis=1), 1.0)
        np.testing.assert_array_equal(shares, second[name])


HEADER = ",".join(REQUIRED)


def release(path: Path, *rows: str, header: str = HEADER) -> Path:
    """Write a release file of invented rows."""
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no rows after the header"),
        ("Average,1,Mediation_tool,NA,NA,Decreases,x,NA,Regression,NA,Conflict,X. T,2001", "--through"),
    ],
)
def test_a_file_that_leaves_nothing_to_learn_or_to_test_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, words: str
) -> None:
    """Exit code 2 and what to do, before anything is sampled."""
    path = release(tmp_path / "all.csv", *([text] if text else []))
    assert run(["priors", "backtest", "--evidence", str(path), "--through", "2010"]) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"effects_type,Tool\nAverage,x\n", "no column"), (b"\xff\xfe\x00", "not UTF-8")],
)
def test_a_damaged_release_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, words: str
) -> None:
    """Missing columns and broken encoding are named, exit code 2."""
    path = tmp_path / "all.csv"
    path.write_bytes(content)
    assert run(["priors", "backtest", "--evidence", str(path), "--through", "2010"]) == 2
    assert words in capsys.readouterr().err


def test_a_picture_of_another_kind_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only png and svg; said before anything is read."""
    arguments = ["--evidence", "x.csv", "--through", "2010", "--plot", str(tmp_path / "a.bmp")]
    assert run(["priors", "backtest", *arguments]) == 2
    assert ".png or .svg" in capsys.readouterr().err


def test_no_training_finding_is_later_than_the_year(shared: Path) -> None:
    """Training ends with the year, test starts after it, and both together are the release."""
    from prevent_options.catalogues import load_catalogues
    from prevent_options.evidence import release_codes
    from prevent_options.evidence.release import read_release
    from prevent_options.validation.backtest import split

    path = shared / "data" / "ushmm" / "all_sources.csv"
    findings = read_release(path, release_codes(load_catalogues()))
    train, test = split(path, findings, 2015, None)
    assert max(f.year for f in train) == 2015
    assert min(f.year for f in test) == 2016
    assert len(train) + len(test) == len(findings.findings)


@pytest.mark.slow
def test_the_model_beats_every_baseline_on_later_findings(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Learned through 2015 and tested on 2016-2020: both scores, factors and average effects, every baseline."""
    path, plot = shared / "data" / "ushmm" / "all_sources.csv", tmp_path / "calibration.svg"
    arguments = ["--through", "2015", "--until", "2020", "--format", "json", "--plot", str(plot)]
    assert run(["priors", "backtest", "--evidence", str(path), *arguments]) == 0
    result = json.loads(capsys.readouterr().out)
    with path.open(encoding="utf-8-sig", newline="") as file:
        later = [row for row in csv.DictReader(file) if int(row["Year"]) > 2015]
    assert result["factors"]["n"] == sum(row["CD"] != "NA" for row in later)
    assert result["average"]["n"] == sum(row["CD"] == "NA" for row in later)
    for part in result.values():
        assert set(part) == {"n", "model", "baselines"}
        assert set(part["baselines"]) == NAMES
        for scores in part["baselines"].values():
            assert part["model"]["log_loss"] < scores["log_loss"]
            assert part["model"]["rps"] < scores["rps"]
    assert plot.read_bytes().startswith(b"<?xml")
