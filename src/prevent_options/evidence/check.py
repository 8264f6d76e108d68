"""Checks of the evidence store that no single file can make: duplicates, double counting, years, implausible sizes."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from prevent_options.catalogues import Catalogues
from prevent_options.errors import Problem
from prevent_options.evidence.citation import same_work
from prevent_options.evidence.derivation import misfit
from prevent_options.evidence.overlap import IMPORT_AGAIN, ONE_PLACE, OVERLAP_FILE, recognised
from prevent_options.evidence.statement import Statement
from prevent_options.evidence.store import RELEASE, EvidenceStore
from prevent_options.evidence.study import Study, future
from prevent_options.evidence.tables import AVERAGE_FILE, CountTable
from prevent_options.yamlio import at_source, nearest

_NAMELESS = ""
"""Shelf of the citations whose authors cannot be read; they are compared with all."""

LARGEST = 3.0
"""A log rate ratio beyond this (a twentieth or twenty times) is a slip of the scale rather than an effect."""


def _problem(study: Study, path: str, found: str, expected: str, todo: str) -> Problem:
    return Problem(study.file, 0, path, found, expected, todo)


def _same_work(store: EvidenceStore) -> Iterator[Problem]:
    """Yield records that name one work and are not said to be one study."""
    kin = _kin(store.studies)
    for study in store.studies:
        twins = [one for one in kin[study.id] if one.group != study.group]
        if twins:
            ids = sorted({study.id, *(one.id for one in twins)})
            one_doi = study.doi is not None and any(study.reference.doi == one.reference.doi for one in twins)
            found = study.doi if one_doi else f"the work that {', '.join(one.id for one in twins)} cites"
            todo = f"set same_study_as in all but one of {', '.join(ids)}; for two works, give titles and DOIs in full"
            yield _problem(study, "doi" if one_doi else "citation", str(found), "each study counted once", todo)


def _kin(studies: Sequence[Study]) -> dict[str, list[Study]]:
    """Return the other records that cite the work of each; only those with a DOI or a name in common are compared."""
    shelves: defaultdict[str, list[Study]] = defaultdict(list)
    for study in studies:
        for key in _keys(study):
            shelves[key].append(study)
    nameless = shelves[_NAMELESS]
    kin: dict[str, list[Study]] = {}
    for study in studies:
        near = studies if study in nameless else [one for key in [*_keys(study), _NAMELESS] for one in shelves[key]]
        unique = {one.id: one for one in near if one is not study}
        kin[study.id] = [one for one in unique.values() if same_work(study.reference, one.reference)]
    return kin


def _keys(study: Study) -> Collection[str]:
    reference = study.reference
    return [*(reference.names or [_NAMELESS]), *([reference.doi] if reference.doi else [])]


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
    for study in store.studies:
        cited = re.findall(r"\((?:[^()]*?\b)?((?:19|20)\d\d)", study.citation)
        if wrong := future(study.year):
            yield _problem(study, "year", *wrong)
        elif study.year != "unknown" and cited and study.year not in cited:
            yield _problem(
                study, "year", study.year, f"the year of the citation, {', '.join(cited)}", "mend one of them"
            )
    for one in store.statements:
        if wrong := future(one.question.year):
            yield Problem(one.file, 0, "question.year", *wrong)


def _derivations(store: EvidenceStore) -> Iterator[Problem]:
    for study in store.studies:
        for k, finding in enumerate(study.findings):
            if finding.size and (wrong := misfit(finding.size)):
                place = f"findings.{k}.size.derivation"
                yield _problem(study, place, *wrong, "write the arithmetic, or mend the number or the scale")


def _twice(store: EvidenceStore) -> Iterator[Problem]:
    """Yield studies that count as a vote in the release and by their own file, and those experts had in mind."""
    for study in store.studies:
        if study.finer and study.id in store.elsewhere:
            found = f"counts by its own file and in the release ({OVERLAP_FILE})"
            yield _problem(study, "findings", found, ONE_PLACE, IMPORT_AGAIN)
    known = {study.id for study in store.studies}
    for one in store.statements:
        both = sorted(known & set(one.question.informed_by))
        if both:
            found = f"{', '.join(both)} informed the experts and count as data too"
            todo = "ask the experts for what they know beside these studies, or take the studies out"
            yield Problem(one.file, 0, "question.informed_by", found, "each study counted once", todo)


def _bodies(store: EvidenceStore, catalogues: Catalogues) -> Iterator[Problem]:
    bodies = catalogues.bodies
    for study in store.studies:
        if study.body not in bodies:
            yield Problem(study.file, 0, "body", *_nearest(study.body, bodies))
    for one in store.statements:
        if one.reads_as.body not in bodies:
            yield Problem(one.file, 0, "reads_as.body", *_nearest(one.reads_as.body, bodies))


def _nearest(body: str, bodies: Collection[str]) -> tuple[str, str, str]:
    near = ", ".join(nearest(body, list(bodies), 3)) or "see `prevent-options priors show`"
    return f"unknown body of evidence {body!r}", "a body of evidence of the catalogue", near


def _tactics(store: EvidenceStore, catalogues: Catalogues) -> Iterator[Problem]:
    """Yield tactics that the catalogue lacks, and those of another family than the outcome."""
    for study in store.studies:
        for k, finding in enumerate(study.findings):
            tactic, place = finding.tactic, f"findings.{k}.tactic"
            if tactic is None:
                continue
            if tactic not in catalogues.tactics:
                near = ", ".join(nearest(tactic, list(catalogues.tactics), 3)) or "write null if none fits"
                yield _problem(study, place, f"unknown tactic {tactic!r}", "a tactic of the catalogue", near)
            elif finding.outcome in catalogues.tactic_families and catalogues.family_of(tactic) != finding.outcome:
                found = f"{tactic}, of the family {catalogues.family_of(tactic)}"
                yield _problem(study, place, found, f"a tactic of the outcome {finding.outcome}", "mend one of them")


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
        _same_work,
        _unknown_group,
        _no_year,
        _years,
        _sizes,
        _derivations,
        _twice,
        _table,
    )
    return tuple(sorted(problem for check in checks for problem in check(store)))


def store_problems(store: EvidenceStore, catalogues: Catalogues) -> tuple[Problem, ...]:
    """Return everything doubtful about a store, bodies of evidence and tactics that the catalogue lacks included.

    Parameters
    ----------
    store
        A store whose files are valid one by one.
    catalogues
        Bodies of evidence and tactics that exist.
    """
    return tuple(sorted([*check_store(store), *_bodies(store, catalogues), *_tactics(store, catalogues)]))


def without_year(store: EvidenceStore) -> tuple[str, ...]:
    """Return the records whose year is not known, which say why in ``year_note``."""
    return tuple(study.id for study in store.studies if study.year == "unknown" and study.year_note is not None)


def released_twice(store: EvidenceStore) -> tuple[Problem, ...]:
    """Return the records that are recognised as studies of the release and were not placed by an import."""
    return recognised(store.studies, store.marks, store.placed)


def record_problems(path: Path, record: Study | Statement, catalogues: Catalogues) -> tuple[Problem, ...]:
    """Return what is doubtful about one study or statement by itself, at the lines of its file.

    Parameters
    ----------
    path, record
        A file, and what was read from it.
    catalogues
        Bodies of evidence and tactics that exist.
    """
    empty = EvidenceStore((), CountTable((), (), (), ()), {}, {})
    found = store_problems(empty.adding([record], {}), catalogues)
    return tuple(at_source(problem, path) for problem in found if problem.path != "same_study_as")
