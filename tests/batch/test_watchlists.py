"""Watchlists: folder, YAML list, CSV and Parquet; what-ifs and robust choices."""

import csv
import io
import json
from pathlib import Path

import polars as pl
import pytest

from prevent_options.batch import Plan, Running, Settings, parse_sweep, read_watchlist, run_batch, scenarios
from prevent_options.cli.app import run
from prevent_options.errors import InputError
from prevent_options.profile import fact_paths

from .conftest import FEW, files

TABLE = """where,id,as_of,goal,level,state.tort,state.dis,title
NA,nam,2024-05,reduce,low,,low,Namibia
NO,nor,2024-05,stop,,low,,"=cmd|'/c calc'!A1"
Ivory Coast,civ,2024-05,reduce,high,"low:0.5,moderate:0.5",,Ivory Coast
"""
MAP = """schema: prevent-options/columns@1
columns:
  where: country
  id: id
  as_of: as_of
  goal: goal
  title: title
  level: repression_level
  state.tort: perpetrators.state.tactics.torture.intensity
  state.dis: perpetrators.state.tactics.enforced_disappearance.intensity
constant: {perpetrators.state.type: state}
"""


@pytest.fixture
def table(tmp_path: Path) -> tuple[Path, Path]:
    """Return a CSV of three countries and its map of columns."""
    cases, columns = tmp_path / "list.csv", tmp_path / "columns.yaml"
    cases.write_text(TABLE, encoding="utf-8")
    columns.write_text(MAP, encoding="utf-8")
    return cases, columns


def test_rows_become_cases_and_codes_stay_text(table: tuple[Path, Path]) -> None:
    """`NA` is Namibia and `NO` is Norway; an empty cell is unknown, never no."""
    profiles = {entry.load().country: entry.load() for entry in read_watchlist(*table)}
    assert profiles.keys() == {"NAM", "NOR", "CIV"}
    torture = "perpetrators.state.tactics.torture.intensity"
    assert torture not in fact_paths(profiles["NAM"])
    assert profiles["NOR"].repression_level.unknown
    assert str(fact_paths(profiles["NOR"])[torture]) == "low"


def test_parquet_reads_like_csv(table: tuple[Path, Path], tmp_path: Path) -> None:
    """The same rows give the same cases."""
    parquet = tmp_path / "list.parquet"
    pl.read_csv(table[0], infer_schema=False).write_parquet(parquet)
    assert [e.load() for e in read_watchlist(parquet, table[1])] == [e.load() for e in read_watchlist(*table)]


def test_a_map_that_names_no_column_says_which_there_are(table: tuple[Path, Path]) -> None:
    """A wrong map is bad input as a whole, not a failure of each row."""
    table[1].write_text(MAP.replace("level:", "levle:"), encoding="utf-8")
    with pytest.raises(InputError, match=r"no column 'levle'.*level"):
        read_watchlist(*table)


