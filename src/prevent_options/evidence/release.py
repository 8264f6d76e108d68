"""Reads the findings file of the museum's *Tools for Atrocity Prevention* as a user downloads it."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from prevent_options.errors import InputError, Problem
from prevent_options.evidence.citation import read_citation
from prevent_options.evidence.findings import AVERAGE, CITATION, ROW, Finding, Findings, Tally, Unread
from prevent_options.evidence.folding import slug
from prevent_options.evidence.vocabulary import RELEASE_OUTCOMES

FINDINGS_FILE = "all_sources.csv"
FACTORS_FILE = "factors.csv"
PRACTITIONERS_FILE = "practitioners.csv"

REQUIRED = (
    "effects_type",
    "Index.Number",
    "Tool",
    "CD",
    "Factor_effect",
    "overall",
    "Empirical",
    "Qual",
    "Quant",
    "Method",
    "Outcome",
    "full_citation",
    "Year",
)
_FACTOR_COLUMNS = ("Dedoose.name_factor", "Name", "Inverse.factor")
_COUNTED = ("greater_practitioner", "lesser_practitioner", "no_mixed_practitioner", "number_practitioners")
_TALLY_COLUMNS = ("tool_name", "Name.Final_practitioner", *_COUNTED)
_DIRECTIONS = {"decreases": 0, "no or mixed": 1, "increases": 2}
_FACTOR_DIRECTIONS = {"greater effectiveness": 0, "no or mixed": 1, "lesser effectiveness": 2}
_ABSENT = frozenset({"NA", "", "NaN", "nan"})
_FACTOR_PREFIX = "release_"
FIRST_YEAR = 1900
"""Earlier years are slips."""

_WHOLE = re.compile(r"([0-9]{1,9})(?:\.0*)?")

type _Named = tuple[str, bool] | None


@dataclass(frozen=True, slots=True)
class ReleaseCodes:
    """What the release's codes mean in this project's catalogues.

    Attributes
    ----------
    tools
        The release's tool, as ``plain_tool`` writes it, to body of evidence.
    factors
        The release's factor code to factor id.
    names
        A factor's name in the release to factor id, and whether the name says the opposite; for factors that
        practitioners named and that have no code.
    """

    tools: Mapping[str, str]
    factors: Mapping[str, str]
    names: Mapping[str, tuple[str, bool]]


def plain_tool(name: str) -> str:
    """Return a tool's code or name in the release in one spelling: ``Peace operations_tool`` → ``peace operations``."""
    return name.lower().replace("_", " ").removesuffix(" tool").strip()


@dataclass(slots=True)
class _Notes:
    """Collects values that nothing explains."""

    rows: Counter[tuple[str, str, bool]] = field(default_factory=Counter)
    lines: dict[tuple[str, str, bool], int] = field(default_factory=dict)

    def add(self, column: str, value: str, line: int, *, kept: bool = False) -> None:
        key = (column, value, kept)
        self.rows[key] += 1
        self.lines.setdefault(key, line)

    def unread(self) -> tuple[Unread, ...]:
        return tuple(sorted(Unread(c, v, n, k, self.lines[c, v, k]) for (c, v, k), n in self.rows.items()))


def _fail(path: Path, line: int, where: str, found: str, expected: str) -> InputError:
    todo = "download the release file again and pass it unchanged"
    return InputError([Problem(str(path), line, where, found, expected, todo)])


def _read_text(path: Path) -> str:
    if not path.is_file():
        raise _fail(path, 0, "file", "no such file", "the findings file of a release")
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _fail(path, 0, "encoding", f"byte {error.start} is not UTF-8", "text in UTF-8") from error


