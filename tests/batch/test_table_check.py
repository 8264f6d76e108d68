"""``validate`` on tables: the map and every row at once, each with its line, before a batch is spent on them."""

from pathlib import Path

import polars as pl
import pytest

from prevent_options.batch.table_check import check_table
from prevent_options.cli.app import run
from prevent_options.errors import InputError
from prevent_options.profile import load_cases
from prevent_options.profile.change import settable_paths

MAP = """schema: prevent-options/columns@1
columns:
  where: country
  id: id
  day: as_of
  tort: perpetrators.state.tactics.torture.intensity
constant: {perpetrators.state.type: state}
"""
ROWS = """where,id,day,tort
NA,nam,2024,low
NO,nor,2024-05,"low:0.5,high:0.5"
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Return a good CSV of two countries and its map of columns."""
    cases, columns = tmp_path / "list.csv", tmp_path / "columns.yaml"
    cases.write_text(ROWS, encoding="utf-8")
    columns.write_text(MAP, encoding="utf-8")
    return cases, columns


def told(capsys: pytest.CaptureFixture[str], cases: Path, columns: Path) -> list[str]:
    """Return what ``validate`` says of a table that is not valid, without the folder of its files."""
    assert run(["validate", str(cases), "--columns", str(columns)]) == 2
    return capsys.readouterr().err.replace(f"{cases.parent}/", "").splitlines()


def test_a_good_table_passes_as_csv_and_as_parquet(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 0, and nothing is assessed."""
    parquet = tmp_path / "list.parquet"
    pl.read_csv(files[0], infer_schema=False).write_parquet(parquet)
    assert run(["validate", str(files[0]), str(parquet), "--columns", str(files[1])]) == 0
    assert capsys.readouterr().out == "2 files, no problem found\n"


def test_every_problem_of_map_and_rows_is_told_at_once_with_its_line(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """A fact, a tactic, a column and a constant that are none, once each; every cell that is wrong; ids in two rows."""
    cases, columns = files
    cases.write_text(
        'where,id,day,tort,level\nNA,x,2024,"low:0.5,hihg:0.5",low\n"Atl\nantis",y,2024-13,low,low\nNO,x,2024,low,low\n',
        encoding="utf-8",
    )
    text = MAP.replace(
        "  day:", "  level: repression_levl\n  gone: goal\n  tot: perpetrators.state.tactics.tortur.trend\n  day:"
    )
    columns.write_text(text.replace("type: state", "type: stat"), encoding="utf-8")
    heads = [line.partition("; ")[0] for line in told(capsys, cases, columns)]
    assert heads == [
        "columns.yaml:5: repression_levl: the unknown key 'repression_levl'",
        "columns.yaml:6: columns: no column 'gone' in list.csv",
        "columns.yaml:7: columns: no column 'tot' in list.csv",
        "columns.yaml:10: perpetrators.state.type: found 'stat'",
        "list.csv:2: id: x is also the id of list.csv:5",
        "list.csv:2: perpetrators.state.tactics.torture.intensity.hihg (column tort): found 'hihg'",
        "list.csv:3: as_of (column day): found '2024-13'",
        "list.csv:3: country (column where): found 'Atl\\nantis'",
        "list.csv:5: id: x is also the id of list.csv:2",
    ]


def test_a_tactic_that_is_none_is_one_mistake_of_the_map(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Said at its line with the nearest name, and of no row."""
    cases, columns = files
    columns.write_text(MAP.replace("torture", "tortuer"), encoding="utf-8")
    (line,) = told(capsys, cases, columns)
    assert line.startswith("columns.yaml:6: perpetrators.state.tactics.tortuer.tactic: found 'tortuer'")
    assert "did you mean 'torture'?" in line


def test_without_a_map_the_heading_is_what_is_wrong(files: tuple[Path, Path], tmp_path: Path) -> None:
    """Columns that are no facts, and what every case needs and no column gives, are told once, at line 1."""
    with pytest.raises(InputError) as error:
        check_table(files[0])
    assert {(one.line, one.path) for one in error.value.problems} == {
        (1, path) for path in ("where", "day", "tort", "country", "title", "as_of", "perpetrators")
    }
    empty = tmp_path / "empty.csv"
    empty.write_text("where,id,day,tort\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"empty.csv:1: watchlist: no row below the heading"):
        check_table(empty, files[1])


def test_rows_of_parquet_are_counted_from_one(files: tuple[Path, Path], tmp_path: Path) -> None:
    """A Parquet file has no lines."""
    parquet = tmp_path / "list.parquet"
    pl.read_csv(files[0], infer_schema=False).with_columns(day=pl.lit("never")).write_parquet(parquet)
    with pytest.raises(InputError) as error:
        check_table(parquet, files[1])
    assert [(one.line, one.path) for one in error.value.problems] == [(n, "as_of (column day)") for n in (1, 2)]


def test_a_map_and_a_table_that_cannot_be_read_are_both_told(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows with more cells than the heading, each by its line, beside what is wrong with the map."""
    cases, columns = files
    cases.write_text(f"{ROWS}DE,deu,2024,low,x\nFR,fra,2024,low,x,y\n", encoding="utf-8")
    columns.write_text(MAP.replace("columns:\n", "colums:\n"), encoding="utf-8")
    lines = told(capsys, cases, columns)
    assert [line for line in lines if line.startswith("list.csv")] == [
        f"list.csv:{line}: watchlist: {count} cells; 4, as the heading has; put cells that hold commas in double quotes"
        for line, count in ((4, 5), (5, 6))
    ]
    assert any(line.startswith("columns.yaml:2: colums: the unknown key") for line in lines)


def test_a_map_is_not_blamed_for_facts_that_cannot_be_unknown(root: Path, tmp_path: Path) -> None:
    """Every fact that any shipped case states may head a column, but those of lists whose items have no name."""
    for case in load_cases(root / "cases"):
        known = (fact for fact in settable_paths(case) if not fact.startswith("transmission."))
        facts = ["country", "title", *known]
        tactic = f"perpetrators.{case.perpetrators[0].id}.tactics.{case.perpetrators[0].tactics[0].tactic}.intensity"
        cells = {"country": case.country, "as_of": "2024", tactic: "low"}
        table = tmp_path / f"{case.id}.csv"
        pl.DataFrame([{fact: cells.get(fact, "") for fact in facts}]).write_csv(table)
        check_table(table)


def test_a_map_without_a_table_is_said_to_be_unused(
    root: Path, files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """As a batch says it."""
    assert run(["validate", str(root / "cases"), "--columns", str(files[1])]) == 0
    assert capsys.readouterr().err.startswith(f"warning: --columns: {files[1]} is not used")
