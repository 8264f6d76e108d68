"""Cases from files and text, back to plain data, and the JSON Schema that editors use."""

from pathlib import Path
from typing import cast

from pydantic.json_schema import GenerateJsonSchema

from prevent_options.errors import InputError, Problem
from prevent_options.profile.facts import Listed, Uncertain
from prevent_options.profile.models import CaseProfile
from prevent_options.profile.scales import UNKNOWN
from prevent_options.profile.vocabulary import Vocabulary, default_vocabulary
from prevent_options.yamlio import Document, StrictModel, load_document, scan_text, validation_problems
from prevent_options.yamlio.countries import ALPHA3

_JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema"


def load_case(path: Path, vocabulary: Vocabulary | None = None) -> CaseProfile:
    """Read a case file.

    Parameters
    ----------
    path
        The file.
    vocabulary
        Known ids of tactics and tools; the shipped catalogue when None.

    Returns
    -------
    CaseProfile
        The case, frozen.

    Raises
    ------
    InputError
        With every problem found, each with line, path and what to do.
    """
    return load_document(path, CaseProfile, context=vocabulary or default_vocabulary())


def load_cases(folder: Path, vocabulary: Vocabulary | None = None) -> tuple[CaseProfile, ...]:
    """Read every case file of a folder, in the order of their names.

    Raises
    ------
    InputError
        With every problem of every file, or when there is none.
    """
    cases, problems = [], list[Problem]()
    for path in sorted(path for path in folder.glob("*") if path.suffix in {".yaml", ".yml"}):
        try:
            cases.append(load_case(path, vocabulary))
        except InputError as error:
            problems.extend(error.problems)
    if not cases and not problems:
        problems.append(
            Problem(str(folder), 0, "(folder)", "no case file", "expected .yaml files", "name another folder")
        )
    if problems:
        raise InputError(problems)
    return tuple(cases)


def parse_case(text: str, file: str, vocabulary: Vocabulary | None = None) -> CaseProfile:
    """Read a case from text; like `load_case`.

    Raises
    ------
    InputError
        With every problem found.
    """
    document, problems = scan_text(text, file)
    if document is None:
        raise InputError(problems)
    return case_from_document(document, vocabulary, problems)


def case_from_document(document: Document, vocabulary: Vocabulary | None = None, problems: object = ()) -> CaseProfile:
    """Validate a document as a case, adding problems found while it was read."""
    profile, more = validation_problems(document, CaseProfile, context=vocabulary or default_vocabulary())
    held = list(problems) if isinstance(problems, list) else []
    if profile is None or held:
        raise InputError([*held, *more])
    return profile


def as_document(profile: CaseProfile) -> dict[str, object]:
    """Return a case as plain data that validates to an equal case.

    Parameters
    ----------
    profile
        The case.

    Returns
    -------
    dict
        Text, numbers, booleans, lists and mappings only; what is unknown by absence stays absent.
    """
    dumped = profile.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return cast("dict[str, object]", dumped)


class _Schema(GenerateJsonSchema):
    """Writes defaults as they would stand in a file: what is absent is unknown."""

    def encode_default(self, dft: object) -> object:
        if isinstance(dft, (Uncertain, Listed)):
            return UNKNOWN
        return {} if isinstance(dft, StrictModel) else super().encode_default(dft)


def case_json_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of a case file, for editors that complete and check.

    Returns
    -------
    dict
        The schema. References between fields (source ids, sums of probabilities) are checked only on loading.
    """
    schema: dict[str, object] = CaseProfile.model_json_schema(by_alias=True, schema_generator=_Schema)
    properties = schema["properties"]
    if isinstance(properties, dict):
        properties["country"] = {"enum": sorted(ALPHA3), "description": "ISO 3166-1 alpha-3 code."}
    return {"$schema": _JSON_SCHEMA, "$id": "prevent-options/case@1"} | schema
