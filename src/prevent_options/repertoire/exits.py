"""What a planner can do about an exit: who would take it, where and when it shows first, which tools close it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from prevent_options.catalogues import Catalogues
from prevent_options.catalogues.words import Name
from prevent_options.errors import InputError, Problem
from prevent_options.paths import data_dir
from prevent_options.yamlio import StrictModel, nearest, read_document, validate_document
from prevent_options.yamlio.types import FullDate, Integer, Text, YesNo


class Sign(StrictModel):
    """An indicator; ``hidden``: it does not show in what is published and has to be looked for."""

    text: Text
    hidden: YesNo


class Exit(StrictModel):
    """What to expect and do where violence may turn to a tactic or family of tactics."""

    tactic: Name
    who: Text
    where: Text
    months: tuple[Integer, Integer]
    signs: Annotated[tuple[Sign, ...], Field(min_length=1)]
    companions: Annotated[tuple[Name, ...], Field(min_length=1)]


class ExitsFile(StrictModel):
    """The file ``exits.yaml``."""

    schema_: Annotated[Literal["prevent-options/exits@1"], Field(alias="schema")]
    date: FullDate
    exits: tuple[Exit, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Exits:
    """All exits by tactic, found through the tree of tactics."""

    by_tactic: Mapping[str, Exit]
    catalogues: Catalogues

    def towards(self, tactic: str) -> Exit:
        """Return the entry of a tactic or family, or of the nearest above it; every family has one."""
        return next(self.by_tactic[name] for name in self.catalogues.lineage(tactic) if name in self.by_tactic)


@cache
def load_exits(catalogues: Catalogues) -> Exits:
    """Read the shipped exits.

    Raises
    ------
    InputError
        When the file is damaged, names what no catalogue knows, or leaves a family of tactics out.
    """
    path = data_dir("priors") / "substitution" / "exits.yaml"
    file = validate_document(read_document(path), ExitsFile)
    problems = list(_problems(file, catalogues, str(path)))
    if problems:
        raise InputError(problems)
    return Exits({entry.tactic: entry for entry in file.exits}, catalogues)


def _problems(file: ExitsFile, catalogues: Catalogues, name: str) -> Iterator[Problem]:
    """Yield a problem for each unknown id and each family without an entry."""
    tactics = {*catalogues.tactics, *catalogues.tactic_families}
    for number, entry in enumerate(file.exits):
        asked = [(entry.tactic, tactics), *((tool, set(catalogues.tools)) for tool in entry.companions)]
        for word, known in asked:
            if word not in known:
                hint = ", ".join(nearest(word, sorted(known), 3)) or "see the catalogue"
                yield Problem(name, 0, f"exits[{number}]", f"found {word}", "expected a known id", hint)
    for family in sorted(set(catalogues.tactic_families) - {entry.tactic for entry in file.exits}):
        yield Problem(name, 0, "exits", f"found no entry for {family}", "expected one for every family", "add it")