def test_a_table_runs_and_its_text_is_no_formula(table: tuple[Path, Path], tmp_path: Path) -> None:
    """A row without a tactic is a failed row; no cell of the result starts a formula."""
    table[0].write_text(TABLE + "Chad,tcd,2024,reduce,,,,=HYPERLINK(1)\n", encoding="utf-8")
    output = tmp_path / "out"
    arguments = ["batch", str(table[0]), "--columns", str(table[1]), "-o", str(output), "--workers", "0", *FEW]
    assert run(arguments) == 1
    text = (output / "results.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["case"] for row in rows if row["status"] == "done"} == {"nam", "nor", "civ"}
    assert not [v for row in rows for v in row.values() if v.startswith(("=", "+", "@", "\t"))]
    frame = pl.read_parquet(output / "results.parquet")
    assert frame.height == len(rows)
    assert frame["net_change_mean"].dtype == pl.Float64


def test_a_yaml_list_may_change_facts(root: Path, tmp_path: Path) -> None:
    """One case file can stand for several what-ifs, each with an id of its own; bare paths are fine."""
    path = tmp_path / "list.yaml"
    case = root / "cases" / "nic-2023.yaml"
    path.write_text(
        f"schema: prevent-options/watchlist@1\ncases:\n  - {case}\n"
        f"  - {{case: {case}, id: nic-diffuse, set: {{perpetrators.state.structure: diffuse}}}}\n",
        encoding="utf-8",
    )
    first, second = (entry.load() for entry in read_watchlist(path))
    assert (first.id, second.id) == ("nic-2023", "nic-diffuse")
    assert second.perpetrators[0].structure.certain == "diffuse"


def test_a_bad_list_is_reported_with_its_line(tmp_path: Path) -> None:
    """A list with an unknown key is bad input."""
    path = tmp_path / "list.yaml"
    path.write_text("schema: prevent-options/watchlist@1\ncases:\n  - {case: a.yaml, idd: x}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"list.yaml:3: .*idd"):
        read_watchlist(path)


def test_sweeps_cross_facts_and_robust_choices_follow_from_the_rows(two: Path, tmp_path: Path) -> None:
    """Each crossing is a scenario; regret and satisficing share are what the tidy table implies."""
    output = tmp_path / "out"
    sweep = dict(map(parse_sweep, ["perpetrators.*.structure=elite_driven,diffuse", "repression_level=low,very_high"]))
    crossed = scenarios([sweep])
    assert len(crossed) == 5
    report = run_batch(Plan(read_watchlist(two), Settings(200, 1), crossed), output, Running())
    assert report.failed == []
    tidy = pl.read_csv(output / "scenarios.csv")
    robust = pl.read_csv(output / "robust.csv")
    assert tidy["scenario"].n_unique() == 5
    assert pl.read_csv(output / "results.csv")["scenario"].unique().to_list() == ["as stated"]
    case, tool = robust.row(0)[0], robust["tool"][0]
    regrets, enough = [], 0
    for _, rows in tidy.filter(pl.col("case") == case, pl.col("eligible")).group_by("scenario"):
        means = dict(zip(rows["tool"], rows["net_change_mean"], strict=True))
        regrets.append(means[tool] - min(means.values()))
        enough += means[tool] <= -0.1
    assert robust["max_regret"][0] == pytest.approx(max(regrets), abs=1e-6)
    assert robust["satisficing_share"][0] == pytest.approx(enough / 5)


def test_a_scenario_a_case_cannot_have_is_reported(two: Path, tmp_path: Path) -> None:
    """The case as stated stands; the what-if is a failed row that names the nearest facts."""
    output = tmp_path / "out"
    crossed = scenarios([{"perpetrators.parapolice.structure": ("diffuse",)}])
    report = run_batch(Plan(read_watchlist(two), Settings(200, 1), crossed), output, Running())
    assert [Path(done.name).stem for done in report.failed] == ["lka-2023"]
    rows = pl.read_csv(output / "scenarios.csv").filter(pl.col("status") == "failed")
    assert rows["scenario"].to_list() == ["perpetrators.parapolice.structure=diffuse"]
    assert (output / "cases" / "lka-2023.json").is_file()


def test_sweep_results_do_not_depend_on_workers(two: Path, tmp_path: Path) -> None:
    """Blocks of scenarios may be shared out; bytes stay."""
    crossed = scenarios([{"repression_level": ("low", "high")}])
    plan = Plan(read_watchlist(two), Settings(200, 1), crossed)
    run_batch(plan, tmp_path / "a", Running(0))
    run_batch(plan, tmp_path / "b", Running(2))
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_a_sweep_without_values_is_bad_usage(two: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2 with the form that is expected."""
    assert run(["batch", str(two), "-o", str(tmp_path / "out"), "--sweep", "nhri.accreditation="]) == 2
    assert "FACT=A,B,C" in capsys.readouterr().err


def test_a_folder_leaves_out_hidden_files_and_says_which_subfolders(
    two: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Files of a file manager are no cases; subfolders with cases are named on standard error and in the manifest."""
    (two / "._nic-2023.yaml").write_bytes(b"\x00\x05\x16")
    (two / "africa" / "east").mkdir(parents=True)
    (two / "africa" / "east" / "x.yaml").write_text("id: x\n", encoding="utf-8")
    (two / "notes").mkdir()
    output = tmp_path / "out"
    arguments = ["--workers", "0", "--no-memos", "--memo-format", "pdf", "--columns", "none.yaml", *FEW]
    assert run(["batch", str(two), "-o", str(output), *arguments]) == 0
    left, columns, forms = capsys.readouterr().err.splitlines()
    assert left.startswith(f"warning: {two}: case files in subfolders are left out: africa;")
    assert columns.startswith("warning: --columns: none.yaml is not used")
    assert forms.startswith("warning: --memo-format: not used")
    manifest = json.loads((output / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["left_out"] == ["africa"]
    assert len(manifest["inputs"]) == 2


def test_a_path_that_does_not_exist_says_so(tmp_path: Path) -> None:
    """A typing mistake is not an empty folder."""
    with pytest.raises(InputError, match=r"nowhere: watchlist: does not exist"):
        read_watchlist(tmp_path / "nowhere")


def test_failed_rows_of_a_table_are_named_by_row(tmp_path: Path) -> None:
    """Rows that cannot be read, and rows that share an id, each have a name of their own."""
    path = tmp_path / "a.csv"
    path.write_text("country,id,as_of\nNAM,x,2024\nNAM,x,2024\nNAM,,2024\n", encoding="utf-8")
    report = run_batch(Plan(read_watchlist(path), Settings(200, 1)), tmp_path / "out", Running())
    assert len(report.failed) == 3
    assert pl.read_csv(tmp_path / "out" / "results.csv")["case"].to_list() == ["a-row-2", "a-row-3", "a-row-4"]
    assert pl.read_csv(tmp_path / "out" / "choices.csv")["case"].to_list() == ["a-row-2", "a-row-3", "a-row-4"]


def test_one_file_listed_twice_under_one_id_fails_twice(two: Path, tmp_path: Path) -> None:
    """Both entries say so, and the batch ends."""
    path = tmp_path / "list.yaml"
    entry = f"  - {two / 'nic-2023.yaml'}\n"
    path.write_text(f"schema: prevent-options/watchlist@1\ncases:\n{entry}{entry}", encoding="utf-8")
    run_batch(Plan(read_watchlist(path), Settings(200, 1)), tmp_path / "out", Running())
    assert pl.read_csv(tmp_path / "out" / "results.csv")["case"].to_list() == ["nic-2023", "nic-2023-entry-2"]


def test_a_broken_case_with_many_what_ifs_is_one_row_of_the_results(tmp_path: Path, two: Path) -> None:
    """However many blocks its scenarios are done in."""
    (two / "lka-2023.yaml").write_text("id: lka-2023\n", encoding="utf-8")
    values = tuple(str(weight) for weight in range(1, 31))
    crossed = scenarios([{"values.tactic_weights.torture": values}])
    run_batch(Plan(read_watchlist(two), Settings(200, 1), crossed), tmp_path / "out", Running())
    results = pl.read_csv(tmp_path / "out" / "results.csv")
    assert results.filter(pl.col("status") == "failed").height == 1
