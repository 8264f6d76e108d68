"""From an assessment to everything a memo prints; pure, so that every format says the same."""

from collections.abc import Mapping
from types import MappingProxyType

from prevent_options.assess.types import Assessment
from prevent_options.memo import choice, figures, judgements, moves, situation, trace
from prevent_options.memo.frame import Frame, KnowledgeLike, words
from prevent_options.memo.parts import CASE, Line, MemoContext, Sensitivity
from prevent_options.profile import CaseProfile, fact_paths

_GOALS = {
    "reduce": "less violence in a campaign that goes on",
    "stop": "an end to the campaign",
    "foreclose": "keeping a campaign from starting",
}
_NONE: Mapping[str, str] = MappingProxyType({})


def build_context(
    assessment: Assessment,
    profile: CaseProfile,
    knowledge: KnowledgeLike,
    *,
    citations: Mapping[str, str] = _NONE,
    sensitivity: tuple[Sensitivity, ...] = (),
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
    sensitivity
        Facts whose other value puts another tool first, as the caller found them.

    Returns
    -------
    MemoContext
        Frozen; the same input gives an equal context.
    """
    chosen = choice.choose(assessment, knowledge.catalogues)
    frame = Frame(assessment, profile, knowledge.catalogues, knowledge.assumptions, chosen)
    facts = fact_paths(profile)
    return MemoContext(
        title=profile.title,
        case=profile.id,
        place=", ".join(filter(None, (profile.country, profile.area))),
        as_of=profile.as_of,
        horizon=frame.horizon,
        goal=assessment.goal,
        goal_text=_GOALS[assessment.goal],
        bottom_line=judgements.bottom_line(frame),
        options=choice.options(frame),
        no_change=choice.no_change(frame),
        choice_note=judgements.choice_note(frame),
        perpetrators=situation.perpetrators(frame),
        others=situation.others(frame),
        readings=situation.readings(frame),
        takeaway=figures.takeaway(frame),
        bars=figures.bars(frame),
        warnings=figures.warnings(frame),
        reporting=figures.reporting(frame),
        turning=judgements.turning(frame, sensitivity),
        find_out=judgements.find_out(frame),
        assumptions=judgements.assumptions(frame),
        dissent=judgements.dissent(frame),
        tactics=situation.tactic_rows(frame),
        actors=situation.actors(frame),
        ranking=figures.ranking(frame),
        left_out=figures.left_out(frame),
        effects=figures.effects(frame),
        substitution=figures.substitution(frame),
        exits=moves.exits(frame) + moves.false_alarms(frame),
        bands=moves.bands(frame),
        unknown_facts=assessment.unknown_facts,
        uncertain_facts=tuple(
            Line(f"{path}: {words(facts[path])}" if path in facts else path, (CASE,))
            for path in assessment.uncertain_facts
        ),
        rules=trace.rules(frame),
        evidence=trace.evidence(frame, citations),
        sources=trace.sources(frame),
        notes=profile.notes,
        draws=assessment.draws,
        seed=assessment.seed,
        cautions=assessment.warnings,
    )
