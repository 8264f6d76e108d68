"""Where violence may move, for the memo: the moves that are told, what to watch for each, and the flow of all."""

from prevent_options.assess.types import SubstitutionFlag, TacticEffect, ToolResult
from prevent_options.memo.frame import Frame
from prevent_options.memo.language import marked, said
from prevent_options.memo.parts import Band, Line
from prevent_options.memo.references import JUDGEMENT, drawn
from prevent_options.memo.words import OR, change_of_log, listed, of_hundred, plain

SMALL_RISE = 0.01
"""Rises of reports below one percent are not told."""


def told(tool: ToolResult, frame: Frame) -> tuple[SubstitutionFlag, ...]:
    """Return the moves of a tool that clear the bars, the most harmful first, as many as a memo tells."""
    return tuple(flag for flag in tool.substitution if flag.told)[: frame.assumptions.warning.most]


def studies(tool: ToolResult, frame: Frame) -> tuple[str, ...]:
    """Return the studies that the told moves of a tool rest on where no rule speaks."""
    return tuple(dict.fromkeys(name for flag in told(tool, frame) for name in flag.findings))


def behind(flags: list[SubstitutionFlag]) -> tuple[str, ...]:
    """Return references to the rules and studies behind some moves."""
    rules = [f"R:{rule}" for flag in flags for rule in flag.rules]
    return tuple(dict.fromkeys([*rules, *(f"E:{name}" for flag in flags for name in flag.findings)]))


def exits(frame: Frame) -> tuple[Line, ...]:
    """Say for each move of the options how likely it is, who, where and when, what to watch and what closes it."""
    merged: dict[tuple[str, str], list[tuple[ToolResult, SubstitutionFlag]]] = {}
    for tool in frame.chosen:
        for flag in told(tool, frame):
            merged.setdefault((flag.perpetrator, flag.target), []).append((tool, flag))
    return tuple(_exit(found, frame) for found in merged.values())


def _exit(found: list[tuple[ToolResult, SubstitutionFlag]], frame: Frame) -> Line:
    """Say one exit, of all options that open it."""
    flags = [flag for _, flag in found]
    top = max(flags, key=lambda flag: flag.p_tenth)
    labels = listed(list(dict.fromkeys(frame.label(tool.tool) for tool, _ in found)))
    chosen = {tool.tool for tool in frame.chosen}
    closing = [name for name in top.companions if name not in chosen] or list(top.companions)
    closes = listed([frame.called(name) for name in closing[:2]], last=OR)
    seen, hidden = ([text for text, unseen in top.signs if unseen == wanted] for wanted in (False, True))
    message = marked(
        "Options {labels}, a move to {target}: it rises by more than a tenth in up to {share} simulated outcomes."
        if " " in labels
        else "Option {labels}, a move to {target}: it rises by more than a tenth in up to {share} simulated outcomes."
    )
    target = frame.by(top.target, top.perpetrator, top.forms)
    first, last = top.months
    parts = [
        said(message, labels=labels, target=target, share=of_hundred(top.p_tenth)),
        said(
            "Carried out by {who}, {where}, in months {first} to {last}.",
            who=top.who,
            where=top.where,
            first=first,
            last=last,
        ),
        said("Support: {strength}, {basis}.", strength=plain(top.strength), basis=plain(top.basis)),
        said("Watch {signs}.", signs=listed(seen)) if seen else "",
        said("Does not show by itself: {signs}.", signs=listed(hidden)) if hidden else "",
        said("What closes it: {tools}.", tools=closes)
        if closes
        else said("No tool of this case that is not in use is expected to close it."),
    ]
    return Line(" ".join(filter(None, parts)), (*(drawn(tool.tool) for tool, _ in found), JUDGEMENT, *behind(flags)))


def false_alarms(frame: Frame) -> tuple[Line, ...]:
    """Say for each option which count rises first for the wrong reason, beside what violence itself may do."""
    lines = []
    for tool in frame.chosen:
        rises = [effect for effect in tool.tactics if effect.reporting > SMALL_RISE]
        if rises:
            first = min(rises, key=lambda e: (-e.reporting, e.perpetrator, e.tactic))
            lines.append(_false_alarm(first, tool, frame))
    return tuple(lines)


def _false_alarm(first: TacticEffect, tool: ToolResult, frame: Frame) -> Line:
    rules = tuple(rule.id for rule in tool.rules if rule.state == "fired" and rule.id.startswith("MON-"))
    text = said(
        "Option {label}: the count of {pair} is the first to rise for the wrong reason, by about {size}, while the "
        "violence itself is expected to change by {change}.",
        label=frame.label(tool.tool),
        pair=frame.pair(first),
        size=change_of_log(first.reporting),
        change=change_of_log(first.mean),
    )
    return Line(text, (drawn(tool.tool, first.perpetrator, first.tactic), *(f"R:{rule}" for rule in rules)))


def bands(frame: Frame) -> tuple[Band, ...]:
    """Return the moves of the options as bands: from a tactic, to a tactic, the largest rise over the options."""
    largest: dict[tuple[str, str], float] = {}
    for tool in frame.chosen:
        rises: dict[tuple[str, str], float] = {}
        for flag in tool.substitution:
            who = frame.perpetrator(flag.perpetrator)
            source, target = (
                said("{tactic} ({who})", tactic=frame.tactic(tactic), who=who) for tactic in (flag.source, flag.target)
            )
            rises[source, target] = rises.get((source, target), 0.0) + flag.mean
        largest |= {key: max(rise, largest.get(key, rise)) for key, rise in rises.items()}
    return tuple(Band(*names, rise) for names, rise in largest.items())
