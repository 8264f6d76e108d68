"""A small case and a small catalogue, so that these tests do not move with the real ones."""

from collections.abc import Callable

import pytest

from prevent_options.profile import CaseProfile, Vocabulary, parse_case

SMALL = """schema: prevent-options/case@1
id: small-2024
title: Small
country: SDN
as_of: 2024-06
goal: reduce
perpetrators:
  - id: guard
    name: Guard
    tactics: [{tactic: crsv, forms: [rape]}, {tactic: killing}]
"""


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """Return a catalogue of a few ids, one of them with an old name."""
    return Vocabulary(
        tactics=frozenset({"crsv", "rape", "killing", "pillage"}),
        tools=frozenset({"visa_ban_7031c", "arms_embargo", "mediation"}),
        families=frozenset({"leader_targeting", "mediation"}),
        tactic_families=frozenset({"lethal", "sexual_reproductive"}),
        parents={"rape": ("crsv",), "crsv": ("sexual_reproductive",), "killing": ("lethal",)},
        aliases={"murder": "killing", "visa_ban": "visa_ban_7031c"},
    )


@pytest.fixture(scope="session")
def read(vocabulary: Vocabulary) -> Callable[[str], CaseProfile]:
    """Return the reader of a small case with further top-level lines."""
    return lambda more="": parse_case(SMALL + more, "small.yaml", vocabulary)
