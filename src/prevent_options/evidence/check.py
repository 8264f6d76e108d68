"""Checks of the evidence store that no single file can make: duplicates, double counting, years, implausible sizes."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path

from prevent_options.errors import Problem
from prevent_options.evidence.derivation import misfit
from prevent_options.evidence.findings import cited_surnames, fold
from prevent_options.evidence.overlap import OVERLAP_FILE
from prevent_options.evidence.statement import Statement
from prevent_options.evidence.store import RELEASE, EvidenceStore
from prevent_options.evidence.study import Study
from prevent_options.evidence.tables import AVERAGE_FILE, CountTable
from prevent_options.yamlio import nearest, read_document

ALIKE = 0.9
"""Share of words from which on two citations of the same authors and year are taken for one study."""

RELEASED_UNTIL = 2020
"""Last year of publication of the studies in the release that the shipped counts come from (its own statement)."""

LARGEST = 3.0
"""A log rate ratio beyond this (a twentieth or twenty times) is a slip of the scale rather than an effect."""


def _problem(study: Study, path: str, found: str, expected: str, todo: str) -> Problem:
    return Problem(study.file, 0, path, found, expected, todo)


def _same_doi(store: EvidenceStore) -> Iterator[Problem]:
    groups = {(_bare(study.doi), study.group) for study in store.studies if study.doi}
    shared = {doi for doi, count in Counter(doi for doi, _ in groups).items() if count > 1}
    for study in store.studies:
        if study.doi and _bare(study.doi) in shared and study.same_study_as is None:
            yield _problem(study, "doi", study.doi, "one study for one DOI", "set same_study_as in all but one of them")


def _bare(doi: str) -> str:
    """Return a DOI without what people write before it, in small letters: one name for one paper."""
    return re.sub(r"^(?:https?://)?(?:(?:dx\.)?doi\.org/|doi:)\s*", "", doi.strip().lower())


def _same_paper(store: EvidenceStore) -> Iterator[Problem]:
    """Yield records with one citation that are not said to be one study."""
    groups: defaultdict[frozenset[str], set[str]] = defaultdict(set)
    for study in store.studies:
        groups[_words(study.citation)].add(study.group)
    for study in store.studies:
        if others := groups[_words(study.citation)] - {study.group}:
            todo = f"set same_study_as in all but one of {', '.join(sorted({study.id, *others}))}"
            yield _problem(study, "citation", "the citation of another record", "each study counted once", todo)


def _same_authors(store: EvidenceStore) -> Iterator[Problem]:
    """Yield records of the same authors, year and body whose titles share most of their words."""
    groups: defaultdict[tuple[tuple[str, ...], str, str], list[Study]] = defaultdict(list)
    for study in store.studies:
        groups[tuple(cited_surnames(study.citation)), study.year, study.body].append(study)
    for same in groups.values():
        for study in same:
            twins = [s.id for s in same if s.group != study.group and _alike(s.citation, study.citation)]
            if twins and study.same_study_as is None:
                todo = (
                    f"set same_study_as in all but one of {', '.join(sorted({study.id, *twins}))}, or check the titles"
                )
                yield _problem(study, "citation", f"much like that of {', '.join(twins)}", "each study once", todo)


def _alike(one: str, other: str) -> bool:
    """Whether two citations that are not the same share most of their words."""
    mine, theirs = _words(one), _words(other)
    return mine != theirs and len(mine & theirs) > ALIKE * min(len(mine), len(theirs))


def _words(citation: str) -> frozenset[str]:
    """Return the words and numbers of a citation, to compare it."""
    return frozenset([*fold(citation).split(), *re.findall(r"\d+", citation)])


def _unknown_group(store: EvidenceStore) -> Iterator[Problem]:
    known = {study.id for study in store.studies}
    for study in store.studies:
        if study.group not in known:
            yield _problem(study, "same_study_as", study.group, "the id of a study", "write an id that exists")


def _no_year(store: EvidenceStore) -> Iterator[Problem]:
    for study in store.studies:
        if study.year == "unknown" and study.year_note is None:
            yield _problem(study, "year", "unknown", "a year of publication", "find it, or say why not in year_note")


def _years(store: EvidenceStore) -> Iterator[Problem]:
    """Yield years in the future, and years that the citation does not bear out."""
    this_year = datetime.now(UTC).year
    for study in store.studies:
        cited = re.findall(r"\((?:[^()]*?\b)?((?:19|20)\d\d)", study.citation)
        if study.year != "unknown" and int(study.year) > this_year:
            yield _problem(study, "year", f"{study.year} is in the future", f"a year to {this_year}", "mend the year")
        elif study.year != "unknown" and cited and study.year not in cited:
            yield _problem(
                study, "year", study.year, f"the year of the citation, {', '.join(cited)}", "mend one of them"
            )
    for one in store.statements:
        if one.question.year != "unknown" and int(one.question.year) > this_year:
            found = f"{one.question.year} is in the future"
            yield Problem(one.file, 0, "question.year", found, f"a year to {this_year}", "mend the year")


def _derivations(store: EvidenceStore) -> Iterator[Problem]:
    for study in store.studies:
        for k, finding in enumerate(study.findings):
            if finding.size and (wrong := misfit(finding.size)):
                place = f"findings.{k}.size.derivation"
                yield _problem(study, place, *wrong, "write the arithmetic, or mend the number or the scale")


def _twice(store: EvidenceStore) -> Iterator[Problem]:
    """Yield studies that count as a vote in the release and by their own file, and those experts had in mind."""
    todo = "import the release again with `evidence import ushmm`, which decides where each study counts"
    for study in store.studies:
        if study.finer and study.id in store.elsewhere:
            found = f"counts by its own file and in the release ({OVERLAP_FILE})"
            yield _problem(study, "findings", found, "one place for each study", todo)
    known = {study.id for study in store.studies}
    for one in store.statements:
        both = sorted(known & set(one.question.informed_by))
        if both:
            found = f"{', '.join(both)} informed the experts and count as data too"
            todo = "ask the experts for what they know beside these studies, or take the studies out"
            yield Problem(one.file, 0, "question.informed_by", found, "each study counted once", todo)


def _bodies(store: EvidenceStore, bodies: Collection[str]) -> Iterator[Problem]:
    for study in store.studies:
        if study.body not in bodies:
            yield Problem(study.file, 0, "body", *_nearest(study.body, bodies))
    for one in store.statements:
        if one.reads_as.body not in bodies:
            yield Problem(one.file, 0, "reads_as.body", *_nearest(one.reads_as.body, bodies))


def _nearest(body: str, bodies: Collection[str]) -> tuple[str, str, str]:
    near = ", ".join(nearest(body, list(bodies), 3)) or "see `prevent-options priors show`"
    return f"unknown body of evidence {body!r}", "a body of evidence of the catalogue", near


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
    checks = (
        _same_doi,
        _same_paper,
        _same_authors,
        _unknown_group,
        _no_year,
        _years,
        _sizes,
        _derivations,
        _twice,
        _table,
    )
    return tuple(sorted(problem for check in checks for problem in check(store)))


def store_problems(store: EvidenceStore, bodies: Collection[str]) -> tuple[Problem, ...]:
    """Return everything doubtful about a store, bodies of evidence that the catalogue lacks included.

    Parameters
    ----------
    store
        A store whose files are valid one by one.
    bodies
        Ids of the bodies of evidence that exist.
    """
    return tuple(sorted([*check_store(store), *_bodies(store, bodies)]))


def perhaps_released(store: EvidenceStore, ids: Collection[str]) -> tuple[str, ...]:
    """Return which of some studies the release may hold too: its years, and a body of evidence it covers."""
    covered = {row.body for row in store.table.studies}
    return tuple(
        study.id
        for study in store.studies
        if study.id in ids and study.body in covered and study.year != "unknown" and int(study.year) <= RELEASED_UNTIL
    )


def record_problems(path: Path, record: Study | Statement, bodies: Collection[str]) -> tuple[Problem, ...]:
    """Return what is doubtful about one study or statement by itself, at the lines of its file.

    Parameters
    ----------
    path, record
        A file, and what was read from it.
    bodies
        Ids of the bodies of evidence that exist.
    """
    empty = EvidenceStore((), CountTable((), (), (), ()), frozenset(), {})
    found = store_problems(empty.adding([record], {}), bodies)
    return tuple(at_source(problem, path) for problem in found if problem.path != "same_study_as")


def at_source(problem: Problem, path: Path) -> Problem:
    """Return a problem of a file of the store at the place in the file it came from."""
    document = read_document(path)
    address = tuple(int(key) if key.isdigit() else key for key in problem.path.split("."))
    return problem._replace(file=document.file, line=document.line(address))
