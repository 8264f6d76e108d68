"""Saves a fit as the posterior that ships, after the gate, and never half of it."""

import io
from dataclasses import asdict
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import numpy as np

from prevent_options.evidence.store import EvidenceStore
from prevent_options.evidence.summary import evidence_ids, summarise
from prevent_options.evidence.vocabulary import INDIRECT
from prevent_options.files import write_atomically
from prevent_options.model.fit import Fit
from prevent_options.model.gate import require_good
from prevent_options.model.levels import level_names
from prevent_options.model.notation import Numbers
from prevent_options.posterior import DRAWS_FILE, BodyCounts
from prevent_options.posterior.manifest import MANIFEST_FILE, SCHEMA, ManifestData, counts_as_json, manifest_text

SINGLE = (
    "mu",
    "tau",
    "alpha",
    "m",
    "gamma",
    "delta",
    "sigma_alpha",
    "sigma_direct",
    "sigma_extra",
    "sigma_delta",
    "mu_b",
    "sigma_b",
    "sigma_u",
    "tau_f",
    "study_sd",
    "concentration_directions",
)
"""Stored in single precision; the last two are what the likelihood of one more study needs (``updating``)."""

HALF = ("b", "beta")
"""Stored in half precision: steps of 0.00024 near 0.3, far below Monte Carlo error. They are most of the file."""

_PERMUTATION_SEED = 7
_SOURCES = ("__init__.py", "counting.py", "data.py", "density.py", "design.py", "layout.py", "notation.py")
_PACKAGES = ("arviz", "llvmlite", "numba", "numpy", "nutpie")


def model_digest() -> str:
    """Return the SHA-256 of the model's own source: notation, priors and likelihood, and the arrays it reads."""
    folder = Path(__file__).parent
    return sha256(b"".join((folder / name).read_bytes() for name in _SOURCES)).hexdigest()


def _arrays(fit: Fit) -> dict[str, np.ndarray]:
    """Return the arrays to ship; draws are shuffled once, so that the first D are a fair sample of all chains."""
    order = np.random.default_rng(_PERMUTATION_SEED).permutation(fit.draws("mu").size)
    precision = {**dict.fromkeys(SINGLE, np.float32), **dict.fromkeys(HALF, np.float16)}
    return {
        name: np.ascontiguousarray(fit.draws(name)[..., order], dtype=kind)
        for name, kind in precision.items()
        if name in fit.posterior
    }


def _diagnostics(fit: Fit) -> dict[str, float]:
    d = fit.diagnostics
    return {
        "max_rhat": round(d.max_rhat, 4),
        "min_ess_bulk": round(d.min_ess_bulk),
        "min_ess_tail": round(d.min_ess_tail),
        "divergences": d.divergences,
    }


def manifest_of(fit: Fit, store: EvidenceStore, scales: Numbers, scales_digest: str) -> ManifestData:
    """Return the manifest of a fit."""
    counts = {body: BodyCounts(**asdict(summary)) for body, summary in summarise(store).items()}
    return {
        "schema": SCHEMA,
        "seed": fit.seed,
        "draws": int(fit.draws("mu").size),
        "digests": {"evidence": store.digest, "model": model_digest(), "scales": scales_digest},
        "evidence": dict(store.digests),
        "scales": {name: float(value) for name, value in scales.items()},
        "levels": level_names(fit.data),
        "indirect": list(INDIRECT),
        "counts": counts_as_json(counts),
        "evidence_ids": evidence_ids(store),
        "diagnostics": _diagnostics(fit),
        "versions": {package: version(package) for package in _PACKAGES},
        "lineage": [],
    }


def save(fit: Fit, store: EvidenceStore, scales: Numbers, scales_digest: str, folder: Path) -> None:
    """Write ``draws.npz`` and ``manifest.json``; the manifest last, so that it never names draws that are not there.

    Raises
    ------
    FitError
        When the fit does not pass the gate; nothing is written.
    """
    require_good(fit.diagnostics)
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **_arrays(fit))
    write_atomically(folder / DRAWS_FILE, buffer.getvalue())
    write_atomically(folder / MANIFEST_FILE, manifest_text(manifest_of(fit, store, scales, scales_digest)))
