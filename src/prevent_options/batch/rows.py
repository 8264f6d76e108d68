"""Rows of a table as cases: which column is which fact, and an empty cell is a fact nobody knows."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import Field

from prevent_options.drafting.countries import alpha3
from prevent_options.errors import InputError, Problem
from prevent_options.profile.scales import SCHEMA, UNKNOWN
from prevent_options.yamlio import StrictModel, load_document, read_document
from prevent_options.yamlio.types import Text

_LISTS = {"perpetrators": "id", "tactics": "tactic", "sources": "id", "regional_actors": "name"}
"""Lists whose items a fact path addresses by name, and the key that holds the name."""
_LISTED = {"sources", "channels", "forms", "over", "tools_in_use", "unavailable", "via"}
_MEND = "correct the map of columns"
_SHARE = re.compile(r"(\w+):([0-9.]+)")


@dataclass(frozen=True, slots=True)
class Columns:
    """Column → fact path, and what holds for every row; the file they stand in, and the line of each fact."""

    facts: Mapping[str, str]
    constant: Mapping[str, str]
    file: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)

    def fact(self, column: str) -> str | None:
        """Return the fact of a column; without a map, columns are named after facts."""
        return self.facts.get(column) if self.facts else column

    def line_of(self, fact: str) -> int:
        """Return the line of the map that names a fact."""
        return self.lines.get(fact, 1)

    def unknown(self, path: Path, columns: Iterable[str]) -> list[Problem]:
        """Return one problem for each column the map names and the table at a path does not have."""
        known = list(columns)
        expected = f"one of {', '.join(known)}"
        return [
            Problem(self.file, self.line_of(fact), "columns", f"no column '{column}' in {path}", expected, _MEND)
            for column, fact in self.facts.items()
            if column not in known
        ]

    def check(self, path: Path, columns: Iterable[str]) -> None:
        """Refuse a map that names columns the table does not have.

        Raises
        ------
        InputError
            Naming every such column.
        """
        if problems := self.unknown(path, columns):
            raise InputError(problems)


class ColumnFile(StrictModel):
    """A map of columns."""

    schema_: Literal["prevent-options/columns@1"] = Field(alias="schema")
    columns: dict[Text, Text]
    constant: dict[Text, Text] = Field(default={})


def load_columns(path: Path | None) -> Columns:
    """Read a map of columns; without one, columns are named after facts.

    Raises
    ------
    InputError
        With every problem of the file.
    """
    if path is None:
        return Columns({}, {})
    read = load_document(path, ColumnFile)
    written = read_document(path)
    lines = {fact: written.line(("columns", column)) for column, fact in read.columns.items()}
    constant = {fact: written.line(("constant", fact)) for fact in read.constant}
    return Columns(read.columns, read.constant, str(path), constant | lines)


def row_document(row: Mapping[str, object], columns: Columns) -> dict[str, object]:
    """Return the case of one row as plain data.

    Country names and two-letter codes become three-letter codes. Without an id, country and day make one; without a
    title, the country's cell is it.
    """
    facts = dict(columns.constant)
    for column, value in row.items():
        fact = columns.fact(column)
        if fact is not None and value is not None and str(value).strip():
            facts[fact] = str(value).strip()
    country = facts.get("country", "")
    facts["country"] = alpha3(country) or country
    facts.setdefault("title", country)
    facts.setdefault("id", f"{facts['country']}-{facts.get('as_of', '')}".lower().strip("-"))
    document: dict[str, object] = {"schema": SCHEMA, "goal": "reduce"}
    for fact, value in facts.items():
        _put(document, fact.split("."), _value(fact, value))
    return document


def _value(fact: str, text: str) -> object:
    """Return a cell as plain data: probabilities ``low:0.5,high:0.5``, a list where the fact is one, else its text."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    shares = [_SHARE.fullmatch(part) for part in parts]
    if fact.rpartition(".")[2] in _LISTED and text != UNKNOWN:
        return parts
    return {match[1]: match[2] for match in shares if match} if parts and all(shares) else text


def _put(node: dict[str, object], path: list[str], value: object) -> None:
    """Put a value under a fact path, making what is missing on the way."""
    key, rest = path[0], path[1:]
    if not rest:
        node[key] = value
    elif key in _LISTS:
        items = node.setdefault(key, [])
        if isinstance(items, list):
            _put_item(items, key, rest, value)
    else:
        inner = node.setdefault(key, {})
        if isinstance(inner, dict):
            _put(inner, rest, value)


def _put_item(items: list[object], key: str, rest: list[str], value: object) -> None:
    """Put a value into the item of a list that bears the next name of the path."""
    name, inside = rest[0], rest[1:]
    item: dict[str, object]
    for one in items:
        if isinstance(one, dict) and one.get(_LISTS[key]) == name:
            item = one
            break
    else:
        item = {_LISTS[key]: name}
        if key == "perpetrators":
            item["name"] = name
        items.append(item)
    if inside:
        _put(item, inside, value)
