"""The fit beside PyMC's own sampler, and meta-analysis beside metafor (needs Rscript)."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from prevent_options.model.data import ModelData

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
    """Return times of a fit and of a simulation, efficiency beside plain PyMC, time and agreement beside metafor."""
    return [*_cold_fit(), *_one_simulation(), *_beside_pymc(), *_beside_metafor()]


def _processor() -> float:
    """Return the processor time of this process and of those it has waited for, s: what other work does not stretch."""
    return sum(os.times()[:4])


def _one_simulation() -> list[tuple[str, float, str]]:
    """Measure simulations of the calibration, fit and ranks included, after one compilation."""
    from prevent_options.model.repeat import Repeated
    from prevent_options.validation.sbc import one_simulation

    data, scales = _shipped()
    model, wall, processor = Repeated(data, scales), [], []
    for seed in range(1, RUNS + 1):
        start, used = time.perf_counter(), _processor()
        one_simulation(model, data, scales, seed)
        wall.append(time.perf_counter() - start)
        processor.append(_processor() - used)
    return [
        ("one simulation of the calibration, fit included, s", float(np.median(wall)), "under 4"),
        ("one simulation of the calibration, processor, s", float(np.median(processor)), "-"),
    ]


def _shipped() -> "tuple[ModelData, dict[str, float]]":
    from prevent_options.evidence import load_store
    from prevent_options.model.data import model_data
    from prevent_options.model.scales import load_scales, values_of

    return model_data(load_store(ROOT / "priors" / "evidence")), values_of(load_scales(ROOT / "priors"))


def _cold_fit() -> list[tuple[str, float, str]]:
    with tempfile.TemporaryDirectory() as folder:
        start, used = time.perf_counter(), _processor()
        subprocess.run([sys.executable, "-m", "prevent_options", "priors", "fit", "-o", folder], cwd=ROOT, check=True)
        return [
            ("fit, cold process to saved posterior, s", time.perf_counter() - start, "under 90"),
            ("fit, cold process to saved posterior, processor, s", _processor() - used, "-"),
        ]


def _beside_pymc() -> list[tuple[str, float, str]]:
    """Compare least effective draws a second, compilation included on both sides, four chains."""
    import arviz as az
    import pymc as pm

    from prevent_options.model.build import build_model
    from prevent_options.model.fit import fit

    data, scales = _shipped()
    start, used = time.perf_counter(), _processor()
    ours = fit(data, scales, seed=1).diagnostics.min_ess_bulk
    ours_wall, ours_used = time.perf_counter() - start, _processor() - used
    start, used = time.perf_counter(), _processor()
    with build_model(data, scales):
        trace = pm.sample(1000, tune=1000, chains=4, cores=2, nuts_sampler="pymc", random_seed=1, progressbar=False)
    wall, used = time.perf_counter() - start, _processor() - used
    names = [name for name in trace["posterior"].data_vars if not str(name).endswith("_raw")]
    least = min(float(array.min()) for array in az.ess(trace["posterior"].to_dataset()[names]).data_vars.values())
    return [
        ("least effective draws of four chains", ours, "at least 400"),
        ("least effective draws a second", ours / ours_wall, "-"),
        ("the same, times plain pm.sample", (ours / ours_wall) / (least / wall), "at least 3"),
        ("the same by processor time, times plain pm.sample", (ours / ours_used) / (least / used), "at least 3"),
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
