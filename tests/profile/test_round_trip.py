"""Profiles as plain data and as JSON Schema: what is written out is read back as it was."""

import datetime as dt
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from prevent_options.errors import InputError
from prevent_options.paths import data_dir
from prevent_options.profile import (
    CaseProfile,
    Vocabulary,
    as_document,
    case_json_schema,
    load_case,
    parse_case,
    scales,
)
from prevent_options.yamlio import Document, validate_document

CASES = sorted(data_dir("cases").glob("*.yaml"))
VOCABULARY = Vocabulary(open=True)
CHECKER = Draft202012Validator(case_json_schema())
_KEYS = ["id", "value", "sources", "tactics", "tactic", "name", "over", "since"]
_WORDS = st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True).filter(lambda word: word not in {"unknown", "value"})
_SHARES = st.integers(0, 100).map(lambda percent: (percent / 100, 1 - percent / 100))


def _sourced(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    keys = {"value": values}
    optional = {"sources": st.just(["s1"]), "confidence": st.sampled_from(scales.CONFIDENCES)}
    return values | st.fixed_dictionaries(keys, optional=optional)


def _fact(words: tuple[str, ...]) -> st.SearchStrategy[object]:
    pairs = st.lists(st.sampled_from(words), min_size=2, max_size=2, unique=True)
    spread = st.tuples(pairs, _SHARES).map(lambda both: dict(zip(*both, strict=True)))
    return _sourced(st.sampled_from([*words, "unknown"]) | spread)


def _list_fact() -> st.SearchStrategy[object]:
    spread = st.tuples(st.lists(_WORDS, min_size=2, max_size=2, unique=True), _SHARES)
    return _sourced(st.lists(_WORDS, max_size=3) | _WORDS | spread.map(lambda both: dict(zip(*both, strict=True))))


_USES = st.fixed_dictionaries(
    {"tactic": _WORDS},
    optional={"forms": _sourced(st.lists(_WORDS, max_size=2)), "intensity": _fact(scales.INTENSITY),
              "organisation": _fact(scales.ORGANISATION)},
)  # fmt: skip
_PERPETRATORS = st.fixed_dictionaries(
    {
        "id": _WORDS,
        "name": _WORDS,
        "tactics": st.lists(_USES, min_size=1, max_size=3, unique_by=lambda use: use["tactic"]),
    },
    optional={
        "structure": _fact(scales.STRUCTURES),
        "revenue": st.fixed_dictionaries({}, optional={"sources": _list_fact()}),
    },
)
_TOOLS = st.fixed_dictionaries({"tool": _WORDS, "since": st.just("2023")})
_CASES = st.fixed_dictionaries(
    {
        "schema": st.just(scales.SCHEMA), "id": st.just("made-up"), "title": _WORDS,
        "country": st.sampled_from(["SDN", "NOR"]),
        "as_of": st.sampled_from(["2024", "2024-02", "2024-02-29"]), "goal": st.sampled_from(scales.GOALS),
        "perpetrators": st.lists(_PERPETRATORS, min_size=1, max_size=3, unique_by=lambda p: p["id"]),
        "sources": st.just([{"id": "s1", "title": "A page"}]),
    },
    optional={
        "phase": _fact(scales.PHASES), "horizon_months": st.integers(1, 120),
        "nhri": st.fixed_dictionaries({}, optional={"exists": _fact(scales.TRUTH), "review": _fact(scales.REVIEWS)}),
        "transmission": _sourced(st.lists(st.fixed_dictionaries({"from": _WORDS, "via": _list_fact()}), max_size=2)),
        "tools_in_use": _sourced(st.lists(_WORDS | _TOOLS, max_size=2)),
    },
)  # fmt: skip


def again(profile: CaseProfile) -> CaseProfile:
    """Write a profile as plain data and read that."""
    return validate_document(Document(as_document(profile), "again"), CaseProfile, context=VOCABULARY)


@given(_CASES)
@settings(max_examples=40, deadline=None)
def test_any_profile_survives_being_written(data: dict[str, object]) -> None:
    """A valid case of any shape is equal after writing and reading, also through YAML text."""
    profile = validate_document(Document(data, "made"), CaseProfile, context=VOCABULARY)
    assert again(profile) == profile
    text = yaml.safe_dump(as_document(profile), allow_unicode=True)
    assert parse_case(text, "made", VOCABULARY) == profile
    assert list(CHECKER.iter_errors(as_document(profile))) == []


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_shipped_cases_survive_being_written(path: Path) -> None:
    """Each shipped case is equal after writing and reading."""
    assert again(load_case(path)) == load_case(path)


def _json(node: object) -> object:
    """Return what an editor's YAML reader hands to its schema checker: dates as text."""
    if isinstance(node, dict):
        return {str(key).lower() if isinstance(key, bool) else str(key): _json(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_json(item) for item in node]
    return node.isoformat() if isinstance(node, dt.date) else node


def test_the_json_schema_is_a_schema() -> None:
    """The schema obeys the standard it names."""
    Draft202012Validator.check_schema(case_json_schema())


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_shipped_cases_satisfy_the_json_schema(path: Path) -> None:
    """An editor with the schema finds nothing wrong with the shipped cases."""
    errors = [error.message for error in CHECKER.iter_errors(_json(yaml.safe_load(path.read_text("utf-8"))))]
    assert errors == []


@pytest.mark.parametrize(
    ("key", "value"),
    [("phase", "on-going"), ("country", "NO"), ("horizon_months", 0), ("goal", "prevent"), ("perpetrator", []),
     ("phase", {"ongoing": 1.2}), ("phase", {"value": "ongoing", "confidence": "certain"}), ("as_of", "May 2024"),
     ("nhri", {"accreditation": "b"}), ("perpetrators", [])],
)  # fmt: skip
def test_the_json_schema_finds_what_an_editor_can_find(key: str, value: object) -> None:
    """Words outside a scale, wrong codes, numbers out of range and unknown keys are errors in an editor too."""
    data = as_document(load_case(CASES[0])) | {key: value}
    assert not CHECKER.is_valid(data)


@given(st.dictionaries(st.sampled_from([*CaseProfile.model_fields, "schema"]), st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["value", "s1", "unknown"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=3),
)))  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_any_data_is_a_case_or_an_input_error(data: dict[str, object]) -> None:
    """Whatever the shape of the data, nothing but InputError comes out."""
    try:
        validate_document(Document(data, "any"), CaseProfile, context=VOCABULARY)
    except InputError as error:
        assert error.problems  # noqa: PT017 - both outcomes are fine
