"""The choice: two or three distinct options and no change, on one set of criteria."""

import re

from prevent_options.assess.types import Assessment, TacticEffect, ToolResult
from prevent_options.catalogues import Catalogues, Tool
from prevent_options.memo.frame import LABELS, Frame
from prevent_options.memo.language import day, marked, said
from prevent_options.memo.moves import behind, told
from prevent_options.memo.parts import Criterion, Line, Option
from prevent_options.memo.references import CASE, DRAWS, JUDGEMENT, drawn
from prevent_options.memo.reworded import reworded
from prevent_options.memo.words import (
    OR,
    change,
    counted,
    headed,
    interval,
    interval_of_log,
    listed,
    of_hundred,
    plain,
    sentence,
    series,
)

EMPTY = Line("\N{EN DASH}")
"""Nothing to say on a criterion."""

ROOM = 95
"""So many characters of owners, authorities or a risk stand in the table; annex B has all of each."""

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
    tool = frame.tool(result)
    evidence = tuple(f"E:{name}" for name in result.evidence[:2])
    rows = (
        (said("Aim"), Line(_aim(tool))),
        (said("Authority"), _marked(_head(tool.authority) or said("None found: establish before use."))),
        (said("Owner"), _marked(_owner(tool))),
        (said("Time, effort"), Line(_time(tool), (JUDGEMENT,))),
        (said("Reversible"), _marked(headed(plain(tool.reversibility.level), tool.reversibility.how))),
        (said("Main risk"), _marked(_clause(tool.known_risks[0]))),
        (said("Works best when"), _marked(tool.works_best_when)),
        (said("Change of harm"), Line(_net(result), (drawn(result.tool),))),
        (said("By tactic"), Line(*expectation(result, frame))),
        (said("Confidence"), Line(_confidence(result), (JUDGEMENT, *evidence))),
        (said("Signs"), _signs(result, frame)),
    )
    return tuple(Criterion(name, line) for name, line in rows)


def _aim(tool: Tool) -> str:
    return said(
        "{mechanism} Acts on {levels}, to {strategies}.",
        mechanism=sentence(tool.mechanism),
        levels=listed([said(_LEVEL[level]) for level in tool.actor_level]),
        strategies=listed([plain(word) for word in tool.strategy]),
    )


def _net(result: ToolResult) -> str:
    """Return the figure all options are compared by, and the rank it gives; annex B has the other measures."""
    return said(
        "{net}; up in {share} outcomes. Rank {rank}, band {band}.",
        net=interval(result.net_change),
        share=of_hundred(result.p_backfire),
        rank=result.rank,
        band=result.rank_band,
    )


def _confidence(result: ToolResult) -> str:
    """Return the level with its first reason; annex B has it for every tool."""
    return sentence(headed(plain(result.confidence), reworded(result.confidence_because[0])))


_LEVEL = marked(
    {
        "elite": "leaders",
        "mid": "mid-level commanders",
        "low": "low-level fighters",
        "enabler": "enablers and sponsors",
        "institution": "institutions",
        "population": "the population",
    }
)


def _owner(tool: Tool) -> str:
    """Return the first owners as the catalogue names them, with the day on which that was so."""
    return said("{owners} (as of {day}).", owners=_head(tool.owners)[:-1], day=day(tool.owner_as_of))


def _head(texts: tuple[str, ...]) -> str:
    """Return the first entries of a list as a sentence, as many as there is room for, and how many more annex B has."""
    held = [len(series(texts[: number + 1])) <= ROOM for number in range(len(texts))]
    count = max(1, sum(held))
    more = [said("{n} more", n=len(texts) - count)] if count < len(texts) else []
    return sentence(series([*texts[:count], *more])) if texts else ""


def _clause(text: str) -> str:
    """Return the first clause of a text for which there is no room."""
    return text if len(text) <= ROOM else re.split(r"[:;]\s", text, maxsplit=1)[0]


def _marked(text: str) -> Line:
    """Return a sentence of the catalogue; that it is a judgement is told by the reference instead of in brackets."""
    bare = _JUDGED.sub("", text)
    return Line(sentence(bare), (JUDGEMENT,) if bare != text else ())


_JUDGED = re.compile(r"\.?\s*\(judgement\)")


def _time(tool: Tool) -> str:
    return said(
        "Decide: {decide}. Effect: {effect} ({basis}). Effort {effort} of 5.",
        decide=tool.lead_time.decide,
        effect=tool.lead_time.effect,
        basis=plain(tool.lead_time.basis),
        effort=tool.effort.units,
    )


def _signs(result: ToolResult, frame: Frame) -> Line:
    """Return what shows first that the tool works, and that it fails."""
    (good, its), (bad, others) = good_sign(result, frame), bad_sign(result, frame)
    return Line(said("Works: {good} Fails: {bad}", good=good, bad=bad), tuple(dict.fromkeys((*its, *others))))


