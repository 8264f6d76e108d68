"""Studies to be added: read with every problem at once, checked against the store, told apart from what is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from prevent_options.catalogues import Catalogues
from prevent_options.errors import InputError, Problem
from prevent_options.evidence import EvidenceStore, load_store, store_problems
from prevent_options.evidence.store import load_statement_or_study
from prevent_options.evidence.study import STUDIES
from prevent_options.posterior import Posterior
from prevent_options.yamlio import at_source


@dataclass(frozen=True, slots=True)
class Stores:
    """The evidence before and after an update.

    Attributes
    ----------
    before
        What the posterior was made from, as far as it is still in the store.
    after
        With everything that is added.
    added
        Ids that are added, sorted.
    copies
        Text of every file that has to be put into the store, by its name there.
    changed
        Files of the posterior's evidence that are gone or no longer the same; empty where all is as it was.
    """

    before: EvidenceStore
    after: EvidenceStore
    added: tuple[str, ...]
    copies: dict[str, bytes]
    changed: tuple[str, ...]


def _problem(path: Path, where: str, found: str, expected: str, todo: str) -> Problem:
    return Problem(str(path), 0, where, found, expected, todo)


def _place_problem(path: Path, name: str, store: EvidenceStore, folder: Path, known: Iterable[str]) -> Problem | None:
    """Return what is wrong with adding a file under its name, if anything."""
    if (folder / name).resolve() == path.resolve():
        if name not in known:
            return None
        return _problem(path, "id", "counted already", "a study the posterior does not know", "leave it out")
    if name in store.digests:
        todo = "choose another id; if the study changed, change its file in the store and run `priors fit`"
        return _problem(path, "id", f"{path.stem} is the id of a study in the store", "an id of its own", todo)
    return None


def _only(store: EvidenceStore, names: Iterable[str]) -> EvidenceStore:
    """Return the part of a store that stands in the named files."""
    kept = frozenset(names)
    return replace(
        store,
        studies=tuple(study for study in store.studies if study.file in kept),
        statements=tuple(one for one in store.statements if one.file in kept),
        digests={name: digest for name, digest in store.digests.items() if name in kept},
    )


def _changed(store: EvidenceStore, posterior: Posterior) -> tuple[str, ...]:
    known = posterior.manifest["evidence"]
    return tuple(sorted(name for name, digest in known.items() if store.digests.get(name) != digest))


def _read(paths: Sequence[Path], folder: Path, store: EvidenceStore, known: Iterable[str]) -> dict[str, Path]:
    """Return the files to add by their name in the store, or every problem of all of them."""
    problems, files = list[Problem](), dict[str, Path]()
    for path in paths:
        try:
            name = load_statement_or_study(path).file
        except InputError as error:
            problems.extend(error.problems)
            continue
        if name in files:
            problems.append(_problem(path, "id", "named twice", "each file once", "leave one out"))
        elif problem := _place_problem(path, name, store, folder, known):
            problems.append(problem)
        files[name] = path
    if problems:
        raise InputError(problems)
    return files


def read_additions(paths: Sequence[Path], folder: Path, posterior: Posterior, catalogues: Catalogues) -> Stores:
    """Read what is to be added.

    Parameters
    ----------
    paths
        Study files, or files of expert statements; those in the store that the posterior does not know are added too.
    folder
        The evidence store.
    posterior
        What the studies are added to.
    catalogues
        Bodies of evidence and tactics that exist.

    Raises
    ------
    InputError
        Every problem of every file, nothing to add, or an addition that the checks of the store refuse.
    """
    store, known = load_store(folder), posterior.manifest["evidence"]
    files = _read(paths, folder, store, known)
    pending = [name for name in store.digests if name not in known]
    added = [load_statement_or_study(path) for name, path in files.items() if name not in store.digests]
    after = store.adding(added, {name: sha256(path.read_bytes()).hexdigest() for name, path in files.items()})
    if not files and not pending:
        todo = "name a study file"
        raise InputError([_problem(folder / STUDIES, "studies", "nothing new", "a study to add", todo)])
    new = {*files, *pending}
    if problems := [
        at_source(p, files[p.file]) if p.file in files else p
        for p in store_problems(after, catalogues)
        if p.file in new
    ]:
        raise InputError(problems)
    copies = {name: path.read_bytes() for name, path in files.items() if name not in store.digests}
    ids = tuple(sorted(Path(name).stem for name in new))
    return Stores(_only(store, known), after, ids, copies, _changed(store, posterior))
