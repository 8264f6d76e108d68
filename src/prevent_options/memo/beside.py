"""What stands beside the ranking, in words: steps of the first figure, what effort buys, attitudes to risk, goals."""

from collections.abc import Iterator, Sequence

from prevent_options.assess.attitude import Attitudes, FirstBy
from prevent_options.assess.beside import Beside
from prevent_options.assess.explain import BRIDGE
from prevent_options.assess.insights import CaseInsights
from prevent_options.assess.other_goals import FirstUnder
from prevent_options.assess.portfolio_types import Rung
from prevent_options.assess.types import Step
from prevent_options.memo.frame import GOALS, Frame
from prevent_options.memo.language import decimal, marked, said
from prevent_options.memo.parts_beside import AttitudeRow, BesideView, GoalRow, RungRow, StepRow
from prevent_options.memo.references import DRAWS, JUDGEMENT, drawn
from prevent_options.memo.words import change, counted, headed, interval, listed, of_hundred, plain, signed_points

NAMED = 2
"""So many of several tools that are a tie stand in a cell by name; annex B has all of a band."""


def view(found: CaseInsights, frame: Frame) -> BesideView:
    """Return what annex C tells beside the ranking; a single tool has nobody to be compared with."""
    rungs = () if frame.alone else tuple(_rungs(found.frontier, frame))
    beside = found.beside
    if beside is None:
        return BesideView(rungs_title=_rungs_title(rungs), rungs_note=_rungs_note(found, frame), rungs=rungs)
    steps = tuple(_steps(beside, frame))
    compared = not frame.alone
    attitudes = tuple(_attitudes(beside.attitudes, frame)) if compared and beside.attitudes is not None else ()
    goals = tuple(_goal(one, frame) for one in beside.goals if one.first) if compared else ()
    return BesideView(
        steps_title=_steps_title(steps),
        steps=steps,
        rungs_title=_rungs_title(rungs),
        rungs_note=_rungs_note(found, frame),
        rungs=rungs,
        attitudes_title=_attitudes_title(frame),
        attitudes=attitudes,
        attitudes_note=_attitudes_note(beside.attitudes, frame) if attitudes else "",
        goals=goals,
        goals_note=_goals_note(beside.goals, frame) if goals else "",
    )


_STEPS = marked(
    {
        "average effect": "average effect in studies",
        "outcome: tactic family": "effect by family of tactics",
        "perpetrator type": "effect by type of perpetrator",
        "transport to this tool": "studies of like tools, not of this one",
        "time until it acts": "time until it acts",
        "reach": "perpetrators out of reach",
        "other tactics move along": "other tactics move along",
        "violence moves elsewhere": "violence moves elsewhere",
        BRIDGE: "rounding",
    }
)
"""Steps that every tool has; circumstances and rules stand under their own names, as their author wrote them."""

_SOURCES = marked(
    {
        "relevance of the bodies of evidence": "how closely the studies fit the tool",
        "catalogue: lead time": "lead time in the catalogue",
        "catalogue: which perpetrators the tool can act on": "perpetrators it acts on in the catalogue",
        "shares of harm in the case": "the figures as printed",
    }
)
_FACTOR, _RULE, _ASSUMED, _MATRIX = "factor ", "rule ", "priors/assumptions.yaml: ", "priors/substitution"


def _steps(beside: Beside, frame: Frame) -> Iterator[StepRow]:
    """Yield the steps whose figure is not 0 as printed; figures are rounded sums, so that they add up as printed."""
    before = 0.0
    for step in beside.steps:
        after = round(100 * step.running_harm, 1)
        change_by = round(after - before, 1)
        if change_by:
            source, refs = _source(step, frame)
            name = said(_STEPS[step.label]) if step.label in _STEPS else step.label
            yield StepRow(name, change_by, after, plain(step.basis), source, refs)
        before = after


