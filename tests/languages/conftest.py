"""The shipped knowledge, read once."""

import pytest

from memo.conftest import Fake
from prevent_options.assess import Knowledge, load_knowledge


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """Return the shipped knowledge."""
    return load_knowledge()


@pytest.fixture(scope="session")
def fake() -> Fake:
    """Return the fake case."""
    return Fake()
