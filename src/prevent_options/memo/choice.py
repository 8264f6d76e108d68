"""The choice: two or three distinct options and no change, on one set of criteria."""

from prevent_options.assess.types import Assessment, ToolResult
from prevent_options.catalogues import Catalogues, Tool
from prevent_options.memo.frame import LABELS, Frame
from prevent_options.memo.parts import CASE, DRAWS, JUDGEMENT, Criterion, Line, Option
from prevent_options.memo.words import interval, interval_of_log, listed, of_hundred, plain, sentence

EMPTY = Line("\N{EN DASH}")
"""Nothing to say on a criterion."""

WINDOW = 12
"""Further options come from the first twelve tools when these hold something distinct, so that no weak tool is offered
only because it differs. Judgement."""


def choose(assessment: Assessment, catalogues: Catalogues) -> tuple[ToolResult, ...]:
    """Return the tools that become options.

    The first is the best-ranked tool that may be used and is not in use. Each further one comes from another family
    and, as far as the first twelve ranks allow, works on other levels of actors, else by another strategy.
    """
    able = [tool for tool in assessment.tools if tool.eligible]
    fresh = [tool for tool in able if not tool.in_use] or able
    chosen: list[ToolResult] = fresh[:1]
    while len(chosen) < len(LABELS) and (further := _further(fresh, chosen, catalogues)) is not None:
        chosen.append(further)
    return tuple(sorted(chosen, key=lambda tool: tool.rank))


def _further(able: list[ToolResult], chosen: list[ToolResult], catalogues: Catalogues) -> ToolResult | None:
    """Return the next option, the most distinct first, then by rank."""
    families = {tool.family for tool in chosen}
    others = [tool for tool in able if tool.family not in families]
    near = [tool for tool in others if able.index(tool) < WINDOW] or others
    entries = [catalogues.tools[tool.tool] for tool in chosen]
    return min(near, key=lambda tool: (_likeness(catalogues.tools[tool.tool], entries), tool.rank), default=None)


def _likeness(tool: Tool, chosen: list[Tool]) -> int:
    """Return 0 for a tool on other levels of actors, 1 for another main strategy, else 2."""
    if all(not set(tool.actor_level) & set(other.actor_level) for other in chosen):
        return 0
    return 1 if all(set(tool.strategy) != set(other.strategy) for other in chosen) else 2


def options(frame: Frame) -> tuple[Option, ...]:
    """Return the options with their criteria and what each is expected to do."""
    return tuple(
        Option(
            LABELS[i],
            result.name,
            (f"T:{result.tool}",),
            result.in_use,
            _criteria(result, frame),
        )
        for i, result in enumerate(frame.chosen)
    )


def _criteria(result: ToolResult, frame: Frame) -> tuple[Criterion, ...]:
    """Return the rows of the options table, in the order in which every option is judged."""
    tool, strategies = frame.tool(result), listed([plain(word) for word in frame.tool(result).strategy])
    tie = f"{result.rank}, band {result.rank_band}; first in {of_hundred(result.p_best)} draws"
    return (
        Criterion("Aim", Line(f"{sentence(tool.mechanism)[:-1]} (strategy: {strategies}).")),
        Criterion("Works on", Line(_levels(tool))),
        Criterion("Authority", Line(sentence("; ".join(tool.authority) or "none found: establish before use"))),
        Criterion("Owner", Line(_owner(tool))),
        Criterion("Time, effort", Line(_time(tool), (JUDGEMENT,))),
        Criterion("Reversible", Line(sentence(f"{tool.reversibility.level}: {tool.reversibility.how}"))),
        Criterion("Main risk", Line(sentence(tool.known_risks[0]))),
        Criterion("Works best when", Line(sentence(tool.works_best_when))),
        Criterion("Rank", Line(f"{tie}; {of_hundred(result.acceptability)} under any weights.", (DRAWS,))),
        Criterion(
            "Change of harm",
            Line(f"{interval(result.net_change)}; up in {of_hundred(result.p_backfire)} draws.", (DRAWS,)),
        ),
        Criterion("By tactic", Line(expectation(result, frame), (DRAWS,))),
        Criterion("Confidence", Line(_confidence(result), (JUDGEMENT, *(f"E:{name}" for name in result.evidence[:2])))),
        Criterion("Signs it works", Line(_good_sign(result, frame), (DRAWS,))),
        Criterion("Signs it fails", Line(*_bad_sign(result, frame))),
    )


