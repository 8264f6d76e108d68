"""The command ``turning``: what it says as text, as JSON and as a picture, and what it refuses."""

import json
from pathlib import Path

import pytest

from prevent_options.assess import load_knowledge
from prevent_options.assess.turning import plain, possible
from prevent_options.assess.turning_runs import Runs
from prevent_options.cli.app import run
from prevent_options.profile import as_document, load_case, with_facts

FEW = ("--draws", "100")
OPEN = ("perpetrators.rab.structure", "perpetrators.police.structure", "regional_actors.india.posture")


@pytest.fixture(scope="module")
def case(root: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the case of Bangladesh with three open facts; every other one is settled, so that few runs are needed."""
    profile = load_case(root / "cases" / "bgd-rab-2021.yaml")
    knowledge = load_knowledge()
    arrays = Runs(knowledge, 100, 1, None).arrays(profile)
    settled = {
        path: plain(max(possible(path, arrays, knowledge), key=lambda option: option[1] or 0.0)[0])
        for path in arrays.stage.setting.world.drawn()
        if path not in OPEN
    }
    path = tmp_path_factory.mktemp("case") / "settled.yaml"
    path.write_text(json.dumps(as_document(with_facts(profile, settled))), encoding="utf-8")
    return str(path)


def test_text_and_json_say_the_same(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """First tool, runner-up, facts, parameters and the nearest case stand in both; a fold of a cell hides no name."""
    assert run(["turning", case, *FEW, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) >= {"schema", "today", "facts", "tools", "parameters", "nearest", "untried", "unit"}
    assert run(["turning", case, *FEW, "--top", "100"]) == 0
    text = "".join(capsys.readouterr().out.split())
    today = told["today"]
    assert f"Today{today['first']}leads{today['runner_up']}" in text
    for fact in told["facts"]:
        assert fact["fact"][:20] in text
        assert fact["low"] <= fact["high"]
    assert all(f"{one['kind']}{one['name'][:15]}" in text for one in told["parameters"] if len(one["name"]) < 15)
    assert told["parameters"]
    assert told["nearest"] is None or "".join(told["nearest"]["words"].split()) in text


@pytest.mark.parametrize("form", ["png", "svg"])
def test_the_tornado_is_written(case: str, tmp_path: Path, form: str) -> None:
    """The picture names the widest facts; the same input gives the same bytes."""
    files = [tmp_path / f"{name}.{form}" for name in ("a", "b")]
    for file in files:
        assert run(["turning", case, *FEW, "--plot", str(file), "--top", "3"]) == 0
    assert files[0].read_bytes() == files[1].read_bytes()
    if form == "svg":
        assert "below 0 another tool is first" in files[0].read_text(encoding="utf-8")


def test_a_picture_of_no_known_kind_is_refused_before_anything_runs(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The name is looked at first; nothing is written."""
    assert run(["turning", case, "--plot", str(tmp_path / "x.gif")]) == 2
    found = capsys.readouterr()
    assert found.out == ""
    assert ".png" in found.err
    assert list(tmp_path.iterdir()) == []


def test_nothing_to_choose_between_is_said(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With every tool unavailable there is no first choice that could change: exit 2 and no table."""
    tools = sorted(path.stem for path in (root / "priors" / "catalogue" / "tools").glob("*.yaml"))
    text = (root / "cases" / "bgd-rab-2021.yaml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("constraints:")]
    lines.append(f"constraints: {{unavailable: [{', '.join(tools)}]}}")
    case = tmp_path / "none.yaml"
    case.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run(["turning", str(case), *FEW]) == 2
    found = capsys.readouterr()
    assert found.out == ""
    assert "fewer than two tools may be used" in found.err
