"""Reads country-years of tactics from a file the user downloaded; every problem at once, with its row."""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from prevent_options.errors import InputError, Problem
from prevent_options.panel.direction import settle
from prevent_options.panel.table import Floats, Ints, Panel, Report
from prevent_options.panel.words import COLUMNS, LEVELS, MISSING, OPTIONAL, TACTICS, Direction

SHOWN = 20
"""Rows named for one kind of problem; the rest are counted."""

YEARS = range(1900, 2101)
INCOMPLETE = "a tactic has no code"


@dataclass(frozen=True, slots=True)
class Row:
    """One country-year: line in the file, names, year, and the four codes, or None where one is missing."""

    line: int
    country: str
    code: str
    year: int
    codes: tuple[int, ...] | None


def read_panel(path: Path, columns: Mapping[str, str] | None = None, higher_is: Direction | None = None) -> Panel:
    """Read a panel.

    Parameters
    ----------
    path
        A CSV file with one row a country-year.
    columns
        Columns that differ from those of CIRIGHTS: ``country``, ``code``, ``year`` or a tactic → name in the file.
    higher_is
        Whether a higher code is better or worse; None looks, and asks where the file does not make it plain.

    Raises
    ------
    InputError
        Every problem found: file, columns, codes that are no whole numbers from 0 to 2, country-years that stand twice,
        one code for two countries in one year, unknown direction.
    """
    named = {**COLUMNS, **(columns or {})}
    raw = _table(path, named)
    file = str(path)
    problems: list[Problem] = []
    rows = [row for line, values in raw if (row := _row(file, line, values, named, problems)) is not None]
    problems += _repeated(file, rows, named)
    if not raw:
        problems.append(
            Problem(file, 1, "rows", "no rows after the header", "one row a country-year", "check the file")
        )
    complete = [row for row in rows if row.codes is not None]
    codes = np.array([row.codes for row in complete], dtype=np.int64).reshape(-1, len(TACTICS))
    direction, unclear, notes = settle(file, codes, named, higher_is, known_format=not columns)
    if problems := [*_shortened(problems), *(unclear if rows else [])]:
        raise InputError(problems)
    if not complete:
        found = f"none of {len(raw)} rows has all four tactics"
        raise InputError([Problem(file, 0, "rows", found, "country-years with all four", "check the columns")])
    return _panel(rows, codes, direction, notes, len(raw))


