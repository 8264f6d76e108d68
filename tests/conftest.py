"""Fixtures every test may use."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

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
