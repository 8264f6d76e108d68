"""A case in which a single tool may be used: the memo compares it with no change, and no sentence speaks of others."""

from pathlib import Path

import pytest

from memo.wording import CHECKS
from prevent_options.assess import Knowledge, draw_case, load_knowledge, summary
from prevent_options.assess.insights import case_insights
from prevent_options.memo import KINDS, Kind, Look, MemoContext, insights_of, make_memo, render, write_memo
from prevent_options.profile import CaseProfile, load_case

TOOL = "hrddp"
RANKED = ("ranks first. By", "ranks first most", "tells it apart", "first 1", "sets of the first", "ahead of")
"""Words that only make sense where several tools are ranked."""


def barring(root: Path, names: set[str]) -> CaseProfile:
    """Return a shipped case in which the named tools are unavailable, without the words of its author."""
    profile = load_case(root / "cases" / "nic-2023.yaml")
    constraints = profile.constraints.model_copy(update={"unavailable": tuple(sorted(names))})
    return profile.model_copy(update={"notes": "", "constraints": constraints})


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """Return the shipped knowledge."""
    return load_knowledge()


@pytest.fixture(scope="module")
def memo(root: Path, knowledge: Knowledge) -> MemoContext:
    """Return the memo of a case in which all tools but one are unavailable."""
    profile = barring(root, knowledge.catalogues.tools.keys() - {TOOL})
    drawn = draw_case(profile, knowledge, draws=200, seed=1, rules_as_of=None)
    assessment = summary(profile, knowledge, drawn)
    return make_memo(assessment, profile, knowledge, insights_of(assessment, profile, knowledge, drawn))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_reads_well_for_one_tool(memo: MemoContext, kind: Kind) -> None:
    """Nothing is first, told apart or ahead; the wording rules hold."""
    text = render(memo, "md", Look(kind))
    assert [words for words in RANKED if words in text] == []
    assert [name for name, check in CHECKS.items() if check(text)] == []
    assert "It is compared with no change alone" in text


@pytest.mark.parametrize("ending", ["docx", "pdf", "html", "md"])
def test_every_format_is_written(memo: MemoContext, tmp_path: Path, ending: str) -> None:
    """Word, PDF, page and Markdown are made of the same parts."""
    path = tmp_path / f"one.{ending}"
    write_memo(path, memo, Look("options"))
    assert path.stat().st_size > 0


def test_nothing_puts_another_tool_first(root: Path, knowledge: Knowledge) -> None:
    """Neither one tool nor none has anything to be turned by, and the best choice is still told."""
    for left in ({TOOL}, set()):
        profile = barring(root, knowledge.catalogues.tools.keys() - left)
        drawn = draw_case(profile, knowledge, draws=200, seed=1, rules_as_of=None)
        found = case_insights(
            profile, knowledge, drawn, summary(profile, knowledge, drawn), looked_at=tuple(sorted(left))
        )
        assert found.turns == ()
        assert found.best in {*left, "no_change"}
