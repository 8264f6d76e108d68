"""Watchlists: a folder of cases, a YAML list of them, or a table with one case a row."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

from pydantic import Field

from prevent_options.batch.entries import Entry
from prevent_options.batch.rows import Columns, load_columns, row_document
from prevent_options.batch.table_file import is_table, read_table
from prevent_options.errors import InputError, Problem
from prevent_options.yamlio import Document, StrictModel, read_document, validate_document
from prevent_options.yamlio.types import Slug, Text

CASE_SUFFIXES = (".yaml", ".yml")


class ListedCase(StrictModel):
    """One line of a YAML watchlist: a case file, and what is different about it here."""

    case: Text
    id: Slug | None = None
    set: dict[Text, Text] = Field(default={})


class WatchlistFile(StrictModel):
    """A YAML watchlist; paths of cases are read from the folder of the list."""

    schema_: Literal["prevent-options/watchlist@1"] = Field(alias="schema")
    cases: tuple[ListedCase, ...]


def read_watchlist(path: Path, columns: Path | None = None) -> tuple[Entry, ...]:
    """Return the entries of a watchlist, in its own order; a folder's in order of file name, without hidden files.

    Parameters
    ----------
    path
        A folder, a YAML list, or a CSV or Parquet table.
    columns
        Map of a table's columns to facts; by default columns are named after the facts themselves.

    Raises
    ------
    InputError
        When there is no case in it, or the list or table itself cannot be read. A bad case is no such error.
    """
    if path.is_dir():
        entries = [Entry(str(file), file) for file in sorted(path.iterdir()) if _is_case(file)]
    elif path.suffix in CASE_SUFFIXES and path.is_file():
        entries = _listed(path)
    elif is_table(path):
        entries = _tabled(path, load_columns(columns))
    else:
        entries = []
    if not entries:
        expected = "a folder of .yaml case files, a .yaml list, or a .csv or .parquet table"
        found = "no case file found" if path.exists() else "does not exist"
        problem = Problem(str(path), 0, "watchlist", found, expected, "name the folder or the list")
        raise InputError([problem])
    return tuple(entries)


def left_out(path: Path) -> tuple[str, ...]:
    """Return the subfolders of a watchlist's folder that hold case files; a batch does not look into them."""
    folders = sorted(one for one in path.iterdir() if one.is_dir()) if path.is_dir() else []
    return tuple(
        one.name for one in folders if not one.name.startswith(".") and any(map(_is_case, one.rglob("*.y*ml")))
    )


def _is_case(file: Path) -> bool:
    """Whether a file counts as a case by its name; hidden ones are made by file managers, not by analysts."""
    return file.suffix in CASE_SUFFIXES and not file.name.startswith(".")


def _listed(path: Path) -> list[Entry]:
    """Return the entries of a YAML list; a single case file is a list of one."""
    document = read_document(path)
    if isinstance(document.data, Mapping) and str(document.data.get("schema", "")).startswith("prevent-options/case@"):
        return [Entry(str(path), path)]
    listed = validate_document(_with_mappings(document), WatchlistFile)
    lines = [document.line(("cases", number)) for number in range(len(listed.cases))]
    return _told_apart(_entry(item, path, line) for item, line in zip(listed.cases, lines, strict=True))


def _told_apart(entries: Iterable[Entry]) -> list[Entry]:
    """Return entries with names of their own; a case that is listed again is named with its place in the list."""
    seen: set[str] = set()
    out = []
    for number, entry in enumerate(entries, start=1):
        out.append(replace(entry, name=f"{entry.name} (entry {number})") if entry.name in seen else entry)
        seen.add(entry.name)
    return out


def _with_mappings(document: Document) -> Document:
    """Return the list with each bare file name as a mapping."""
    data = dict(document.data) if isinstance(document.data, Mapping) else {}
    cases = data.get("cases")
    if isinstance(cases, list):
        data["cases"] = [{"case": item} if isinstance(item, str) else item for item in cases]
    return Document(data, document.file, document.lines)


def _entry(item: ListedCase, path: Path, line: int) -> Entry:
    changes = ((("id", item.id),) if item.id else ()) + tuple(item.set.items())
    file = path.parent / item.case
    name = f"{file} (as {item.id})" if item.id else str(file)
    return Entry(name, file, None, changes, (str(path), line))


def _tabled(path: Path, columns: Columns) -> list[Entry]:
    """Return one entry for each row of a table."""
    table = read_table(path)
    columns.check(path, table.columns)
    return [
        Entry(f"{path} row {number}", None, row_document(row, columns))
        for number, row in enumerate(table.rows, start=table.first)
    ]
