"""The shipped knowledge and cases, read once for all acceptance tests."""

from pathlib import Path

import pytest

from acceptance.cases import Ranker
from prevent_options.assess import Knowledge, load_knowledge


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """Return the shipped rules, posterior and catalogues."""
    return load_knowledge()


@pytest.fixture(scope="session")
def ranker(root: Path, knowledge: Knowledge) -> Ranker:
    """Return a function that assesses a shipped case with changed facts."""
    return Ranker(root, knowledge)
