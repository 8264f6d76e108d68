"""Tables and reports that hold a bounded number of rows, however long the list is."""

import tracemalloc
from pathlib import Path

import polars as pl
import pytest

from prevent_options.batch import changes, tables
from prevent_options.batch.changes import Changes
from prevent_options.batch.moves import CaseChange, Move

MOVE = Move("t", "Tool", (1, 2), (1, 1), (1.0, 2.0), (-0.1, 0.0), ("a > b",), (), {"facts": 1.0})


def test_rows_are_written_in_pieces_and_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More rows than are held at once come out whole, in order and with nothing left beside them."""
    monkeypatch.setattr(tables, "ROWS_HELD", 7)
    tables.write_rows(tmp_path / "t", ({"n": n} for n in range(20)), {"n": int, "text": str})
    for table in (pl.read_csv(tmp_path / "t.csv"), pl.read_parquet(tmp_path / "t.parquet")):
        assert table["n"].to_list() == list(range(20))
        assert table.columns == ["n", "text"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["t.csv", "t.parquet"]


def test_memory_of_a_table_does_not_grow_with_its_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten times the rows take the same memory of Python objects."""
    monkeypatch.setattr(tables, "ROWS_HELD", 500)

    def peak(count: int) -> int:
        tracemalloc.start()
        tables.write_rows(tmp_path / "t", ({"text": f"row {n} " * 20} for n in range(count)), {"text": str})
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(500)
    assert peak(20_000) < 1.5 * peak(2_000)


def test_the_report_counts_all_changes_and_keeps_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line is about every case; the page tells as many as it is meant to."""
    monkeypatch.setattr(changes, "SHOWN", 3)
    told = Changes("before", compared=12)
    for number in range(10):
        told.count(CaseChange(f"c{number}", "Case", (("fact", "a", "b"),), (), (MOVE,)))
    assert [one.case for one in told.cases] == ["c0", "c1", "c2"]
    assert told.line == (
        "Since before, 10 of 12 cases changed: 10 ranks and 10 warnings moved; facts changed in 10 cases, values in 0; "
        "mostly because of changed facts in 10."
    )
