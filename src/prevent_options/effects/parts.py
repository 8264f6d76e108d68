"""The steps of a direct effect, each with its source: evidence, circumstances, rules, time, reach.

A step is held as few rows: pairs that it treats alike share one, and pairs it does not touch have none. That keeps the
computation small, and it is what ``explain`` tells.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, reduce
from typing import Literal, NamedTuple

import numpy as np

from prevent_options.catalogues import Factor, Tool
from prevent_options.effects.arrays import Floats, Mask
from prevent_options.effects.setting import Setting
from prevent_options.effects.timing import acting_share
from prevent_options.rules import Effect, Finding, ScopeFinding

type Basis = Literal["evidence", "judgement", "model"]

type Shares = tuple[tuple[str, float], ...]
"""Weights of bodies of evidence."""

UNTOUCHED = -1
"""Row of a pair that a step does not change."""


class Part(NamedTuple):
    """One additive or multiplicative step of a direct effect.

    Attributes
    ----------
    label, source, basis
        What it is, where it comes from, what kind of knowledge that is.
    rows
        For each of K pairs the position of its values, or :data:`UNTOUCHED`.
    values
        One row of draws for each group of pairs, each shape (D,).
    multiplies
        Whether the step scales the effect; otherwise it is added.
    """

    label: str
    source: str
    basis: Basis
    rows: tuple[int, ...]
    values: tuple[Floats, ...]
    multiplies: bool = False


def direct_parts(tool: Tool, findings: tuple[Finding, ...], setting: Setting) -> Iterator[Part]:
    """Yield the steps of a direct effect in the order in which they apply; everything added comes before any scale."""
    yield from evidence_parts(evidence_shares(tool), setting)
    yield transport_part(tool, setting)
    yield from circumstance_parts(circumstance_shares(tool), setting)
    rules = [part for finding in findings for part in rule_parts(finding, setting)]
    yield from (part for part in rules if not part.multiplies)
    yield from (part for part in rules if part.multiplies)
    yield timing_part(tool, setting)
    yield reach_part(tool, setting)


def combine(parts: Iterable[Part], setting: Setting) -> Floats:
    """Return what the steps come to, one after the other, shape (K, D)."""
    out = np.zeros((len(setting.grid.pairs), setting.draws), dtype=np.float32)
    for part in parts:
        apply(part, out)
    return out


def apply(part: Part, effect: Floats) -> None:
    """Add a step to an effect, or scale the effect by it, in place; shape (K, D)."""
    for row, pairs in _spans(part.rows):
        if part.multiplies:
            effect[pairs] *= part.values[row]
        else:
            effect[pairs] += part.values[row]


@lru_cache(maxsize=1024)
def _spans(rows: tuple[int, ...]) -> tuple[tuple[int, slice | list[int]], ...]:
    """Return for each row of a step its pairs, as a slice where they are neighbours: that spares a copy."""
    found: dict[int, list[int]] = {}
    for k, row in enumerate(rows):
        if row != UNTOUCHED:
            found.setdefault(row, []).append(k)
    return tuple(
        (row, slice(held[0], held[-1] + 1) if held[-1] - held[0] + 1 == len(held) else held)
        for row, held in found.items()
    )


def evidence_shares(tool: Tool) -> Shares:
    """Return the weight of each body in a tool's evidence: its relevance, below zero where the tool withdraws it."""
    total = sum(link.relevance for link in tool.bodies)
    return tuple((link.body, (-1 if link.reverse else 1) * link.relevance / total) for link in tool.bodies)


def circumstance_shares(tool: Tool) -> Shares:
    """Return the weight of what each body says of circumstances; of none that the tool withdraws."""
    whole = max(1.0, sum(link.relevance for link in tool.bodies))
    return tuple((link.body, link.relevance / whole) for link in tool.bodies if not link.reverse)


def evidence_parts(shares: Shares, setting: Setting) -> Iterator[Part]:
    """Yield what bodies of evidence say: on average, of each tactic family, of each type of perpetrator."""
    source = ", ".join(body for body, _ in shares)
    post, draws = setting.posterior, setting.draws
    families = list(dict.fromkeys(pair.family for pair in setting.grid.pairs))
    by_family = tuple(post.blend("outcome", family, shares, draws) for family in families)
    by_actor = tuple(
        by_type([(mask, post.blend("perpetrator", kind, shares, draws)) for kind, mask in held])
        for held in setting.types
    )
    everyone = (0,) * len(setting.grid.pairs)
    yield Part("average effect", source, "evidence", everyone, (post.blend("average", "", shares, draws),))
    rows = tuple(families.index(pair.family) for pair in setting.grid.pairs)
    yield Part("outcome: tactic family", source, "evidence", rows, by_family)
    yield Part("perpetrator type", source, "evidence", tuple(setting.owner.tolist()), by_actor)


