"""A date before the rules: what is missing is said, and no date makes a tool usable that is barred for good."""

from datetime import date
from pathlib import Path

import pytest

from prevent_options.assess import assess, load_knowledge
from prevent_options.assess.portfolio import portfolios, request_of
from prevent_options.batch import Plan, Running, Settings, read_watchlist, run_batch
from prevent_options.memo.language import load_language, speaking
from prevent_options.memo.reworded import reworded
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


@pytest.mark.parametrize(("code", "words"), [("fr", "en vigueur le 2021-06-30"), ("es", "en vigor el 2021-06-30")])
def test_other_languages_say_it_too(root: Path, code: str, words: str) -> None:
    """The warning, and that a tool is only a pointer, are said in the language of the memo."""
    profile, knowledge = load_case(root / "cases" / "bfa-2024.yaml"), load_knowledge()
    early = assess(profile, knowledge, draws=100, rules_as_of=EARLY)
    pointer = next(tool for tool in early.tools if tool.tool == "maro").ineligible_because[0]
    with speaking(load_language(code)):
        assert words in reworded(early.warnings[0])
        assert reworded(pointer) != pointer


def test_the_page_of_a_list_counts_what_to_know_of_its_figures(root: Path, tmp_path: Path) -> None:
    """Each warning stands once, with the number of cases it is about."""
    cases = tmp_path / "cases"
    cases.mkdir()
    for name in ("bfa-2024", "nic-2023"):
        (cases / f"{name}.yaml").write_bytes((root / "cases" / f"{name}.yaml").read_bytes())
    run_batch(Plan(read_watchlist(cases), Settings(100, 1, rules_as_of=EARLY)), tmp_path / "out", Running())
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert page.count("rules were in force on 2021-06-30") == 1
    assert "is missing here. (2 of 2 cases)" in page
