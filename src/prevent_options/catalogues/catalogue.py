"""The loaded catalogues and what one may ask them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from prevent_options.catalogues.models import Body, Factor, Family, Tactic, Tool
from prevent_options.catalogues.tree import Parents, lineages
from prevent_options.catalogues.words import Kind
from prevent_options.yamlio import Document

type Documents = Mapping[tuple[Kind, str], Document]


def parents_of(tactics: Mapping[str, Tactic]) -> Parents:
    """Return what stands directly above each tactic, the main parent first."""
    return {name: (tactic.parent, *tactic.also_under) for name, tactic in tactics.items()}


@dataclass(frozen=True, eq=False)
class Catalogues:
    """Everything the catalogue folder holds; all mappings are in the order of their ids.

    Attributes
    ----------
    tactics, tools, factors, bodies
        Entries by id.
    tactic_families, tool_families
        Families by id.
    documents
        The file behind each entry, for messages about it.
    """

    tactics: Mapping[str, Tactic]
    tools: Mapping[str, Tool]
    factors: Mapping[str, Factor]
    bodies: Mapping[str, Body]
    tactic_families: Mapping[str, Family]
    tool_families: Mapping[str, Family]
    documents: Documents = field(repr=False)

    @cached_property
    def _lineages(self) -> Mapping[str, tuple[str, ...]]:
        families = {name: (name,) for name in self.tactic_families}
        return families | lineages(parents_of(self.tactics))

    @cached_property
    def _below(self) -> Mapping[str, tuple[str, ...]]:
        below: dict[str, list[str]] = {name: [] for name in self._lineages}
        for name in self.tactics:
            for above in self._lineages[name][1:]:
                below[above].append(name)
        return {name: tuple(found) for name, found in below.items()}

    def lineage(self, name: str) -> tuple[str, ...]:
        """Return a tactic and all that stands above it, nearest first; a family's lineage is itself.

        Raises
        ------
        KeyError
            Neither a tactic nor a family of tactics.
        """
        return self._lineages[name]

    def family_of(self, tactic: str) -> str:
        """Return the family of a tactic, following main parents; a family is its own."""
        while tactic in self.tactics:
            tactic = self.tactics[tactic].parent
        return self.tactic_families[tactic].id

    def is_within(self, tactic: str, name: str) -> bool:
        """Say whether a tactic is the named tactic or family, or lies anywhere below it."""
        return name in self._lineages[tactic]

    def descendants(self, name: str) -> tuple[str, ...]:
        """Return all tactics below a tactic or family, without itself, in the order of their ids."""
        return self._below[name]

    def forms_of(self, tactic: str) -> tuple[str, ...]:
        """Return the tactics that may be recorded as forms of a tactic, in the order of their ids."""
        return tuple(sorted({*self._below[tactic], *self.tactics[tactic].forms}))

    def tools_in(self, name: str) -> tuple[str, ...]:
        """Return the tools that an id stands for: a family's, the tool itself, or those that draw on a body.

        An id that names a tool or a family means that; only an id that is neither is looked up among the bodies of
        evidence. A tool that withdraws what a body supplies does not count as drawing on it.

        Raises
        ------
        KeyError
            No tool, family of tools or body of evidence has this id.
        """
        if name in self.tool_families or name in self.tools:
            return tuple(key for key, tool in self.tools.items() if name in (key, tool.family))
        body = self.bodies[name].id
        return tuple(k for k, t in self.tools.items() if any(b.body == body and not b.reverse for b in t.bodies))
