"""Memos: one with pictures as a whole process, each further format, and a batch of 200 cases with pages and Word."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "cases" / "sdn-darfur-2024.yaml"
CASES, COUNT = ("nic-2023", "sdn-darfur-2024", "bgd-rab-2021", "lka-2023", "bfa-2024", "cod-east-2024"), 200
RUNS = 3


def seconds(*arguments: str) -> float:
    """Return the seconds of one command as a process of its own."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", "import sys; from prevent_options.cli.app import main; main()", *arguments]
    start = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - start


def warm(*arguments: str) -> float:
    """Return the fewest seconds of some runs after a first one that is not counted."""
    seconds(*arguments)
    return min(seconds(*arguments) for _ in range(RUNS))


def watchlist(folder: Path) -> Path:
    """Write a list of cases made of the shipped ones under new ids."""
    lines = (f"  - {{case: {ROOT}/cases/{CASES[n % len(CASES)]}.yaml, id: c{n:03}}}" for n in range(COUNT))
    path = folder / "watchlist.yaml"
    path.write_text("\n".join(["schema: prevent-options/watchlist@1", "cases:", *lines]) + "\n", encoding="utf-8")
    return path


def batch(folder: Path, *forms: str) -> float:
    """Return the seconds of a batch on two processes with memos in some formats."""
    asked = [word for form in forms for word in ("--memo-format", form)]
    out = folder / "-".join(("out", *forms))
    return seconds("batch", str(watchlist(folder)), "-o", str(out), "--workers", "2", "--quiet", *asked)


def measure() -> list[tuple[str, float, str]]:
    """Return seconds of single memos by format and of batches."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one = {
            form: warm("memo", str(CASE), "-o", str(folder / f"memo.{form}")) for form in ("md", "html", "docx", "pdf")
        }
        many = batch(folder, "html", "docx")
    rows = [(f"memo as {form}, whole process, seconds", one[form], "under 2.5") for form in ("md", "html")]
    rows += [
        (f"memo as {form}, more than as html, seconds", one[form] - one["html"], "under 1 (pdf)")
        for form in ("docx", "pdf")
    ]
    return [*rows, (f"{COUNT} cases with html and docx, 2 processes, seconds", many, "under 90")]
