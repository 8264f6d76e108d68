"""Studies and tables by id, read from the evidence folder only as far as they are needed: citations and records."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from prevent_options.evidence.statement import EXPERTS, Statement
from prevent_options.evidence.store import RELEASE_ID
from prevent_options.evidence.study import STUDIES, LeftOutFile, Study
from prevent_options.paths import data_dir
from prevent_options.repertoire.panel import FILE, PANEL, panel_citation
from prevent_options.yamlio import load_document

RELEASE_CITATION = (
    "US Holocaust Memorial Museum, Simon-Skjodt Center for the Prevention of Genocide, Tools for Atrocity Prevention, "
    "data release V3 (April 2025), studies published through 2020; aggregated counts of findings"
)

REVIEW_CITATION = (
    "CIRIGHTS Data Project v1.22.11.25 (Mark, Cingranelli, Filippov, Richards), country-years 1981-2020, as summarised "
    "in this project's evidence review"
)


@dataclass(frozen=True, slots=True)
class Record:
    """One study or table: its citation, further facts as name and text, and the file it stands in."""

    citation: str
    facts: tuple[tuple[str, str], ...]
    file: Path


def load_citations(names: Iterable[str]) -> dict[str, str]:
    """Return the citation of each study or table that is known; others are left out.

    Raises
    ------
    InputError
        When a study file is damaged.
    """
    found = {name: load_record(name) for name in names}
    return {name: record.citation for name, record in found.items() if record is not None}


@cache
def load_record(name: str) -> Record | None:
    """Return one study or table, None when there is none of this id.

    Raises
    ------
    InputError
        When its file is damaged.
    """
    folder = data_dir("priors") / "evidence"
    if name == RELEASE_ID:
        return Record(RELEASE_CITATION, (("year", "2025"),), folder / "release")
    path, statement = folder / STUDIES / f"{name}.yaml", folder / EXPERTS / f"{name}.yaml"
    if statement.is_file():
        question = load_document(statement, Statement).question
        told = f"Statement of {len(question.experts)} experts ({question.year}), judgement: {question.asked}"
        return Record(told, (("year", question.year),), statement)
    return _study(path) if path.is_file() else _others().get(name)


def _study(path: Path) -> Record:
    study = load_document(path, Study)
    told = {
        "year": f"{study.year} ({study.year_note})" if study.year_note else study.year,
        "doi": study.doi or "none recorded",
        "address": study.url or "none recorded",
        "body of evidence": study.body,
        "design": study.design,
        "sample": f"{study.sample.n}; {study.sample.years}; {study.sample.region}",
        "found": "; ".join(
            f"{finding.tactic or finding.outcome} ({finding.perpetrator}) {finding.direction}"
            + (f", {finding.size.reported}" if finding.size else "")
            for finding in study.findings
        ),
        "read from": study.verified_from,
        "caution": study.caution or "",
    }
    return Record(study.citation, tuple((name, text) for name, text in told.items() if text), path)


@cache
def _others() -> dict[str, Record]:
    """Return records that no effect is learned from: context, and the project's own look at the data."""
    path = data_dir("priors") / "evidence" / "left_out.yaml"
    found = {"evidence-review": Record(REVIEW_CITATION, (), path)}
    panel = data_dir("priors") / "substitution" / FILE
    found[PANEL] = Record(panel_citation(panel.parent), (), panel)
    for record in load_document(path, LeftOutFile).left_out:
        found[record.id] = Record(record.citation, (("not in the model because", record.why),), path)
    return found