def by_type(shares: Sequence[tuple[Mask, Floats]]) -> Floats:
    """Return, draw by draw, the values of the type a perpetrator has there, shape (D,)."""
    found = shares[0][1]
    for mask, values in shares[1:]:
        found = np.where(mask, values, found)
    return found


def transport_part(tool: Tool, setting: Setting) -> Part:
    """Return what is uncertain because the studies are about something else than the tool."""
    missing = 1.0 - max(link.relevance for link in tool.bodies)
    sd = np.float32(missing * setting.posterior.transport_scale)
    noise = mean_one(sd, setting.noise("transport", tool.id))
    rows = (0,) * len(setting.grid.pairs)
    return Part("transport to this tool", "relevance of the bodies of evidence", "judgement", rows, (noise,))


def mean_one(sd: Floats | np.float32, noise: Floats) -> Floats:
    """Return noise of a log rate ratio whose ratio averages one.

    Studies report ratios of average counts, so what is unknown about one case or tool must not move the average: a
    tool is not worse for being less known.
    """
    return np.asarray(sd * noise - np.float32(0.5) * sd * sd, dtype=np.float32)


def circumstance_parts(shares: Shares, setting: Setting) -> Iterator[Part]:
    """Yield one part for each circumstance that a case fact tells of and that studies of the bodies speak to."""
    studied = [(body, share, setting.posterior.factors_of(body)) for body, share in shares]
    for factor, rows, presences in setting.keep(("told factors",), lambda: tuple(_told(setting))):
        told = tuple((body, share) for body, share, factors in studied if factor.id in factors)
        if told:
            slope = setting.posterior.blend("factor", factor.id, told, setting.draws)
            values = tuple(slope * centred for centred in presences)
            yield Part(factor.name, f"factor {factor.id}", "evidence", rows, values)


def slope_part(factor: Factor, tool: Tool, setting: Setting) -> Part | None:
    """Return what one more on the slope of a factor, under every body of a tool, adds to it; None where nothing."""
    shares = circumstance_shares(tool)
    told = [share for body, share in shares if factor.id in setting.posterior.factors_of(body)]
    for one, rows, presences in setting.keep(("told factors",), lambda: tuple(_told(setting))) if told else ():
        if one is factor:
            weight = np.float32(sum(told))
            values = tuple(np.broadcast_to(weight * centred, (setting.draws,)) for centred in presences)
            return Part(factor.name, f"factor {factor.id}", "evidence", rows, values)
    return None


def _told(setting: Setting) -> Iterator[tuple[Factor, tuple[int, ...], tuple[Floats | np.float32, ...]]]:
    """Yield each factor that facts of the case tell of: its rows, and x − ½, ½ where it is present, −½ where absent."""
    for factor in setting.catalogues.factors.values():
        masks = [setting.presence(factor, actor) for actor in setting.actors] if factor.present_when is not None else []
        held = [actor for actor, mask in enumerate(masks) if mask is not None]
        if held:
            values = tuple(np.asarray(masks[actor], dtype=np.float32) - np.float32(0.5) for actor in held)
            yield factor, tuple(held.index(a) if a in held else UNTOUCHED for a in setting.owner.tolist()), values


def rule_parts(finding: Finding, setting: Setting) -> tuple[Part, ...]:
    """Return the shifts and scalings of one rule that fires in at least one draw; one for all tools it treats alike."""
    if not finding.rule.effects:
        return ()

    def made() -> tuple[Part, ...]:
        found = (_rule_part(finding, number, effect, setting) for number, effect in enumerate(finding.rule.effects))
        return tuple(part for part in found if part is not None)

    return setting.keep((finding.rule.id, finding.scopes), made)


