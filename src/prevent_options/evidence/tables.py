"""Counts of findings: made from a release, written as small tables, read back strictly."""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from prevent_options.errors import InputError, Problem
from prevent_options.evidence.findings import AVERAGE, Finding, Findings, Tally
from prevent_options.evidence.vocabulary import DIRECTNESS, KINDS, OUTCOMES, PERIODS, directness_of, period_of

AVERAGE_FILE = "average.csv"
FACTOR_FILE = "factors.csv"
TALLY_FILE = "practitioners.csv"
STUDIES_FILE = "studies.csv"

HEADER = """\
# Counts of findings, aggregated by this project (see `prevent-options evidence import`); no row of a study is kept.
# Source: United States Holocaust Memorial Museum, Simon-Skjodt Center for the Prevention of Genocide,
# Tools for Atrocity Prevention, public data repository ushmm/atrocity-prevention-data, release V3, April 2025;
# studies published through 2020. Accessed 2026-11.
"""


@dataclass(frozen=True, slots=True, order=True)
class AverageRow:
    """Findings on the average effect in one cell, and those whose study enters by its own file instead.

    ``decreases, none, increases`` count the findings the model reads here; ``elsewhere_*`` those it reads there.
    """

    body: str
    outcome: str
    kind: str
    period: str
    decreases: int
    none: int
    increases: int
    studies: int
    elsewhere_decreases: int
    elsewhere_none: int
    elsewhere_increases: int

    @property
    def counts(self) -> tuple[int, int, int]:
        """Counts for the model: less harm, no or mixed, more harm."""
        return self.decreases, self.none, self.increases

    @property
    def all_counts(self) -> tuple[int, int, int]:
        """Counts as released, with the findings that enter elsewhere."""
        return (
            self.decreases + self.elsewhere_decreases,
            self.none + self.elsewhere_none,
            self.increases + self.elsewhere_increases,
        )


@dataclass(frozen=True, slots=True, order=True)
class FactorRow:
    """Findings on one factor in one cell: greater, no or mixed, lesser effectiveness of the tool."""

    body: str
    factor: str
    outcome: str
    kind: str
    period: str
    greater: int
    none: int
    lesser: int
    studies: int

    @property
    def counts(self) -> tuple[int, int, int]:
        """Counts for the model: greater, no or mixed, lesser effectiveness."""
        return self.greater, self.none, self.lesser


@dataclass(frozen=True, slots=True, order=True)
class StudiesRow:
    """Distinct studies of the release on a body of evidence that are counted here: on average effects, on factors."""

    body: str
    average: int
    factors: int


@dataclass(frozen=True, slots=True)
class CountTable:
    """All counts of one release."""

    average: tuple[AverageRow, ...]
    factors: tuple[FactorRow, ...]
    tallies: tuple[Tally, ...]
    studies: tuple[StudiesRow, ...]


type Same = Callable[[Finding], bool]
"""Tells whether a study file says more about this finding than the release does."""


def _never(_: Finding) -> bool:
    return False


