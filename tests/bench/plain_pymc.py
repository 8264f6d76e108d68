"""The fit beside PyMC's own sampler on the same model: least effective draws a second, compilation included.

Each sampler runs in a process of its own, twice: with empty folders, so that both compile everything, and again with
what both have kept. Ours also runs with the 1,000 draws and 1,000 of warm-up that PyMC gets.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from importlib import import_module

from learning import processor, shipped

OURS, EQUAL = {"draws": 1000, "tune": 500}, {"draws": 500, "tune": 1000}
"""Draws kept and warm-up of each chain; every second draw is kept."""


def ours(draws: int, tune: int) -> float:
    """Return the least effective draws of our fit."""
    from prevent_options.model.fit import fit

    return float(fit(*shipped(), seed=1, draws=draws, tune=tune).diagnostics.min_ess_bulk)


def plain() -> float:
    """Return the least effective draws of PyMC's sampler."""
    import arviz as az
    import pymc as pm

    from prevent_options.model.build import build_model

    with build_model(*shipped()):
        trace = pm.sample(1000, tune=1000, chains=4, cores=2, nuts_sampler="pymc", random_seed=1, progressbar=False)
    names = [name for name in trace["posterior"].data_vars if not str(name).endswith("_raw")]
    return min(float(array.min()) for array in az.ess(trace["posterior"].to_dataset()[names]).data_vars.values())


def timed(settings: dict[str, int]) -> dict[str, float]:
    """Return least effective draws, and those a second of wall and of processor time; no settings for plain PyMC."""
    for name in ("arviz", "pymc", "prevent_options.model.build", "prevent_options.model.fit"):
        import_module(name)  # before the clock starts
    shipped()
    start, used = time.perf_counter(), processor()
    least = ours(**settings) if settings else plain()
    return {
        "least": least,
        "a second": least / (time.perf_counter() - start),
        "a second of processor time": least / (processor() - used),
    }


def _in_a_process(settings: dict[str, int], folder: str) -> dict[str, float]:
    folders = {"NUMBA_CACHE_DIR": folder, "PYTENSOR_FLAGS": f"base_compiledir={folder}"}
    done = subprocess.run(
        [sys.executable, __file__, json.dumps(settings)],
        env={**os.environ, **folders},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _run(settings: dict[str, int], state: str) -> dict[str, float]:
    """Run in an empty folder, or a second time in one."""
    with tempfile.TemporaryDirectory() as folder:
        runs = [_in_a_process(settings, folder) for _ in range(1 if state == "compiled anew" else 2)]
    return runs[-1]


def measure() -> list[tuple[str, float, str]]:
    """Return how many times the least effective draws a second of plain PyMC a fit has."""
    rows = []
    for state in ("compiled anew", "code kept"):
        beside = _run({}, state)
        for name, settings in (("as shipped", OURS), ("1,000 + 1,000", EQUAL)):
            found = _run(settings, state)
            rows += [
                (f"{key}, times pm.sample, {name}, {state}", found[key] / beside[key], "at least 3")
                for key in ("a second", "a second of processor time")
            ]
    return rows


if __name__ == "__main__":
    print(json.dumps(timed(json.loads(sys.argv[1]))))
