"""Profiles for the cases of rules: a tiny one, and the facts a case states, written simply."""

from collections.abc import Mapping
from typing import Final

from prevent_options.errors import InputError, Problem
from prevent_options.profile import CaseProfile
from prevent_options.profile.load import case_from_document
from prevent_options.profile.scales import SCHEMA
from prevent_options.rules.fact_schema import fact_specs
from prevent_options.yamlio import Address, Document
from prevent_options.yamlio.flaws import suggestion

PERPETRATOR: Final = "p"
BASE: Final[Mapping[str, object]] = {
    "schema": SCHEMA,
    "id": "case",
    "title": "Case of a rule",
    "country": "ATA",
    "as_of": "2026-01-01",
    "goal": "reduce",
}
"""Nothing else is known; no rule is about Antarctica."""
TACTIC: Final[Mapping[str, object]] = {"tactic": "cultural_destruction"}
"""A case has at least one tactic; no rule is about this one, and nothing is known of it."""

_SINGULAR: Final[Mapping[str, str]] = {
    "actor": "regional_actors",
    "actors": "regional_actors",
    "transmission": "transmission",
}
_PERPETRATOR_FIELDS: Final = tuple(s.path for s in fact_specs().values() if s.scope == "perpetrator")
_CASE_FIELDS: Final = tuple(s.path for s in fact_specs().values() if s.scope == "case")
FIELDS: Final = (*_CASE_FIELDS, *_PERPETRATOR_FIELDS, "tactic", "tactics", *_SINGULAR, "perpetrators", "tool")

type Data = dict[str, object]


def profile_of(given: Mapping[str, object], document: Document, at: Address) -> CaseProfile:
    """Return the profile that a case of a rule describes.

    Parameters
    ----------
    given
        Facts by path; ``tool`` is left to the runner.
    document, at
        Where they stand, for messages.

    Raises
    ------
    InputError
        For every field that does not exist and every value that is not valid.
    """
    data: Data = dict(BASE)
    person: Data = {"id": PERPETRATOR, "name": "Perpetrator"}
    problems = [
        _problem(document, (*at, key), f"the unknown fact '{key}'", "expected a fact path", suggestion(key, FIELDS))
        for key in given
        if key not in FIELDS
    ]
    if "perpetrators" in given and (
        clash := [key for key in given if key.startswith("perpetrator.") or key in {"tactic", "tactics"}]
    ):
        problems.append(
            _problem(
                document,
                (*at, "perpetrators"),
                f"perpetrators beside {', '.join(clash)}",
                "expected one or the other",
                "write these facts inside perpetrators",
            )
        )
    if problems:
        raise InputError(problems)
    for key, value in given.items():
        _set(key, value, data, person)
    person.setdefault("tactics", [dict(TACTIC)])
    data.setdefault("perpetrators", [person])
    return _validated(data, document, at)


def _set(key: str, value: object, data: Data, person: Data) -> None:
    """Put one given fact where the profile has it."""
    if key in {"tactic", "tactics"}:
        person["tactics"] = value if isinstance(value, list) else [value]
    elif key in _SINGULAR:
        data[_SINGULAR[key]] = _named(value, key) if key.startswith("actor") else _several(value)
    elif key == "perpetrators" and isinstance(value, list):
        base = {"name": "Perpetrator", "tactics": [dict(TACTIC)]}
        data[key] = [base | item if isinstance(item, dict) else item for item in value]
    elif key.startswith("perpetrator."):
        _put(person, key.removeprefix("perpetrator.").split("."), value)
    elif key != "tool":
        _put(data, key.split("."), value)


def _several(value: object) -> object:
    return [value] if isinstance(value, dict) else value


def _named(value: object, key: str) -> object:
    """Return actors as a list, each with a name."""
    items = _several(value)
    if not isinstance(items, list):
        return items
    return [
        {"name": f"{key} {number}", **item} if isinstance(item, dict) else item
        for number, item in enumerate(items, start=1)
    ]


def _put(data: Data, names: list[str], value: object) -> None:
    for name in names[:-1]:
        inner = data.setdefault(name, {})
        if not isinstance(inner, dict):
            return
        data = inner
    data[names[-1]] = value


def _problem(document: Document, at: Address, found: str, expected: str, todo: str) -> Problem:
    return Problem(document.file, document.line(at), document.dotted(at), found, expected, todo)


def _validated(data: Data, document: Document, at: Address) -> CaseProfile:
    """Validate the profile; problems get the line of the case, because the profile itself has none."""
    try:
        return case_from_document(Document(data, document.file))
    except InputError as error:
        line = document.line(at)
        raise InputError(Problem(p.file, line, p.path, p.found, p.expected, p.todo) for p in error.problems) from None
