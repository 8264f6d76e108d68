"""The evidence store: all counts and studies of one folder, each study counted once, ready for the model."""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from prevent_options.errors import InputError, Problem
from prevent_options.evidence.overlap import OVERLAP_FILE
from prevent_options.evidence.study import LeftOut, LeftOutFile, Size, Study, StudyFinding
from prevent_options.evidence.tables import CountTable, read_table
from prevent_options.evidence.vocabulary import DIRECTIONS
from prevent_options.yamlio import read_document, validate_document

STUDIES = "studies"
RELEASE = "release"
LEFT_OUT_FILE = "left_out.yaml"
RELEASE_ID = "ushmm-v3-2025"
"""Id under which the counts of the release are cited."""


@dataclass(frozen=True, slots=True)
class Quantified:
    """One effect size as the model reads it.

    Attributes
    ----------
    log_ratio, spread
        Log rate ratio of using the tool, and its standard error or stated spread. The spread is multiplied by the
        root of the number of sizes from the same study, so that a study with many sizes weighs as much as one.
    """

    study: str
    body: str
    outcome: str
    perpetrator: str
    log_ratio: float
    spread: float


@dataclass(frozen=True, slots=True)
class Vote:
    """One direction from a study file that has no size and no place in the release."""

    study: str
    body: str
    outcome: str
    perpetrator: str
    kind: str
    period: str
    direction: int


@dataclass(frozen=True)
class EvidenceStore:
    """Everything the model is fitted to.

    Attributes
    ----------
    studies
        All records, in the order of their ids.
    table
        Counts of the release.
    elsewhere
        Records without a size that count as part of the release.
    digests
        File name to SHA-256 of every file the model is fitted to.
    """

    studies: tuple[Study, ...]
    table: CountTable
    elsewhere: frozenset[str]
    digests: Mapping[str, str]

    @cached_property
    def quantified(self) -> tuple[Quantified, ...]:
        """All effect sizes."""
        sized = list(self._sized())
        groups = [study.group for study, _, _ in sized]
        return tuple(
            Quantified(
                study.id,
                study.body,
                finding.outcome,
                finding.perpetrator,
                size.log_ratio,
                size.spread * groups.count(study.group) ** 0.5,
            )
            for study, finding, size in sized
        )

    def _sized(self) -> Iterator[tuple[Study, StudyFinding, Size]]:
        for study in self.studies:
            for finding in study.findings:
                if finding.size is not None:
                    yield study, finding, finding.size

    @cached_property
    def votes(self) -> tuple[Vote, ...]:
        """All directions from study files that count: neither sized, nor part of the release."""
        sized = {study.group for study, _, _ in self._sized()}
        return tuple(
            Vote(s.id, s.body, f.outcome, f.perpetrator, s.kind, s.period, DIRECTIONS.index(f.direction))
            for s in self.studies
            if s.group not in sized and s.id not in self.elsewhere
            for f in s.findings
        )

    @property
    def digest(self) -> str:
        """One SHA-256 over all files."""
        return sha256("\n".join(f"{name} {value}" for name, value in sorted(self.digests.items())).encode()).hexdigest()


def _digests(folder: Path) -> dict[str, str]:
    files = [*sorted((folder / RELEASE).glob("*.csv")), *sorted((folder / STUDIES).glob("*.yaml"))]
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


def load_study(path: Path) -> Study:
    """Read one study file.

    Raises
    ------
    InputError
        With every problem; also when the id is not the name of the file.
    """
    document = read_document(path)
    study = validate_document(document, Study)
    if study.id != path.stem:
        raise InputError(
            [Problem(str(path), document.line(("id",)), "id", study.id, f"the name of the file, {path.stem}", "rename")]
        )
    return study


def _collect[T](files: list[Path], read: Callable[[Path], T]) -> list[T]:
    """Read all files and raise one error with the problems of all of them."""
    read_well, problems = [], list[Problem]()
    for path in files:
        try:
            read_well.append(read(path))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return read_well


def load_studies(folder: Path) -> tuple[Study, ...]:
    """Read all study files of a folder.

    Raises
    ------
    InputError
        All problems of all files.
    """
    return tuple(_collect(sorted(folder.glob("*.yaml")), load_study))


def load_left_out(folder: Path) -> tuple[LeftOut, ...]:
    """Read the records of the review that the model does not read, with the reason for each.

    Raises
    ------
    InputError
        All problems of the file.
    """
    return validate_document(read_document(folder / LEFT_OUT_FILE), LeftOutFile).left_out


def _kept_in_release(path: Path) -> frozenset[str]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return frozenset(row["record"] for row in csv.DictReader(lines) if row["kept_as"] == "release")


def load_store(folder: Path) -> EvidenceStore:
    """Read the evidence store of a folder.

    Parameters
    ----------
    folder
        Holds ``studies/*.yaml``, ``release/*.csv`` with the counts and ``counted_once.csv`` beside them.

    Raises
    ------
    InputError
        All problems of all study files, or all of the first bad table.
    """
    studies = load_studies(folder / STUDIES)
    table = read_table(folder / RELEASE)
    return EvidenceStore(studies, table, _kept_in_release(folder / RELEASE / OVERLAP_FILE), _digests(folder))
