"""A watchlist's table as it stands in its file: columns, rows, and the line on which each row begins."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from prevent_options.errors import InputError, Problem

CSV = ".csv"
TABLE_SUFFIXES = (CSV, ".parquet")


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows of a CSV or Parquet file; every cell of a CSV file is text, or None when empty."""

    path: Path
    columns: tuple[str, ...]
    rows: tuple[dict[str, object], ...]

    @property
    def first(self) -> int:
        """Number of the first row as messages count them: a CSV file has its heading before it."""
        return 2 if self.path.suffix == CSV else 1

    def lines(self) -> list[int]:
        """Return the line on which each row begins; a Parquet file has none, so its rows are counted from 1."""
        counted = list(range(self.first, self.first + len(self.rows)))
        begun = [line for line, _ in _records(self.path)][1:] if self.path.suffix == CSV else counted
        return begun if len(begun) == len(counted) else counted


def is_table(path: Path) -> bool:
    """Whether a watchlist is a table, so that a map of columns says something of it."""
    return path.suffix in TABLE_SUFFIXES and path.is_file()


def read_table(path: Path) -> Table:
    """Read a CSV or Parquet file.

    Raises
    ------
    InputError
        When it cannot be read; of a CSV file, with every line that has more cells than the heading.
    """
    import polars as pl  # noqa: PLC0415 - only tables need it

    try:
        frame = pl.read_csv(path, infer_schema=False) if path.suffix == CSV else pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise InputError(_long_lines(path) or [_unreadable(path, error)]) from error
    return Table(path, tuple(frame.columns), tuple(frame.iter_rows(named=True)))


def _unreadable(path: Path, error: Exception) -> Problem:
    """Return why a table cannot be read, in the words of whoever tried."""
    found = f"cannot be read ({str(error).splitlines()[0]})"
    todo = "save it as UTF-8" if "utf-8" in str(error).lower() else "mend the file"
    return Problem(str(path), 0, "watchlist", found, "a table", todo)


def _long_lines(path: Path) -> list[Problem]:
    """Return one problem for each row of a CSV file with more cells than the heading; none where it is no CSV text."""
    try:
        records = list(_records(path)) if path.suffix == CSV else []
    except (OSError, ValueError, csv.Error):
        return []
    width = len(records[0][1]) if records else 0
    todo = "put cells that hold commas in double quotes"
    return [
        Problem(str(path), line, "watchlist", f"{len(cells)} cells", f"{width}, as the heading has", todo)
        for line, cells in records
        if len(cells) > width
    ]


def _records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the records of a CSV file, each with the line on which it begins: a quoted cell may hold several."""
    with path.open(encoding="utf-8", newline="") as file:
        reader, begun = csv.reader(file), 1
        for cells in reader:
            yield begun, cells
            begun = reader.line_num + 1
