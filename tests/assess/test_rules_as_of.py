"""A date before the rules: what is missing is said, and no date makes a tool usable that is barred for good."""

from datetime import date
from pathlib import Path

import pytest

from prevent_options.assess import assess, load_knowledge
from prevent_options.assess.portfolio import portfolios, request_of
from prevent_options.profile import load_case

EARLY = date(2021, 6, 30)
BARS = {"ELI-003", "ELI-004", "ELI-007", "ELI-009"}


@pytest.mark.parametrize("case", ["bfa-2024", "nic-2023", "sdn-darfur-2024"])
def test_an_early_date_lifts_no_bar(root: Path, case: str) -> None:
    """The same tools may not be used as today, for the same reasons; a pointer is never ranked."""
    profile, knowledge = load_case(root / "cases" / f"{case}.yaml"), load_knowledge()
    today, early = (assess(profile, knowledge, draws=100, rules_as_of=day) for day in (None, EARLY))
    barred = {tool.tool: tool.ineligible_because for tool in today.tools if not tool.eligible}
    assert {tool.tool: tool.ineligible_because for tool in early.tools if not tool.eligible} == barred
    assert "pointer" in barred["maro"][0]
    assert all(not t.pointer_only or name in barred for name, t in knowledge.catalogues.tools.items())


def test_rules_that_are_missing_on_a_day_are_counted(root: Path) -> None:
    """Where only bars speak, the warnings begin with it; where all rules speak, they do not mention it."""
    profile, knowledge = load_case(root / "cases" / "bfa-2024.yaml"), load_knowledge()
    early = assess(profile, knowledge, draws=100, rules_as_of=EARLY)
    total = len(knowledge.rules.rules)
    assert {rule.id for rule in early.rules} == BARS
    assert early.warnings[0].startswith(f"{len(BARS)} of {total} rules were in force on 2021-06-30: what the others")
    sets = portfolios(profile, knowledge, request_of(profile, max_tools=1), draws=100, rules_as_of=EARLY)
    assert sets.warnings[0] == early.warnings[0]
    assert not any("in force" in warning for warning in assess(profile, knowledge, draws=100).warnings)
