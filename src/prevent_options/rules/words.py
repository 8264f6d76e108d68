"""The words a rule may use: ids of the catalogues, and how a word or a list of words is read."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, get_args

from prevent_options.catalogues import Catalogues, Tool
from prevent_options.catalogues.words import ActorLevel, PerpetratorType, Pressure, Strategy
from prevent_options.errors import PreventOptionsError
from prevent_options.rules.conditions import Operator, ToolField
from prevent_options.yamlio import Address, Flaw, shown
from prevent_options.yamlio.flaws import suggestion

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


class BrokenConditionError(PreventOptionsError):
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


def broken(flaws: list[Flaw], at: Address, found: str, expected: str, todo: str) -> BrokenConditionError:
    """Note a flaw, and return the error that ends the part it stands in."""
    flaws.append(Flaw(at, found, expected, todo))
    return BrokenConditionError(found)


def listed(value: object, flaws: list[Flaw], at: Address) -> Iterator[tuple[Address, str]]:
    """Yield the words of a value that may be one word or a list of them."""
    if isinstance(value, list) and not value:
        raise broken(
            flaws, at, "an empty list", "expected at least one word", "name what is meant, or remove the condition"
        )
    items = [((*at, i), item) for i, item in enumerate(value)] if isinstance(value, list) else [(at, value)]
    for where, item in items:
        if isinstance(item, bool):
            yield where, str(item).lower()
        elif isinstance(item, (str, int, float)):
            yield where, str(item)
        else:
            flaws.append(Flaw(where, f"found {shown(item)}", "expected a word", "write one word, or a list of words"))


def known_ids(
    items: Iterable[tuple[Address, str]],
    resolve: Callable[[str], str | None],
    known: Iterable[str],
    what: str,
    flaws: list[Flaw],
) -> tuple[str, ...]:
    """Return the words as known ids, noting each one that is none."""
    found = []
    for where, word in items:
        if (name := resolve(word)) is None:
            flaws.append(Flaw(where, f"found {shown(word)}", what, suggestion(word, known)))
        else:
            found.append(name)
    return tuple(found)
