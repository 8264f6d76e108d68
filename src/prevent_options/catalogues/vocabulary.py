"""The names of the catalogue without its content, for readers of case profiles."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from prevent_options.catalogues.loading import FAMILIES_FILE, catalogue_dir, entry_files
from prevent_options.catalogues.models import Families
from prevent_options.catalogues.words import Kind
from prevent_options.yamlio import load_document, read_document


class Vocabulary(NamedTuple):
    """Ids and aliases of tactics and tools.

    Attributes
    ----------
    tactics, tools
        Ids and aliases of entries, each to the id it stands for.
    tactic_families, tool_families
        Ids of families.
    """

    tactics: Mapping[str, str]
    tools: Mapping[str, str]
    tactic_families: tuple[str, ...]
    tool_families: tuple[str, ...]


def load_vocabulary(folder: Path | None = None) -> Vocabulary:
    """List the names a case profile may use, without reading the entries that have no alias.

    Parameters
    ----------
    folder
        The catalogue folder; the shipped one when None.

    Raises
    ------
    InputError
        ``families.yaml`` or an entry with an alias cannot be read.
    """
    folder = folder or catalogue_dir()
    families = load_document(folder / FAMILIES_FILE, Families)
    return Vocabulary(
        tactics=_names(folder, "tactics"),
        tools=_names(folder, "tools"),
        tactic_families=tuple(sorted(family.id for family in families.tactics)),
        tool_families=tuple(sorted(family.id for family in families.tools)),
    )


def _names(folder: Path, kind: Kind) -> Mapping[str, str]:
    """Return ids, which are the names of the files, and aliases."""
    names: dict[str, str] = {}
    for path in entry_files(folder, kind):
        names[path.stem] = path.stem
        names |= dict.fromkeys(_aliases(path), path.stem)
    return names


def _aliases(path: Path) -> Iterable[str]:
    if b"aliases" not in path.read_bytes():
        return ()
    data = read_document(path).data
    aliases = data.get("aliases") if isinstance(data, dict) else None
    return [str(alias) for alias in aliases] if isinstance(aliases, list) else ()