def _rows(path: Path, required: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line number and stripped values of every row; ``NA`` stays text."""
    reader = csv.DictReader(io.StringIO(_read_text(path), newline=""), strict=True)
    try:
        header = [name.strip() for name in reader.fieldnames or ()]
        if missing := [name for name in required if name not in header]:
            found = "the file is empty" if not header else f"no column {', '.join(missing)}"
            if len(header) == 1 and (sign := next((s for s in (";", "\t") if s in header[0]), None)):
                found = f"values parted by {sign!r}"
            raise _fail(path, 1, "header", found, f"the columns {', '.join(required)}")
        reader.fieldnames = header
        for row in reader:
            if None in row or None in row.values():
                raise _fail(path, reader.line_num, "row", "another number of values than the header", "one per column")
            yield reader.line_num, {key: value.strip() for key, value in row.items()}
    except csv.Error as error:
        raise _fail(path, reader.line_num, "row", str(error), "comma-separated values") from error


def kind_of(row: Mapping[str, str]) -> str:
    """Return the kind of study of a row: the strongest design it names."""
    if "identification" in row["Quant"]:
        return "identification"
    if row["Quant"] == "Regression":
        return "regression"
    if row["Quant"] == "Simple probability":
        return "probability"
    if row["Qual"] in _ABSENT:
        return "no_method"
    return "comparison" if row["Empirical"].startswith("Comparison") else "case_study"


_KNOWN = {
    "Quant": frozenset({"Regression", "Statistics with an identification strategy", "Simple probability"}),
    "Qual": frozenset({"Structured case comparison", "Process tracing"}),
    "Empirical": frozenset({"Comparison of greater than one case", "One case study", "Unclear"}),
    "Method": frozenset({"No discernible method"}),
}
"""Words of the columns that say what kind of study a row comes from."""

_AVERAGE, _CONTEXTUAL = "average", "contextual or design"


def _note_kind(row: Mapping[str, str], notes: _Notes, line: int) -> None:
    """Note words on the kind of study that nothing explains, and rows that say to be of the other type."""
    for column, known in _KNOWN.items():
        if row[column] not in known | _ABSENT:
            notes.add(column, row[column], line, kept=True)
    kind = row["effects_type"].lower()
    if kind not in {_AVERAGE, _CONTEXTUAL} or (kind == _CONTEXTUAL) == (row["CD"] in _ABSENT):
        notes.add("effects_type", row["effects_type"], line, kept=True)


def _whole(text: str) -> int | None:
    """Return a whole number as data frames write it, ``2015`` or ``2015.0``; None for anything else."""
    match = _WHOLE.fullmatch(text)
    return int(match[1]) if match else None


def _year(row: Mapping[str, str], notes: _Notes, line: int) -> int | None:
    """Return the year of publication, or None after a note; no study is of the future."""
    year = _whole(row["Year"])
    if year is not None and FIRST_YEAR <= year <= datetime.now(UTC).year:
        return year
    notes.add("Year", row["Year"], line)
    return None


def _direction(row: Mapping[str, str]) -> int | None:
    if row["CD"] in _ABSENT:
        return next((k for word, k in _DIRECTIONS.items() if row["overall"].lower().startswith(word)), None)
    return next((k for word, k in _FACTOR_DIRECTIONS.items() if word in row["Factor_effect"].lower()), None)


def _factor(code: str, codes: ReleaseCodes, notes: _Notes, line: int) -> str:
    if code in _ABSENT:
        return AVERAGE
    if code not in codes.factors:
        notes.add("CD", code, line, kept=True)
    return codes.factors.get(code, _FACTOR_PREFIX + slug(code))


def _finding(line: int, row: Mapping[str, str], codes: ReleaseCodes, notes: _Notes) -> Finding | None:
    """Return the finding of a row, or None after a note on what could not be read."""
    body, direction = codes.tools.get(plain_tool(row["Tool"])), _direction(row)
    outcome, year = RELEASE_OUTCOMES.get(row["Outcome"].lower()), _year(row, notes, line)
    if body is None:
        notes.add("Tool", row["Tool"], line)
    if outcome is None:
        notes.add("Outcome", row["Outcome"], line)
    if direction is None:
        notes.add("overall" if row["CD"] in _ABSENT else "Factor_effect", row["overall"] + row["Factor_effect"], line)
    if body is None or outcome is None or direction is None or year is None:
        return None
    _note_kind(row, notes, line)
    if row["full_citation"] in _ABSENT:
        notes.add(CITATION, "", line, kept=True)
    factor = _factor(row["CD"], codes, notes, line)
    citation = read_citation(row["full_citation"], year)
    return Finding(line, body, factor, outcome, kind_of(row), direction, row["Index.Number"], citation, year)


def _note_repeats(rows: Sequence[tuple[int, dict[str, str]]], notes: _Notes) -> None:
    """Note rows that stood before: two findings coded alike, or a row pasted twice; the release does not tell."""
    seen = set[tuple[str, ...]]()
    for line, row in rows:
        values = tuple(row.values())
        if values in seen:
            notes.add(ROW, "", line, kept=True)
        seen.add(values)


def _factor_names(path: Path) -> dict[str, tuple[str, bool]]:
    """Return factor name to code, and whether the name is the opposite of the coded factor.

    Factors that only practitioners name have no code; their name serves as one.
    """
    names: dict[str, tuple[str, bool]] = {}
    for _, row in _rows(path, _FACTOR_COLUMNS):
        code = row["Name"] if row["Dedoose.name_factor"] in _ABSENT else row["Dedoose.name_factor"]
        names.setdefault(row["Inverse.factor"], (code, True))
        names[row["Name"]] = (code, False)
    return names


def _named(name: str, coded: Mapping[str, tuple[str, bool]], codes: ReleaseCodes, notes: _Notes, line: int) -> _Named:
    """Return the factor a name means and whether it says the opposite; None when nothing explains it."""
    if name in codes.names:
        return codes.names[name]
    if name not in coded:
        notes.add("Name.Final_practitioner", name, line)
        return None
    code, opposite = coded[name]
    return _factor(code, codes, notes, line), opposite


def _tally(counts: Mapping[str, int], body: str, named: tuple[str, bool]) -> Tally:
    greater, lesser = counts["greater_practitioner"], counts["lesser_practitioner"]
    if named[1]:
        greater, lesser = lesser, greater
    return Tally(body, named[0], greater, counts["no_mixed_practitioner"], lesser, counts["number_practitioners"])


def _counts(path: Path, line: int, row: Mapping[str, str]) -> dict[str, int]:
    """Return the counts of a row of practitioners by column; one that is no whole number is an error."""
    counts = {column: number for column in _COUNTED if (number := _whole(row[column])) is not None}
    if len(counts) < len(_COUNTED):
        raise _fail(path, line, "row", "a count is not a whole number", "counts of practitioners")
    return counts


def _tallies(folder: Path, codes: ReleaseCodes, notes: _Notes) -> Iterator[Tally]:
    path = folder / PRACTITIONERS_FILE
    if not (path.is_file() and (folder / FACTORS_FILE).is_file()):
        return
    coded = _factor_names(folder / FACTORS_FILE)
    for line, row in _rows(path, _TALLY_COLUMNS):
        counts = _counts(path, line, row)
        body = codes.tools.get(plain_tool(row["tool_name"]))
        if body is None:
            notes.add("tool_name", row["tool_name"], line)
        elif (named := _named(row["Name.Final_practitioner"], coded, codes, notes, line)) is not None:
            yield _tally(counts, body, named)


def read_release(path: Path, codes: ReleaseCodes) -> Findings:
    """Read a release: the findings file, or the folder that holds it with factors and practitioners beside it.

    Parameters
    ----------
    path
        A folder with ``all_sources.csv``, or the findings file itself under any name.
    codes
        Meaning of the release's codes.

    Returns
    -------
    Findings
        Every row that could be placed; ``unread`` names each value that nothing explains. Rows of an unknown factor
        are kept under the release's own name, rows of an unknown tool, outcome or direction cannot be counted.

    Raises
    ------
    InputError
        Missing file or columns, broken encoding, broken rows, no rows.
    """
    file = path / FINDINGS_FILE if path.is_dir() else path
    notes = _Notes()
    rows = list(_rows(file, REQUIRED))
    if not rows:
        raise _fail(file, 1, "rows", "no rows after the header", "at least one finding")
    _note_repeats(rows, notes)
    read = [_finding(line, row, codes, notes) for line, row in rows]
    tallies = tuple(_tallies(file.parent, codes, notes))
    return Findings(tuple(one for one in read if one is not None), tallies, notes.unread(), len(rows))
