"""Batch: two processes against one, cost beside ``numpy.exp``, memory as the cases grow, a list of 200 countries."""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
CASES = ("nic-2023", "sdn-darfur-2024", "bgd-rab-2021", "lka-2023")
SCENARIOS = 60
COUNTRIES = 200
FEW, MANY = 60, 600
TOOLS, TACTICS, DRAWS = 34, 20, 4000


def watchlist(folder: Path, count: int) -> Path:
    """Write a folder of that many cases, made of the shipped ones; no two are alike, or one would stand for both."""
    path = folder / str(count)
    path.mkdir(exist_ok=True)
    texts = [(ROOT / "cases" / f"{name}.yaml").read_text(encoding="utf-8") for name in CASES]
    for number in range(count):
        text = re.sub(r"(?m)^id:.*$", f"id: c{number:05}\narea: area {number}", texts[number % len(texts)], count=1)
        text = re.sub(r"(?m)^area: (?!area \d).*\n", "", text)
        (path / f"c{number:05}.yaml").write_text(text, encoding="utf-8")
    return path


def run(folder: Path, count: int, workers: int, draws: int = DRAWS) -> tuple[float, float]:
    """Return seconds and peak memory in MB (largest process) of one batch in a process of its own."""
    code = (
        "import resource, sys; from prevent_options.cli.app import run; code = run(sys.argv[1:]); "
        "kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN); "
        "print(max(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1024); sys.exit(code)"
    )
    output = folder / f"out-{count}-{workers}-{draws}"
    arguments = ["batch", str(watchlist(folder, count)), "-o", str(output), "--workers", str(workers), "--quiet"]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    start = time.perf_counter()
    command = [sys.executable, "-c", code, *arguments, "--draws", str(draws)]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return time.perf_counter() - start, float(done.stdout)


def exp_seconds() -> float:
    """Return the time of ``numpy.exp`` over the elements of one case-scenario."""
    values = np.random.default_rng(1).normal(size=(TOOLS, TACTICS, DRAWS)).astype(np.float32)
    times = []
    for _ in range(7):
        start = time.perf_counter()
        np.exp(values)
        times.append(time.perf_counter() - start)
    return sorted(times)[3]


def measure() -> list[tuple[str, float, str]]:
    """Return times, ratios and memory; each case-scenario has 4,000 draws unless said otherwise."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        one, _ = run(folder, SCENARIOS, 1)
        two, _ = run(folder, SCENARIOS, 2)
        start, _ = run(folder, 1, 1)
        few = run(folder, FEW, 2, 100)[1]
        many = run(folder, MANY, 2, 100)[1]
        countries, _ = run(folder, COUNTRIES, 2)
    each = (one - start) / (SCENARIOS - 1)
    return [
        (f"{SCENARIOS} case-scenarios, one process over two", one / two, "at least 1.7 on 2 cores"),
        ("one case-scenario, s of one core", each, "-"),
        ("one case-scenario over numpy.exp of 34 x 20 x 4000 float32", each / exp_seconds(), "not more than 4"),
        (f"largest process at {MANY} cases, MB (100 draws)", many, "under 1500, whatever the number of cases"),
        (f"memory at {MANY} cases over that at {FEW}", many / few, "about 1"),
        (f"{COUNTRIES} countries with tables and page, whole process, s", countries, "under 20"),
    ]