def _rule_part(finding: Finding, number: int, effect: Effect, setting: Setting) -> Part | None:
    """Return one effect of a rule, or None where it fires for nobody."""
    rows, masks = firing(finding.scopes, effect.tactics, setting)
    if not masks:
        return None
    noise = setting.noise("rule", finding.rule.id, str(number))
    amount = np.float32(effect.mean) + np.float32(effect.sd) * noise
    scales = effect.kind == "scale"
    if scales:
        amount = np.clip(amount, 0.0, None)
        values = tuple(amount if mask is True else np.where(mask, amount, np.float32(1.0)) for mask in masks)
    else:
        values = tuple(amount if mask is True else amount * mask for mask in masks)
    # A mixed rule counts as judgement.
    basis: Basis = "evidence" if finding.rule.basis == "evidence" else "judgement"
    return Part(finding.rule.title, f"rule {finding.rule.id}", basis, rows, values, multiplies=scales)


def firing(
    scopes: tuple[ScopeFinding, ...], tactics: tuple[str, ...], setting: Setting
) -> tuple[tuple[int, ...], list[Mask]]:
    """Return in which pairs and draws a rule fires, as rows of pairs and one mask a row.

    Parameters
    ----------
    scopes
        What the rule says of everyone it is about.
    tactics
        Tactic or family ids the rule is about; empty means all.
    setting
        The case.
    """
    found: list[list[int]] = [[] for _ in setting.grid.pairs]
    for number, scope in enumerate(scopes):
        if scope.fires is not False:
            for k in setting.concerned(scope.perpetrator, scope.tactic, tactics):
                found[k].append(number)
    distinct = list(dict.fromkeys(tuple(held) for held in found if held))
    masks = [_either([scopes[number].fires for number in held]) for held in distinct]
    possible = [position for position, mask in enumerate(masks) if np.any(mask)]
    place = {distinct[position]: row for row, position in enumerate(possible)}
    rows = tuple(place.get(tuple(held), UNTOUCHED) for held in found)
    return rows, [masks[position] for position in possible]


def _either(masks: list[Mask]) -> Mask:
    """Return where at least one holds."""
    if any(mask is True for mask in masks):
        return True
    return reduce(np.logical_or, masks)


def acting(tools: Sequence[Tool], setting: Setting) -> Floats:
    """Return the share of the horizon during which each tool acts, shape (T, D); 1 for a tool in use.

    Under the goal stop what counts is the violence that is left when the horizon ends, so a tool counts in full once
    it acts by then.
    """
    profile = setting.profile
    noise = setting.noise_rows([("delay", tool.id) for tool in tools])
    share = acting_share(tools, profile.horizon_months, noise)
    if profile.goal == "stop":
        np.ceil(share, out=share)
    used = {use.tool for use in profile.tools_in_use}
    share[[tool.id in used for tool in tools]] = 1.0
    return share


def timing_part(tool: Tool, setting: Setting) -> Part:
    """Return the share of the effect that falls into the horizon."""
    rows = (0,) * len(setting.grid.pairs)
    values = (acting((tool,), setting)[0],)
    return Part("time until it acts", "catalogue: lead time", "judgement", rows, values, multiplies=True)


def reach(tool: Tool, setting: Setting) -> np.ndarray:
    """Return which perpetrators a tool can act on, by their type, boolean, shape (P, D); once for tools alike."""

    def read() -> np.ndarray:
        out = np.zeros((len(setting.types), setting.draws), dtype=bool)
        for actor, held in enumerate(setting.types):
            for kind, mask in held:
                if kind in tool.reaches:
                    out[actor] |= mask
        return out

    return setting.keep(("reach", tool.reaches), read)


def reach_part(tool: Tool, setting: Setting) -> Part:
    """Return which perpetrators the tool can act on; who is out of reach keeps nothing of the effect."""
    reached = reach(tool, setting)
    rows = tuple(UNTOUCHED if reached[actor].all() else actor for actor in setting.owner.tolist())
    source = "catalogue: which perpetrators the tool can act on"
    return Part("reach", source, "judgement", rows, tuple(reached.astype(np.float32)), multiplies=True)


def full(part: Part, setting: Setting) -> Floats:
    """Return a step for every pair, shape (K, D): nothing added, or nothing scaled, where it touches nothing."""
    neutral = np.full(1, 1.0 if part.multiplies else 0.0, dtype=np.float32)
    rows = [neutral if row == UNTOUCHED else part.values[row] for row in part.rows]
    return np.stack([np.broadcast_to(row, (setting.draws,)) for row in rows])
