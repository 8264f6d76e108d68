"""Writing an update so that it holds from one moment to the next, and taking it back."""

import json
import shutil
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from prevent_options.errors import InputError, Problem
from prevent_options.evidence import EvidenceStore
from prevent_options.files import write_atomically
from prevent_options.posterior import DRAWS_FILE, Posterior
from prevent_options.posterior.files import (
    Update,
    draws_file,
    grown,
    pack_update,
    read_fit,
    read_update,
    update_file,
)
from prevent_options.posterior.manifest import MANIFEST_FILE, ManifestData, manifest_text, read_manifest
from prevent_options.updating.plan import Plan, lineage_entry

PREVIOUS = "previous"
"""Folder of the manifests of before; the number in a name is that of the updates before it."""


def load_base(folder: Path) -> tuple[Posterior, Update | None]:
    """Read a posterior in the order of its fit, and what updates changed since.

    Raises
    ------
    InputError
        A file is missing or damaged.
    """
    manifest = read_manifest(folder)
    update = read_update(folder, manifest)
    arrays = read_fit(folder, manifest)
    return Posterior(arrays if update is None else grown(arrays, update.new), manifest), update


def copy_of(posterior: Path, evidence: Path, output: Path) -> tuple[Path, Path]:
    """Copy a posterior and its evidence into a new folder, to be updated there.

    Raises
    ------
    InputError
        The folder exists and is not empty.
    """
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        found = Problem(str(output), 0, "output", "exists", "a new or empty folder", "choose another folder")
        raise InputError([found])
    manifest = read_manifest(posterior)
    names = [draws_file(manifest), update_file(manifest), MANIFEST_FILE]
    output.mkdir(parents=True, exist_ok=True)
    for name in names:
        if name is not None:
            shutil.copyfile(posterior / name, output / name)
    shutil.copytree(evidence, output / "evidence")
    return output, output / "evidence"


def _short(store: EvidenceStore) -> str:
    return store.digest[:12]


def _commit(folder: Path, evidence: Path, plan: Plan, new: ManifestData, files: dict[str, bytes]) -> None:
    """Write everything an update needs; the manifest last, which is the moment at which it holds.

    When something cannot be written, what was written before it is taken away again.
    """
    old = read_manifest(folder)
    new["lineage"] = [*old["lineage"], lineage_entry(plan)]
    contents: dict[Path, str | bytes] = {folder / name: content for name, content in files.items()}
    contents |= {evidence / name: content for name, content in plan.stores.copies.items()}
    contents[folder / PREVIOUS / f"{len(old['lineage'])}.json"] = manifest_text(old)
    contents[folder / MANIFEST_FILE] = manifest_text(new)
    written: list[Path] = []
    try:
        for path, content in contents.items():
            write_atomically(path, content)
            written.append(path)
    except InputError:
        for path in written:
            _remove(path)
        raise


def _remove(path: Path) -> None:
    """Remove a file, and its folder if nothing else is in it."""
    path.unlink(missing_ok=True)
    if not any(path.parent.iterdir()):
        path.parent.rmdir()


def keep_reweighted(folder: Path, evidence: Path, plan: Plan) -> None:
    """Write a reweighted posterior beside the draws it stands on; the studies go into the store."""
    if plan.result is None:
        raise ValueError("nothing was reweighted")
    name = f"update-{_short(plan.stores.after)}.npz"
    manifest = plan.result.posterior.manifest
    new: ManifestData = {**manifest, "files": {"draws": draws_file(manifest), "update": name}}
    _commit(folder, evidence, plan, new, {name: pack_update(plan.result.update, folder / draws_file(manifest))})


def keep_refitted(folder: Path, evidence: Path, plan: Plan, fitted: Path) -> None:
    """Take over a fit from another folder; the draws of before stay until the update after the next fit."""
    name = f"draws-{_short(plan.stores.after)}.npz"
    new: ManifestData = {**read_manifest(fitted), "files": {"draws": name}}
    _commit(folder, evidence, plan, new, {name: (fitted / DRAWS_FILE).read_bytes()})


def workshop() -> "tempfile.TemporaryDirectory[str]":
    """Return a folder for a fit that is not yet sure to be good; it goes away by itself."""
    return tempfile.TemporaryDirectory(prefix="prevent-options-")


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back.

    Attributes
    ----------
    studies
        Ids that no longer count.
    removed, kept
        Files taken out of the evidence store, and files left there because they were changed since.
    """

    studies: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]


def _nothing(folder: Path, found: str) -> InputError:
    todo = "fit the priors again with `prevent-options priors fit` if they are not what you expect"
    return InputError([Problem(str(folder), 0, "lineage", found, "an update that can be taken back", todo)])


def undo(folder: Path, evidence: Path) -> Undone:
    """Take back the last update: the posterior and the evidence are what they were before it.

    Raises
    ------
    InputError
        Nothing was updated since the fit, or the manifest of before is gone.
    """
    manifest = read_manifest(folder)
    if not manifest["lineage"]:
        raise _nothing(folder, "no update since the fit")
    entry, kept_manifest = manifest["lineage"][-1], folder / PREVIOUS / f"{len(manifest['lineage']) - 1}.json"
    try:
        old: ManifestData = json.loads(kept_manifest.read_bytes())
    except (OSError, ValueError) as error:
        raise _nothing(folder, f"{kept_manifest.name} cannot be read ({error})") from error
    if not (folder / draws_file(old)).is_file():
        raise _nothing(folder, f"{draws_file(old)} is gone")
    write_atomically(folder / MANIFEST_FILE, manifest_text(old))
    for name in {draws_file(manifest), update_file(manifest)} - {draws_file(old), update_file(old), None}:
        (folder / str(name)).unlink(missing_ok=True)
    _remove(kept_manifest)
    removed, kept = _take_out(evidence, entry["files"])
    return Undone(tuple(entry["studies"]), removed, kept)


def _take_out(evidence: Path, files: dict[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Remove copies from the store that are still what was put there; return what was removed and what was kept."""
    removed, kept = list[str](), list[str]()
    for name, digest in files.items():
        path = evidence / name
        if path.is_file() and sha256(path.read_bytes()).hexdigest() == digest:
            _remove(path)
            removed.append(name)
        elif path.is_file():
            kept.append(name)
    return tuple(removed), tuple(kept)
