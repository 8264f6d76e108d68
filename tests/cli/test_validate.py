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


def test_a_watchlist_is_checked_with_all_its_cases(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A missing case, a fact that does not exist, a value that is none, and a shared id: all at once."""
    case = root / "cases" / "nic-2023.yaml"
    file = tmp_path / "list.yaml"
    file.write_text(
        f"schema: prevent-options/watchlist@1\ncases:\n  - {case}\n  - gone.yaml\n"
        f"  - {{case: {case}, id: a, set: {{nope.fact: x}}}}\n"
        f"  - {{case: {case}, id: b, set: {{nhri.accreditation: Q}}}}\n  - {{case: {case}, id: b}}\n",
        encoding="utf-8",
    )
    assert run(["validate", str(file)]) == 2
    told = capsys.readouterr().err
    assert f"{tmp_path / 'gone.yaml'}: " in told
    assert f"{file}:5: nope.fact: no fact 'nope.fact'" in told
    assert f"{file}:6: nhri.accreditation: found 'Q'" in told
    assert f"{case} (as b): id: b is also the id of {case} (as b) (entry 5)" in told
    assert f"{case} (as b) (entry 5): id: b is also the id of {case} (as b);" in told
    assert len(told.splitlines()) == 5
    file.write_text(f"schema: prevent-options/watchlist@1\ncases:\n  - {case}\n", encoding="utf-8")
    assert run(["validate", str(file)]) == 0


def test_files_of_sweeps_and_maps_of_columns_are_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each with the line of its fault, and good ones pass."""
    sweeps, columns, old = tmp_path / "sweeps.yaml", tmp_path / "columns.yaml", tmp_path / "old.yaml"
    sweeps.write_text("schema: prevent-options/sweeps@1\nsweeps: []\n", encoding="utf-8")
    columns.write_text("schema: prevent-options/columns@1\ncolumms: {}\n", encoding="utf-8")
    old.write_text("schema: prevent-options/watchlist@0\ncases: [a.yaml]\n", encoding="utf-8")
    assert run(["validate", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert f"{sweeps}:2: sweeps: found an empty list" in told
    assert f"{columns}:2: columms: the unknown key 'columms'" in told
    assert f"{old}:1: schema: found 'prevent-options/watchlist@0'" in told
    old.unlink()
    sweeps.write_text("schema: prevent-options/sweeps@1\nsweeps: [{nhri.accreditation: [A, B]}]\n", encoding="utf-8")
    columns.write_text("schema: prevent-options/columns@1\ncolumns: {Where: country}\n", encoding="utf-8")
    assert run(["validate", str(tmp_path)]) == 0


def test_rules_of_a_folder_are_checked_with_each_other(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An id twice and one out of use are told, as where the folder is used; the list of the latter is known."""
    shipped = next((root / "rules").rglob("SUB-007-*.yaml"))
    shutil.copy(shipped, tmp_path)
    (tmp_path / "retired.yaml").write_text("retired:\n  - {id: SUB-900, why: it was wrong}\n", encoding="utf-8")
    assert run(["validate", str(tmp_path)]) == 0
    shutil.copy(shipped, tmp_path / "SUB-007-again.yaml")
    (tmp_path / "retired.yaml").write_text("retired:\n  - {id: SUB-007, why: it was wrong}\n", encoding="utf-8")
    assert run(["validate", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "expected each id once" in told
    assert "it was wrong" in told
