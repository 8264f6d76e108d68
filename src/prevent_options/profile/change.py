"""Facts by path: listing them, finding the unknown ones, and setting them (``--set FACT=VALUE``)."""

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from pydantic import BaseModel

from prevent_options.errors import Problem
from prevent_options.profile.facts import Fact, Listed, ListFact
from prevent_options.profile.load import as_document, case_from_document
from prevent_options.profile.models import CaseProfile
from prevent_options.profile.vocabulary import Vocabulary
from prevent_options.yamlio import Address, Document
from prevent_options.yamlio.document import item_name, shown

SET_OPTION = "--set"
_SHARE = re.compile(r"\s*(?P<word>.+?)\s*:\s*(?P<share>[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?|nan)\s*")
_WEIGHT = re.compile(r"values\.tactic_weights\.(\w+)")

type Kind = Literal["fact", "list", "scalar"]


class Place(NamedTuple):
    """Where a settable value stands in the plain data, and how its text is read."""

    address: Address
    kind: Kind


class _Part(NamedTuple):
    path: str
    address: Address
    value: object


def _name(item: BaseModel, index: int) -> str:
    return item_name({key: getattr(item, key, None) for key in ("id", "tactic", "tool", "name")}) or str(index)


def _parts(node: BaseModel, path: str = "", address: Address = ()) -> Iterator[_Part]:
    """Yield every field below a model, lists of models by the names of their items."""
    for field, info in type(node).model_fields.items():
        key = info.alias or field
        here, at, value = f"{path}{key}", (*address, key), getattr(node, field)
        yield _Part(here, at, value)
        if isinstance(value, BaseModel):
            yield from _parts(value, f"{here}.", at)
        for index, item in enumerate(value) if isinstance(value, tuple) else ():
            if isinstance(item, BaseModel):
                yield from _parts(item, f"{here}.{_name(item, index)}.", (*at, index))


def fact_paths(profile: CaseProfile) -> dict[str, Fact | ListFact]:
    """Return every fact of a case by its path.

    Parameters
    ----------
    profile
        The case.

    Returns
    -------
    dict
        For example ``perpetrators.rsf.tactics.crsv.intensity``; regional actors by the slug of their name,
        transmissions by position. File order.
    """
    return {part.path: part.value for part in _parts(profile) if isinstance(part.value, (Fact, ListFact))}


def unknown_facts(profile: CaseProfile, facts: Mapping[str, Fact | ListFact] | None = None) -> tuple[str, ...]:
    """Return the sorted paths of what nobody knows: unknown facts, and lists the case says nothing about.

    Parameters
    ----------
    profile
        The case.
    facts
        Its :func:`fact_paths`, for whoever has them at hand.
    """
    facts = fact_paths(profile) if facts is None else facts
    lists = ("regional_actors", "transmission", "tools_in_use")
    unsaid = [name for name in lists if isinstance(value := getattr(profile, name), Listed) and value.unknown]
    return tuple(sorted([*unsaid, *(path for path, fact in facts.items() if fact.unknown)]))


def _kind(part: _Part) -> Kind | None:
    if isinstance(part.value, Fact):
        return "fact"
    if isinstance(part.value, (ListFact, Listed)) and part.path not in {"regional_actors", "transmission"}:
        return "list"
    scalars = {"goal", "horizon_months", "as_of", "constraints.max_tools", "constraints.budget.limit"}
    if part.path == "constraints.unavailable":
        return "list"
    return "scalar" if part.path in scalars | {"values.goal_threshold"} else None


def settable_paths(profile: CaseProfile) -> dict[str, Place]:
    """Return every path that `with_facts` can set, weights of the case's own tactics included."""
    places = {part.path: Place(part.address, kind) for part in _parts(profile) if (kind := _kind(part)) is not None}
    tactics = [use.tactic for perpetrator in profile.perpetrators for use in perpetrator.tactics]
    weights = {f"values.tactic_weights.{t}": Place(("values", "tactic_weights", t), "scalar") for t in tactics}
    return places | weights


def place_of(path: str, known: Mapping[str, Place]) -> Place | None:
    """Return where `with_facts` sets a path, given the settable ones; any tactic may be given a weight."""
    weight = _WEIGHT.fullmatch(path)
    return known.get(path) or (Place(("values", "tactic_weights", weight[1]), "scalar") if weight else None)


def _shares(text: str) -> dict[str, object] | None:
    matches = [_SHARE.fullmatch(part) for part in text.split(",")]
    return {match["word"]: match["share"] for match in matches if match} if all(matches) else None


def _read(text: str, kind: Kind) -> object:
    """Return plain data from the text of an option: probabilities, a list, or one value."""
    text = text.strip()
    if kind == "scalar":
        return None if text == "null" else text
    if (shares := _shares(text)) is not None:
        return shares
    if kind == "fact" or text == "unknown":
        return text
    return [word.strip() for word in text.removeprefix("[").removesuffix("]").split(",") if word.strip()]


def _inside(node: object, key: str | int) -> object:
    """Step into a container, through ``{value, sources}`` around a list, making mappings that are absent."""
    if isinstance(key, int) and isinstance(node, dict):
        node = node["value"]
    if isinstance(node, dict):
        return node.setdefault(key, {})
    return node[key] if isinstance(node, list) and isinstance(key, int) else node


def _put(data: dict[str, object], address: Address, value: object) -> None:
    node: object = data
    for key in address[:-1]:
        node = _inside(node, key)
    if isinstance(node, dict):
        node[address[-1]] = value


def _no_such(path: str, known: Mapping[str, Place]) -> Problem:
    near = difflib.get_close_matches(path, sorted(known), n=3, cutoff=0.0)
    return Problem(SET_OPTION, 0, path, f"no fact {shown(path)}", f"nearest: {', '.join(near)}", "use one of these")


def with_facts(
    profile: CaseProfile, settings: Mapping[str, object], vocabulary: Vocabulary | None = None
) -> CaseProfile:
    """Return a validated copy of a case in which some facts are set.

    Parameters
    ----------
    profile
        The case.
    settings
        Path to value. Text is read as on the command line: ``diffuse``, ``elite_driven:0.7,diffuse:0.3``,
        ``gold,looting``, ``unknown``, numbers; other values are taken as plain data. A fact that is set
        loses its sources, because they do not support the new value.
    vocabulary
        Known ids; the shipped catalogue when None.

    Returns
    -------
    CaseProfile
        The changed copy.

    Raises
    ------
    InputError
        For a path that does not exist (naming the three nearest) and for every value that is not valid.
    """
    data, known = as_document(profile), settable_paths(profile)
    problems: list[Problem] = []
    for path, value in settings.items():
        place = place_of(path, known)
        if place is None:
            problems.append(_no_such(path, known))
        else:
            _put(data, place.address, _read(value, place.kind) if isinstance(value, str) else value)
    return case_from_document(Document(data, SET_OPTION), vocabulary, problems)
