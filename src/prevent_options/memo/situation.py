"""The situation as the case states it: who does what, how sure, what is hidden, who else matters."""

from collections.abc import Iterator

from prevent_options.memo.frame import Frame, sources_of, words
from prevent_options.memo.language import marked, said
from prevent_options.memo.parts import Line, PerpetratorView, TacticRow
from prevent_options.memo.references import CASE, JUDGEMENT
from prevent_options.memo.words import fact_share, headed, listed, plain, sentence, series
from prevent_options.profile import Fact, Perpetrator, RegionalActor, TacticUse, Transmission

_LEVELS = ("very_high", "high", "moderate", "low", "none", None)
_FROM_ABOVE, _FROM_BELOW = ("ordered", "authorised"), ("tolerated", "private")
_POSTURES = marked({"facilitate": "facilitates", "condone": "condones", "limit": "limits"})
_GROUPS = marked({"facilitate": "facilitating", "condone": "condoning", "limit": "limiting", None: "posture unknown"})
_HALF = 0.5


def perpetrators(frame: Frame) -> tuple[PerpetratorView, ...]:
    """Return what the case says about each perpetrator, in a few lines each."""
    return tuple(
        PerpetratorView(who.name, _traits(who), tuple(_lines(who, frame))) for who in frame.profile.perpetrators
    )


def _traits(who: Perpetrator) -> Line:
    text = said(
        "{type}; {structure}; command {command}",
        type=_mostly(who.type, said("type unknown")),
        structure=_mostly(who.structure, said("structure unknown")),
        command=_mostly(who.command_control, said("unknown")),
    )
    return Line(text, sources_of(who.type, who.structure, who.command_control))


def _mostly(fact: Fact, unknown: str) -> str:
    """Return the most probable value of a fact, with how probable it is where it is not settled; annex G has all."""
    value = _most(fact)
    return unknown if value is None else plain(value) + _unless_sure(fact.probability(value) or 0.0)


def _unless_sure(share: float) -> str:
    """Return how probable something is, with a space before it; nothing where it is certain."""
    return "" if share == 1 else f" {fact_share(share)}"


def _lines(who: Perpetrator, frame: Frame) -> Iterator[Line]:
    """Yield the tactics by level, then where they come from and what is hidden."""
    groups = [(level, [use for use in who.tactics if _most(use.intensity) == level]) for level in _LEVELS]
    told = [
        headed(plain(level) if level else said("intensity unknown"), series(_use(u, frame) for u in uses))
        for level, uses in groups
        if uses
    ]
    if told:
        facts = [fact for use in who.tactics for fact in (use.intensity, use.trend)]
        yield Line(" ".join(sentence(text) for text in told), sources_of(*facts))
    yield from _organised(who, frame)


def _use(use: TacticUse, frame: Frame) -> str:
    """Return one tactic with its forms, how sure its level is, and a trend that is more probable than not."""
    level, trend = _most(use.intensity), _most(use.trend)
    sure = _unless_sure(use.intensity.probability(level) or 0.0) if level else ""
    likely = trend in {"rising", "falling"} and (use.trend.probability(trend) or 0.0) > _HALF
    moves = f", {_mostly(use.trend, '')}" if likely else ""
    return f"{frame.tactic(use.tactic, use.forms)}{sure}{moves}"


def _organised(who: Perpetrator, frame: Frame) -> Iterator[Line]:
    """Say which tactics come from above, which from below, and which are hidden."""
    organised = [(use.tactic, use.organisation) for use in who.tactics]
    seen = [(use.tactic, use.visibility) for use in who.tactics]
    groups = (
        (said("Ordered or authorised"), _probable(organised, _FROM_ABOVE)),
        (said("Tolerated or private"), _probable(organised, _FROM_BELOW)),
        (said("Hidden, so counts are minimums"), _probable(seen, ("hidden",))),
    )
    parts = [
        sentence(headed(name, series(frame.tactic(tactic) + _unless_sure(share) for tactic, _, share in found)))
        for name, found in groups
        if found
    ]
    if parts:
        yield Line(" ".join(parts), sources_of(*(fact for _, found in groups for _, fact, _ in found)))


def _probable(facts: list[tuple[str, Fact]], values: tuple[str, ...]) -> list[tuple[str, Fact, float]]:
    """Return the tactics whose fact has one of the values at least as probably as not, and how probably."""
    shares = [(tactic, fact, _share(fact, values)) for tactic, fact in facts]
    return [found for found in shares if found[2] >= _HALF]


def _most(fact: Fact) -> str | None:
    """Return the most probable value, the first of equals; None when nobody knows."""
    return max(fact.options, key=lambda option: option[1])[0] if fact.options else None


def _share(fact: Fact, values: tuple[str, ...]) -> float:
    return min(1.0, round(sum(share for value, share in fact.options if value in values), 6))


