"""Held-out years are forecast better than by four plain forecasts, through the command that others will call."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from prevent_options.cli.app import run
from prevent_options.panel.baselines import BASELINES, forecasts, log_loss
from prevent_options.panel.table import Panel, moments, outcome
from prevent_options.panel.words import TACTICS

FILE = "data/repression/cirights_1981_2010.csv"
NAMES = ("model", *BASELINES)


@pytest.mark.slow
def test_the_model_beats_four_plain_forecasts_of_2001_to_2010(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Fitted to 1981-2000: ahead on the mean and for each tactic; the JSON has the fields that other programs read."""
    assert run(["substitution", "check", "--data", str(shared / FILE), "--from", "2001", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert list(document) == ["mean", "tactics"]
    assert tuple(document["tactics"]) == TACTICS
    for losses in (document["mean"], *document["tactics"].values()):
        assert tuple(losses) == NAMES
        assert losses["model"] < min(losses[name] for name in BASELINES), losses
    for name in NAMES:
        mean = np.mean([document["tactics"][tactic][name] for tactic in TACTICS])
        assert document["mean"][name] == pytest.approx(mean, abs=1e-4)


@pytest.mark.slow
def test_years_inside_the_training_years_and_a_file_that_is_cut(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file cut at 2000, its columns renamed, the last five years held out: ahead on the mean."""
    path = tmp_path / "cut.csv"
    with (
        (shared / FILE).open(encoding="utf-8", newline="") as whole,
        path.open("w", encoding="utf-8", newline="") as cut,
    ):
        rows = csv.DictReader(whole)
        renamed = {"kill": "killing", "iso_a3": "iso"}
        out = csv.writer(cut)
        out.writerow([renamed.get(name, name) for name in rows.fieldnames or ()])
        out.writerows(row.values() for row in rows if int(row["year"]) <= 2000)
    options = ["--column", "kill=killing", "--column", "code=iso", "--higher-is", "better", "--format", "json"]
    assert run(["substitution", "check", "--data", str(path), "--from", "1996", *options]) == 0
    mean = json.loads(capsys.readouterr().out)["mean"]
    assert mean["model"] < min(mean[name] for name in BASELINES)


def test_plain_forecasts_are_what_their_names_say(real: Panel) -> None:
    """Frequency gives what occurred, one added; more history is better than less, in the years it was fitted to."""
    train = moments(real.severity, 0, 20)
    fitted, y = forecasts(real.severity, train, train), outcome(real.severity, train)
    counts = np.bincount(y[:, 0], minlength=3) + 1
    assert fitted["frequency"][0, 0] == pytest.approx(counts / counts.sum())
    losses = [np.mean([log_loss(fitted[name][:, k], y[:, k]) for k in range(4)]) for name in BASELINES]
    assert losses == sorted(losses, reverse=True)
