"""From the data of a file to conditions: every flaw at once, each naming the nearest word that would have been right."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, get_args

from pydantic_core import PydanticCustomError

from prevent_options.catalogues import Catalogues, Tool
from prevent_options.catalogues.words import ActorLevel, PerpetratorType, Pressure, Strategy
from prevent_options.errors import PreventOptionsError
from prevent_options.rules.conditions import All, AnyOf, Condition, FactTest, Not, Operator, ToolField, ToolTest
from prevent_options.rules.fact_schema import FactSpec, fact_specs
from prevent_options.yamlio import Address, Flaw, shown
from prevent_options.yamlio.flaws import nearest, one_of, suggestion
from prevent_options.yamlio.types import read_number

GROUPS: Final = ("all", "any", "not")
TOOL_FIELDS: Final[tuple[ToolField, ...]] = get_args(ToolField.__value__)
OPERATORS: Final[tuple[Operator, ...]] = get_args(Operator.__value__)
CATALOGUE_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "actor_level": get_args(ActorLevel.__value__),
    "strategy": get_args(Strategy.__value__),
    "pressure": get_args(Pressure.__value__),
    "reaches": get_args(PerpetratorType.__value__),
}

type Node = Mapping[str, object]


class _Broken(PreventOptionsError):
    """A part that cannot become a condition; its flaws are noted already."""


@dataclass(frozen=True, eq=False)
class RuleWords:
    """The ids a rule may name.

    Attributes
    ----------
    catalogues
        Tactics, tools and bodies of evidence.
    sources
        Ids of studies and words of the closed list; None when sources are not checked.
    """

    catalogues: Catalogues
    sources: frozenset[str] | None = None
    _matches: dict[tuple[str, tuple[str, ...]], frozenset[str]] = field(default_factory=dict, repr=False)

    @cached_property
    def tactic_ids(self) -> Mapping[str, str]:
        """Ids and aliases of tactics and their families, each to the id it stands for."""
        aliases = {alias: name for name, tactic in self.catalogues.tactics.items() for alias in tactic.aliases}
        return aliases | {name: name for name in (*self.catalogues.tactics, *self.catalogues.tactic_families)}

    @cached_property
    def tool_ids(self) -> Mapping[str, str]:
        """Ids and aliases of tools, ids of families and of bodies of evidence, each to the id it stands for."""
        known = self.catalogues
        aliases = {alias: name for name, tool in known.tools.items() for alias in tool.aliases}
        return aliases | {name: name for name in (*known.bodies, *known.tool_families, *known.tools)}

    def below(self, tactic: str) -> frozenset[str]:
        """Return a tactic or family with everything below it."""
        return frozenset({tactic, *self.catalogues.descendants(tactic)})

    def tools_with(self, name: ToolField, words: tuple[str, ...]) -> frozenset[str]:
        """Return the tools that pass a test."""
        if (name, words) not in self._matches:
            self._matches[name, words] = frozenset(self._passing(name, words))
        return self._matches[name, words]

    def _passing(self, name: ToolField, words: tuple[str, ...]) -> Iterator[str]:
        if name == "tool":
            for word in words:
                yield from self.catalogues.tools_in(word)
            return
        for key, tool in self.catalogues.tools.items():
            if not _words_of(tool, name).isdisjoint(words):
                yield key


def _words_of(tool: Tool, name: ToolField) -> frozenset[str]:
    """Return the words of one field of a tool's entry."""
    if name == "monitoring":
        return frozenset({str(tool.monitoring).lower()})
    if name == "family":
        return frozenset({tool.family})
    held: tuple[str, ...] = getattr(tool, name)
    return frozenset(held)


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
    except _Broken:
        return None
    return condition if len(flaws) == before else None


def _broken(flaws: list[Flaw], at: Address, found: str, expected: str, todo: str) -> _Broken:
    flaws.append(Flaw(at, found, expected, todo))
    return _Broken(found)


def _condition(raw: object, words: RuleWords, flaws: list[Flaw], at: Address) -> Condition:
    every = (*GROUPS, *TOOL_FIELDS, "fact")
    if not isinstance(raw, Mapping):
        raise _broken(flaws, at, f"found {shown(raw)}", "expected a condition (operator: value)", f"write {', '.join(GROUPS)}, a tool or a fact")
    if "fact" in raw:
        return _fact(raw, words, flaws, at)
    unknown = [key for key in raw if key not in every]
    for key in unknown:
        word = f"the operator {shown(key)} without a fact" if key in OPERATORS else f"the unknown operator {shown(key)}"
        todo = "write the fact beside it" if key in OPERATORS else suggestion(key, every)
        flaws.append(Flaw((*at, key), word, one_of(every), todo))
    if unknown:
        raise _Broken
    if len(raw) != 1:
        found = f"{len(raw)} operators in one condition ({', '.join(raw)})" if raw else "a condition without operator"
        raise _broken(flaws, at, found, "expected exactly one operator", "give each its own condition, joined by all or any")
    ((name, value),) = raw.items()
    return _group(name, value, words, flaws, (*at, name)) if name in GROUPS else _tool(name, value, words, flaws, (*at, name))


def _group(name: str, value: object, words: RuleWords, flaws: list[Flaw], at: Address) -> Condition:
    if name == "not":
        return Not(_condition(value, words, flaws, at))
    if not isinstance(value, list) or not value:
        raise _broken(flaws, at, f"found {shown(value)}", "expected a list of conditions that is not empty", "write the conditions as a list")
    parts = tuple(part for i, item in enumerate(value) if (part := parse_condition(item, words, flaws, (*at, i))) is not None)
    return All(parts) if name == "all" else AnyOf(parts)


