"""A document that was read: its plain data, and the line of every part of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

type Address = tuple[str | int, ...]

_SHOWN_LENGTH = 60
_SIMPLE_KEY = re.compile(r"[\w@<>?*-]{1,80}")
# A list item is named by the first of these it has, so that a path survives a new item above it.
_NAMING_KEYS = ("id", "tactic", "tool", "name")


def shown(value: object) -> str:
    """Return a short, one-line description of a value for an error message."""
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}" if value else "an empty list"
    text = ascii(value) if isinstance(value, str) and not value.isprintable() else repr(value)
    return text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 3] + "..."


def slug(text: str) -> str:
    """Return text as lower-case words joined by hyphens; letters of any script stay."""
    return re.sub(r"[\W_]+", "-", text.casefold()).strip("-")


def item_name(item: object) -> str | None:
    """Return the word by which a list item is addressed, or None when it has no name.

    Ids are used as they stand; the free text of ``name`` becomes a slug.
    """
    if isinstance(item, str):
        return None
    for key in _NAMING_KEYS if isinstance(item, Mapping) else ():
        value = item.get(key) if isinstance(item, Mapping) else None
        if isinstance(value, str) and value.strip():
            return slug(value) or None if key == "name" else value
    return None


def _step(node: object, key: str | int) -> object:
    if isinstance(node, Mapping):
        return node.get(key)
    if isinstance(node, (list, tuple)) and isinstance(key, int) and 0 <= key < len(node):
        item: object = node[key]
        return item
    return None


def _word(key: str | int, node: object) -> str:
    if isinstance(key, int):
        return item_name(node) or str(key)
    return key if _SIMPLE_KEY.fullmatch(key) else shown(key)


def dotted(address: Address, data: object) -> str:
    """Return an address as dotted text, list items named by their id, tactic, tool or name.

    Parameters
    ----------
    address
        Keys and list positions from the top of the document.
    data
        The document's data, to look names up in.

    Returns
    -------
    str
        For example ``perpetrators.rsf.tactics.crsv.intensity``; ``(top level)`` for the empty address.
    """
    words = []
    for key in address:
        data = _step(data, key)
        words.append(_word(key, data))
    return ".".join(words) or "(top level)"


@dataclass(frozen=True, slots=True)
class Document:
    """Plain data (mappings, lists, text, None) with the line of every part.

    Attributes
    ----------
    data
        What the file holds; every scalar that is not null is text.
    file
        The file as the user named it.
    lines
        Address to line, counted from 1.
    """

    data: object
    file: str
    lines: Mapping[Address, int] = field(default_factory=dict)

    def line(self, address: Address) -> int:
        """Return the line of an address, or of its nearest ancestor that has one; 0 when none has."""
        for length in range(len(address), -1, -1):
            if (line := self.lines.get(address[:length])) is not None:
                return line
        return 0

    def dotted(self, address: Address) -> str:
        """Return an address of this document as dotted text."""
        return dotted(address, self.data)
