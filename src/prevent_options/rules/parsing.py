"""From the data of a file to conditions: every flaw at once, each naming the nearest word that would have fit."""

from collections.abc import Mapping

from prevent_options.rules.conditions import All, AnyOf, Condition, Not, ToolField, ToolTest
from prevent_options.rules.fact_parsing import parse_fact_test
from prevent_options.rules.words import (
    CATALOGUE_WORDS,
    GROUPS,
    OPERATORS,
    TOOL_FIELDS,
    BrokenConditionError,
    RuleWords,
    broken,
    known_ids,
    listed,
)
from prevent_options.yamlio import Address, Flaw, shown
from prevent_options.yamlio.flaws import one_of, suggestion


def parse_condition(raw: object, words: RuleWords, flaws: list[Flaw], at: Address = ()) -> Condition | None:
    """Read a condition.

    Parameters
    ----------
    raw
        Plain data as it stands in the file.
    words
        Known ids.
    flaws
        Every flaw is added here, at its address below ``raw``.
    at
        Address of ``raw``.

    Returns
    -------
    Condition or None
        None when there was any flaw.
    """
    before = len(flaws)
    try:
        condition = _condition(raw, words, flaws, at)
    except BrokenConditionError:
        return None
    return condition if len(flaws) == before else None


def _condition(raw: object, words: RuleWords, flaws: list[Flaw], at: Address) -> Condition:
    every = (*GROUPS, *TOOL_FIELDS, "fact")
    if not isinstance(raw, Mapping):
        raise broken(
            flaws,
            at,
            f"found {shown(raw)}",
            "expected a condition (operator: value)",
            f"write {', '.join(GROUPS)}, a tool or a fact",
        )
    if "fact" in raw:
        return parse_fact_test(raw, words, flaws, at)
    unknown = [key for key in raw if key not in every]
    for key in unknown:
        word = f"the operator {shown(key)} without a fact" if key in OPERATORS else f"the unknown operator {shown(key)}"
        todo = "write the fact beside it" if key in OPERATORS else suggestion(key, every)
        flaws.append(Flaw((*at, key), word, one_of(every), todo))
    if unknown:
        raise BrokenConditionError
    if len(raw) != 1:
        found = f"{len(raw)} operators in one condition ({', '.join(raw)})" if raw else "a condition without operator"
        raise broken(
            flaws, at, found, "expected exactly one operator", "give each its own condition, joined by all or any"
        )
    ((name, value),) = raw.items()
    return (
        _group(name, value, words, flaws, (*at, name))
        if name in GROUPS
        else _tool(name, value, words, flaws, (*at, name))
    )


def _group(name: str, value: object, words: RuleWords, flaws: list[Flaw], at: Address) -> Condition:
    if name == "not":
        return Not(_condition(value, words, flaws, at))
    if not isinstance(value, list) or not value:
        raise broken(
            flaws,
            at,
            f"found {shown(value)}",
            "expected a list of conditions that is not empty",
            "write the conditions as a list",
        )
    parts = tuple(
        part for i, item in enumerate(value) if (part := parse_condition(item, words, flaws, (*at, i))) is not None
    )
    return All(parts) if name == "all" else AnyOf(parts)


def _tool(name: str, value: object, words: RuleWords, flaws: list[Flaw], at: Address) -> Condition:
    known: Mapping[str, str]
    if name == "tool":
        known, what = words.tool_ids, "expected the id of a tool, of a family of tools or of a body of evidence"
    elif name == "family":
        known, what = {key: key for key in words.catalogues.tool_families}, "expected the id of a family of tools"
    else:
        held = CATALOGUE_WORDS.get(name, ("true",))
        known, what = {key: key for key in held}, one_of(held)
    found = known_ids(listed(value, flaws, at), known.get, known, what, flaws)
    if not found:
        raise BrokenConditionError
    test = ToolTest(_field(name), found, words.tools_with(_field(name), found))
    if not test.tools:
        raise broken(
            flaws,
            at,
            f"no tool for {shown(value)}",
            "expected a condition that some tool meets",
            "name another tool, family or body",
        )
    return test


def _field(name: str) -> ToolField:
    return next(field for field in TOOL_FIELDS if field == name)