def _confidence(result: ToolResult) -> str:
    """Return the level with its first reason; annex B has it for every tool."""
    return f"{result.confidence.capitalize()}: {result.confidence_because[0]}."


def _levels(tool: Tool) -> str:
    return sentence(listed([_LEVEL[level] for level in tool.actor_level]))


_LEVEL = {
    "elite": "leaders",
    "mid": "mid-level commanders",
    "low": "low-level fighters",
    "enabler": "enablers and sponsors",
    "institution": "institutions",
    "population": "the population",
}


def _owner(tool: Tool) -> str:
    note = f" {sentence(tool.owner_note)}" if tool.owner_note else ""
    return f"{listed(list(tool.owners))}, as of {tool.owner_as_of}; check before use.{note}"


def _time(tool: Tool) -> str:
    basis = "estimate" if tool.lead_time.basis == "estimate" else tool.lead_time.basis
    times = f"To decide {tool.lead_time.decide}; to effect {tool.lead_time.effect} ({basis})."
    return f"{times} Effort {tool.effort.units} of 5."


def _good_sign(result: ToolResult, frame: Frame) -> str:
    """Name the tactic on which the tool itself is expected to act first."""
    falls = [e for e in result.tactics if e.listed and e.direct < 0]
    if not falls:
        return "None stands out: the model expects no listed tactic to fall."
    first = min(falls, key=lambda e: (e.direct, e.perpetrator, e.tactic))
    return f"Less {frame.pair(first)} in an independent count."


def _bad_sign(result: ToolResult, frame: Frame) -> tuple[str, tuple[str, ...]]:
    """Name what rises if violence moves, or what rises at all."""
    flags = {(flag.target, flag.perpetrator): flag for flag in reversed(result.substitution)}
    if flags:
        named = [f"{frame.tactic(target)} by {frame.perpetrator(who)}" for target, who in list(flags)[::-1][:2]]
        rules = tuple(dict.fromkeys(f"R:{rule}" for flag in result.substitution[:2] for rule in flag.rules))
        return f"More {listed(named)}.", rules
    rises = max(result.tactics, key=lambda e: (e.p_increase, e.perpetrator, e.tactic), default=None)
    return (f"More {frame.pair(rises)}." if rises else "Any listed tactic rises."), (DRAWS,)


def expectation(result: ToolResult, frame: Frame) -> str:
    """Say what an option does to the tactic it moves most and to sexual violence, by form; annex C has them all."""
    effects = [effect for effect in result.tactics if effect.listed]
    if not effects:
        return "No listed tactic is reached."
    most = min(effects, key=lambda e: (e.mean, e.perpetrator, e.tactic))
    told = [most, *(effect for effect in effects if effect is not most and frame.sexual(effect.tactic))]
    return " ".join(
        f"{sentence(frame.tactic(e.tactic, e.forms))[:-1]} by {frame.perpetrator(e.perpetrator)}: "
        f"{interval_of_log(e.mean, e.q05, e.q95)}."
        for e in told
    )


def no_change(frame: Frame) -> Option:
    """Return the option of leaving things as they are, on the same criteria."""
    in_use = [frame.catalogues.tools[use.tool].name for use in frame.profile.tools_in_use]
    kept = f"Tools in use go on: {listed(in_use)}." if in_use else "No tool in use is named in the case."
    rows = {
        "Aim": Line(f"Keep to the present course. {kept}", (CASE,)),
        "Owner": Line("Owners of the tools in use."),
        "Reversible": Line("While time remains; harm done is not."),
        "Main risk": Line(_rising(frame), (CASE,)),
        "Works best when": Line("A tool in use is about to act, or a new step would spoil it.", (JUDGEMENT,)),
        "Change of harm": Line("0% by definition: the others are measured against it.", (DRAWS,)),
        "Confidence": Line("Not assessed: the present course is not forecast."),
        "Signs it fails": Line("Listed tactics rise, or reports stop where monitors lost access."),
    }
    names = [criterion.name for criterion in _criteria(frame.chosen[0], frame)] if frame.chosen else list(rows)
    return Option("", "No change", (), False, tuple(Criterion(name, rows.get(name, EMPTY)) for name in names))


def _rising(frame: Frame) -> str:
    """Say which listed tactics rise today."""
    rising = [
        f"{frame.tactic(use.tactic)} by {who.name}"
        for who in frame.profile.perpetrators
        for use in who.tactics
        if (use.trend.probability("rising") or 0) >= 0.5
    ]
    return f"Harm goes on; rising now: {listed(rising)}." if rising else "Harm goes on as it is."
