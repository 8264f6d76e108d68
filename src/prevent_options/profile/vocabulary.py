"""The ids of tactics and tools that a case may name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from prevent_options.catalogues import catalogue_dir, load_vocabulary
from prevent_options.keeping import files_under, kept
from prevent_options.paths import code_dir
from prevent_options.profile.parsing import Words

_READERS = ("catalogues", "profile", "yamlio")
"""Code that decides what a vocabulary holds."""
_NOTHING: Mapping[str, str] = MappingProxyType({})
_NO_PARENTS: Mapping[str, tuple[str, ...]] = MappingProxyType({})
# What a tactic stands under, from two top-level lines; the catalogue's own reader checks these files in full.
_ABOVE = re.compile(r"^(?:parent|also_under): *([^#\n]*)", re.MULTILINE)


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


def _parents(folder: Path) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted(folder.glob("*.yaml")):
        above = ",".join(_ABOVE.findall(path.read_text("utf-8")))
        found[path.stem] = tuple(re.findall(r"\w+", above))
    return found


def _alias_map(names: Iterable[Mapping[str, str]]) -> dict[str, str]:
    return {name: known for kind in names for name, known in kind.items() if name != known}


@cache
def default_vocabulary() -> Vocabulary:
    """Return the ids of the shipped catalogue.

    Returns
    -------
    Vocabulary
        Cached for the life of the process, and kept for the next while no file of the catalogue changes.

    Raises
    ------
    InputError
        The catalogue's families cannot be read.
    """
    code = [path for room in _READERS for path in files_under(code_dir() / room, ".py")]
    return kept(Vocabulary, [*files_under(catalogue_dir(), ".yaml"), *code], _read_vocabulary)


def _read_vocabulary() -> Vocabulary:
    names = load_vocabulary()
    return Vocabulary(
        tactics=frozenset(names.tactics.values()),
        tools=frozenset(names.tools.values()),
        families=frozenset(names.tool_families),
        tactic_families=frozenset(names.tactic_families),
        parents=_parents(catalogue_dir() / "tactics"),
        aliases=_alias_map([names.tactics, names.tools]),
        open=not names.tools,
    )