def good_sign(result: ToolResult, frame: Frame) -> tuple[str, tuple[str, ...]]:
    """Name the tactic on which the tool itself is expected to act first."""
    falls = [e for e in result.tactics if e.listed and e.direct < 0]
    if not falls:
        return said("none, no listed tactic is expected to fall."), (drawn(result.tool),)
    first = min(falls, key=lambda e: (e.direct, e.perpetrator, e.tactic))
    return said("less {pair}.", pair=frame.short(first.tactic, first.perpetrator)), (effect_of(result, first),)


def effect_of(result: ToolResult, effect: TacticEffect) -> str:
    """Return the reference to the draws of one effect."""
    return drawn(result.tool, effect.perpetrator, effect.tactic)


def bad_sign(result: ToolResult, frame: Frame) -> tuple[str, tuple[str, ...]]:
    """Name what rises if violence moves, or what rises at all."""
    flags = told(result, frame)
    if flags:
        named = list(dict.fromkeys(frame.tactic(flag.target) for flag in flags))[:2]
        refs = (drawn(result.tool), *behind([flag for flag in flags if frame.tactic(flag.target) in named]))
        return said("more {pair}.", pair=listed(named, last=OR)), refs
    rises = max(result.tactics, key=lambda e: (e.p_increase, e.perpetrator, e.tactic), default=None)
    if rises is None:
        return said("any listed tactic rises."), (drawn(result.tool),)
    return said("more {pair}.", pair=frame.short(rises.tactic, rises.perpetrator)), (effect_of(result, rises),)


def expectation(result: ToolResult, frame: Frame) -> tuple[str, tuple[str, ...]]:
    """Say what an option does to the tactic it moves most and to sexual violence, by form; annex C has them all."""
    effects = [effect for effect in result.tactics if effect.listed]
    if not effects:
        return said("No listed tactic is reached."), (drawn(result.tool),)
    most = min(effects, key=lambda e: (e.mean, e.perpetrator, e.tactic))
    sexual = [effect for effect in effects if effect is not most and frame.sexual(effect.tactic)]
    shown = [most, *sorted(sexual, key=lambda e: e.mean)[:1]]
    text = " ".join(
        sentence(headed(frame.short(e.tactic, e.perpetrator, e.forms), interval_of_log(e.mean, e.q05, e.q95)))
        for e in shown
    )
    return text, tuple(effect_of(result, e) for e in shown)


def no_change(frame: Frame) -> Option:
    """Return the option of leaving things as they are, on the same criteria."""
    rows = {
        said("Aim"): Line(_kept(frame), (CASE,)),
        said("Owner"): Line(said("Those of the tools in use.")),
        said("Reversible"): Line(said("While time remains; harm done is not.")),
        said("Main risk"): Line(_rising(frame), (CASE,)),
        said("Works best when"): Line(said("A tool in use is about to act."), (JUDGEMENT,)),
        said("Change of harm"): Line(said("{zero}: the others are measured against it.", zero=change(0.0)), (DRAWS,)),
        said("Confidence"): Line(said("Not assessed.")),
        said("Signs"): Line(said("Fails: listed tactics rise, or reports stop.")),
    }
    names = [criterion.name for criterion in _criteria(frame.chosen[0], frame)] if frame.chosen else list(rows)
    criteria = tuple(Criterion(name, rows.get(name, EMPTY)) for name in names)
    return Option("", said("No change"), (), False, criteria)


def _kept(frame: Frame) -> str:
    """Say what the present course is, as far as it is known."""
    in_use = frame.profile.tools_in_use
    if in_use:
        tools = counted(len(in_use), "{n} tool", "{n} tools")
        return said("Keep to the present course: {tools} in use (annex A).", tools=tools)
    if getattr(in_use, "unknown", False):
        return said("Keep to the present course; which tools are in use is unknown.")
    return said("Keep to the present course: no tool in use.")


def _rising(frame: Frame) -> str:
    """Say how many listed tactics rise today, or of how many nobody knows."""
    uses = [use for who in frame.profile.perpetrators for use in who.tactics]
    rising = {use.tactic for use in uses if (use.trend.probability("rising") or 0) > 0.5}
    unknown = {use.tactic for use in uses if use.trend.unknown}
    if rising:
        return counted(
            len(rising), "Harm goes on; {n} tactic rises (annex A).", "Harm goes on; {n} tactics rise (annex A)."
        )
    if unknown:
        return counted(
            len(unknown),
            "Harm goes on; the trend of {n} tactic is unknown (annex A).",
            "Harm goes on; the trend of {n} tactics is unknown (annex A).",
        )
    if frame.assessment.goal == "foreclose":
        return said("What may set off a campaign stays as it is.")
    return said("Harm goes on as it is.")
