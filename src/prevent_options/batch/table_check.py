"""A table of cases, checked as a batch would read it: the map of its columns once, then every row.

A column of a name that is no fact is one mistake, not one a row: the map is tried on a row of its own, in which
everything is unknown, and what is wrong there is told of the map alone.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from prevent_options.batch.entries import Entry
from prevent_options.batch.jobs import shared_ids
from prevent_options.batch.rows import Columns, load_columns, row_document
from prevent_options.batch.table_file import Table, read_table
from prevent_options.errors import InputError, Problem
from prevent_options.profile.scales import UNKNOWN

_TRIED = {"country": "NAM", "as_of": "2024", "id": "tried"}
"""What stands in the row on which a map is tried where a fact cannot be unknown."""
_NOT_OF_THE_MAP = f"found '{UNKNOWN}'"


def check_table(path: Path, columns: Path | None = None) -> None:
    """Check a table and the map of its columns: both files, every fact they name, every row, and shared ids.

    Parameters
    ----------
    path
        A CSV or Parquet file.
    columns
        Map of its columns to facts; by default columns are named after the facts themselves.

    Raises
    ------
    InputError
        With every problem; those of rows only when both files can be read.
    """
    problems: list[Problem] = []
    table, mapped = None, None
    try:
        mapped = load_columns(columns)
    except InputError as error:
        problems += error.problems
    try:
        table = read_table(path)
    except InputError as error:
        problems += error.problems
    if table is not None and mapped is not None:
        problems += _problems(table, mapped)
    if problems:
        raise InputError(dict.fromkeys(problems))


def _problems(table: Table, columns: Columns) -> Iterator[Problem]:
    """Yield what is wrong with a map, then what is wrong with rows beside that."""
    yield from columns.unknown(table.path, table.columns)
    if not table.rows:
        yield Problem(str(table.path), 1, "watchlist", "no row below the heading", "one case a row", "add the cases")
    of_map = list(_row_problems(_tried(table, columns), columns))
    of_map = [one for one in of_map if one.found != _NOT_OF_THE_MAP]
    known = {(one.path, one.found) for one in of_map}
    yield from (_placed(one, table, columns) for one in of_map)
    lines, file = table.lines(), str(table.path)
    for row, line in zip(table.rows, lines, strict=True):
        for one in _row_problems(row, columns):
            if (one.path, one.found) not in known:
                yield one._replace(file=file, line=line, path=_with_column(one.path, columns))
    yield from _same_ids(table, columns, lines)


def _tried(table: Table, columns: Columns) -> dict[str, object]:
    """Return a row in which nothing is known but what must be."""
    return {column: _TRIED.get(columns.fact(column) or "", UNKNOWN) for column in table.columns}


def _row_problems(row: dict[str, object], columns: Columns) -> tuple[Problem, ...]:
    """Return what is wrong with one row as a case."""
    try:
        Entry("", None, row_document(row, columns)).load()
    except InputError as error:
        return error.problems
    return ()


def _placed(problem: Problem, table: Table, columns: Columns) -> Problem:
    """Return a problem of a map at the line that names its fact: of the map, or of the heading without one."""
    file, line = (columns.file, 1) if columns.file else (str(table.path), 1)
    named = _about(problem.path, [*columns.facts.values(), *columns.constant] if columns.file else table.columns)
    return problem._replace(file=file, line=columns.line_of(named) if columns.file and named else line)


def _about(path: str, facts: Iterable[str]) -> str | None:
    """Return the fact that a path of a problem is about: the path itself, or one above or below it."""
    for fact in facts:
        if path == fact or path.startswith(f"{fact}.") or f"{fact}.".startswith(f"{_owner(path)}."):
            return fact
    return None


def _owner(path: str) -> str:
    """Return a path without the key that names its item (``tactics.torture.tactic``), as fact paths are written."""
    head, _, last = path.rpartition(".")
    return head if last in {"id", "tactic", "name"} and head else path


def _with_column(path: str, columns: Columns) -> str:
    """Return the path of a problem with the column its fact is read from, where that has another name."""
    column = next((name for name, fact in columns.facts.items() if path == fact or path.startswith(f"{fact}.")), None)
    return path if column in {None, path} else f"{path} (column {column})"


def _same_ids(table: Table, columns: Columns, lines: list[int]) -> Iterator[Problem]:
    """Yield a problem for each row whose id another row has too, both named by their lines."""
    documents = [row_document(row, columns) for row in table.rows]
    entries = [Entry(f"{table.path}:{line}", None, document) for line, document in zip(lines, documents, strict=True)]
    shared = shared_ids(entries, [str(document["id"]) or None for document in documents])
    for problem, line in zip(shared, lines, strict=True):
        if problem is not None:
            yield problem._replace(file=str(table.path), line=line)
