"""The Python API gives what the commands give, and its notebook runs as it stands."""

import contextlib
import io
import json
from pathlib import Path

import pytest

from prevent_options import api
from prevent_options.assess import result_json
from prevent_options.cli.app import run
from prevent_options.errors import InputError


def test_api_and_command_give_the_same_bytes(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Same case, changes, draws and seed."""
    case, change = root / "cases" / "nic-2023.yaml", "nhri.accreditation"
    assert run(["rank", str(case), "--format", "json", "--draws", "300", "--set", f"{change}=B"]) == 0
    assert result_json(api.assess(case, changes={change: "B"}, draws=300)) == capsys.readouterr().out


def test_rank_leaves_out_tools_that_may_not_be_used(root: Path) -> None:
    """The rest is in rank order."""
    ranked = api.rank(api.assess(root / "cases" / "sdn-darfur-2024.yaml", draws=200))
    assert all(tool.eligible for tool in ranked)
    assert [tool.rank for tool in ranked] == list(range(1, len(ranked) + 1))


def test_bad_changes_raise_with_every_problem(root: Path) -> None:
    """The error is the one the commands print."""
    with pytest.raises(InputError) as caught:
        api.assess(root / "cases" / "nic-2023.yaml", changes={"nhri.acreditation": "B", "goal": "win"})
    assert "nearest" in str(caught.value)
    assert "goal" in str(caught.value)


def test_the_notebook_runs_from_top_to_bottom(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every code cell of docs/python.ipynb runs in order and prints something."""
    monkeypatch.chdir(root)
    cells = json.loads((root / "docs" / "python.ipynb").read_text(encoding="utf-8"))["cells"]
    names: dict[str, object] = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec("".join(cell["source"]), names)  # noqa: S102 - the project's own notebook
            assert printed.getvalue(), cell["id"]


def test_batch_writes_what_the_command_writes(root: Path, tmp_path: Path) -> None:
    """One case, one row a tool, nothing failed."""
    folder = tmp_path / "cases"
    folder.mkdir()
    (folder / "nic.yaml").write_text((root / "cases" / "nic-2023.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    report = api.batch(folder, tmp_path / "out", draws=200)
    assert not report.failed
    table = (tmp_path / "out" / "results.csv").read_text(encoding="utf-8").splitlines()
    assert len(table) == 1 + len(api.knowledge().catalogues.tools)
