"""Fixtures every test may use."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from browser_tools import CHROMIUM, missing

# As in the command line: before NumPy is loaded, so that workers of a test run do not fight over two cores.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# The machine is noisy: no deadline on single examples, and the same examples on every run.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

ROOT = Path(__file__).resolve().parents[1]

# Commands that tests start keep their copies in the checkout, never in the home of whoever runs the tests.
os.environ["PREVENT_OPTIONS_CACHE"] = str(ROOT / ".pytest_cache" / "knowledge")


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the top of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real data and fact sheets that stands beside the checkout in CI; a user has none."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        message = "needs the folder ../shared beside the checkout (real data and fact sheets)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Return headless Chromium."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="install playwright to test pages")
    if not Path(CHROMIUM).exists():
        missing(f"install chromium ({CHROMIUM}) to test pages")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the source of axe-core: the file that AXE_CORE names, else installed by npm for this run."""
    named = os.environ.get("AXE_CORE")
    if named:
        return Path(named).read_text(encoding="utf-8")
    if os.environ.get("CI") != "true" or shutil.which("npm") is None:
        missing("npm install axe-core somewhere and name its axe.min.js in AXE_CORE to check accessibility")
    folder = tmp_path_factory.mktemp("axe")
    command = ["npm", "install", "--no-audit", "--no-fund", "--silent", "axe-core@4"]
    subprocess.run(command, cwd=folder, check=True)
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
