"""Turns a release into the tables of the evidence store, and says what it could not place."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from prevent_options.errors import Problem
from prevent_options.evidence.findings import Findings, Unread
from prevent_options.evidence.overlap import (
    MARKS_FILE,
    OVERLAP_FILE,
    filed_elsewhere,
    find_overlaps,
    marks_file,
    matched,
    overlap_file,
    told_by,
)
from prevent_options.evidence.release import ReleaseCodes, read_release
from prevent_options.evidence.store import RELEASE, load_studies
from prevent_options.evidence.study import STUDIES, Study
from prevent_options.evidence.tables import aggregate, table_files
from prevent_options.files import write_atomically


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Attributes
    ----------
    files
        Name and text of every table, whether or not they were written.
    rows, left_out
        Rows of the release, and how many could not be counted.
    unread
        Every value nothing explains; ``kept`` ones were counted under the release's own name.
    tallies
        Tallies of practitioners that were read; none where their files do not stand beside the findings.
    """

    files: dict[str, str]
    rows: int
    left_out: int
    unread: tuple[Unread, ...]
    tallies: int


def tables_of(findings: Findings, studies: Sequence[Study]) -> dict[str, str]:
    """Return name and text of all tables of a release, with each study counted once."""
    found = matched(studies, findings)
    table = aggregate(findings, told_by(studies, found))
    once = {OVERLAP_FILE: overlap_file(find_overlaps(studies, found)), MARKS_FILE: marks_file(findings)}
    return {**table_files(table), **once}


def import_release(path: Path, store: Path, codes: ReleaseCodes, *, write: bool = True) -> ImportReport:
    """Read a release and write its tables into an evidence store.

    Parameters
    ----------
    path
        Folder or findings file of a release.
    store
        Evidence store; its studies decide what counts elsewhere.
    codes
        Meaning of the release's codes.
    write
        False to try without touching the store.

    Raises
    ------
    InputError
        The release or a study file cannot be read; nothing is written.
    """
    findings = read_release(path, codes)
    files = tables_of(findings, load_studies(store / STUDIES))
    if write:
        for name, text in files.items():
            write_atomically(store / RELEASE / name, text)
    return ImportReport(files, findings.rows, findings.left_out, findings.unread, len(findings.tallies))


def counted_twice(path: Path, store: Path, codes: ReleaseCodes) -> tuple[Problem, ...]:
    """Return where a study may count twice: tables that an import would write otherwise, records under another body.

    Parameters
    ----------
    path, store, codes
        As for ``import_release``.

    Raises
    ------
    InputError
        The release or a study file cannot be read.
    """
    findings, studies = read_release(path, codes), load_studies(store / STUDIES)
    found, todo = "not what this release and these studies give", "run `evidence import ushmm` with this release"
    outdated = (
        Problem(f"{RELEASE}/{name}", 0, "table", found, "each study counted in one place", todo)
        for name, text in sorted(tables_of(findings, studies).items())
        if _text_of(store / RELEASE / name) != text
    )
    return (*outdated, *filed_elsewhere(studies, findings))


def _text_of(path: Path) -> str:
    """Return the text of a file, or none where a store was made before there was such a file."""
    return path.read_text(encoding="utf-8") if path.is_file() else ""
