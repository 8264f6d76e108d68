"""``explain`` of a tool that may not be used, and of one that does not exist."""

import re
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


SPARSE = """\
schema: prevent-options/case@1
id: sparse
title: Hardly anything is known
country: SDN
as_of: 2024-11-15
phase: ongoing
goal: reduce
perpetrators:
  - {id: a, name: A, type: state, tactics: [{tactic: killing}]}
"""


def test_shares_of_a_sparse_case_stay_shares_and_open_rules_assert_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lists the case is silent about are among the facts they are counted with; what an open rule says has its if."""
    case = tmp_path / "sparse.yaml"
    case.write_text(SPARSE, encoding="utf-8")
    assert run(["explain", str(case), "hrddp", *FEW]) == 0
    told = " ".join(capsys.readouterr().out.split())
    share = re.search(r"(\d+)% of the facts of the case are unknown", told)
    assert share is not None
    assert int(share[1]) <= 100
    assert "unknown, holds in" in told
    assert "unknown in" not in told
    assert "If it holds: This tool is already in use here." in told
