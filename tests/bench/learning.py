"""The fit beside PyMC's own sampler, and meta-analysis beside metafor (needs Rscript)."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
STUDIES, MODERATORS, TOOLS = 2000, 12, 40
RUNS = 5
R_SCRIPT = """
suppressMessages(library(metafor)); d <- read.csv(commandArgs(TRUE)[1])
f <- as.formula(paste("~", paste0("x", 1:12, collapse = "+")))
t0 <- proc.time()[[3]]; m <- rma(y, v, mods = f, data = d, control = list(threshold = 1e-10))
cat(proc.time()[[3]] - t0, m$tau2, coef(m), m$se)
"""


def measure() -> list[tuple[str, float, str]]:
    """Return wall time of a cold fit, efficiency beside plain PyMC, and time and agreement beside metafor."""
    return [*_cold_fit(), *_beside_pymc(), *_beside_metafor()]


def _cold_fit() -> list[tuple[str, float, str]]:
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "prevent_options", "priors", "fit", "-o", folder], cwd=ROOT, check=True)
        return [("fit, cold process to saved posterior, s", time.perf_counter() - start, "under 90")]


def _beside_pymc() -> list[tuple[str, float, str]]:
    """Compare least effective draws a second of sampling, compilation left out on both sides, four chains."""
    import arviz as az
    import pymc as pm

    from prevent_options.evidence import load_store
    from prevent_options.model.build import build_model
    from prevent_options.model.data import model_data
    from prevent_options.model.fit import fit
    from prevent_options.model.scales import load_scales, values_of

    data = model_data(load_store(ROOT / "priors" / "evidence"))
    scales = values_of(load_scales(ROOT / "priors"))
    start = time.perf_counter()
    ours = fit(data, scales, seed=1)
    ours_rate = ours.diagnostics.min_ess_bulk / (time.perf_counter() - start)
    start = time.perf_counter()
    with build_model(data, scales):
        trace = pm.sample(1000, tune=1000, chains=4, cores=2, nuts_sampler="pymc", random_seed=1, progressbar=False)
    seconds = time.perf_counter() - start
    names = [name for name in trace["posterior"].data_vars if not str(name).endswith("_raw")]
    least = min(float(array.min()) for array in az.ess(trace["posterior"].to_dataset()[names]).data_vars.values())
    return [
        ("least effective draws a second, compilation included", ours_rate, "-"),
        ("the same, times plain pm.sample", ours_rate / (least / seconds), "at least 3"),
    ]


def _studies() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    x = np.column_stack([np.ones(STUDIES), rng.normal(size=(STUDIES, MODERATORS))])
    v, tool = rng.uniform(0.01, 0.1, STUDIES), rng.integers(TOOLS, size=STUDIES)
    y = x @ rng.normal(0, 0.1, MODERATORS + 1) + rng.normal(0, np.sqrt(v + 0.05)) + rng.normal(0, 0.2, TOOLS)[tool]
    return y, v, x, tool


def _seconds(y: np.ndarray, v: np.ndarray, x: np.ndarray, tool: np.ndarray | None) -> float:
    from prevent_options.validation.reml import estimate

    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        estimate(y, v, x, tool)
        times.append(time.perf_counter() - start)
    return float(np.median(times))


def _beside_metafor() -> list[tuple[str, float, str]]:
    from prevent_options.validation.reml import estimate

    y, v, x, tool = _studies()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "studies.csv"
        header = ",".join(["y", "v", *(f"x{k}" for k in range(1, MODERATORS + 1))])
        np.savetxt(path, np.column_stack([y, v, x[:, 1:]]), delimiter=",", header=header, comments="")
        done = subprocess.run(["Rscript", "-e", R_SCRIPT, str(path)], check=True, capture_output=True, text=True)
    theirs = np.array([float(word) for word in done.stdout.split()])
    found = estimate(y, v, x)
    gap = np.abs(np.concatenate([[found.tau2], found.beta, found.se]) - theirs[1:]).max()
    return [
        ("2,000 studies, 12 moderators: metafor rma, s", theirs[0], "-"),
        ("the same model here, times as fast", theirs[0] / _seconds(y, v, x, None), "above 1"),
        ("with a level of tools besides, times as fast as rma without", theirs[0] / _seconds(y, v, x, tool), "above 1"),
        ("largest difference from rma", gap, "under 1e-4"),
    ]
