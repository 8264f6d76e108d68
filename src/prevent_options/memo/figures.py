"""Figures of the model as rows: ranking, chart, effects on each tactic, substitution, reporting."""

from prevent_options.assess.types import SubstitutionFlag, TacticEffect, ToolResult
from prevent_options.memo.frame import Frame
from prevent_options.memo.language import marked, said
from prevent_options.memo.moves import behind, told
from prevent_options.memo.parts import Bar, EffectCell, EffectRow, Line, RankRow, SubstitutionRow
from prevent_options.memo.references import DRAWS, drawn
from prevent_options.memo.reworded import reworded
from prevent_options.memo.words import (
    OR,
    change,
    change_of_log,
    channel,
    headed,
    interval,
    interval_of_log,
    listed,
    of_hundred,
    plain,
    series,
)

CHART_ROWS, BRIEF_ROWS = 10, 6
"""So many of the first tools stand in the picture of a memo, and of the brief, which keeps to one page."""
SMALL_RISE = 0.01
"""Rises of reports below one percent are not told."""


def ranking(frame: Frame) -> tuple[RankRow, ...]:
    """Return every tool that may be used, in rank order."""
    return tuple(_row(tool, frame) for tool in frame.able)


def _row(tool: ToolResult, frame: Frame) -> RankRow:
    above = dict.fromkeys(frame.tactic(flag.target) for flag in told(tool, frame))
    below = dict.fromkeys(frame.tactic(flag.target) for flag in tool.substitution if not flag.told)
    weaker = [name for name in below if name not in above]
    moves = [", ".join(above) or said("no warning")]
    moves += [said("below the bar: {tactics}", tactics=", ".join(weaker))] if weaker else []
    rules = dict.fromkeys(f"R:{rule}" for flag in tool.substitution for rule in flag.rules)
    return RankRow(
        tool=tool.tool,
        name=tool.name,
        family=frame.family(tool.family),
        rank=tool.rank,
        band=tool.rank_band,
        option=frame.label(tool.tool),
        in_use=tool.in_use,
        net=interval(tool.net_change),
        worse=of_hundred(tool.p_backfire),
        worst_tenth=change(tool.worst_tenth_mean),
        goal=of_hundred(tool.p_goal),
        first=of_hundred(tool.p_best),
        first_any=of_hundred(tool.acceptability),
        confidence=plain(tool.confidence),
        moves_to=series(moves),
        refs=tuple(rules),
    )


def left_out(frame: Frame) -> tuple[Line, ...]:
    """Return the tools that may not be used in this case, with the reason."""
    return tuple(
        Line(
            headed(tool.name, series(map(reworded, tool.ineligible_because))),
            tuple(f"R:{rule.id}" for rule in tool.rules if rule.kind == "eligibility" and rule.state == "fired"),
        )
        for tool in frame.assessment.tools
        if not tool.eligible
    )


def bars(frame: Frame) -> tuple[Bar, ...]:
    """Return the tools for the chart, in percent and in rank order."""
    return tuple(
        Bar(
            tool.name,
            100 * tool.net_change.mean,
            100 * tool.net_change.q05,
            100 * tool.net_change.q95,
            of_hundred(tool.p_backfire),
        )
        for tool in frame.able
    )


def takeaway(frame: Frame, rows: int) -> str:
    """Return the title of a chart of the first tools: what it shows, not what it plots."""
    shown = frame.able[:rows]
    if not shown:
        return said("No tool may be used in this case")
    if frame.alone:
        return _single(shown[0])
    crossing = sum(tool.net_change.q05 <= 0 <= tool.net_change.q95 for tool in shown)
    overlap = max(tool.net_change.q05 for tool in shown) <= min(tool.net_change.q95 for tool in shown)
    many = (
        said("Each of the first {n} tools may change nothing or do harm", n=len(shown))
        if crossing == len(shown)
        else said("{crossing} of the first {n} tools may change nothing or do harm", crossing=crossing, n=len(shown))
    )
    return many + (said("; all their ranges overlap") if overlap else "")


def _single(tool: ToolResult) -> str:
    """Say of the only tool whether its range leaves room for no change."""
    message = marked(
        "{tool} may change nothing or do harm"
        if tool.net_change.q05 <= 0 <= tool.net_change.q95
        else "The whole range of {tool} lies on one side of zero"
    )
    return said(message, tool=tool.name)


def effects(frame: Frame) -> tuple[EffectRow, ...]:
    """Return what each option does to each tactic: listed ones in the order of the case, then those within reach."""
    found: dict[tuple[str, str], TacticEffect] = {}
    for who in frame.profile.perpetrators:
        for use in who.tactics:
            same = [
                e for tool in frame.chosen for e in tool.tactics if (e.perpetrator, e.tactic) == (who.id, use.tactic)
            ]
            if same:
                found[who.id, use.tactic] = same[-1]
    reachable = [e for tool in frame.chosen for e in tool.tactics if not e.listed]
    found |= {(e.perpetrator, e.tactic): e for e in sorted(reachable, key=lambda e: (e.perpetrator, e.tactic))}
    return tuple(
        EffectRow(
            frame.perpetrator(who),
            frame.tactic(tactic, effect.forms),
            effect.listed,
            tuple(_cell(tool, who, tactic) for tool in frame.chosen),
        )
        for (who, tactic), effect in found.items()
    )


