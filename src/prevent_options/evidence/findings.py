"""What one row of a release says, and the two parts a study's names are compared by."""

import re
import unicodedata
from dataclasses import dataclass

AVERAGE = ""
"""The factor of a finding on the average effect of a tool: none."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One published result, as coded in a release. Lives in memory only and is never written.

    Attributes
    ----------
    line
        Line of the release file.
    body
        Body of evidence.
    factor
        Factor, or ``AVERAGE``.
    outcome, kind
        From ``vocabulary.OUTCOMES`` and ``vocabulary.KINDS``.
    direction
        0 less harm (or greater effectiveness), 1 no or mixed, 2 more harm (or lesser effectiveness).
    study
        The release's own key of the study.
    authors
        Surnames, folded to plain lower-case letters.
    year
        Year of publication.
    """

    line: int
    body: str
    factor: str
    outcome: str
    kind: str
    direction: int
    study: str
    authors: tuple[str, ...]
    year: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the practitioners interviewed on a tool named a factor, and in which direction."""

    body: str
    factor: str
    greater: int
    none: int
    lesser: int
    interviewed: int


@dataclass(frozen=True, slots=True, order=True)
class Unread:
    """A value of a release that no catalogue entry or word of this project explains.

    Attributes
    ----------
    column, value
        Where it stands and what it says.
    rows
        How many rows carry it.
    kept
        True when the rows were counted all the same: a factor under the release's own name.
    first_line
        Line of the first such row.
    """

    column: str
    value: str
    rows: int
    kept: bool
    first_line: int

    def __str__(self) -> str:
        own_name = (
            "counted under the release's own name" if self.column == "CD" else "counted by what else the row says"
        )
        fate = own_name if self.kept else "not counted"
        return f"line {self.first_line}: {self.column}: nothing explains {self.value!r}; {self.rows} rows, {fate}"


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything read from one release."""

    findings: tuple[Finding, ...]
    tallies: tuple[Tally, ...]
    unread: tuple[Unread, ...]
    rows: int

    @property
    def left_out(self) -> int:
        """Number of rows that could not be counted."""
        return self.rows - len(self.findings)


_NO_DECOMPOSITION = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ß": "s"})


def fold(text: str) -> str:
    """Return the text in lower case without accents, signs and outer space, to compare names."""
    plain = unicodedata.normalize("NFKD", text.translate(_NO_DECOMPOSITION)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z ]", "", plain.lower().replace("-", " ")).strip()


def slug(text: str) -> str:
    """Return the text as an identifier."""
    return re.sub(r"[^a-z0-9]+", "_", fold(re.sub(r"[_/]", " ", text))).strip("_") or "unnamed"


def release_surnames(citation: str) -> tuple[str, ...]:
    """Return the surnames of a citation of the form ``Surname, Given; Surname, Given. "Title" …``."""
    authors = re.split(r"[.]?\s*[\"“*]", citation.strip(' "'), maxsplit=1)[0]
    return tuple(fold(part.split(",")[0]) for part in authors.split(";") if part.strip())


def cited_surnames(citation: str) -> tuple[str, ...]:
    """Return the surnames of a citation of the form ``Surname, I., Surname, I. & Surname, I. (year). Title``."""
    authors = citation.split("(", maxsplit=1)[0]
    names = re.split(r",\s*(?:[A-Z]\.?[-\s]?)+(?:,|&|\s|$)|\s*&\s*|\bet al\b", authors)
    return tuple(name for part in names if (name := fold(part)) and len(name) > 1)
