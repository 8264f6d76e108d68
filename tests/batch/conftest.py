"""Watchlists for the tests of batch, and ways to run them."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

FEW = ["--draws", "200", "--quiet"]
RUN_FACTS = {"manifest.json"}


@pytest.fixture
def many(root: Path, tmp_path: Path) -> Path:
    """Return a YAML watchlist of six cases, made of two files under new ids."""
    lines = ["schema: prevent-options/watchlist@1", "cases:"]
    for number in range(6):
        case = "nic-2023" if number % 2 else "lka-2023"
        lines.append(f"  - {{case: {root / 'cases' / case}.yaml, id: copy-{number:02}}}")
    path = tmp_path / "many.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def two(root: Path, tmp_path: Path) -> Path:
    """Return a folder of two cases."""
    folder = tmp_path / "two"
    folder.mkdir()
    for name in ("nic-2023", "lka-2023"):
        (folder / f"{name}.yaml").write_bytes((root / "cases" / f"{name}.yaml").read_bytes())
    return folder


def files(output: Path) -> dict[str, bytes]:
    """Return all files of a batch by name, without the facts of the run."""
    found = {str(p.relative_to(output)): p.read_bytes() for p in output.rglob("*") if p.is_file()}
    return {name: data for name, data in found.items() if name not in RUN_FACTS}


def start(*arguments: str | Path, before: Callable[[], None] | None = None) -> subprocess.Popen[str]:
    """Start a batch as a process of its own."""
    command = [sys.executable, "-m", "prevent_options", "batch", *map(str, arguments)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src")}
    return subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env=environment,
        preexec_fn=before,  # noqa: PLW1509 - limits of the child only, and no threads here
    )
