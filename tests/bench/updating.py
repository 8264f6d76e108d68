"""How long it takes to add a study by reweighting, whole process, beside the bare interpreter and beside a fit."""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
LIKE = ROOT / "priors" / "evidence" / "studies" / "armand2020-radio-defection-lra.yaml"
RUNS = 5


def a_study(folder: Path) -> Path:
    """Write a study that is like a shipped one under another name."""
    text = re.sub(
        r"^citation: >-\n(?: {2}.*\n)+",
        "citation: A, B. (2024). C\n",
        LIKE.read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    for key, value in (("id", "bench"), ("year", "2024"), ("doi", "null")):
        text = re.sub(rf"^{key}: .*$", f"{key}: {value}", text, count=1, flags=re.MULTILINE)
    path = folder / "bench.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def seconds(*arguments: str) -> float:
    """Return the wall time of a process."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - start


def measure() -> list[tuple[str, float, str]]:
    """Return wall times of an update by reweighting, of the bare interpreter, and of an update by a fit."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("posterior", "evidence"):
            shutil.copytree(ROOT / "priors" / part, folder / part)
        places = ["--posterior", str(folder / "posterior"), "--evidence", str(folder / "evidence")]
        update = ["-m", "prevent_options", "priors", "update", *places]
        study, bare, fast = str(a_study(folder)), [], []
        for _ in range(RUNS):
            bare.append(seconds("-c", "import numpy, pydantic, yaml, click"))
            fast.append(seconds(*update, study))
            seconds(*update, "--undo")
        slow = seconds(*update, study, "--refit")
    return [
        ("priors update by reweighting, whole process, s", median(fast), "under 2"),
        ("priors update by reweighting, times the bare interpreter", median(fast) / median(bare), "-"),
        ("priors update by a fit, times reweighting", slow / median(fast), "-"),
    ]
