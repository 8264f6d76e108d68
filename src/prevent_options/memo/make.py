"""The thin shell: a context with the citations it needs."""

from dataclasses import replace

from prevent_options.assess import DrawnCase, Knowledge
from prevent_options.assess.beside import beside
from prevent_options.assess.insights import CaseInsights, case_insights
from prevent_options.assess.types import Assessment
from prevent_options.memo.choice import choose
from prevent_options.memo.citations import load_citations
from prevent_options.memo.context import NO_NOTES, NOTHING_MORE, build_context
from prevent_options.memo.frame import KnowledgeLike
from prevent_options.memo.language import load_language
from prevent_options.memo.parts import Insights, MemoContext, Notes
from prevent_options.profile import CaseProfile


def insights_of(
    assessment: Assessment, profile: CaseProfile, knowledge: Knowledge, drawn: DrawnCase, *, whole: bool = True
) -> CaseInsights:
    """Return what the draws of an assessment say beyond it, about the tools that become options.

    Parameters
    ----------
    assessment, profile, knowledge, drawn
        The case, assessed.
    whole
        False leaves out what only annexes print: the steps of the first option's figure, other attitudes, other goals.
    """
    chosen = [tool.tool for tool in choose(assessment, knowledge.catalogues)]
    found = case_insights(profile, knowledge, drawn, assessment, looked_at=chosen)
    if not whole:
        return found
    first = chosen[0] if chosen else ""
    return replace(found, beside=beside(profile, knowledge, drawn, assessment, explained=first))


def make_memo(
    assessment: Assessment,
    profile: CaseProfile,
    knowledge: KnowledgeLike,
    insights: Insights | CaseInsights = NOTHING_MORE,
    *,
    language: str = "en",
    analyst: Notes = NO_NOTES,
) -> MemoContext:
    """Return everything a memo prints, citations included; see :func:`build_context`.

    Raises
    ------
    InputError
        When the file of a study that the memo cites is damaged, or there is no such language.
    """
    names = {name for tool in assessment.tools for name in tool.evidence}
    names |= {name for tool in assessment.tools for flag in tool.substitution for name in flag.findings}
    return build_context(
        assessment,
        profile,
        knowledge,
        citations=load_citations(sorted(names)),
        insights=insights,
        language=load_language(language),
        analyst=analyst,
    )
