"""The ids of tactics and tools that a case may name."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from prevent_options.paths import data_dir
from prevent_options.profile.parsing import Words

_NOTHING: Mapping[str, str] = MappingProxyType({})
_NO_PARENTS: Mapping[str, tuple[str, ...]] = MappingProxyType({})
# Only the top-level lines that ids depend on; the catalogue's own reader checks these files in full.
_LINE = re.compile(r"^(parent|also_under|family|aliases): *(.*?) *(?:#.*)?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Known ids.

    Attributes
    ----------
    tactics
        Tactics and their forms.
    tools
        Tools.
    families
        Families of tools.
    tactic_families
        Families of tactics.
    parents
        Tactic to the tactics or families above it.
    aliases
        Former or other names to the id in use.
    open
        Whether any word is taken for an id (nothing is checked).
    """

    tactics: frozenset[str] = frozenset()
    tools: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    tactic_families: frozenset[str] = frozenset()
    parents: Mapping[str, tuple[str, ...]] = field(default=_NO_PARENTS)
    aliases: Mapping[str, str] = field(default=_NOTHING)
    open: bool = False

    def ancestors(self, tactic: str) -> frozenset[str]:
        """Return everything above a tactic in the tree, its family included."""
        seen: set[str] = set()
        waiting = list(self.parents.get(tactic, ()))
        while waiting:
            above = waiting.pop()
            if above not in seen:
                seen.add(above)
                waiting.extend(self.parents.get(above, ()))
        return frozenset(seen)

    def may_be_form(self, tactic: str, form: str) -> bool:
        """Return whether one tactic may stand among the forms of another: same family, or below it."""
        return self.open or tactic == form or bool((self.ancestors(tactic) | {tactic}) & self.ancestors(form))

    def tactic_words(self, *, families: bool = False) -> Words:
        """Return the reader of tactic ids, with or without the families."""
        return self._words(self.tactics | (self.tactic_families if families else frozenset()), "the id of a tactic")

    def tool_words(self, *, families: bool = False) -> Words:
        """Return the reader of tool ids, with or without the families."""
        known = self.tools | (self.families if families else frozenset())
        return self._words(known, "the id of a tool or family" if families else "the id of a tool")

    def _words(self, known: frozenset[str], what: str) -> Words:
        def resolve(word: str) -> str | None:
            found = self.aliases.get(word, word) if word not in known else word
            return found if self.open or found in known else None

        return Words(resolve=resolve, candidates=known, what=what)


ANY_WORD = Vocabulary(open=True)


def _values(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, value in _LINE.findall(text):
        yield key, tuple(word.strip("\"' ") for word in value.strip("[]").split(",") if word.strip())


def _entries(folder: Path) -> dict[str, dict[str, tuple[str, ...]]]:
    return {path.stem: dict(_values(path.read_text("utf-8"))) for path in sorted(folder.glob("*.yaml"))}


def _aliases(entries: Iterable[tuple[str, Mapping[str, tuple[str, ...]]]]) -> dict[str, str]:
    return {alias: name for name, values in entries for alias in values.get("aliases", ())}


@cache
def default_vocabulary() -> Vocabulary:
    """Return the ids of the shipped catalogue, found from file names and a few lines, without a full read.

    Returns
    -------
    Vocabulary
        Cached for the life of the process.
    """
    folder = data_dir("priors") / "catalogue"
    tactics, tools = _entries(folder / "tactics"), _entries(folder / "tools")
    if not tactics or not tools:
        return ANY_WORD
    parents = {name: values.get("parent", ()) + values.get("also_under", ()) for name, values in tactics.items()}
    return Vocabulary(
        tactics=frozenset(tactics),
        tools=frozenset(tools),
        families=frozenset(word for values in tools.values() for word in values.get("family", ())),
        tactic_families=frozenset(word for above in parents.values() for word in above) - frozenset(tactics),
        parents=parents,
        aliases=_aliases([*tactics.items(), *tools.items()]),
    )
