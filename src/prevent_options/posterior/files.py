"""Files of a posterior: the draws of a fit, and beside them what an update changed.

A manifest names the files that belong to it, so that replacing the manifest is the moment at which a change holds.
An update keeps the draws of the fit as they are and adds a small file: which draw stands at which place afterwards,
draws of cells that the update brought in, and the logarithm of the weights, on which a later update builds.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from prevent_options.errors import InputError, Problem
from prevent_options.posterior.manifest import ManifestData

DRAWS_FILE = "draws.npz"
_NEW = "new/"

type Arrays = dict[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Update:
    """What reweighting changed.

    Attributes
    ----------
    index
        The draw of the fit that stands at each place, shape (D,).
    log_weights
        Log likelihood of everything that was added since the fit, at each draw of the fit, shape (D,).
    new
        Draws of levels that the fit did not know, in the order of the fit's draws, shape (levels, D) each.
    """

    index: NDArray[np.int64]
    log_weights: NDArray[np.float64]
    new: Mapping[str, NDArray[np.float32]]


def draws_file(manifest: ManifestData) -> str:
    """Return the name of the file with the draws of the fit."""
    return manifest.get("files", {}).get("draws", DRAWS_FILE)


def update_file(manifest: ManifestData) -> str | None:
    """Return the name of the file with what an update changed; None where nothing was updated."""
    return manifest.get("files", {}).get("update")


def _read(path: Path) -> dict[str, np.ndarray]:
    try:
        with np.load(path, allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except (OSError, ValueError, BadZipFile) as error:
        todo = "fit the priors again with `prevent-options priors fit`"
        raise InputError([Problem(str(path), 0, "file", str(error), "the draws of a posterior", todo)]) from error


def packed(arrays: Mapping[str, np.ndarray]) -> bytes:
    """Return arrays as the bytes of a file."""
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def pack_update(update: Update, fit: Path) -> bytes:
    """Return an update as the bytes of its file, bound to the file with the draws of the fit it stands on."""
    new = {_NEW + name: values for name, values in update.new.items()}
    bound = np.frombuffer(sha256(fit.read_bytes()).digest(), dtype=np.uint8)
    return packed({"index": update.index.astype(np.int32), "log_weights": update.log_weights, "fit": bound, **new})


def read_update(folder: Path, manifest: ManifestData) -> Update | None:
    """Read what an update changed; None where nothing was updated.

    Raises
    ------
    InputError
        The file is missing or damaged, or stands on other draws than those beside it.
    """
    name = update_file(manifest)
    if name is None:
        return None
    arrays, fit = _read(folder / name), folder / draws_file(manifest)
    if fit.is_file() and arrays["fit"].tobytes() != sha256(fit.read_bytes()).digest():
        todo = "put the draws back, or fit the priors again with `prevent-options priors fit`"
        found = f"{fit.name} is not the file it was made with"
        raise InputError([Problem(str(folder / name), 0, "file", found, "an update of the draws beside it", todo)])
    new = {key.removeprefix(_NEW): values for key, values in arrays.items() if key.startswith(_NEW)}
    return Update(arrays["index"].astype(np.int64), arrays["log_weights"], new)


def read_fit(folder: Path, manifest: ManifestData) -> Arrays:
    """Read the draws of a fit.

    Raises
    ------
    InputError
        The file is missing or damaged.
    """
    return _read(folder / draws_file(manifest))


def grown(arrays: Mapping[str, np.ndarray], new: Mapping[str, np.ndarray]) -> Arrays:
    """Return arrays with the new levels behind those they have."""
    return {name: np.concatenate([values, new[name]]) if name in new else values for name, values in arrays.items()}


def read_arrays(folder: Path, manifest: ManifestData) -> Arrays:
    """Read the draws of a posterior as they stand after its updates.

    Raises
    ------
    InputError
        A file is missing or damaged.
    """
    arrays, update = read_fit(folder, manifest), read_update(folder, manifest)
    if update is None:
        return arrays
    return {name: np.ascontiguousarray(values[..., update.index]) for name, values in grown(arrays, update.new).items()}
