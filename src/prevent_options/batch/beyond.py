"""What a batch works out of a case beyond its ranking, where somebody asks: what the choice hangs on, and memos.

Only here are memos read in: a batch without any starts a quarter of a second sooner.
"""

from prevent_options.assess import Assessment, DrawnCase, Knowledge
from prevent_options.assess.insights import CaseInsights, Turn, Worth
from prevent_options.assess.result import number
from prevent_options.batch.choice import FindOut, Found, Together, Turned
from prevent_options.batch.settings import Settings
from prevent_options.memo import documents, insights_of, make_memo
from prevent_options.memo.frame import Frame, words
from prevent_options.memo.labels import label_of
from prevent_options.memo.words import plain
from prevent_options.profile import CaseProfile, fact_paths

TOLD = 3
"""So many facts to find out, and so many values that turn the choice, are kept."""


def beyond(
    assessment: Assessment, profile: CaseProfile, knowledge: Knowledge, drawn: DrawnCase, settings: Settings
) -> tuple[dict[str, str | bytes], Found]:
    """Return the memos of a case by file name, none where none are asked for, and what its choice hangs on.

    Parameters
    ----------
    assessment, profile, knowledge, drawn
        The case, assessed.
    settings
        Whether memos are written, in which language and formats.
    """
    insights = insights_of(assessment, profile, knowledge, drawn, whole=settings.memos)
    files: dict[str, str | bytes] = {}
    if settings.memos:
        memo = make_memo(assessment, profile, knowledge, insights, language=settings.language)
        made = documents(memo, settings.forms)
        files = {f"memos/{profile.id}.{form}": document for form, document in made.items()}
    return files, _found(insights, assessment, profile, knowledge)


def _found(insights: CaseInsights, assessment: Assessment, profile: CaseProfile, knowledge: Knowledge) -> Found:
    """Return insights in words."""
    frame = Frame(assessment, profile, knowledge.catalogues, knowledge.assumptions, ())
    best = insights.best_set
    return Found(
        find_out=tuple(_find_out(one, frame) for one in insights.facts[:TOLD]),
        turns=tuple(_turned(one, frame) for one in insights.turns[:TOLD]),
        together=None
        if best is None or len(best.tools) < 2
        else Together(
            tuple(frame.called(name) for name in best.tools),
            number(best.net_change.mean),
            number(best.net_change.q05),
            number(best.net_change.q95),
            number(best.effort),
            insights.set_tools,
        ),
        everything=number(insights.everything.value),
    )


def _find_out(one: Worth, frame: Frame) -> FindOut:
    facts = fact_paths(frame.profile)
    today = words(facts[one.name]) if one.name in facts else "unknown"
    return FindOut(label_of(one.name, frame), today, number(one.value), number(one.mc_error))


def _turned(one: Turn, frame: Frame) -> Turned:
    return Turned(label_of(one.fact, frame), plain(one.value), number(one.today), frame.called(one.first))
