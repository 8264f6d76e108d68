"""Bad input to the commands that choose: said plainly, exit 2, nothing on standard output."""

import re
from pathlib import Path

import polars as pl
import pytest

from prevent_options.cli.app import run

COMMANDS = (
    ("rank",),
    ("rank", "--goals", "reduce,stop"),
    ("rank", "--attitude", "regret"),
    ("rank", "--uncertainty"),
    ("portfolio",),
    ("voi",),
    ("turning",),
    ("compare", "--goal", "stop"),
)
WRITING = (("memo", "-o", "memo.html"), ("explain", "hrddp"))
"""Commands that answer in words, about one case or one tool."""


@pytest.fixture
def changed(root: Path, tmp_path: Path) -> object:
    """Return a function that writes the case of Darfur with one line replaced."""

    def write(pattern: str, line: str) -> str:
        text, count = re.subn(pattern, line, (root / "cases" / "sdn-darfur-2024.yaml").read_text("utf-8"), count=1)
        assert count == 1
        path = tmp_path / "case.yaml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def nothing_left(root: Path) -> str:
    """Return limits under which no tool may be used."""
    tools = ", ".join(sorted(path.stem for path in (root / "priors" / "catalogue" / "tools").glob("*.yaml")))
    return f"constraints: {{unavailable: [{tools}]}}"


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Run a command that must be refused and return what it says."""
    assert run(arguments) == 2, arguments
    found = capsys.readouterr()
    assert found.out == ""
    assert "Traceback" not in found.err
    return found.err


@pytest.mark.parametrize("form", ["table", "json"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_everything_unavailable_is_no_empty_table(
    root: Path, changed: object, capsys: pytest.CaptureFixture[str], command: tuple[str, ...], form: str
) -> None:
    """With no tool left each command says so and what bars them."""
    assert callable(changed)
    case = changed(r"(?m)^constraints:.*$", nothing_left(root))
    said = refused([command[0], case, *command[1:], "--format", form, "--draws", "100"], capsys)
    assert re.search(r"tool", said)
    assert "look at what bars" in said


@pytest.mark.parametrize("command", [*COMMANDS, *WRITING], ids=" ".join)
@pytest.mark.parametrize(
    ("pattern", "line", "told"),
    [
        (
            r"(?m)^values:.*$",
            "values: {tactic_weights: {crsv: 0, killing: 0}, goal_threshold: 0.8}",
            "only zero weights",
        ),
        (r"structure: \{value: \{[^}]*\}", "structure: {value: {elite_driven: 0.5, diffuse: 0.6}", "sum to 1.1"),
        (r"(?m)^constraints:.*$", "constraints: {max_tools: 0, budget: {unit: effort, limit: -1}}", "at least 1"),
        (r"(?m)^constraints:.*$", "constraints: {budget: {unit: effort, limit: .inf}}", "found '.inf'"),
        (r"(?m)^constraints:.*$", "constraints: {budget: {unit: effort, limit: .nan}}", "found '.nan'"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_runs(
    changed: object, capsys: pytest.CaptureFixture[str], command: tuple[str, ...], pattern: str, line: str, told: str
) -> None:
    """Zero weights, probabilities that do not sum to one and impossible limits are told with file and line."""
    assert callable(changed)
    case = changed(pattern, line)
    said = refused([command[0], case, *command[1:]], capsys)
    assert told in said
    assert re.search(r"case\.yaml:\d+: ", said)


def test_a_budget_below_the_cheapest_tool_is_refused(changed: object, capsys: pytest.CaptureFixture[str]) -> None:
    """In the case or on the command line: the cheapest tool is named with its effort."""
    assert callable(changed)
    case = changed(r"(?m)^constraints:.*$", "constraints: {max_tools: 3, budget: {unit: effort, limit: 0.5}}")
    for arguments in (["portfolio", case], ["portfolio", case, "--budget", "0.25", "--format", "json"]):
        assert "the effort of the cheapest tool" in refused([*arguments, "--draws", "100"], capsys)


def test_no_memo_is_written_of_nothing(
    root: Path, changed: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With no tool left there is no memo, only the reason."""
    assert callable(changed)
    output = tmp_path / "memo.html"
    case = changed(r"(?m)^constraints:.*$", nothing_left(root))
    said = refused(["memo", case, "-o", str(output), "--draws", "100"], capsys)
    assert "no tool may be used" in said
    assert not output.exists()


def test_a_batch_reports_such_a_case_and_does_the_others(
    root: Path, changed: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its row failed and says why; the other case is done; exit 1."""
    assert callable(changed)
    changed(r"(?m)^constraints:.*$", nothing_left(root))
    (tmp_path / "nic-2023.yaml").write_bytes((root / "cases" / "nic-2023.yaml").read_bytes())
    output = tmp_path / "out"
    assert run(["batch", str(tmp_path), "-o", str(output), "--draws", "100", "--workers", "0", "--insights"]) == 1
    rows = pl.read_csv(output / "results.csv", infer_schema=False)
    failed, done = rows.filter(pl.col("status") == "failed"), rows.filter(pl.col("status") == "done")
    assert failed.get_column("case").to_list() == ["sdn-darfur-2024"]
    assert "no tool may be used" in failed.get_column("problems").item()
    assert set(done.get_column("case")) == {"nic-2023"}
    assert "Traceback" not in capsys.readouterr().err
