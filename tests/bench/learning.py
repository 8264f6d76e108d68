"""A fit and a simulation of the calibration, and meta-analysis beside metafor (needs Rscript)."""

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
    """Return times of a fit and of a simulation, time and agreement beside metafor."""
    return [*_cold_fit(), *_one_simulation(), *_beside_metafor()]


def processor() -> float:
    """Return the processor time of this process and of those it has waited for, s: what other work does not stretch."""
    return sum(os.times()[:4])


def _one_simulation() -> list[tuple[str, float, str]]:
    """Measure simulations of the calibration, fit and ranks included, after one compilation."""
    from prevent_options.model.repeat import Repeated
    from prevent_options.validation.sbc import one_simulation

    data, scales = shipped()
    model, wall, spent = Repeated(data, scales), [], []
    for seed in range(1, RUNS + 1):
        start, used = time.perf_counter(), processor()
        one_simulation(model, data, scales, seed)
        wall.append(time.perf_counter() - start)
        spent.append(processor() - used)
    return [
        ("one simulation of the calibration, fit included, s", float(np.median(wall)), "under 4"),
        ("one simulation of the calibration, processor, s", float(np.median(spent)), "-"),
    ]


def shipped() -> "tuple[ModelData, dict[str, float]]":
    """Return the evidence and the scales that ship."""
    from prevent_options.evidence import load_store
    from prevent_options.model.data import model_data
    from prevent_options.model.scales import load_scales, values_of

    return model_data(load_store(ROOT / "priors" / "evidence")), values_of(load_scales(ROOT / "priors"))


def _cold_fit() -> list[tuple[str, float, str]]:
    """Measure a fit that has to compile: nothing of an earlier process is read back."""
    with tempfile.TemporaryDirectory() as folder:
        start, used = time.perf_counter(), processor()
        command = [sys.executable, "-m", "prevent_options", "priors", "fit", "-o", folder]
        subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "NUMBA_CACHE_DIR": folder})
        return [
            ("fit, cold process to saved posterior, s", time.perf_counter() - start, "under 90"),
            ("fit, cold process to saved posterior, processor, s", processor() - used, "-"),
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
