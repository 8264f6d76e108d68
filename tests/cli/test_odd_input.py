"""Odd but legal input is answered; what makes no sense is refused in one line, before anything is written."""

import json
from pathlib import Path

import pytest

from prevent_options.cli import app
from prevent_options.cli.app import run

CASE = "cases/sdn-darfur-2024.yaml"
FEW = ["--draws", "100"]


@pytest.fixture(autouse=True)
def _at_root(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)


@pytest.mark.filterwarnings("error")
def test_only_ratios_of_weights_count(capsys: pytest.CaptureFixture[str]) -> None:
    """All weights in another unit, however small, give the same ranking."""
    found = []
    tactics = sorted(path.stem for path in Path("priors/catalogue/tactics").glob("*.yaml"))
    for unit in (1.0, 2.0**-800):  # a power of two, so that the unit costs no digit
        changes = [f"values.tactic_weights.{name}={(1 + i % 3) * unit!r}" for i, name in enumerate(tactics)]
        arguments = [part for change in changes for part in ("--set", change)]
        assert run(["rank", CASE, "--format", "json", *FEW, *arguments]) == 0
        found.append(json.loads(capsys.readouterr().out)["tools"])
    assert found[0] == found[1]


def test_what_nobody_foresaw_is_told_in_a_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 1, where it happened and how to see all of it; with the variable set the traceback comes."""

    def broken(_arguments: list[str]) -> dict[str, object]:
        raise ZeroDivisionError("a slip")

    monkeypatch.setattr(app, "_defaults", broken)
    assert run(["rank", CASE]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "ZeroDivisionError at test_odd_input.py" in line
    assert "fault of the program" in line
    monkeypatch.setenv(app.TRACEBACK, "1")
    with pytest.raises(ZeroDivisionError):
        run(["rank", CASE])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["rules", "test", "--cases", "nowhere"], "no such folder"),
        (["substitution", "show", "killing", "killing"], "killing on both sides"),
        (["substitution", "play", CASE, "hrddp", "--picture", "flow.png"], "a file that ends in .svg"),
        (["rank", CASE, "--set", "phase=latent:-0.5,ongoing:1.5"], "-0.5"),
        (["rank", CASE, "--set", "phase=latent:nan,ongoing:1.5"], "nan"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2, one line, nothing on standard output and no file."""
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert all(line.startswith(("--set: phase", "nowhere", "TACTIC", "flow.png")) for line in err.splitlines())
    assert words in err
    assert "did you mean" not in err
    assert not Path("flow.png").exists()


def test_two_goals_are_one_too_many(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither wins in silence; the same goal twice is no harm."""
    assert run(["rank", CASE, *FEW, "--goal", "stop", "--set", "goal=reduce"]) == 2
    assert "--goal stop and --set goal=reduce disagree" in capsys.readouterr().err
    assert run(["rank", CASE, *FEW, "--goal", "stop", "--set", "goal=stop"]) == 0


def test_a_trace_names_a_command_that_shows_the_same_figures(capsys: pytest.CaptureFixture[str]) -> None:
    """With the options of the memo, as they are typed into a shell."""
    asked = ["--set", "nhri.accreditation=B", "--goal", "stop", "--draws", "150", "--seed", "3"]
    assert run(["memo", CASE, "--trace", "D", *asked]) == 0
    assert f"prevent-options rank {CASE} {' '.join(asked)}" in " ".join(capsys.readouterr().out.split())


def test_a_rule_that_is_not_in_force_is_not_silent(capsys: pytest.CaptureFixture[str]) -> None:
    """It was not asked on the other side, which a reader must not take for an answer."""
    assert run(["compare", CASE, *FEW, "--other-rules-as-of", "2020-01-01"]) == 0
    told = capsys.readouterr().out
    assert "fired > not in force" in told
    assert "> silent" not in told
