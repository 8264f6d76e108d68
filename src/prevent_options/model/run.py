"""From evidence to a saved posterior: everything is read and checked before anything is sampled."""

from pathlib import Path

from prevent_options.evidence.store import EvidenceStore
from prevent_options.model.data import model_data
from prevent_options.model.fit import SEED, fit
from prevent_options.model.gate import Diagnostics
from prevent_options.model.sampling import Progress
from prevent_options.model.save import save
from prevent_options.model.scales import load_scales, scales_digest, values_of
from prevent_options.paths import data_dir

__all__ = ["SEED", "fit_and_save"]


def fit_and_save(
    store: EvidenceStore,
    output: Path,
    *,
    priors: Path | None = None,
    seed: int = SEED,
    null_publication: float | None = None,
    progress: Progress | None = None,
) -> Diagnostics:
    """Fit the model to a store and save the posterior.

    Parameters
    ----------
    store
        The evidence.
    output
        Folder for ``draws.npz`` and ``manifest.json``; left as it was unless the fit is good.
    priors
        Folder with ``scales.yaml``; the shipped one by default.
    seed
        Of the sampler.
    null_publication
        Chance to be published of a finding without a clear direction, relative to others; the scale's by default.
    progress
        Told of draws done and draws in all.

    Raises
    ------
    InputError
        Damaged scales; nothing was sampled.
    FitError
        The fit did not converge; nothing was saved.
    """
    folder = data_dir("priors") if priors is None else priors
    scales = values_of(load_scales(folder))
    if null_publication is not None:
        scales["null_publication"] = null_publication
    result = fit(model_data(store), scales, seed=seed, progress=progress)
    save(result, store, scales, scales_digest(folder), output)
    return result.diagnostics