def _cell(tool: ToolResult, who: str, tactic: str) -> EffectCell:
    effect = next((e for e in tool.tactics if (e.perpetrator, e.tactic) == (who, tactic)), None)
    if effect is None:
        return EffectCell(said("not reached"))
    net = interval_of_log(effect.mean, effect.q05, effect.q95)
    text = said("{net}; up in {share}", net=net, share=of_hundred(effect.p_increase))
    return EffectCell(text, drawn(tool.tool, who, tactic))


def substitution(frame: Frame) -> tuple[SubstitutionRow, ...]:
    """Return every substitution warning of the options, the largest first within each."""
    return tuple(_substitution(flag, tool, frame) for tool in frame.chosen for flag in told(tool, frame))


def _substitution(flag: SubstitutionFlag, tool: ToolResult, frame: Frame) -> SubstitutionRow:
    return SubstitutionRow(
        option=frame.label(tool.tool),
        perpetrator=frame.perpetrator(flag.perpetrator),
        source=frame.tactic(flag.source),
        target=frame.tactic(flag.target),
        via=channel(flag.via),
        chance=of_hundred(flag.p_increase),
        size=change_of_log(flag.mean),
        basis=plain(flag.basis),
        strength=plain(flag.strength),
        place=move_of(tool, flag),
        refs=behind([flag]),
    )


def move_of(tool: ToolResult, flag: SubstitutionFlag) -> str:
    """Return the reference to the draws of one move."""
    return drawn(tool.tool, flag.perpetrator, flag.source, flag.target, flag.via)


def warnings(frame: Frame) -> tuple[Line, ...]:
    """Return the strongest substitution warning of each option as a sentence, and say where there is none."""
    told = [(frame.label(tool.tool), line) for tool in frame.chosen for line in _warnings(tool, frame)]
    return _merged(told) or (Line(said("There is no option to warn of."), (DRAWS,)),)


def _merged(told: list[tuple[str, Line]]) -> tuple[Line, ...]:
    """Return lines headed by their options; options of which the same is true share a line."""
    same: dict[str, list[tuple[str, Line]]] = {}
    for label, line in told:
        same.setdefault(line.text, []).append((label, line))
    return tuple(
        Line(
            _headed([label for label, _ in found], text),
            tuple(dict.fromkeys(ref for _, line in found for ref in line.refs)),
        )
        for text, found in same.items()
    )


def _warnings(tool: ToolResult, frame: Frame) -> list[Line]:
    moves: dict[tuple[str, str], list[SubstitutionFlag]] = {}
    for flag in told(tool, frame):
        moves.setdefault((flag.target, flag.via), []).append(flag)
    if not moves:
        return [
            Line(
                said("no move of violence to another tactic clears the bar; that is not proof of safety."),
                (drawn(tool.tool),),
            )
        ]
    strongest = min(moves.values(), key=lambda flags: (-max(f.harm for f in flags), flags[0].target, flags[0].via))
    return [_warning(strongest, tool, frame)]


def _warning(flags: list[SubstitutionFlag], tool: ToolResult, frame: Frame) -> Line:
    """Say one move: from what, to what, through what, how often, how much, on what support."""
    top = max(flags, key=lambda flag: flag.harm)
    text = said(
        "pressure on {sources} may move violence to {target} ({who}), through {via}; it rises in {share} "
        "outcomes, by {size} on average. Support: {strength}, {basis}.",
        sources=listed(list(dict.fromkeys(frame.tactic(flag.source) for flag in flags)), last=OR),
        target=frame.tactic(top.target),
        who=series(dict.fromkeys(frame.perpetrator(flag.perpetrator) for flag in flags)),
        via=channel(top.via),
        share=of_hundred(top.p_increase),
        size=change_of_log(top.mean),
        strength=plain(top.strength),
        basis=plain(top.basis),
    )
    return Line(text, (move_of(tool, top), *behind(flags)))


def reporting(frame: Frame) -> tuple[Line, ...]:
    """Say which counts rise first for the wrong reason; options of which it is the same count share a line."""
    counts: dict[tuple[str, str], list[tuple[ToolResult, TacticEffect]]] = {}
    for tool in frame.chosen:
        rises = [effect for effect in tool.tactics if effect.reporting > SMALL_RISE]
        if rises:
            first = min(rises, key=lambda e: (-e.reporting, e.perpetrator, e.tactic))
            counts.setdefault((first.perpetrator, first.tactic), []).append((tool, first))
    return tuple(_reports(found, frame) for found in counts.values())


def _reports(found: list[tuple[ToolResult, TacticEffect]], frame: Frame) -> Line:
    """Say by how much reports of a tactic may rise without more of it."""
    most = max((effect for _, effect in found), key=lambda effect: effect.reporting)
    text = said(
        "reports of {pair} may go up by up to about {size} without more violence, because more is seen.",
        pair=frame.short(most.tactic, most.perpetrator),
        size=change_of_log(most.reporting),
    )
    labels = [frame.label(tool.tool) for tool, _ in found]
    rules = [rule.id for tool, _ in found for rule in tool.rules if rule.state == "fired"]
    seen = [drawn(tool.tool, effect.perpetrator, effect.tactic) for tool, effect in found]
    refs = (*seen, *dict.fromkeys(f"R:{rule}" for rule in rules if rule.startswith("MON-")))
    return Line(_headed(labels, text), refs)


def _headed(labels: list[str], text: str) -> str:
    """Return a text headed by the options it is about."""
    return said(
        "Options {labels}: {text}" if len(labels) > 1 else "Option {labels}: {text}", labels=listed(labels), text=text
    )
