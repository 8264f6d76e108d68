"""The wheel works where there is no checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def call(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program without the environment of this test, and fail loudly."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(
        [str(a) for a in arguments], cwd=cwd, capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def test_installed_wheel_runs_the_demo_in_an_empty_environment(root: Path, tmp_path: Path) -> None:
    """Build, install with its locked needs, run `prevent-options demo` outside the checkout, and read the memo."""
    call(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path / "dist", root, cwd=root)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for folder in ("rules", "priors", "templates", "cases"):
        assert any(name.startswith(f"prevent_options/_data/{folder}/") for name in names)
    assert {f"prevent_options/_data/templates/locale/{code}.po" for code in ("fr", "es")} <= set(names)
    assert "prevent_options/py.typed" in names, "users of the Python API check types against it"
    call(sys.executable, "-m", "venv", tmp_path / "empty", cwd=tmp_path)
    python = tmp_path / "empty" / "bin" / "python"
    call(python, "-m", "pip", "install", "--quiet", "--requirement", root / "requirements.lock", cwd=tmp_path)
    call(python, "-m", "pip", "install", "--quiet", "--no-deps", wheel, cwd=tmp_path)
    done = call(tmp_path / "empty" / "bin" / "prevent-options", "demo", "-o", "memo.html", cwd=tmp_path)
    assert "gold_trade_interdiction" in done.stdout
    assert "Sudan, Darfur" in (tmp_path / "memo.html").read_text(encoding="utf-8")
