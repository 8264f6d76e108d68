"""What one row of a release says."""

from dataclasses import dataclass

from prevent_options.evidence.citation import Citation

AVERAGE = ""
"""The factor of a finding on the average effect of a tool: none."""


ROW = "row"
"""The column of a value that is a whole row."""

CITATION = "full_citation"


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
    citation
        Of the study.
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
    citation: Citation
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
        """Return the place, what is odd there, and what became of the rows."""
        said = _SAID.get(self.column, f"nothing explains {self.value!r}")
        fate = _FATE.get(self.column, "counted by what else the row says") if self.kept else "not counted"
        return f"line {self.first_line}: {self.column}: {said}; {self.rows} rows, {fate}"


_SAID = {
    ROW: "the very same row stood before",
    CITATION: "is empty, so that no study of ours can be recognised in it",
}
_FATE = {ROW: "counted as it stands", "CD": "counted under the release's own name"}


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
