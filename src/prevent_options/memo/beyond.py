"""What the draws say beyond the ranking, in words: what would turn it, what to find out, what the lead hangs on."""

from collections.abc import Iterator

from prevent_options.assess.insights import CaseInsights, Turn, Worth
from prevent_options.assess.portfolio_types import Option
from prevent_options.memo import parts
from prevent_options.memo.beside import view
from prevent_options.memo.frame import Frame, words
from prevent_options.memo.labels import label_of
from prevent_options.memo.language import decimal, marked, percent, said
from prevent_options.memo.parts import Insights, Line, Sensitivity, Swing
from prevent_options.memo.references import DRAWS, JUDGEMENT, drawn
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
        beside=view(found, frame),
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


_POINTS = marked(
    {
        "reduce": "{value} ± {error} percentage points of expected harm",
        "stop": "{value} ± {error} percentage points of the probability that harm falls enough",
        "foreclose": "{value} ± {error} percentage points of the risk of onset",
    }
)
"""What a difference between choices is told in, by goal; the second figure is the error of the simulation."""


def _points(value: float, error: float, frame: Frame) -> str:
    message = _POINTS[frame.assessment.goal]
    return said(message, value=decimal(100 * value, 1), error=decimal(100 * error, 1))


def _find_out(found: CaseInsights, frame: Frame) -> Iterator[Line]:
    """Yield what knowing more is worth: the best facts, then the best study."""
    facts = fact_paths(frame.profile)
    for one in found.facts[:FACTS]:
        state = words(facts[one.name]) if one.name in facts else said("unknown")
        text = said(
            "{fact} ({state}): knowing it first is worth {points}.",
            fact=sentence(label_of(one.name, frame))[:-1],
            state=state,
            points=_points(one.value, one.mc_error, frame),
        )
        yield Line(text, (DRAWS, *_rules_on(one.name, frame)))
    for one in found.studies[:STUDIES]:
        text = said(
            "A study of {tool} in {cases}: knowing its result first is worth {points}.",
            tool=frame.called(one.name),
            cases=counted(found.cases, "{n} case", "{n} cases"),
            points=_points(one.value, one.mc_error, frame),
        )
        yield Line(text, (DRAWS,))


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
    size = _points(lead.mean, lead.mc_error, frame)
    message = marked(
        "{first} is ahead of {second} by only {size}."
        if lead.settled
        else "{first} is ahead of {second} by {size}, which may be chance."
    )
    yield Line(
        said(message, first=names[lead.first], second=names[lead.second], size=size),
        (drawn(lead.first), drawn(lead.second)),
    )


def _together(found: CaseInsights, frame: Frame) -> tuple[Line, ...]:
    """Say which tools do best together, of the first and the cheap ones."""
    best = found.best_set
    if best is None or len(best.tools) < 2:
        return ()
    text = said(
        "The best combination looked at is {tools} ({mean} on average; annex C).",
        tools=_set(best, frame),
        mean=change(best.net_change.mean),
    )
    return (Line(text, (DRAWS, JUDGEMENT)),)


def _set(best: Option, frame: Frame) -> str:
    """Name the tools of a set: options by their label and first, others by their name; say which are in use."""
    labels = sorted(frame.label(name) for name in best.tools if frame.label(name))
    return listed([*labels, *(_called(name, best, frame) for name in best.tools if not frame.label(name))])


def _called(name: str, best: Option, frame: Frame) -> str:
    """Name a tool of a set, and say whether it is in use already."""
    called = frame.called(name)
    return said("{tool} (in use)", tool=called) if name in best.in_use else called


def _set_in_full(best: Option, tools: int, frame: Frame) -> Line:
    """Say what the best set of these tools does, what it costs, and what that rests on."""
    text = said(
        "Of sets of {n} tools, the first and the cheap ones, within the limits of the case, {tools} do most: {change}; "
        "harm rises in {worse} simulated outcomes; effort {effort}. How tools act together is judged more than "
        "measured.",
        n=tools,
        tools=listed([_called(name, best, frame) for name in best.tools]),
        change=interval(best.net_change),
        worse=of_hundred(best.p_backfire),
        effort=f"{best.effort:g}",
    )
    return Line(text, (DRAWS, JUDGEMENT))


def _further(found: CaseInsights, frame: Frame) -> Iterator[Line]:
    """Yield what the annex says about all of it: what the lead hangs on, knowing everything, how it was found."""
    if found.best_set is not None and not frame.alone:
        yield _set_in_full(found.best_set, found.set_tools, frame)
    lead = frame.assessment.lead
    if lead is not None:
        groups = {"facts": lead.facts, "values": lead.values}
        shares = {name: percent("", max(0, round(100 * one.share))) for name, one in groups.items()}
        yield Line(
            said(
                "How far the first tool is ahead of the second varies between simulated outcomes: facts of the case "
                "explain {facts} of that by themselves, severity weights {values}; what the tools do, and what all "
                "three do together, is the rest.",
                **shares,
            ),
            (DRAWS,),
        )
    everything = said(
        "Knowing everything before the choice would be worth {points}; nobody can.",
        points=_points(found.everything.value, found.everything.error, frame),
    )
    yield Line(everything, (DRAWS,))
    yield Line(
        said(
            "These figures come from the same simulated outcomes as the ranking; what cannot be told apart from chance "
            "is left out. The commands turning, voi, portfolio and rank with its option uncertainty work each out in "
            "full."
        ),
        (DRAWS,),
    )
