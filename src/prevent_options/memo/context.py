"""From an assessment to everything a memo prints; pure, so that every format says the same."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from prevent_options.assess.insights import CaseInsights
from prevent_options.assess.types import Assessment
from prevent_options.memo import beyond, choice, figures, judgements, moves, shown, situation, trace
from prevent_options.memo.frame import GOALS, Frame, KnowledgeLike, words
from prevent_options.memo.language import ENGLISH, Language, day, said, speaking
from prevent_options.memo.notes import paragraphs
from prevent_options.memo.parts import Brief, Insights, Line, MemoContext, Notes
from prevent_options.memo.references import CASE
from prevent_options.memo.reworded import reworded
from prevent_options.memo.steps import steps
from prevent_options.memo.words import headed, plain
from prevent_options.profile import CaseProfile, fact_paths

_NONE: Mapping[str, str] = MappingProxyType({})
NO_NOTES = Notes(MappingProxyType({}))
NOTHING_MORE = Insights()


def build_context(
    assessment: Assessment,
    profile: CaseProfile,
    knowledge: KnowledgeLike,
    *,
    citations: Mapping[str, str] = _NONE,
    insights: Insights | CaseInsights = NOTHING_MORE,
    language: Language = ENGLISH,
    analyst: Notes = NO_NOTES,
) -> MemoContext:
    """Return everything a memo prints.

    Parameters
    ----------
    assessment
        The assessed case.
    profile
        The case itself.
    knowledge
        Catalogues and stated judgements.
    citations
        Citation of each study or table by id; one that is missing is said to be.
    insights
        What was computed beyond the assessment: facts that put another tool first, swings, worth of knowing, sets.
    language
        Language of all fixed text.
    analyst
        Paragraphs of the analyst by slot, see :mod:`prevent_options.memo.notes`.

    Returns
    -------
    MemoContext
        Frozen; the same input gives an equal context.
    """
    with speaking(language):
        tools = tuple(tool._replace(name=said(tool.name)) for tool in assessment.tools)
        assessment = assessment._replace(tools=tools)
        chosen = choice.choose(assessment, knowledge.catalogues)
        frame = Frame(assessment, profile, knowledge.catalogues, knowledge.assumptions, chosen)
        more = insights if isinstance(insights, Insights) else beyond.told(insights, frame)
        return _context(frame, citations, more, language, analyst)


def _context(
    frame: Frame,
    citations: Mapping[str, str],
    insights: Insights,
    language: Language,
    analyst: Notes,
) -> MemoContext:
    """Return the context in the language that is spoken."""
    assessment, profile = frame.assessment, frame.profile
    facts, heat, bands = fact_paths(profile), shown.heat(frame), moves.bands(frame)
    swings, worths = shown.swings(insights), shown.worths(insights)
    return MemoContext(
        title=profile.title,
        case=profile.id,
        place=", ".join(filter(None, (profile.country, profile.area))),
        language=language.code,
        reviewed=language.reviewed,
        cut_off=profile.as_of,
        as_of=day(profile.as_of),
        horizon=frame.horizon,
        measure=frame.measure,
        goal=plain(assessment.goal),
        goal_text=said(GOALS[assessment.goal]),
        bottom_line=judgements.bottom_line(frame),
        judgements=judgements.key_judgements(frame),
        options=choice.options(frame),
        no_change=choice.no_change(frame),
        choice_note=judgements.choice_note(frame, insights.together),
        perpetrators=situation.perpetrators(frame),
        others=situation.others(frame),
        readings=situation.readings(frame),
        takeaway=figures.takeaway(frame, figures.CHART_ROWS),
        bars=figures.bars(frame)[: figures.CHART_ROWS],
        heat_title=shown.heat_title(heat),
        heat=heat,
        flow_title=shown.flow_title(bands),
        swings_title=shown.swings_title(swings),
        swings=swings,
        worths_title=shown.worths_title(worths),
        worths=worths,
        worths_unit=insights.worths_unit,
        further=insights.further,
        beside=insights.beside,
        warnings=figures.warnings(frame),
        reporting=figures.reporting(frame),
        turning=judgements.turning(frame, insights.sensitivity),
        find_out=judgements.find_out(frame, insights.find_out),
        assumptions=judgements.assumptions(frame),
        dissent=judgements.dissent(frame, insights.against),
        steps=steps(frame, insights.find_out),
        tactics=situation.tactic_rows(frame),
        actors=situation.actors(frame),
        ranking=figures.ranking(frame),
        entries=trace.entries(frame),
        left_out=figures.left_out(frame),
        effects=figures.effects(frame),
        substitution=figures.substitution(frame),
        exits=moves.exits(frame) + moves.false_alarms(frame),
        bands=bands,
        unknown_facts=assessment.unknown_facts,
        uncertain_facts=tuple(
            Line(headed(path, words(facts[path])) if path in facts else path, (CASE,))
            for path in assessment.uncertain_facts
        ),
        rules=trace.rules(frame),
        evidence=trace.evidence(frame, citations),
        sources=trace.sources(frame),
        notes=paragraphs(profile.notes),
        draws=assessment.draws,
        seed=assessment.seed,
        cautions=tuple(map(reworded, assessment.warnings)),
        brief=Brief(
            figures.takeaway(frame, figures.BRIEF_ROWS),
            figures.bars(frame)[: figures.BRIEF_ROWS],
            steps(frame, insights.find_out, listed_here=False),
        ),
        analyst=replace(analyst, written=day(analyst.written)),
    )
