"""The evidence store: all counts and studies of one folder, each study counted once, ready for the model."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from prevent_options.errors import InputError, Problem
from prevent_options.evidence.overlap import MARKS_FILE, OVERLAP_FILE
from prevent_options.evidence.statement import EXPERTS, Statement
from prevent_options.evidence.study import STUDIES, LeftOut, LeftOutFile, Size, Study, StudyFinding
from prevent_options.evidence.tables import CountTable, read_table
from prevent_options.evidence.vocabulary import DIRECTIONS
from prevent_options.yamlio import Document, read_document, validate_document

RELEASE = "release"
LEFT_OUT_FILE = "left_out.yaml"
RELEASE_ID = "ushmm-v3-2025"
"""Id under which the counts of the release are cited."""


@dataclass(frozen=True, slots=True)
class Quantified:
    """One effect size as the model reads it; a statement of experts is one by judgement.

    Attributes
    ----------
    log_ratio, spread
        Log rate ratio of using the tool, and its standard error or stated spread. The spread is multiplied by the
        root of the number of sizes from the same study, so that a study with many sizes weighs as much as one.
    stated
        Whether the spread is a judgement, because the source shows no standard error.
    """

    study: str
    body: str
    outcome: str
    perpetrator: str
    log_ratio: float
    spread: float
    stated: bool = False


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
    placed
        Records that the release holds too, and what each is kept as.
    marks
        What the studies of the release are recognised by.
    statements
        What experts said, in the order of their ids.
    digests
        File name to SHA-256 of every file the model is fitted to.
    """

    studies: tuple[Study, ...]
    table: CountTable
    placed: Mapping[str, str]
    digests: Mapping[str, str]
    statements: tuple[Statement, ...] = ()
    marks: frozenset[str] = frozenset()

    def adding(self, new: Iterable[Study | Statement], digests: Mapping[str, str]) -> "EvidenceStore":
        """Return the store with further studies and statements, whose files have these digests."""
        new = tuple(new)
        studies = [*self.studies, *(one for one in new if isinstance(one, Study))]
        statements = [*self.statements, *(one for one in new if isinstance(one, Statement))]
        return replace(
            self,
            studies=tuple(sorted(studies, key=lambda study: study.id)),
            statements=tuple(sorted(statements, key=lambda statement: statement.id)),
            digests=dict(sorted({**self.digests, **digests}.items())),
        )

    @property
    def elsewhere(self) -> frozenset[str]:
        """Records without a size that count as part of the release."""
        return frozenset(record for record, kept in self.placed.items() if kept == "release")

    @property
    def quantified(self) -> tuple[Quantified, ...]:
        """Everything the model reads as an effect size: those of studies, then the statements of experts."""
        return (*self.measured, *self.judged)

    @property
    def judged(self) -> tuple[Quantified, ...]:
        """The statements of experts as the model reads them."""
        return tuple(
            Quantified(s.id, r.body, r.outcome, r.perpetrator, r.log_ratio, r.spread)
            for s in self.statements
            for r in [s.reads_as]
        )

    @cached_property
    def measured(self) -> tuple[Quantified, ...]:
        """All effect sizes of studies."""
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
                size.standard_error is None,
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
        sized, elsewhere = {study.group for study, _, _ in self._sized()}, self.elsewhere
        return tuple(
            Vote(s.id, s.body, f.outcome, f.perpetrator, s.kind, s.period, DIRECTIONS.index(f.direction))
            for s in self.studies
            if s.group not in sized and s.id not in elsewhere
            for f in s.findings
        )

    @property
    def digest(self) -> str:
        """One SHA-256 over all files."""
        return sha256("\n".join(f"{name} {value}" for name, value in sorted(self.digests.items())).encode()).hexdigest()


def _digests(folder: Path) -> dict[str, str]:
    files = [
        *sorted((folder / RELEASE).glob("*.csv")),
        *sorted((folder / STUDIES).glob("*.yaml")),
        *sorted((folder / EXPERTS).glob("*.yaml")),
    ]
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


def _named_like_its_file[T: (Study, Statement)](document: Document, model: type[T]) -> T:
    record = validate_document(document, model)
    stem = Path(document.file).stem
    if record.id != stem:
        line = document.line(("id",))
        raise InputError([Problem(document.file, line, "id", record.id, f"the name of the file, {stem}", "rename")])
    return record


def load_study(path: Path) -> Study:
    """Read one study file.

    Raises
    ------
    InputError
        With every problem; also when the id is not the name of the file.
    """
    return _named_like_its_file(read_document(path), Study)


def load_statement(path: Path) -> Statement:
    """Read one statement of experts, as ``priors elicit`` writes it.

    Raises
    ------
    InputError
        With every problem; also when the id is not the name of the file.
    """
    return _named_like_its_file(read_document(path), Statement)


def load_statement_or_study(path: Path) -> Study | Statement:
    """Read a study or a statement of experts, told apart by the ``schema`` line.

    Raises
    ------
    InputError
        With every problem.
    """
    document = read_document(path)
    schema = document.data.get("schema") if isinstance(document.data, dict) else None
    expert = isinstance(schema, str) and schema.startswith("prevent-options/expert")
    return _named_like_its_file(document, Statement) if expert else _named_like_its_file(document, Study)


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


def _lines(path: Path) -> list[str]:
    """Return the lines of a file without remarks; none of a file that a store need not have."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [line for line in lines if not line.startswith("#")]


def load_store(folder: Path) -> EvidenceStore:
    """Read the evidence store of a folder.

    Parameters
    ----------
    folder
        Holds ``studies/*.yaml``, ``release/*.csv`` with the counts, ``counted_once.csv`` and ``marks.txt`` beside
        them, and, where experts were asked, ``experts/*.yaml``.

    Raises
    ------
    InputError
        All problems of all study files, or all of the first bad table.
    """
    studies = load_studies(folder / STUDIES)
    statements = tuple(_collect(sorted((folder / EXPERTS).glob("*.yaml")), load_statement))
    table, marks = read_table(folder / RELEASE), frozenset(_lines(folder / RELEASE / MARKS_FILE))
    placed = {row["record"]: row["kept_as"] for row in csv.DictReader(_lines(folder / RELEASE / OVERLAP_FILE))}
    return EvidenceStore(studies, table, placed, _digests(folder), statements, marks)
