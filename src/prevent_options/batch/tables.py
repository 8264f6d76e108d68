"""The tables of a batch: rows of a job, its part as Parquet, and all parts as one CSV and one Parquet file.

Only this module reads and writes tables, by polars and piece by piece, so that memory does not grow with the cases.
"""

import io
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import batched
from pathlib import Path
from typing import TYPE_CHECKING

from prevent_options.assess import CSV_COLUMNS, Assessment, csv_rows, safe_cell
from prevent_options.batch.entries import STATED, label_of
from prevent_options.errors import InputError, Problem
from prevent_options.profile import CaseProfile

if TYPE_CHECKING:
    import polars as pl

type Row = dict[str, object]

ADDED = ("country", "scenario", "status", "problems")
COLUMNS = (*CSV_COLUMNS, *ADDED)
_YES_NO = ("eligible", "in_use")
ROW_GROUP = 100_000
ROWS_HELD = 20_000
"""Rows of a table made here that are held at once."""


def done_rows(assessment: Assessment, profile: CaseProfile, scenario: str) -> list[Row]:
    """Return one row for each tool of an assessed case; text that a spreadsheet could run is made text."""
    added = dict(zip(ADDED, (profile.country, str(safe_cell(scenario)), "done", ""), strict=True))
    rows = [dict(zip(CSV_COLUMNS, row, strict=True)) | added for row in csv_rows(assessment)]
    return [row | {name: row[name] == "true" for name in _YES_NO} for row in rows]


def failed_rows(profile: CaseProfile | None, scenario: str, name: str, problems: Sequence[str]) -> list[Row]:
    """Return the one row of a case that could not be assessed, named by its id or else by file or row."""
    case = label_of(name) if profile is None else profile.id
    country = "" if profile is None else profile.country
    told = (case, country, scenario, "failed", " | ".join(problems))
    return [{key: safe_cell(value) for key, value in zip(("case", *ADDED), told, strict=True)}]


def part_bytes(rows: Sequence[Row]) -> bytes:
    """Return the rows of a job as a Parquet file."""
    import polars as pl  # noqa: PLC0415 - only tables need it

    out = io.BytesIO()
    pl.DataFrame(list(rows), infer_schema_length=None).write_parquet(out)
    return out.getvalue()


def write_tables(output: Path, keys: Sequence[str], *, sweep: bool) -> None:
    """Write ``results`` and, when scenarios were run, ``scenarios``, each as CSV and Parquet.

    Parameters
    ----------
    output
        Folder of the batch; the parts stand in it.
    keys
        Keys of the parts, in the order of the watchlist.
    sweep
        Whether there are scenarios besides the case as stated.

    Raises
    ------
    InputError
        When a table cannot be written.
    """
    import polars as pl  # noqa: PLC0415

    rows = scan_parts(output, keys)
    stated = rows.filter(pl.col("scenario") == STATED)
    sink(stated, output / "results")
    if sweep:
        sink(rows, output / "scenarios")


def scan_parts(output: Path, keys: Sequence[str]) -> "pl.LazyFrame":
    """Return all parts as one table that is not read yet, columns in their stated order."""
    import polars as pl  # noqa: PLC0415

    files = [output / "parts" / f"{key}.parquet" for key in keys]
    schema: dict[str, pl.DataType] = {}
    for file in files:
        schema |= {name: kind for name, kind in pl.read_parquet_schema(file).items() if kind != pl.Null}
        if len(schema) == len(COLUMNS):
            break
    schema = {name: schema.get(name, pl.String()) for name in COLUMNS}
    cast = pl.ScanCastOptions(missing_struct_fields="raise")
    return pl.scan_parquet(files, schema=schema, missing_columns="insert", cast_options=cast, glob=False)


def write_rows(stem: Path, rows: Iterable[Row], kinds: Mapping[str, type]) -> None:
    """Write rows as CSV and Parquet, with the stated columns whether or not there is a row, and never hold them all.

    Raises
    ------
    InputError
        When a table cannot be written.
    """
    import polars as pl  # noqa: PLC0415

    try:
        with tempfile.TemporaryDirectory(dir=stem.parent, prefix=f".{stem.name}.rows.") as place:
            files = []
            for number, some in enumerate(batched(rows, ROWS_HELD)):
                files.append(Path(place) / f"{number:06}.parquet")
                pl.DataFrame(list(some), schema=kinds).write_parquet(files[-1])
            sink(pl.scan_parquet(files, glob=False) if files else pl.DataFrame([], schema=kinds).lazy(), stem)
    except OSError as error:
        raise _unwritable(stem, error) from error


def sink(frame: "pl.LazyFrame", stem: Path) -> None:
    """Write a table as CSV and Parquet by way of temporary files, piece by piece."""
    import polars as pl  # noqa: PLC0415

    for suffix in (".csv", ".parquet"):
        path = stem.with_suffix(suffix)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
        try:
            if suffix == ".csv":
                frame.sink_csv(name, check_extension=False)
            else:
                frame.sink_parquet(name, row_group_size=ROW_GROUP)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise _unwritable(path, error) from error
        finally:
            Path(name).unlink(missing_ok=True)


def _unwritable(path: Path, error: Exception) -> InputError:
    found = f"cannot be written ({str(error).splitlines()[0]})"
    expected, todo = "a place that can be written to", "make room and run again with --resume"
    return InputError([Problem(str(path), 0, "output", found, expected, todo)])
