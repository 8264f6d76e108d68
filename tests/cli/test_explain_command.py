"""``explain`` of a tool that may not be used, and of one that does not exist."""

from pathlib import Path

import pytest

from prevent_options.cli.app import run

FEW = ("--draws", "100")


@pytest.mark.parametrize(
    ("tool", "why"),
    [("ddr", "it acts on no type of perpetrator"), ("peacekeeping_poc", "the case says that peacekeeping_poc")],
)
def test_a_barred_tool_is_said_to_be_barred_first(
    root: Path, capsys: pytest.CaptureFixture[str], tool: str, why: str
) -> None:
    """Before any figure stands that it may not be used, and why."""
    assert run(["explain", str(root / "cases" / "bgd-rab-2021.yaml"), tool, *FEW]) == 0
    assert " ".join(capsys.readouterr().out.split()).startswith(f"{tool} may not be used in this case: {why}")


def test_a_tool_that_may_be_used_is_not(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is said of bars where there are none."""
    assert run(["explain", str(root / "cases" / "bgd-rab-2021.yaml"), "global_magnitsky", *FEW]) == 0
    assert "may not be used" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("word", "told"),
    [("gold_trade", "found gold_trade; nearest: gold_trade_interdiction"), ("zzzz", "expected the id of a tool")],
)
def test_the_near_match_comes_first(root: Path, capsys: pytest.CaptureFixture[str], word: str, told: str) -> None:
    """A tool that does not exist: the nearest ids, not the head of the catalogue."""
    assert run(["explain", str(root / "cases" / "bgd-rab-2021.yaml"), word, *FEW]) == 2
    assert told in capsys.readouterr().err
