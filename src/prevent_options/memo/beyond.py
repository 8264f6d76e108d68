"""What the draws say beyond the ranking, in words: what would turn it, what to find out, what the lead hangs on."""

from collections.abc import Iterator

from prevent_options.assess.insights import SET_TOOLS, CaseInsights, Turn, Worth
from prevent_options.assess.portfolio_types import Option
from prevent_options.memo import parts
from prevent_options.memo.frame import Frame, words
from prevent_options.memo.judgements import label_of
from prevent_options.memo.language import decimal, marked, percent, said
from prevent_options.memo.parts import DRAWS, JUDGEMENT, Insights, Line, Sensitivity, Swing, drawn
from prevent_options.memo.words import change, counted, interval, listed, of_hundred, plain, sentence
from prevent_options.profile import fact_paths

FACTS, STUDIES = 2, 1
"""So many facts and studies stand in the body as worth finding out; annex C has the others."""

_UNITS = marked(
    {
        "reduce": "expected further fall of harm, in percentage points",
        "stop": "expected further rise of the probability that harm falls enough, in percentage points",
        "foreclose": "expected further fall of the risk of onset, in percentage points",
    }
)


def told(found: CaseInsights, frame: Frame) -> Insights:
    """Return what was computed as what the memo prints."""
    return Insights(
        sensitivity=tuple(_sensitivity(turn, frame) for turn in found.turns),
        swings=tuple(_swings(found, frame)),
        worths=(
            *(_worth(one, label_of(one.name, frame)) for one in found.facts),
            *(_worth(one, _study(one, found, frame)) for one in found.studies),
        ),
        worths_unit=said(_UNITS[frame.assessment.goal]),
        find_out=tuple(_find_out(found, frame)),
        against=tuple(_against(frame)),
        together=_together(found, frame),
        further=tuple(_further(found, frame)),
    )


def _sensitivity(turn: Turn, frame: Frame) -> Sensitivity:
    """Return a turn; its probability is told only where the order of today is settled, since it is counted from it."""
    lead = frame.assessment.lead
    at = turn.at if lead is not None and lead.settled and 0.0 < turn.at < 1.0 else None
    return Sensitivity(turn.fact, turn.value, turn.first, at, turn.today)


def _swings(found: CaseInsights, frame: Frame) -> Iterator[Swing]:
    for one in found.ranges:
        name, ends = label_of(one.fact, frame), [100 * change for change in one.change]
        yield Swing(name, ends[0], ends[1], plain(one.values[0]), plain(one.values[1]), (DRAWS,))


def _worth(one: Worth, name: str) -> parts.Worth:
    return parts.Worth(name, 100 * one.value, (DRAWS,), 100 * one.mc_error)


def _study(one: Worth, found: CaseInsights, frame: Frame) -> str:
    return said(
        "what a study of {tool} in {cases} shows",
        tool=frame.called(one.name),
        cases=counted(found.cases, "{n} case", "{n} cases"),
    )


def _points(one: Worth) -> str:
    return said("{value} ± {error} points", value=decimal(100 * one.value, 1), error=decimal(100 * one.mc_error, 1))


def _find_out(found: CaseInsights, frame: Frame) -> Iterator[Line]:
    """Yield what knowing more is worth: the best facts, then the best study."""
    facts = fact_paths(frame.profile)
    for one in found.facts[:FACTS]:
        state = words(facts[one.name]) if one.name in facts else said("unknown")
        text = said(
            "{fact} ({state}): knowing it first is worth {points}.",
            fact=sentence(label_of(one.name, frame))[:-1],
            state=state,
            points=_points(one),
        )
        yield Line(text, (DRAWS, *_rules_on(one.name, frame)))
    for one in found.studies[:STUDIES]:
        yield Line(
            said("{study}: worth {points}.", study=sentence(_study(one, found, frame))[:-1], points=_points(one)),
            (DRAWS,),
        )


def _rules_on(fact: str, frame: Frame) -> tuple[str, ...]:
    """Return references to the rules on the options that read a fact."""
    rules = (rule for tool in frame.chosen for rule in tool.rules)
    return tuple(dict.fromkeys(f"R:{rule.id}" for rule in rules if fact in {path for path, _ in rule.reads}))


def _against(frame: Frame) -> Iterator[Line]:
    """Yield how thin the first place is: the lead with its error."""
    lead = frame.assessment.lead
    if lead is None:
        return
    names = {tool.tool: tool.name for tool in frame.assessment.tools}
    size = said("{value} ± {error} points", value=decimal(100 * lead.mean, 1), error=decimal(100 * lead.mc_error, 1))
    message = marked(
        "{first} leads {second} by {size} only."
        if lead.settled
        else "{first} leads {second} by {size}; other draws could turn the two round."
    )
    yield Line(
        said(message, first=names[lead.first], second=names[lead.second], size=size),
        (drawn(lead.first), drawn(lead.second)),
    )


def _together(found: CaseInsights, frame: Frame) -> tuple[Line, ...]:
    """Say which of the first tools do best together."""
    best = found.best_set
    if best is None or len(best.tools) < 2:
        return ()
    text = said(
        "Together {tools} do most ({mean}; annex C).", tools=_set(best, frame), mean=change(best.net_change.mean)
    )
    return (Line(text, (DRAWS, JUDGEMENT)),)


def _set(best: Option, frame: Frame) -> str:
    """Name the tools of a set: options by their label, others by their name."""
    return listed([frame.label(name) or frame.called(name) for name in best.tools])


def _set_in_full(best: Option, frame: Frame) -> Line:
    """Say what the best set of the first tools does, what it costs, and what that rests on."""
    text = said(
        "Of sets of the first {n} tools within the limits of the case, {tools} do most: {change}, worse in {worse} "
        "draws, effort {effort}. How tools act together is judged more than measured.",
        n=SET_TOOLS,
        tools=listed([frame.called(name) for name in best.tools]),
        change=interval(best.net_change),
        worse=of_hundred(best.p_backfire),
        effort=f"{best.effort:g}",
    )
    return Line(text, (DRAWS, JUDGEMENT))


def _further(found: CaseInsights, frame: Frame) -> Iterator[Line]:
    """Yield what the annex says about all of it: what the lead hangs on, knowing everything, how it was found."""
    if found.best_set is not None:
        yield _set_in_full(found.best_set, frame)
    lead = frame.assessment.lead
    if lead is not None:
        groups = {"facts": lead.facts, "values": lead.values}
        shares = {name: percent("", max(0, round(100 * one.share))) for name, one in groups.items()}
        yield Line(
            said(
                "Of the spread of the lead of the first tool over the second, facts of the case explain {facts} by "
                "themselves and severity weights {values}; what tools do, and what all three do together, is the rest.",
                **shares,
            ),
            (DRAWS,),
        )
    everything = said(
        "Knowing everything before the choice would be worth {value} ± {error} points; nobody can.",
        value=decimal(100 * found.everything.value, 1),
        error=decimal(100 * found.everything.error, 1),
    )
    yield Line(everything, (DRAWS,))
    yield Line(
        said(
            "These figures are read off the draws of the ranking, and what is not told apart from noise is left out. "
            "The commands turning, voi, portfolio and rank with its option uncertainty work each out in full."
        ),
        (DRAWS,),
    )
