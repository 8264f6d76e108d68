"""Memos of the shipped cases: the wording rules hold on real text, and the chain of references is whole."""

import re
from pathlib import Path

import pytest

from memo.test_memo import Page, body
from memo.wording import CHECKS, forecasts
from prevent_options.assess import Knowledge, draw_case, load_knowledge, summary
from prevent_options.memo import MemoContext, insights_of, make_memo, render
from prevent_options.profile import load_case

CASES = ("bfa-2024", "bgd-rab-2021", "cod-east-2024", "lka-2023", "nic-2023", "sdn-darfur-2024")
DRAWS = 1000


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """Return the shipped knowledge."""
    return load_knowledge()


@pytest.fixture(scope="module", params=CASES)
def memo(request: pytest.FixtureRequest, root: Path, knowledge: Knowledge) -> MemoContext:
    """Return the memo of a shipped case, without the words of its author and of its sources."""
    profile = load_case(root / "cases" / f"{request.param}.yaml")
    plain = profile.model_copy(
        update={
            "notes": "",
            "sources": tuple(source.model_copy(update={"title": "Title"}) for source in profile.sources),
        }
    )
    drawn = draw_case(profile, knowledge, draws=DRAWS, seed=1, rules_as_of=None)
    assessment = summary(profile, knowledge, drawn)
    return make_memo(assessment, plain, knowledge, insights_of(assessment, profile, knowledge, drawn))


@pytest.mark.parametrize("check", sorted(CHECKS))
def test_the_wording_rules_hold_in_every_case(memo: MemoContext, check: str) -> None:
    """No shipped case leads to a memo that says what no memo may say."""
    assert CHECKS[check](render(memo, "md")) == []


def test_no_case_is_told_what_happens_next(memo: MemoContext) -> None:
    """The body speaks of chances and never of what is to come."""
    assert forecasts(body(render(memo, "md"))) == []


def test_every_reference_has_its_place(memo: MemoContext) -> None:
    """Each tag of the page leads to an anchor in it, and every study has a citation."""
    page = Page(render(memo, "html"))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {(link.get("href") or "")[1:] for link in page.of("a") if (link.get("href") or "").startswith("#")} <= set(
        ids
    )
    assert all("not loaded" not in row.citation for row in memo.evidence)


def test_options_differ_and_sexual_violence_is_told_by_form(memo: MemoContext) -> None:
    """Two or three options of different families; sexual violence with forms is never without them."""
    assert 2 <= len(memo.options) <= 3
    families = [row.family for row in memo.ranking if row.option]
    assert len(set(families)) == len(families)
    for row in memo.tactics:
        if "sexual violence" in row.tactic and "custody" not in row.tactic:
            assert "forms:" in row.tactic


def test_unknown_facts_are_all_listed(memo: MemoContext) -> None:
    """Every unknown fact stands in annex G."""
    text = render(memo, "md").split("## Annex G.")[1]
    assert all(re.search(rf"^- {re.escape(fact)}$", text, re.MULTILINE) for fact in memo.unknown_facts)
