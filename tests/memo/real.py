"""Memos of real cases as the command line makes them: with what the draws say beyond the ranking."""

from pathlib import Path

from prevent_options.assess import Assessment, Knowledge, draw_case, summary
from prevent_options.memo import MemoContext, Notes, insights_of, make_memo
from prevent_options.memo.context import NO_NOTES
from prevent_options.profile import CaseProfile, load_case


def real_memo(
    path: Path, knowledge: Knowledge, *, draws: int, bare: bool = False, analyst: Notes = NO_NOTES
) -> tuple[CaseProfile, Assessment, MemoContext]:
    """Return a case, its assessment and its memo; ``bare`` leaves out the author's notes and the titles of sources."""
    profile = load_case(path)
    drawn = draw_case(profile, knowledge, draws=draws, seed=1, rules_as_of=None)
    assessment = summary(profile, knowledge, drawn)
    titles = tuple(source.model_copy(update={"title": "Title"}) for source in profile.sources)
    shown = profile.model_copy(update={"notes": "", "sources": titles}) if bare else profile
    insights = insights_of(assessment, profile, knowledge, drawn)
    return profile, assessment, make_memo(assessment, shown, knowledge, insights, analyst=analyst)
