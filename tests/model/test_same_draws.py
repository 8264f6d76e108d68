"""The same seed gives the same draws in every process, compiled just now or read back from the compiler's folder."""

import os
import subprocess
import sys
from pathlib import Path

import nutpie
import pymc as pm
import pytensor
import pytest

from prevent_options.model.compiling import compile_model

FIT = """
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from prevent_options.evidence import load_store
from prevent_options.evidence.tables import CountTable
from prevent_options.model.data import model_data
from prevent_options.model.fit import fit
from prevent_options.model.scales import load_scales, values_of
priors, body = Path(sys.argv[1]), "prosecutions"
store = load_store(priors / "evidence")
rows = (store.table.average, store.table.factors[:40], store.table.tallies, store.table.studies)
table = CountTable(*(tuple(row for row in part if row.body == body) for part in rows))
few = replace(store, table=table, studies=tuple(study for study in store.studies if study.body == body))
result = fit(model_data(few), values_of(load_scales(priors)), seed=5, draws=60, tune=150)
print(sha256(result.draws("tau").tobytes()).hexdigest(), result.diagnostics.max_rhat.hex())
"""

PIN = """
import os
if {cores} and hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {cores})
"""
"""Pins a process, where the system can."""


def test_models_are_compiled_without_fast_mathematics(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise code compiled now and code read back add up in another order."""
    seen = []
    monkeypatch.setattr(nutpie, "compile_pymc_model", lambda _: seen.append(pytensor.config.numba__fastmath))
    before = pytensor.config.numba__fastmath
    compile_model(pm.Model())
    assert seen == [False]
    assert pytensor.config.numba__fastmath == before


@pytest.mark.slow
def test_two_processes_draw_the_same(root: Path, tmp_path: Path) -> None:
    """Whatever the compiler's folder holds, the hash seed is, and how many cores there are."""
    told = []
    for seed, cores in (("0", None), ("0", None), ("7", {0})):
        environment = dict(os.environ, PYTHONHASHSEED=seed, PYTENSOR_FLAGS=f"base_compiledir={tmp_path}")
        done = subprocess.run(
            [sys.executable, "-c", PIN.format(cores=cores) + FIT, str(root / "priors")],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        told.append(done.stdout)
    assert told[0]
    assert told == [told[0]] * 3