def _source(step: Step, frame: Frame) -> tuple[str, tuple[str, ...]]:
    """Return where a step comes from, in words and as references."""
    source = step.source
    if source in _SOURCES:
        return said(_SOURCES[source]), (JUDGEMENT,) if step.basis == "judgement" else (DRAWS,)
    if source.startswith(_ASSUMED):
        return said("stated assumption"), (f"{JUDGEMENT}:{source.removeprefix(_ASSUMED)}",)
    if source.startswith(_FACTOR):
        return said("studies of this circumstance"), (DRAWS,)
    if step.label == "violence moves elsewhere":
        matrix = said("findings on moves between tactics") if _MATRIX in source else ""
        return matrix, tuple(_rules(source)) or (DRAWS,)
    if source.startswith(_RULE):
        return said("rule"), tuple(_rules(source))
    bodies = frame.catalogues.bodies
    names = [bodies[one].name if one in bodies else one for one in source.split(", ")]
    return said("studies of: {bodies}", bodies=listed(names)), (DRAWS,)


def _rules(source: str) -> Iterator[str]:
    return (f"R:{part.removeprefix(_RULE)}" for part in source.split(", ") if part.startswith(_RULE))


def _steps_title(steps: Sequence[StepRow]) -> str:
    if not steps:
        return ""
    most = max(steps, key=lambda step: (abs(step.change), step.name))
    return said("Largest step, {points} points: {name}", points=signed_points(most.change), name=most.name)


def _rungs(frontier: Sequence[Rung], frame: Frame) -> Iterator[RungRow]:
    settled = frame.assumptions.rank_band_probability.value
    for rung in frontier:
        beats = of_hundred(rung.p_beats_below)
        tie = 1.0 - settled < rung.p_beats_below < settled
        yield RungRow(
            effort=f"{rung.effort:g}",
            units=rung.effort,
            tools=listed([_called(name, frame, used=name in rung.in_use) for name in rung.tools]),
            short=listed([frame.label(name) or frame.called(name) for name in _labels_first(rung.tools, frame)]),
            net=interval(rung.net_change),
            worse=of_hundred(rung.p_backfire),
            goal=of_hundred(rung.utility) if frame.assessment.goal == "stop" else "",
            settled=said("{share}: a tie", share=beats) if tie else beats,
            mean=100 * rung.net_change.mean,
            low=100 * rung.net_change.q05,
            high=100 * rung.net_change.q95,
        )


def _labels_first(tools: Sequence[str], frame: Frame) -> list[str]:
    return sorted(tools, key=lambda name: frame.label(name) or "Z")


def _rungs_title(rungs: Sequence[RungRow]) -> str:
    if not rungs:
        return ""
    first, last = rungs[0], rungs[-1]
    if len(rungs) == 1:
        return said(
            "Effort {least} changes harm by {less} on average, and more effort buys nothing",
            least=first.effort,
            less=change(first.mean / 100),
        )
    return said(
        "Effort {least} changes harm by {less} on average, effort {most} by {more}",
        least=first.effort,
        less=change(first.mean / 100),
        most=last.effort,
        more=change(last.mean / 100),
    )


def _rungs_note(found: CaseInsights, frame: Frame) -> str:
    return said(
        "Sets of {tools} tools, the first and the cheap ones, as many at once as the case allows, whatever its budget; "
        "effort 1 is a statement, 5 a deployment. The command portfolio takes all {all} tools.",
        tools=found.set_tools,
        all=len(frame.able),
    )


_BY = marked(
    {
        "expected": "expected change (the ranking)",
        "worst_tenth": "mean of its worst tenth of outcomes",
        "regret": "regret",
    }
)


def _attitudes(found: Attitudes, frame: Frame) -> Iterator[AttitudeRow]:
    """Yield the first tool by default and under each attitude, then no change, against which they are to be read."""
    for one in found.firsts:
        yield _attitude(one, frame)
    nothing = _worth(0.0, frame)
    regret = _regret(found.regret_of_no_change)
    yield AttitudeRow(said("for comparison"), said("No change"), "", nothing, nothing, regret, "", (DRAWS,))


