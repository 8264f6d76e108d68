"""What people read of a comparison: whole names, who is first, what moved and which rules, in 80 columns."""

import re
from pathlib import Path

import pytest

from prevent_options.cli.app import run

FEW = ["--draws", "200"]


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return what compare prints, which never is wider than 80 columns."""
    assert run(["compare", *arguments, *FEW]) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    return out


def test_moves_name_tools_whole_and_rules_by_how_they_changed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A fact that settles rules: the tool stands whole on its line, the rule with the number of its tools."""
    case = str(root / "cases" / "sdn-darfur-2024.yaml")
    out = printed(capsys, case, "--set", "perpetrators.rsf.structure=diffuse")
    assert any(line.split()[:1] == ["sponsor_finance_disruption"] for line in out.splitlines())
    told = " ".join(out.split())
    assert "First before" in told
    assert "other tools moved by less than half a rank" in told
    assert "unknown > fired: BUY-001 (" in told
    assert "minus is better" in told


def test_whoever_only_one_case_knows_is_one_row(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two cases of different countries: perpetrators are counted, facts of both are told one by one."""
    out = printed(capsys, str(root / "cases" / "lka-2023.yaml"), str(root / "cases" / "nic-2023.yaml"))
    told = " ".join(out.split())
    assert "perpetrators.police 22 facts not in the case" in told
    assert "perpetrators.police.structure" not in told
    assert "nhri.accreditation A 0.6; B 0.4 B 0.85; none 0.15" in told


def test_nothing_moved_is_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same case on both sides: no table that looks like an answer."""
    case = str(root / "cases" / "nic-2023.yaml")
    told = " ".join(printed(capsys, case, case).split())
    assert "None of 45 tools moved by half a rank or more." in told
    assert "First before and after" in told
    assert "Rules whose state changed" not in told


def test_limits_and_weights_are_told_in_words(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Constraints and weights are lists of words, without brackets or quotes."""
    case = root / "cases" / "nic-2023.yaml"
    other = tmp_path / "other.yaml"
    limits = "constraints: {max_tools: 2, budget: {unit: effort, limit: 7}, unavailable: [maro, mediation]}"
    weights = "values: {tactic_weights: {torture: 2, crsv: 3}}"
    text = re.sub(r"(?m)^values:.*$", weights, re.sub(r"(?m)^constraints:.*$", limits, case.read_text("utf-8")))
    other.write_text(text, encoding="utf-8")
    out = printed(capsys, str(case), str(other))
    assert not set("[]{}'") & set(out.split("First ")[0])
    assert {"unavailable", "maro,", "mediation"} <= set(out.split())
