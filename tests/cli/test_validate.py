"""``validate`` knows every kind of file the project reads, and says what is wrong in any of them."""

import shutil
from pathlib import Path

import pytest

from prevent_options.cli.app import run


def test_everything_shipped_is_valid(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Cases, rules, studies, catalogue entries and stated judgements."""
    priors = root / "priors"
    paths = [root / "cases", root / "rules", priors / "evidence" / "studies", priors / "catalogue"]
    paths += [priors / "interactions.yaml", priors / "questions.yaml"]
    assert run(["validate", *map(str, paths), str(priors / "fact_priors.yaml"), str(priors / "assumptions.yaml")]) == 0
    assert "no problem found" in capsys.readouterr().out


def test_a_fault_between_catalogue_files_is_told_once_at_its_line(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A tool of a family that does not exist."""
    folder = tmp_path / "catalogue"
    shutil.copytree(root / "priors" / "catalogue", folder)
    tool = folder / "tools" / "ddr.yaml"
    tool.write_text(tool.read_text(encoding="utf-8").replace("family: perpetrator_buyoff", "family: perpetrator_byoff"))
    assert run(["validate", str(folder)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"{tool}:3: family: unknown perpetrator_byoff")
    assert "did you mean perpetrator_buyoff?" in line


def test_a_file_of_no_kind_is_said_to_be_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is never passed over in silence."""
    file = tmp_path / "list.yaml"
    file.write_text("a: 1\n", encoding="utf-8")
    assert run(["validate", str(file)]) == 2
    assert "no kind that is known here" in capsys.readouterr().err