def _table(path: Path, named: Mapping[str, str]) -> list[tuple[int, dict[str, str]]]:
    """Return line and stripped values of every row."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise _fail(path, 0, "file", f"cannot be read ({error.strerror})", "a CSV file of country-years") from error
    except UnicodeDecodeError as error:
        raise _fail(path, 0, "encoding", f"byte {error.start} is not UTF-8", "text in UTF-8") from error
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in reader.fieldnames or ()]
        _check_header(path, header, named)
        reader.fieldnames = header
        return [
            (reader.line_num, {str(k): (v or "").strip() for k, v in row.items() if k is not None}) for row in reader
        ]
    except csv.Error as error:
        raise _fail(path, reader.line_num, "row", str(error), "comma-separated values") from error


def _check_header(path: Path, header: list[str], named: Mapping[str, str]) -> None:
    """Refuse a file without the columns that are asked for."""
    missing = [name for name, column in named.items() if column not in header and name not in OPTIONAL]
    if missing:
        found = "no column " + ", ".join(named[name] for name in missing) if header else "the file is empty"
        todo = "name the columns, e.g. " + " ".join(f"--column {name}=…" for name in missing)
        expected = "the columns " + ", ".join(named[name] for name in named if name not in OPTIONAL)
        raise InputError([Problem(str(path), 1, "header", found, expected, todo)])


def _fail(path: Path, line: int, where: str, found: str, expected: str) -> InputError:
    return InputError([Problem(str(path), line, where, found, expected, "download the file again")])


def _row(
    file: str, line: int, values: Mapping[str, str], named: Mapping[str, str], problems: list[Problem]
) -> Row | None:
    """Return a row, or None after saying what is wrong with it."""
    before = len(problems)
    country = values.get(named["country"], "")
    if not country:
        problems.append(Problem(file, line, named["country"], "empty", "the name of a country", "fill it in"))
    year = _whole(values.get(named["year"], ""))
    if year is None or year not in YEARS:
        found = repr(values.get(named["year"], ""))
        problems.append(Problem(file, line, named["year"], found, "a year such as 1994", "correct the row or drop it"))
    codes = [_code(file, line, named[tactic], values.get(named[tactic], ""), problems) for tactic in TACTICS]
    if len(problems) > before or year is None:
        return None
    known = [code for code in codes if code is not None]
    code = values.get(named["code"], "")
    return Row(line, country, code, year, tuple(known) if len(known) == len(TACTICS) else None)


def _whole(text: str) -> int | None:
    """Return a whole number, written as 2 or 2.0, or None."""
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if number.is_integer() else None


def _code(file: str, line: int, column: str, text: str, problems: list[Problem]) -> int | None:
    """Return the code of a tactic, None where there is none; anything but 0, 1 and 2 is a problem."""
    if text in MISSING:
        return None
    number = _whole(text)
    if number is None or not 0 <= number < LEVELS:
        todo = "recode to three levels, or leave the cell empty where it is missing"
        problems.append(Problem(file, line, column, repr(text), "0, 1 or 2", todo))
        return None
    return number


def _repeated(file: str, rows: Iterable[Row], named: Mapping[str, str]) -> list[Problem]:
    """Return country-years that stand twice, by name or, where names differ, by code."""
    problems = []
    names: dict[tuple[str, int], int] = {}
    codes: dict[tuple[str, int], Row] = {}
    for row in rows:
        first = names.setdefault((row.country, row.year), row.line)
        other = codes.setdefault((row.code, row.year), row) if row.code else row
        if first != row.line:
            found, todo = f"{row.country} {row.year} stands in row {first} too", "keep one of the two rows"
            problems.append(Problem(file, row.line, named["country"], found, "one row a country-year", todo))
        elif other.country != row.country:
            found = f"{row.code} {row.year} is {other.country} in row {other.line} and {row.country} here"
            todo = "keep the state that existed in that year, or give each its own code"
            problems.append(Problem(file, row.line, named["code"], found, "one country a code and year", todo))
    return problems


def _shortened(problems: list[Problem]) -> list[Problem]:
    """Return problems with at most ``SHOWN`` rows of one kind, the rest counted."""
    kinds: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        kinds[problem.path, problem.expected].append(problem)
    out = []
    for (where, expected), group in kinds.items():
        out += group[:SHOWN]
        if (more := len(group) - SHOWN) > 0:
            last = group[-1]
            out.append(Problem(last.file, last.line, where, f"{more} more rows like these", expected, last.todo))
    return out


def _panel(rows: list[Row], codes: Ints, direction: Direction, notes: list[str], read: int) -> Panel:
    """Return the panel of rows that are free of problems."""
    countries = tuple(sorted({row.country for row in rows}))
    years = tuple(range(min(row.year for row in rows), max(row.year for row in rows) + 1))
    position = {country: c for c, country in enumerate(countries)}
    severity: Floats = np.full((len(countries), len(years), len(TACTICS)), np.nan)
    complete = [row for row in rows if row.codes is not None]
    at = ([position[row.country] for row in complete], [row.year - years[0] for row in complete])
    severity[at] = codes if direction == "worse" else LEVELS - 1 - codes
    return Panel(countries, years, severity, _report(rows, years, notes, read))


def _report(rows: list[Row], years: tuple[int, ...], notes: list[str], read: int) -> Report:
    """Count what was read and left out."""
    by_country: dict[str, list[int]] = defaultdict(list)
    by_code: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        by_country[row.country].append(row.year)
        if row.code:
            by_code[row.code].setdefault(row.country, row.year)
    left_out = Counter(INCOMPLETE for row in rows if row.codes is None)
    spans = [(min(seen), max(seen), len(seen)) for seen in by_country.values()]
    return Report(
        rows=read,
        used=sum(row.codes is not None for row in rows),
        left_out=dict(left_out),
        gaps=sum(last - first + 1 - count for first, last, count in spans),
        late=sum(first > years[0] for first, _, _ in spans),
        early=sum(last < years[-1] for _, last, _ in spans),
        successors=tuple(
            f"{code} = {', then '.join(sorted(names, key=lambda name, n=names: n[name]))}"  # type: ignore[misc]
            for code, names in sorted(by_code.items())
            if len(names) > 1
        ),
        notes=tuple(notes),
    )