def readings(frame: Frame) -> tuple[Line, ...]:
    """Return both readings of the structure when it is not settled for some perpetrator."""
    open_ones = [who.name for who in frame.profile.perpetrators if who.structure.certain is None]
    if not open_ones:
        return ()
    text = said(
        "Whether leaders drive the violence or it grows from below is not settled for {who}; the figures average over "
        "both. Levers on leaders: personal cost, money, sponsors. From below: exits for fighters, discipline, local "
        "protection.",
        who=listed(open_ones) if len(open_ones) < 3 else said("{n} perpetrators", n=len(open_ones)),
    )
    return (Line(text, (JUDGEMENT,)),)


def others(frame: Frame) -> tuple[Line, ...]:
    """Return regional actors by what they do, carried-in tactics and the rights institution, one line each."""
    carried = [_carried(one, frame) for one in frame.profile.transmission]
    text = " ".join(line.text for line in carried)
    refs = tuple(dict.fromkeys(ref for line in carried for ref in line.refs))
    return (_region(frame), *((Line(text, refs),) if carried else ()), _institution(frame))


def _region(frame: Frame) -> Line:
    """Return regional actors grouped by their most probable posture."""
    actors = frame.profile.regional_actors
    groups = [(posture, [a for a in actors if _most(a.posture) == posture]) for posture in _GROUPS]
    told = [
        headed(said(_GROUPS[posture]), series(_short(actor) for actor in found)) for posture, found in groups if found
    ]
    if not told:
        unknown = getattr(actors, "unknown", False)
        text = said("Regional actors: unknown.") if unknown else said("Regional actors: the case names none.")
        return Line(text, (CASE,))
    return Line(
        " ".join(sentence(text) for text in told),
        sources_of(*(fact for a in actors for fact in (a.posture, a.leverage))),
    )


def _short(actor: RegionalActor) -> str:
    sure = max((share for _, share in actor.posture.options), default=1.0)
    leverage = [] if actor.leverage.unknown else [said("leverage {level}", level=words(actor.leverage))]
    notes = [*([fact_share(sure)] if sure < 1 else []), *leverage]
    return f"{actor.name} ({', '.join(notes)})" if notes else actor.name


def _carried(one: Transmission, frame: Frame) -> Line:
    tactics = series(frame.tactic(word) for word in one.tactics.words) or said("tactics unknown")
    text = said(
        "Carried in from {place} by way of {via}: {tactics}.",
        place=words(one.from_),
        via=words(one.via),
        tactics=tactics,
    )
    return Line(text, sources_of(one.from_, one.via, one.tactics))


def _institution(frame: Frame) -> Line:
    nhri = frame.profile.nhri
    known = {"true": said("exists"), "false": said("does not exist")}
    options = [known[value] + _unless_sure(share) for value, share in nhri.exists.options]
    exists = ", ".join(options) or said("existence {value}", value=said("unknown"))
    rest = (
        (said("accreditation"), nhri.accreditation),
        (said("review"), nhri.review),
        (said("independence"), nhri.independence),
        (said("government interference"), nhri.government_interference),
    )
    known_ones = [f"{name} {words(fact)}" for name, fact in rest if not fact.unknown]
    unknown = [name for name, fact in rest if fact.unknown]
    tail = [said("unknown: {facts}", facts=listed(unknown))] if unknown else []
    text = said("National human rights institution: {facts}.", facts=series([exists, *known_ones, *tail]))
    return Line(text, sources_of(nhri.exists, *(fact for _, fact in rest)))


def actors(frame: Frame) -> tuple[Line, ...]:
    """Return each regional actor in full, and the tools in use."""
    lines = [_actor(actor, frame) for actor in frame.profile.regional_actors]
    tools = frame.profile.tools_in_use
    names = [frame.called(use.tool) for use in tools]
    if names:
        sources = tuple(f"S:{source}" for source in getattr(tools, "sources", ()))
        lines.append(Line(said("Tools in use: {tools}.", tools=listed(names)), sources or (CASE,)))
    elif getattr(tools, "unknown", False):
        lines.append(Line(said("Tools in use: unknown."), (CASE,)))
    return tuple(lines)


def _actor(actor: RegionalActor, frame: Frame) -> Line:
    options = [
        said(_POSTURES[value]) + ("" if share == 1 else f" {fact_share(share)}")
        for value, share in actor.posture.options
    ]
    over = listed([frame.perpetrator(name) for name in actor.over])
    parts = [
        ", ".join(options) or said("posture unknown"),
        said("leverage over {who} {level}", who=over, level=words(actor.leverage))
        if over
        else said("leverage {level}", level=words(actor.leverage)),
        *([] if actor.channels.unknown else [said("through {channels}", channels=words(actor.channels))]),
    ]
    return Line(sentence(headed(actor.name, series(parts))), sources_of(actor.posture, actor.leverage, actor.channels))


def tactic_rows(frame: Frame) -> tuple[TacticRow, ...]:
    """Return every tactic of the case with its facts, in the order of the case."""
    return tuple(
        TacticRow(
            perpetrator=who.name,
            tactic=frame.tactic(use.tactic, use.forms),
            intensity=words(use.intensity),
            trend=words(use.trend),
            organisation=words(use.organisation),
            visibility=words(use.visibility),
            refs=sources_of(use.intensity, use.trend, use.organisation, use.visibility),
        )
        for who in frame.profile.perpetrators
        for use in who.tactics
    )
