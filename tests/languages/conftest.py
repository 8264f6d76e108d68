"""The shipped knowledge, read once."""

import pytest

from memo.conftest import Fake
from prevent_options.assess import Knowledge, draw_case, load_knowledge, summary
from prevent_options.memo import MemoContext, insights_of, make_memo
from prevent_options.profile import CaseProfile


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """Return the shipped knowledge."""
    return load_knowledge()


@pytest.fixture(scope="session")
def fake() -> Fake:
    """Return the fake case."""
    return Fake()


def whole_memo(profile: CaseProfile, knowledge: Knowledge, code: str, draws: int = 1000) -> MemoContext:
    """Return a memo with everything that the command puts into it."""
    drawn = draw_case(profile, knowledge, draws=draws, seed=1, rules_as_of=None)
    assessment = summary(profile, knowledge, drawn)
    return make_memo(assessment, profile, knowledge, insights_of(assessment, profile, knowledge, drawn), language=code)
