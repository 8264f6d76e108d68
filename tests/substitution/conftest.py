"""The shipped knowledge and prepared cases."""

from collections.abc import Callable
from pathlib import Path

import pytest

from prevent_options.assess import Knowledge, load_knowledge
from prevent_options.assess.pipeline import Stage, prepare
from prevent_options.profile import load_case, with_facts

type Prepare = Callable[..., Stage]


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """Return the shipped knowledge."""
    return load_knowledge()


@pytest.fixture(scope="session")
def staged(root: Path, knowledge: Knowledge) -> Prepare:
    """Return a function that prepares a shipped case with changed facts."""

    def make(case: str, changes: dict[str, str] | None = None, draws: int = 1000) -> Stage:
        profile = with_facts(load_case(root / "cases" / f"{case}.yaml"), changes or {})
        return prepare(profile, knowledge, draws=draws, seed=1, rules_as_of=None)

    return make
