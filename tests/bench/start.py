"""How long a command takes from nothing to its output, beside the bare interpreter with the libraries it must load."""

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
CASE = str(ROOT / "cases" / "sdn-darfur-2024.yaml")
RUNS = 7
LIGHT = {
    f"validate {CASE}": "under 0.35",
    "rules list": "under 0.35",
    "rules lint": "under 0.35",
    "rules show SUB-003": "under 0.35",
    "evidence list": "under 0.35",
    "schema case": "under 0.35",
    # It evaluates every rule for every tool in all shipped cases.
    "rules coverage": "-",
}
"""Commands that need no posterior, and what each may take."""


def seconds(*arguments: str) -> float:
    """Return the median wall time of a whole process over several runs, the first one left out."""
    # Compiled modules are part of being warm, also where a shell says not to write them.
    warm = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    times = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True, env=warm)
        times.append(time.perf_counter() - start)
    return median(times[1:])


def measure() -> list[tuple[str, float, str]]:
    """Return wall times of light and heavy commands, and the ratio to loading NumPy and pydantic alone."""
    bare = seconds("-c", "import numpy, pydantic, yaml, click")
    rank = seconds("-m", "prevent_options", "rank", CASE, "--format", "json")
    light = {words: seconds("-m", "prevent_options", *words.split()) for words in LIGHT}
    posterior = _posterior_milliseconds()
    return [
        ("bare interpreter with NumPy, pydantic, PyYAML, click, s", bare, "-"),
        ("rank one case, whole process, s", rank, "under 0.8"),
        ("rank, times the bare interpreter", rank / bare, "-"),
        *(
            (f"{words}, whole process, s", taken, under)
            for (words, under), taken in zip(LIGHT.items(), light.values(), strict=True)
        ),
        ("posterior loaded, ms", posterior, "under 50"),
    ]


def _posterior_milliseconds() -> float:
    """Return the median time to load the shipped draws in this process."""
    from prevent_options.posterior import load_posterior

    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        load_posterior()
        times.append(1000 * (time.perf_counter() - start))
    return median(times)
