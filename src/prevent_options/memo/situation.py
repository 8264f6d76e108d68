"""The situation as the case states it: who does what, how sure, what is hidden, who else matters."""

from collections.abc import Iterable

from prevent_options.memo.frame import Frame, sources_of, words
from prevent_options.memo.parts import CASE, JUDGEMENT, Line, PerpetratorView, TacticRow
from prevent_options.memo.words import listed, plain, sentence
from prevent_options.profile import Fact, Perpetrator, RegionalActor, TacticUse

_LEVELS = ("very_high", "high", "moderate", "low", "none")
_FROM_ABOVE, _FROM_BELOW = ("ordered", "authorised"), ("tolerated", "private")


def perpetrators(frame: Frame) -> tuple[PerpetratorView, ...]:
    """Return what the case says about each perpetrator, in a few lines each."""
    return tuple(PerpetratorView(who.name, tuple(_lines(who, frame))) for who in frame.profile.perpetrators)


def _lines(who: Perpetrator, frame: Frame) -> Iterable[Line]:
    yield Line(
        f"{sentence(words(who.type))} Structure: {words(who.structure)}. Command: {words(who.command_control)}.",
        sources_of(who.type, who.structure, who.command_control),
    )
    for level in (*_LEVELS, None):
        uses = [use for use in who.tactics if _most(use.intensity) == level]
        if uses:
            text = "; ".join(_use(use, frame) for use in uses)
            yield Line(
                f"{plain(level or 'intensity unknown').capitalize()}: {text}.", sources_of(*(u.intensity for u in uses))
            )
    yield from _organised(who, frame)


def _use(use: TacticUse, frame: Frame) -> str:
    """Return one tactic with its forms, its trend and whether its level is itself uncertain."""
    trend = "trend unknown" if use.trend.unknown else words(use.trend)
    level = "" if len(use.intensity.options) <= 1 else f", level {words(use.intensity)}"
    return f"{frame.tactic(use.tactic, use.forms)} ({trend}{level})"


def _organised(who: Perpetrator, frame: Frame) -> Iterable[Line]:
    """Say which tactics come from above, which from below, and which are hidden."""
    above = [use for use in who.tactics if _share(use.organisation, _FROM_ABOVE) > 0.5]
    below = [use for use in who.tactics if _share(use.organisation, _FROM_BELOW) >= 0.5]
    hidden = [use for use in who.tactics if _most(use.visibility) == "hidden"]
    groups = (("Mostly ordered or authorised", above), ("Mostly tolerated or private", below))
    parts = [f"{name}: {_names(uses, frame)}." for name, uses in groups if uses]
    if parts:
        yield Line(" ".join(parts), sources_of(*(use.organisation for use in (*above, *below))))
    if hidden:
        yield Line(
            f"Hidden, so counts are floors: {_names(hidden, frame)}.", sources_of(*(u.visibility for u in hidden))
        )


def _names(uses: list[TacticUse], frame: Frame) -> str:
    return listed([frame.tactic(use.tactic) for use in uses])


def _most(fact: Fact) -> str | None:
    """Return the most probable value, the first of equals; None when nobody knows."""
    return max(fact.options, key=lambda option: option[1])[0] if fact.options else None


def _share(fact: Fact, values: tuple[str, ...]) -> float:
    return sum(share for value, share in fact.options if value in values)


def readings(frame: Frame) -> tuple[Line, ...]:
    """Return both readings of the structure when it is not settled for some perpetrator."""
    open_ones = [who.name for who in frame.profile.perpetrators if who.structure.certain is None]
    if not open_ones:
        return ()
    return (
        Line(
            f"Two readings stay open for {listed(open_ones)}, and every figure below is averaged over both.",
            (JUDGEMENT,),
        ),
        Line(
            "If leaders drive the violence: their personal cost, their money and their sponsors are the levers.",
            (JUDGEMENT,),
        ),
        Line(
            "If it grows from below: exits for fighters, discipline by commanders and protection on the ground are.",
            (JUDGEMENT,),
        ),
    )


def surroundings(frame: Frame) -> tuple[Line, ...]:
    """Return regional actors, carried-in tactics, the rights institution and tools in use."""
    profile, nhri = frame.profile, frame.profile.nhri
    actors = [_actor(actor, frame) for actor in profile.regional_actors]
    lines = actors or [Line("Regional actors: the case names none.", (CASE,))]
    for carried in profile.transmission:
        tactics = listed([frame.tactic(word) for word in carried.tactics.words]) or "tactics unknown"
        text = f"Carried in from {words(carried.from_)} by way of {words(carried.via)}: {tactics}."
        lines.append(Line(text, sources_of(carried.from_, carried.via, carried.tactics)))
    exists = {"true": "exists", "false": "does not exist"}.get(
        nhri.exists.certain or "", f"existence {words(nhri.exists)}"
    )
    lines.append(
        Line(
            f"National human rights institution: {exists}; accreditation {words(nhri.accreditation)}; "
            f"review {words(nhri.review)}; "
            f"independence {words(nhri.independence)}; government interference {words(nhri.government_interference)}.",
            sources_of(nhri.exists, nhri.accreditation, nhri.review, nhri.independence, nhri.government_interference),
        )
    )
    tools = [frame.catalogues.tools[use.tool].name for use in profile.tools_in_use]
    if tools:
        lines.append(Line(f"Tools in use: {listed(tools)}.", _listed_sources(profile.tools_in_use)))
    return tuple(lines)


def _listed_sources(items: object) -> tuple[str, ...]:
    return tuple(f"S:{source}" for source in getattr(items, "sources", ())) or (CASE,)


def _actor(actor: RegionalActor, frame: Frame) -> Line:
    posture = (
        ", ".join(
            _POSTURES[value] + ("" if share == 1 else f" {round(100 * share)}%")
            for value, share in actor.posture.options
        )
        or "posture unknown"
    )
    over = f" over {listed([frame.perpetrator(name) for name in actor.over])}" if actor.over else ""
    through = "" if actor.channels.unknown else f"; through {words(actor.channels)}"
    refs = sources_of(actor.posture, actor.leverage, actor.channels)
    return Line(f"{actor.name}: {posture}; leverage{over} {words(actor.leverage)}{through}.", refs)


_POSTURES = {"facilitate": "facilitates", "condone": "condones", "limit": "limits"}


def tactic_rows(frame: Frame) -> tuple[TacticRow, ...]:
    """Return every tactic of the case with its facts, in the order of the case."""
    return tuple(
        TacticRow(
            who.name,
            frame.tactic(use.tactic, use.forms),
            words(use.intensity),
            words(use.trend),
            words(use.organisation),
            words(use.visibility),
            sources_of(use.intensity, use.trend, use.organisation, use.visibility),
        )
        for who in frame.profile.perpetrators
        for use in who.tactics
    )
