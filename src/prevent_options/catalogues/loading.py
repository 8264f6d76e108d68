"""From the catalogue folder to catalogues, or to every problem in it at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from prevent_options.catalogues.catalogue import Catalogues
from prevent_options.catalogues.checks import Entries, check_entries
from prevent_options.catalogues.models import Body, Factor, Families, Family, Tactic, Tool
from prevent_options.catalogues.words import KINDS, Kind
from prevent_options.errors import InputError, Problem
from prevent_options.paths import data_dir
from prevent_options.yamlio import Document, StrictModel, read_document, validation_problems

FAMILIES_FILE = "families.yaml"


@dataclass(slots=True)
class _Reading:
    """Collects documents and problems while files are read."""

    folder: Path
    documents: dict[tuple[Kind, str], Document]
    problems: list[Problem]

    def read[M: StrictModel](self, path: Path, model: type[M]) -> tuple[Document | None, M | None]:
        """Read and validate one file; what is wrong goes to the problems."""
        try:
            document = read_document(path)
        except InputError as error:
            self.problems += error.problems
            return None, None
        entry, problems = validation_problems(document, model)
        self.problems += problems
        return document, entry

    def read_all[M: StrictModel](self, kind: Kind, model: type[M]) -> dict[str, M]:
        """Read the files of one kind, in the order of their names."""
        entries: dict[str, M] = {}
        for path in entry_files(self.folder, kind):
            document, entry = self.read(path, model)
            if document is not None and entry is not None:
                self.documents[kind, path.stem] = document
                entries[path.stem] = entry
        return entries


def catalogue_dir() -> Path:
    """Return the folder of the shipped catalogues."""
    return data_dir("priors") / "catalogue"


def entry_files(folder: Path, kind: Kind) -> list[Path]:
    """Return the files of one kind in the order of their names."""
    return sorted((folder / kind).glob("*.yaml"))


def load_catalogues(folder: Path | None = None) -> Catalogues:
    """Read and check the catalogues.

    Parameters
    ----------
    folder
        Folder with ``families.yaml`` and the folders ``tactics``, ``tools``, ``factors`` and ``bodies``; the shipped
        one when None.

    Returns
    -------
    Catalogues
        Everything in it.

    Raises
    ------
    InputError
        With every problem within and between the files.
    """
    folder = folder or catalogue_dir()
    reading = _Reading(folder, {}, [])
    document, families = reading.read(folder / FAMILIES_FILE, Families)
    entries = Entries(
        tactics=reading.read_all("tactics", Tactic),
        tools=reading.read_all("tools", Tool),
        factors=reading.read_all("factors", Factor),
        bodies=reading.read_all("bodies", Body),
        families=families or Families.model_construct(tactics=(), tools=()),
        documents=reading.documents,
        families_document=document or Document({}, str(folder / FAMILIES_FILE)),
        names={kind: frozenset(path.stem for path in entry_files(folder, kind)) for kind in KINDS},
    )
    problems = reading.problems + (list(check_entries(entries)) if families else [])
    if problems:
        raise InputError(problems)
    return _assembled(entries)


def _assembled(entries: Entries) -> Catalogues:
    return Catalogues(
        tactics=entries.tactics,
        tools=entries.tools,
        factors=entries.factors,
        bodies=entries.bodies,
        tactic_families=_by_id(entries.families.tactics),
        tool_families=_by_id(entries.families.tools),
        documents=entries.documents,
    )


def _by_id(families: tuple[Family, ...]) -> Mapping[str, Family]:
    return {family.id: family for family in sorted(families, key=lambda family: family.id)}
