"""What must hold between catalogue files; each broken promise is one problem with file and line."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from prevent_options.catalogues.catalogue import Documents, parents_of
from prevent_options.catalogues.models import Body, Factor, Families, Family, Tactic, Tool
from prevent_options.catalogues.tree import in_cycles
from prevent_options.catalogues.words import Kind
from prevent_options.errors import Problem
from prevent_options.yamlio import Address, Document, nearest

_UNIQUE = "expected each id and alias once"


class Entries(NamedTuple):
    """Every entry that could be read, and the names of those that could not, so that one error is reported once.

    Attributes
    ----------
    names
        Every id that has a file, readable or not.
    """

    tactics: Mapping[str, Tactic]
    tools: Mapping[str, Tool]
    factors: Mapping[str, Factor]
    bodies: Mapping[str, Body]
    families: Families
    documents: Documents
    families_document: Document
    names: Mapping[Kind, frozenset[str]]

    def problem(self, where: tuple[Kind, str], address: Address, found: str, expected: str, todo: str) -> Problem:
        """Return a problem at an address of an entry's file."""
        return _at(self.documents[where], address, found, expected, todo)


def _at(document: Document, address: Address, found: str, expected: str, todo: str) -> Problem:
    return Problem(document.file, document.line(address), document.dotted(address), found, expected, todo)


def _hint(name: str, known: Iterable[str]) -> str:
    near = nearest(name, sorted(known))
    return f"did you mean {near[0]}?" if near else "name one that has a file"


def check_entries(entries: Entries) -> Iterator[Problem]:
    """Yield every problem between files."""
    return chain(
        _empty(entries),
        _file_names(entries),
        _family_ids(entries),
        _tactic_names(entries),
        _cycles(entries),
        _tool_names(entries),
        _bodies(entries),
        _aliases(entries, "tactics", entries.tactics, entries.families.tactics),
        _aliases(entries, "tools", entries.tools, entries.families.tools),
        _release_codes(entries),
        _release_tools(entries),
    )


def _empty(entries: Entries) -> Iterator[Problem]:
    folder = Path(entries.families_document.file).parent
    for kind, names in entries.names.items():
        if not names:
            todo = "check the folder, or restore its files"
            yield Problem(str(folder / kind), 0, "(folder)", "no entries", "expected at least one .yaml file", todo)


def _file_names(entries: Entries) -> Iterator[Problem]:
    groups: tuple[tuple[Kind, Mapping[str, Tactic | Tool | Factor | Body]], ...] = (
        ("tactics", dict(entries.tactics)),
        ("tools", dict(entries.tools)),
        ("factors", dict(entries.factors)),
        ("bodies", dict(entries.bodies)),
    )
    for kind, group in groups:
        for stem, entry in group.items():
            if entry.id != stem:
                found, todo = f"the id {entry.id} in the file {stem}.yaml", "rename the file or correct the id"
                yield entries.problem((kind, stem), ("id",), found, "expected the id to be the file's name", todo)


def _family_ids(entries: Entries) -> Iterator[Problem]:
    document = entries.families_document
    for group, families in (("tactics", entries.families.tactics), ("tools", entries.families.tools)):
        ids = [family.id for family in families]
        for number, name in enumerate(ids):
            if name in ids[:number]:
                found = f"{name} a second time"
                yield _at(document, (group, number, "id"), found, "expected each family once", "drop one of them")
    for number, family in enumerate(entries.families.tactics):
        if family.id in entries.names["tactics"]:
            found = f"{family.id}, which is also a tactic"
            yield _at(document, ("tactics", number, "id"), found, "expected ids that differ", "rename one of them")


def _tactic_names(entries: Entries) -> Iterator[Problem]:
    families = {family.id for family in entries.families.tactics}
    known = families | entries.names["tactics"]
    for name, tactic in entries.tactics.items():
        above: list[tuple[Address, str]] = [(("parent",), tactic.parent)]
        above += [(("also_under", number), other) for number, other in enumerate(tactic.also_under)]
        above += [(("forms", number), other) for number, other in enumerate(tactic.forms)]
        for address, other in above:
            if other not in known:
                expected = "expected a tactic or a family of tactics"
                yield entries.problem(("tactics", name), address, f"unknown {other}", expected, _hint(other, known))


def _cycles(entries: Entries) -> Iterator[Problem]:
    for name in in_cycles(parents_of(entries.tactics)):
        found, expected = "a tactic that stands above itself", "expected a tree that ends in a family"
        yield entries.problem(("tactics", name), ("parent",), found, expected, "correct the parent")


def _tool_names(entries: Entries) -> Iterator[Problem]:
    families = {family.id for family in entries.families.tools}
    for name, tool in entries.tools.items():
        if tool.family not in families:
            hint = _hint(tool.family, families)
            yield entries.problem(
                ("tools", name), ("family",), f"unknown {tool.family}", "expected a family of families.yaml", hint
            )


def _bodies(entries: Entries) -> Iterator[Problem]:
    known = entries.names["bodies"]
    for name, tool in entries.tools.items():
        seen: set[str] = set()
        for number, link in enumerate(tool.bodies):
            at: Address = ("bodies", number, "body")
            if link.body not in known:
                expected, hint = "expected a body of evidence", _hint(link.body, known)
                yield entries.problem(("tools", name), at, f"unknown {link.body}", expected, hint)
            if link.body in seen:
                yield entries.problem(("tools", name), at, f"{link.body} twice", "expected each body once", "join them")
            seen.add(link.body)
        if not any(link.relevance > 0 for link in tool.bodies):
            found, expected = "relevance 0 throughout", "expected at least one relevance above 0"
            yield entries.problem(("tools", name), ("bodies",), found, expected, "give the nearest body its relevance")


def _aliases(
    entries: Entries, kind: Kind, group: Mapping[str, Tactic] | Mapping[str, Tool], families: Iterable[Family]
) -> Iterator[Problem]:
    taken = {name: name for name in [*entries.names[kind], *(family.id for family in families)]}
    for name, entry in group.items():
        for number, alias in enumerate(entry.aliases):
            if alias in taken:
                found = f"{alias}, which already stands for {taken[alias]}"
                yield entries.problem((kind, name), ("aliases", number), found, _UNIQUE, "drop one of them")
            taken.setdefault(alias, name)


def _release_words(factor: Factor) -> Iterator[tuple[str, Address, str]]:
    """Yield what the release calls a factor: code or name, its address, and a key that tells codes from names."""
    for number, code in enumerate(factor.release_codes):
        yield code, ("release_codes", number), f"code {code}"
    for key, names in (("release_names", factor.release_names), ("release_opposites", factor.release_opposites)):
        for number, name in enumerate(names):
            yield name, (key, number), f"name {name}"


def _release_codes(entries: Entries) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for name, factor in entries.factors.items():
        for word, address, key in _release_words(factor):
            if key in first:
                found, expected = f"{word}, which {first[key]} has already", "expected each release name once"
                yield entries.problem(("factors", name), address, found, expected, "drop one of them")
            first.setdefault(key, name)


def _release_tools(entries: Entries) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for name, body in entries.bodies.items():
        if body.release_tool is not None and first.setdefault(body.release_tool, name) != name:
            found = f"{body.release_tool}, which {first[body.release_tool]} has already"
            expected = "expected each tool of the release once"
            yield entries.problem(("bodies", name), ("release_tool",), found, expected, "drop one of them")