def _group[K](findings: Iterable[Finding], key: Callable[[Finding], K]) -> dict[K, list[Finding]]:
    groups: dict[K, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[key(finding)].append(finding)
    return groups


def _count(findings: Sequence[Finding]) -> tuple[int, int, int]:
    directions = [finding.direction for finding in findings]
    return directions.count(0), directions.count(1), directions.count(2)


def _average_row(key: tuple[str, str, str, str], cell: list[Finding], same: Same) -> AverageRow:
    kept = [finding for finding in cell if not same(finding)]
    other = [finding for finding in cell if same(finding)]
    return AverageRow(*key, *_count(kept), len({finding.study for finding in kept}), *_count(other))


def _studies(findings: Findings, same: Same) -> Iterator[StudiesRow]:
    for body, rows in sorted(_group(findings.findings, lambda finding: finding.body).items()):
        average = {f.study for f in rows if f.factor == AVERAGE and not same(f)}
        yield StudiesRow(body, len(average), len({f.study for f in rows if f.factor != AVERAGE}))


def aggregate(findings: Findings, elsewhere: Same = _never) -> CountTable:
    """Count the findings of a release by cell.

    Parameters
    ----------
    findings
        What ``read_release`` returned.
    elsewhere
        True for a finding whose study enters the model by its own file; such findings are counted apart.

    Returns
    -------
    CountTable
        Rows in a fixed order; a cell is body × outcome × kind of study × period, for factors with the factor and
        with the directness of the outcome.
    """
    averages = _group(
        (f for f in findings.findings if f.factor == AVERAGE),
        lambda f: (f.body, f.outcome, f.kind, period_of(f.year)),
    )
    factors = _group(
        (f for f in findings.findings if f.factor != AVERAGE),
        lambda f: (f.body, f.factor, directness_of(f.outcome), f.kind, period_of(f.year)),
    )
    return CountTable(
        tuple(sorted(_average_row(key, cell, elsewhere) for key, cell in averages.items())),
        tuple(sorted(FactorRow(*k, *_count(cell), len({f.study for f in cell})) for k, cell in factors.items())),
        tuple(sorted(findings.tallies, key=lambda tally: (tally.body, tally.factor, tally.greater))),
        tuple(_studies(findings, elsewhere)),
    )


type Row = AverageRow | FactorRow | Tally | StudiesRow


def _write(rows: Sequence[Row], row_type: type[Row]) -> str:
    out = io.StringIO()
    out.write(HEADER)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in fields(row_type)])
    writer.writerows(astuple(row) for row in rows)
    return out.getvalue()


def table_files(table: CountTable) -> dict[str, str]:
    """Return name and text of the files of a table, each with its citation on top."""
    return {
        AVERAGE_FILE: _write(table.average, AverageRow),
        FACTOR_FILE: _write(table.factors, FactorRow),
        TALLY_FILE: _write(table.tallies, Tally),
        STUDIES_FILE: _write(table.studies, StudiesRow),
    }


_WORDS = {"kind": KINDS, "period": PERIODS}


def _problem(path: Path, line: int, column: str, found: str, expected: str) -> Problem:
    return Problem(str(path), line, column, found, expected, "make the table again with `evidence import`")


def _cells[R: Row](path: Path, line: int, names: list[str], values: list[str], row_type: type[R]) -> R | list[Problem]:
    if len(values) != len(names):
        return [_problem(path, line, "row", f"{len(values)} values", f"{len(names)} values")]
    problems, cells = [], list[str | int]()
    outcomes = DIRECTNESS if row_type is FactorRow else OUTCOMES
    for column, value in zip(fields(row_type), values, strict=True):
        allowed = outcomes if column.name == "outcome" else _WORDS.get(column.name, (value,))
        if column.type is int and not (value.isascii() and value.isdigit()):
            problems.append(_problem(path, line, column.name, repr(value), "a whole number from 0"))
        elif value not in allowed:
            problems.append(_problem(path, line, column.name, repr(value), f"one of {', '.join(allowed)}"))
        else:
            cells.append(int(value) if column.type is int else value)
    return problems or row_type(*cells)  # type: ignore[arg-type]  # each cell was converted by its field's type


def read_rows[R: Row](path: Path, row_type: type[R]) -> tuple[R, ...]:
    """Read a table that ``table_files`` wrote.

    Raises
    ------
    InputError
        Every bad cell of the file, with its line.
    """
    names = [column.name for column in fields(row_type)]
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError([_problem(path, 0, "file", str(error), "a table in UTF-8")]) from error
    numbered = [(k, line) for k, line in enumerate(lines, 1) if line and not line.startswith("#")]
    if not numbered or numbered[0][1].split(",") != names:
        raise InputError([_problem(path, 1, "header", "other columns", ",".join(names))])
    read = [_cells(path, k, names, next(csv.reader([line])), row_type) for k, line in numbered[1:]]
    if problems := [problem for row in read if isinstance(row, list) for problem in row]:
        raise InputError(problems)
    return tuple(row for row in read if not isinstance(row, list))


def read_table(folder: Path) -> CountTable:
    """Read the tables of a folder.

    Raises
    ------
    InputError
        Every bad cell of the first bad table.
    """
    return CountTable(
        read_rows(folder / AVERAGE_FILE, AverageRow),
        read_rows(folder / FACTOR_FILE, FactorRow),
        read_rows(folder / TALLY_FILE, Tally),
        read_rows(folder / STUDIES_FILE, StudiesRow),
    )
