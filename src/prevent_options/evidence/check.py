"""Checks of the evidence store that no single file can make: duplicates, double counting, years, implausible sizes."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from prevent_options.errors import Problem
from prevent_options.evidence.findings import fold
from prevent_options.evidence.store import RELEASE, STUDIES, EvidenceStore
from prevent_options.evidence.study import Study
from prevent_options.evidence.tables import AVERAGE_FILE

LARGEST = 3.0
"""A log rate ratio beyond this (a twentieth or twenty times) is a slip of the scale rather than an effect."""


def _problem(study: Study, path: str, found: str, expected: str, todo: str) -> Problem:
    return Problem(str(Path(STUDIES) / f"{study.id}.yaml"), 0, path, found, expected, todo)


def _same_doi(store: EvidenceStore) -> Iterator[Problem]:
    groups = {(study.doi.lower(), study.group) for study in store.studies if study.doi}
    shared = {doi for doi, count in Counter(doi for doi, _ in groups).items() if count > 1}
    for study in store.studies:
        if study.doi and study.doi.lower() in shared and study.same_study_as is None:
            yield _problem(study, "doi", study.doi, "one study for one DOI", "set same_study_as in all but one of them")


def _same_paper(store: EvidenceStore) -> Iterator[Problem]:
    """Yield records with one citation that are not said to be one study."""
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for study in store.studies:
        groups[fold(study.citation)].add(study.group)
    for study in store.studies:
        if others := groups[fold(study.citation)] - {study.group}:
            todo = f"set same_study_as in all but one of {', '.join(sorted({study.id, *others}))}"
            yield _problem(study, "citation", "the citation of another record", "each study counted once", todo)


def _unknown_group(store: EvidenceStore) -> Iterator[Problem]:
    known = {study.id for study in store.studies}
    for study in store.studies:
        if study.group not in known:
            yield _problem(study, "same_study_as", study.group, "the id of a study", "write an id that exists")


def _no_year(store: EvidenceStore) -> Iterator[Problem]:
    for study in store.studies:
        if study.year == "unknown" and study.year_note is None:
            yield _problem(study, "year", "unknown", "a year of publication", "find it, or say why not in year_note")


def _sizes(store: EvidenceStore) -> Iterator[Problem]:
    for study in store.studies:
        for k, finding in enumerate(study.findings):
            size = finding.size
            if size is None:
                continue
            place = f"findings.{k}.size"
            if abs(size.log_ratio) > LARGEST:
                expected = f"a log rate ratio between -{LARGEST:g} and {LARGEST:g}"
                yield _problem(study, place, f"{size.log_ratio:.3g}", expected, "check scale, unit and dose")
            if finding.direction == ("increases" if size.log_ratio < 0 else "decreases"):
                yield _problem(study, place, "a size against the direction", finding.direction, "check the sign")


def _table(store: EvidenceStore) -> Iterator[Problem]:
    """Yield cells with more studies than findings."""
    for row in store.table.average:
        if row.studies > sum(row.counts):
            file, path = str(Path(RELEASE) / AVERAGE_FILE), f"{row.body}/{row.outcome}/{row.kind}/{row.period}"
            found = f"{row.studies} studies for {sum(row.counts)} findings"
            yield Problem(file, 0, path, found, "at most one study for each finding", "import the release again")


def check_store(store: EvidenceStore) -> tuple[Problem, ...]:
    """Return everything doubtful about a store, in the order of files.

    Parameters
    ----------
    store
        A store whose files are valid one by one.
    """
    checks = (_same_doi, _same_paper, _unknown_group, _no_year, _sizes, _table)
    return tuple(sorted(problem for check in checks for problem in check(store)))
