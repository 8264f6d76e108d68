"""Evidence: counts of published findings, studies with an effect size, and the checks that keep each counted once."""

from prevent_options.evidence.check import check_store, store_problems
from prevent_options.evidence.codes import release_codes
from prevent_options.evidence.importing import ImportReport, import_release
from prevent_options.evidence.release import ReleaseCodes, read_release
from prevent_options.evidence.statement import Statement
from prevent_options.evidence.store import (
    RELEASE_ID,
    EvidenceStore,
    load_left_out,
    load_store,
    load_studies,
    load_study,
)
from prevent_options.evidence.study import LeftOut, Study, study_json_schema
from prevent_options.evidence.summary import BodySummary, summarise
from prevent_options.evidence.tables import CountTable, aggregate

__all__ = [
    "RELEASE_ID",
    "BodySummary",
    "CountTable",
    "EvidenceStore",
    "ImportReport",
    "LeftOut",
    "ReleaseCodes",
    "Statement",
    "Study",
    "aggregate",
    "check_store",
    "import_release",
    "load_left_out",
    "load_store",
    "load_studies",
    "load_study",
    "read_release",
    "release_codes",
    "store_problems",
    "study_json_schema",
    "summarise",
]
