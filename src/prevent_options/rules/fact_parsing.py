"""Tests of facts: from the data of a file to a checked test, each flaw naming the nearest word that would be right."""

from collections.abc import Callable, Iterable

from pydantic_core import PydanticCustomError

from prevent_options.rules.conditions import Condition, FactTest, Operator
from prevent_options.rules.fact_schema import FactSpec, fact_specs
from prevent_options.rules.words import (
    GROUPS,
    OPERATORS,
    TOOL_FIELDS,
    BrokenConditionError,
    Node,
    RuleWords,
    broken,
    known_ids,
    listed,
)
from prevent_options.yamlio import Address, Flaw, shown
from prevent_options.yamlio.flaws import nearest, one_of, suggestion
from prevent_options.yamlio.types import read_number


def parse_fact_test(raw: Node, words: RuleWords, flaws: list[Flaw], at: Address) -> Condition:
    """Read a test of a fact, noting every flaw.

    Raises
    ------
    BrokenConditionError
        When it cannot become a test; its flaws are noted.
    """
    names = [name for name in OPERATORS if name in raw]
    for key in raw:
        if key != "fact" and key not in OPERATORS:
            found = (
                f"{shown(key)} beside a fact"
                if key in (*GROUPS, *TOOL_FIELDS)
                else f"the unknown operator {shown(key)}"
            )
            todo = "give it its own condition" if key in (*GROUPS, *TOOL_FIELDS) else suggestion(key, OPERATORS)
            flaws.append(Flaw((*at, key), found, one_of(OPERATORS), todo))
    path = raw["fact"]
    spec = find_spec(path, words, flaws, (*at, "fact"))
    if len(names) != 1:
        if len(names) > 1 or len(raw) == 1:
            found = f"two operators ({', '.join(names)})" if names else "a fact without operator"
            flaws.append(
                Flaw(
                    at,
                    found,
                    f"expected exactly one of {', '.join(OPERATORS)}",
                    "give each its own condition" if names else "add one",
                )
            )
        raise BrokenConditionError
    if spec is None:
        raise BrokenConditionError
    return _test(str(path), names[0], raw[names[0]], spec, words, flaws, (*at, names[0]))


def find_spec(path: object, words: RuleWords, flaws: list[Flaw], at: Address) -> FactSpec | None:
    """Return the kind of fact a path names, or note that there is none such and name the nearest."""
    specs = fact_specs()
    if isinstance(path, str) and path in specs and "*" not in path:
        return specs[path]
    parts = path.split(".") if isinstance(path, str) else []
    if parts[:1] == ["tactics"] and len(parts) == 3:
        spec = specs.get(f"tactics.*.{parts[2]}")
        if spec is not None and parts[1] in words.tactic_ids:
            return spec
        if spec is not None:
            flaws.append(
                Flaw(
                    at,
                    f"found the tactic {shown(parts[1])}",
                    "expected the id of a tactic or of a family of tactics",
                    suggestion(parts[1], words.tactic_ids),
                )
            )
            return None
    near = nearest(str(path), [name.replace("*", parts[1] if len(parts) > 1 else "<id>") for name in specs], 3)
    todo = (
        f"did you mean {' or '.join(repr(word) for word in near)}?"
        if near
        else "see the list of fact paths in docs/rules.md"
    )
    flaws.append(Flaw(at, f"found {shown(path)}", "expected the path of a fact", todo))
    return None


def _test(
    path: str, operator: Operator, value: object, spec: FactSpec, words: RuleWords, flaws: list[Flaw], at: Address
) -> FactTest:
    allowed = allowed_operators(spec)
    if operator not in allowed:
        raise broken(
            flaws, at, f"found {operator} for {path}, {_nature(spec)}", one_of(allowed), "use one of these operators"
        )
    if isinstance(value, list) and operator != "in":
        raise broken(flaws, at, f"found {shown(value)}", "expected one value", "use `in` for several values")
    if operator == "in" and not isinstance(value, list):
        raise broken(
            flaws, at, f"found {shown(value)}", "expected a list of values", "write [a, b], or use `is` or `includes`"
        )
    read = _readers(spec, operator, words)
    found = known_ids(listed(value, flaws, at), *read, flaws)
    if not found:
        raise BrokenConditionError
    below = words.below(words.tactic_ids[path.split(".")[1]]) if spec.scope == "any_tactic" else frozenset[str]()
    return FactTest(path, operator, found, spec, _accepts(operator, found, spec, words), below)


def _nature(spec: FactSpec) -> str:
    """Say what a fact is, for a message about an operator that does not fit."""
    return "which is a list" if spec.is_list else "which has an order" if spec.ordered else "which has no order"


def allowed_operators(spec: FactSpec) -> tuple[Operator, ...]:
    """Return the operators that make sense for a kind of fact."""
    if spec.is_list:
        return ("includes", "in", "is_unknown")
    order: tuple[Operator, ...] = ("at_least", "at_most") if spec.ordered else ()
    asks: tuple[Operator, ...] = ("is_unknown",) if spec.may_be_unknown else ()
    return ("is", "is_not", "in", *order, *asks)


def _readers(
    spec: FactSpec, operator: Operator, words: RuleWords
) -> tuple[Callable[[str], str | None], Iterable[str], str]:
    """Return how a word of a test is read: to an id or None, what to suggest from, what was expected."""
    if operator == "is_unknown":
        return {"true": "true", "false": "false"}.get, ("true", "false"), "expected true or false"
    if spec.kind in {"tactic", "tactics"}:
        return words.tactic_ids.get, words.tactic_ids, "expected the id of a tactic or of a family of tactics"
    if spec.kind == "tools":
        return (
            words.tool_ids.get,
            words.tool_ids,
            "expected the id of a tool, of a family of tools or of a body of evidence",
        )
    if spec.kind == "number":
        return _number, (), "expected a number such as 12"
    if spec.kind == "word":
        return {word: word for word in spec.words}.get, spec.words, one_of(spec.words)
    return _open_word, (), "expected a word other than unknown (ask with is_unknown)"


def _open_word(text: str) -> str | None:
    return None if text == "unknown" or not text.strip() else text


def _number(text: str) -> str | None:
    try:
        read_number(text)
    except PydanticCustomError:
        return None
    return text


def _accepts(operator: Operator, found: tuple[str, ...], spec: FactSpec, words: RuleWords) -> frozenset[str]:
    """Return the words that pass a test, so that no catalogue is needed when it is evaluated."""
    if operator == "is_unknown" or spec.kind == "number":
        return frozenset()
    if spec.kind in {"tactic", "tactics"}:
        return frozenset[str]().union(*(words.below(word) for word in found))
    if spec.kind == "tools":
        return words.tools_with("tool", found)
    if operator in {"at_least", "at_most"}:
        place = spec.words.index(found[0])
        return frozenset(spec.words[place:] if operator == "at_least" else spec.words[: place + 1])
    return frozenset(found)
