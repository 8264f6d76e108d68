"""Public country data as a user downloads them: which file is which, and its rows with their line.

A file is known by its columns, not by its name. Rows are read, never kept in the project.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from prevent_options.errors import InputError, Problem

type Kind = Literal["repression", "sexual_violence", "institutions", "one_sided", "risk"]

COLUMNS: Final[Mapping[Kind, frozenset[str]]] = {
    "repression": frozenset({"country", "iso_a3", "year", "polpris", "disap", "tort", "kill"}),
    "sexual_violence": frozenset({"year", "actor", "actor_type", "location", "state_prev", "ai_prev", "hrw_prev"}),
    "institutions": frozenset({"iso3", "year", "status"}),
    "one_sided": frozenset({"actor_name", "year", "best_fatality_estimate", "is_government_actor", "location"}),
    "risk": frozenset({"ewp_name"}),
}
TITLES: Final[Mapping[Kind, str]] = {
    "repression": "CIRIGHTS Data Project, scores of physical integrity rights by country and year",
    "sexual_violence": "Sexual Violence in Armed Conflict dataset, prevalence by actor and year",
    "institutions": "UN Statistics Division, SDG indicator 16.a.1, accreditation of national human rights institutions",
    "one_sided": "UCDP One-sided Violence dataset, deaths by actor and year",
    "risk": "Early Warning Project, risk of new mass killing",
}
MAX_PROBLEMS: Final = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a data file with its line."""

    file: Path
    line: int
    cells: Mapping[str, str]

    def whole(self, column: str) -> int | None:
        """Return a cell as a whole number; None when it is empty.

        Raises
        ------
        InputError
            When it is something else.
        """
        text = self.cells[column].strip()
        try:
            return round(float(text)) if text else None
        except ValueError:
            problem = Problem(
                str(self.file), self.line, column, f"found {text!r}", "expected a number", "correct the cell"
            )
            raise InputError([problem]) from None


def read_folder(folder: Path) -> dict[Kind, tuple[Row, ...]]:
    """Read every data file below a folder that is known by its columns.

    Parameters
    ----------
    folder
        Holds ``.csv`` files, at any depth.

    Returns
    -------
    dict
        Rows by kind of data; a kind without file is absent.

    Raises
    ------
    InputError
        When the folder has no file of a known kind, two of the same kind, or one that is not readable text.
    """
    found: dict[Kind, list[Path]] = {}
    for path in sorted(folder.rglob("*.csv")):
        kind = _kind(path)
        if kind is not None:
            found.setdefault(kind, []).append(path)
    if not found:
        expected = "expected a .csv file with the columns of a known data set"
        raise InputError(
            [Problem(str(folder), 0, "(folder)", "no data", expected, "see docs/drafting.md for the data sets")]
        )
    twice = [files for files in found.values() if len(files) > 1]
    if twice:
        raise InputError(
            Problem(str(files[1]), 1, "(columns)", f"the columns of {files[0].name}", "expected one file of each kind",
                    "move one of them away")
            for files in twice
        )  # fmt: skip
    return {kind: tuple(_rows(files[0])) for kind, files in found.items()}


def _kind(path: Path) -> Kind | None:
    """Return what kind of data a file holds, by its columns."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            header = set(next(csv.reader(stream), ()))
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from error
    return next((kind for kind, columns in COLUMNS.items() if columns <= header), None)


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        try:
            for cells in reader:
                yield Row(path, reader.line_num, {key: value or "" for key, value in cells.items() if key is not None})
        except UnicodeDecodeError as error:
            raise _unreadable(path, error, reader.line_num + 1) from error


def _unreadable(path: Path, error: Exception, line: int = 1) -> InputError:
    """Return what is wrong with a file that cannot be read, or only up to some line."""
    if isinstance(error, UnicodeDecodeError):
        found, todo = f"not text in UTF-8 ({error.reason})", "save it as UTF-8"
    else:
        found, todo = str(error), "look whether it may be read"
    return InputError([Problem(str(path), line, "(file)", found, "expected a table as text in UTF-8", todo)])