def _listed(value: object, flaws: list[Flaw], at: Address) -> Iterator[tuple[Address, str]]:
    """Yield the words of a value that may be one word or a list of them."""
    if isinstance(value, list) and not value:
        raise _broken(flaws, at, "an empty list", "expected at least one word", "name what is meant, or remove the condition")
    items = [((*at, i), item) for i, item in enumerate(value)] if isinstance(value, list) else [(at, value)]
    for where, item in items:
        if isinstance(item, bool):
            yield where, str(item).lower()
        elif isinstance(item, (str, int, float)):
            yield where, str(item)
        else:
            flaws.append(Flaw(where, f"found {shown(item)}", "expected a word", "write one word, or a list of words"))


def _known(
    items: Iterable[tuple[Address, str]], resolve: Callable[[str], str | None], known: Iterable[str], what: str, flaws: list[Flaw]
) -> tuple[str, ...]:
    """Return the words as known ids, noting each one that is none."""
    found = []
    for where, word in items:
        if (name := resolve(word)) is None:
            flaws.append(Flaw(where, f"found {shown(word)}", what, suggestion(word, known)))
        else:
            found.append(name)
    return tuple(found)


def _tool(name: str, value: object, words: RuleWords, flaws: list[Flaw], at: Address) -> Condition:
    known: Mapping[str, str]
    if name == "tool":
        known, what = words.tool_ids, "expected the id of a tool, of a family of tools or of a body of evidence"
    elif name == "family":
        known, what = {key: key for key in words.catalogues.tool_families}, "expected the id of a family of tools"
    else:
        held = CATALOGUE_WORDS.get(name, ("true",))
        known, what = {key: key for key in held}, one_of(held)
    found = _known(_listed(value, flaws, at), known.get, known, what, flaws)
    if not found:
        raise _Broken
    test = ToolTest(_field(name), found, words.tools_with(_field(name), found))
    if not test.tools:
        raise _broken(flaws, at, f"no tool for {shown(value)}", "expected a condition that some tool meets", "name another tool, family or body")
    return test


def _field(name: str) -> ToolField:
    return next(field for field in TOOL_FIELDS if field == name)


def _fact(raw: Node, words: RuleWords, flaws: list[Flaw], at: Address) -> Condition:
    names = [name for name in OPERATORS if name in raw]
    for key in raw:
        if key != "fact" and key not in OPERATORS:
            found = f"{shown(key)} beside a fact" if key in (*GROUPS, *TOOL_FIELDS) else f"the unknown operator {shown(key)}"
            todo = "give it its own condition" if key in (*GROUPS, *TOOL_FIELDS) else suggestion(key, OPERATORS)
            flaws.append(Flaw((*at, key), found, one_of(OPERATORS), todo))
    path = raw["fact"]
    spec = find_spec(path, words, flaws, (*at, "fact"))
    if len(names) != 1:
        if len(names) > 1 or len(raw) == 1:
            found = f"two operators ({', '.join(names)})" if names else "a fact without operator"
            flaws.append(Flaw(at, found, f"expected exactly one of {', '.join(OPERATORS)}", "give each its own condition" if names else "add one"))
        raise _Broken
    if spec is None:
        raise _Broken
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
            flaws.append(Flaw(at, f"found the tactic {shown(parts[1])}", "expected the id of a tactic or of a family of tactics", suggestion(parts[1], words.tactic_ids)))
            return None
    near = nearest(str(path), [name.replace("*", parts[1] if len(parts) > 1 else "<id>") for name in specs], 3)
    todo = f"did you mean {' or '.join(repr(word) for word in near)}?" if near else "see the list of fact paths in docs/rules.md"
    flaws.append(Flaw(at, f"found {shown(path)}", "expected the path of a fact", todo))
    return None


def _test(path: str, operator: Operator, value: object, spec: FactSpec, words: RuleWords, flaws: list[Flaw], at: Address) -> FactTest:
    allowed = allowed_operators(spec)
    if operator not in allowed:
        raise _broken(flaws, at, f"found {operator} for {path}, {_nature(spec)}", one_of(allowed), "use one of these operators")
    if isinstance(value, list) and operator != "in":
        raise _broken(flaws, at, f"found {shown(value)}", "expected one value", "use `in` for several values")
    if operator == "in" and not isinstance(value, list):
        raise _broken(flaws, at, f"found {shown(value)}", "expected a list of values", "write [a, b], or use `is` or `includes`")
    read = _readers(spec, operator, words)
    found = _known(_listed(value, flaws, at), *read, flaws)
    if not found:
        raise _Broken
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


def _readers(spec: FactSpec, operator: Operator, words: RuleWords) -> tuple[Callable[[str], str | None], Iterable[str], str]:
    """Return how a word of a test is read: to an id or None, what to suggest from, what was expected."""
    if operator == "is_unknown":
        return {"true": "true", "false": "false"}.get, ("true", "false"), "expected true or false"
    if spec.kind in {"tactic", "tactics"}:
        return words.tactic_ids.get, words.tactic_ids, "expected the id of a tactic or of a family of tactics"
    if spec.kind == "tools":
        return words.tool_ids.get, words.tool_ids, "expected the id of a tool, of a family of tools or of a body of evidence"
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
