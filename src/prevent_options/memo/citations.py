"""Citations of studies and tables by id, read from the evidence folder only as far as they are needed."""

from collections.abc import Iterable
from functools import cache

from prevent_options.evidence.store import RELEASE_ID, STUDIES
from prevent_options.evidence.study import Study
from prevent_options.paths import data_dir
from prevent_options.yamlio import load_document

RELEASE_CITATION = (
    "US Holocaust Memorial Museum, Simon-Skjodt Center for the Prevention of Genocide, Tools for Atrocity Prevention, "
    "data release V3 (April 2025), studies published through 2020; aggregated counts of findings"
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
    path = data_dir("priors") / "evidence" / STUDIES / f"{name}.yaml"
    return load_document(path, Study).citation if path.is_file() else ""
