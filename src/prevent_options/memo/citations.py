"""Citations of studies and tables by id, read from the evidence folder only as far as they are needed."""

from collections.abc import Iterable
from functools import cache

from prevent_options.evidence.statement import EXPERTS, Statement
from prevent_options.evidence.store import RELEASE_ID
from prevent_options.evidence.study import STUDIES, LeftOutFile, Study
from prevent_options.paths import data_dir
from prevent_options.yamlio import load_document

RELEASE_CITATION = (
    "US Holocaust Memorial Museum, Simon-Skjodt Center for the Prevention of Genocide, Tools for Atrocity Prevention, "
    "data release V3 (April 2025), studies published through 2020; aggregated counts of findings"
)

REVIEW_CITATION = (
    "CIRIGHTS Data Project v1.22.11.25 (Mark, Cingranelli, Filippov, Richards), country-years 1981-2020, as summarised "
    "in this project's evidence review"
)


def load_citations(names: Iterable[str]) -> dict[str, str]:
    """Return the citation of each study or table that is known; others are left out.

    Raises
    ------
    InputError
        When a study file is damaged.
    """
    found = {name: _citation(name) for name in names}
    return {name: citation for name, citation in found.items() if citation}


@cache
def _citation(name: str) -> str:
    """Return one citation, nothing when there is no such study."""
    if name == RELEASE_ID:
        return RELEASE_CITATION
    folder = data_dir("priors") / "evidence"
    path, statement = folder / STUDIES / f"{name}.yaml", folder / EXPERTS / f"{name}.yaml"
    if statement.is_file():
        question = load_document(statement, Statement).question
        return f"Statement of {len(question.experts)} experts ({question.year}), judgement: {question.asked}"
    return load_document(path, Study).citation if path.is_file() else _others().get(name, "")


@cache
def _others() -> dict[str, str]:
    """Return citations of records that no effect is learned from: context, and the project's own look at the data."""
    file = load_document(data_dir("priors") / "evidence" / "left_out.yaml", LeftOutFile)
    return {"evidence-review": REVIEW_CITATION} | {record.id: record.citation for record in file.left_out}
