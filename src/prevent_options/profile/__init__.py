"""Case profiles: facts that may be uncertain, unknown and sourced."""

from prevent_options.profile.change import fact_paths, place_of, settable_paths, unknown_facts, with_facts
from prevent_options.profile.facts import Fact, Listed, ListFact, Uncertain
from prevent_options.profile.load import as_document, case_json_schema, load_case, load_cases, parse_case
from prevent_options.profile.models import (
    Budget,
    CaseProfile,
    Constraints,
    Nhri,
    Perpetrator,
    RegionalActor,
    Revenue,
    Source,
    TacticUse,
    ToolInUse,
    Transmission,
    Values,
)
from prevent_options.profile.vocabulary import Vocabulary, default_vocabulary

__all__ = [
    "Budget",
    "CaseProfile",
    "Constraints",
    "Fact",
    "ListFact",
    "Listed",
    "Nhri",
    "Perpetrator",
    "RegionalActor",
    "Revenue",
    "Source",
    "TacticUse",
    "ToolInUse",
    "Transmission",
    "Uncertain",
    "Values",
    "Vocabulary",
    "as_document",
    "case_json_schema",
    "default_vocabulary",
    "fact_paths",
    "load_case",
    "load_cases",
    "parse_case",
    "place_of",
    "settable_paths",
    "unknown_facts",
    "with_facts",
]