def _attitudes_title(frame: Frame) -> str:
    if frame.assessment.goal == "stop":
        return said("The first tool by attitude to risk; outcomes in which harm falls enough, more is better")
    return said("The first tool by attitude to risk; change of harm, minus is less")


def _attitude(one: FirstBy, frame: Frame) -> AttitudeRow:
    row = one.row
    return AttitudeRow(
        by=said(_BY[one.by]),
        first=_first(row.tool, frame),
        place=_place(row.default_rank, row.rank_band),
        expected=_worth(row.expected, frame),
        worst=_worth(row.worst_tenth, frame),
        regret=_regret(row.regret),
        tied=_some(one.level, frame),
        refs=(drawn(row.tool),),
    )


def _worth(utility: float, frame: Frame) -> str:
    """Return a utility as the memo tells figures: a change of harm, or outcomes in which it falls enough."""
    return of_hundred(utility) if frame.assessment.goal == "stop" else change(-utility)


def _regret(value: float) -> str:
    return decimal(100 * value)


def _attitudes_note(found: Attitudes | None, frame: Frame) -> str:
    """Say whether an attitude puts first what the ranking holds apart from its first tool."""
    apart = [
        one.row
        for one in (found.firsts if found is not None else ())
        if one.by != "expected" and one.row.rank_band != 1
    ]
    names = list(dict.fromkeys(frame.called(row.tool) for row in apart))
    if not names:
        return said("No attitude puts a tool first that the ranking tells apart from its own first tool.")
    told = said(
        "Other attitudes put {tools} first, which the ranking holds behind its first band.",
        tools=listed(names),
    )
    if frame.assessment.goal == "stop":
        return told
    return f"{told} {said('A tool that does little has little to lose, as the row of no change shows.')}"


def _goal(one: FirstUnder, frame: Frame) -> GoalRow:
    goal = headed(plain(one.goal), said(GOALS[one.goal]))
    own = one.goal == frame.assessment.goal
    option = frame.chosen[0].tool if frame.chosen else ""
    return GoalRow(
        goal=said("{goal} (goal of the case)", goal=goal) if own else goal,
        first=_first(one.first, frame),
        tied=_some(one.tied, frame),
        event=of_hundred(one.p_goal),
        option=_place(*one.ranks[option]) if option in one.ranks else said("may not be used"),
        refs=(drawn(one.first),) if own else (DRAWS,),
    )


def _goals_note(found: Sequence[FirstUnder], frame: Frame) -> str:
    """Say under which goals the case's first tool is neither first nor a tie with the first."""
    first = next(one.first for one in found if one.goal == frame.assessment.goal)
    others = [plain(one.goal) for one in found if one.first != first and first not in one.tied]
    if not others:
        return said("{tool} is first, or a tie with the first, under every goal.", tool=frame.called(first))
    return said(
        "{tool} is neither first nor a tie with the first under: {goals}.",
        tool=frame.called(first),
        goals=listed(others),
    )


def _first(tool: str, frame: Frame) -> str:
    """Name a tool, with the label of the option it is."""
    used = any(one.tool == tool and one.in_use for one in frame.assessment.tools)
    name, label = _called(tool, frame, used=used), frame.label(tool)
    return said("{name} (option {label})", name=name, label=label) if label else name


def _called(tool: str, frame: Frame, *, used: bool) -> str:
    name = frame.called(tool)
    return said("{tool} (in use)", tool=name) if used else name


def _place(rank: int, band: int) -> str:
    return said("rank {rank}, band {band}", rank=rank, band=band)


def _some(tools: Sequence[str], frame: Frame) -> str:
    """Name the first of several tools and count the others."""
    if not tools:
        return said("none")
    names = [frame.called(name) for name in tools[:NAMED]]
    more = len(tools) - len(names)
    return listed([*names, *([counted(more, "{n} more", "{n} more")] if more else [])])
