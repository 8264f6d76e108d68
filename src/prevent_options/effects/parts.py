"""The steps of a direct effect, each with its source: evidence, circumstances, rules, time, reach.

A step is held as few rows: pairs that it treats alike share one, and pairs it does not touch have none. That keeps the
computation small, and it is what ``explain`` tells.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from typing import Literal, NamedTuple

import numpy as np

from prevent_options.catalogues import Factor, Tool
from prevent_options.effects.arrays import Floats, Mask
from prevent_options.effects.setting import Setting
from prevent_options.effects.timing import acting_share
from prevent_options.rules import Effect, Finding, ScopeFinding

type Basis = Literal["evidence", "judgement", "model"]

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
    yield from evidence_parts(tool, setting)
    yield transport_part(tool, setting)
    yield from factor_parts(tool, setting)
    rules = [part for finding in findings for part in rule_parts(finding, setting)]
    yield from (part for part in rules if not part.multiplies)
    yield from (part for part in rules if part.multiplies)
    yield timing_part(tool, setting)
    yield reach_part(tool, setting)


def combine(parts: Iterable[Part], setting: Setting) -> Floats:
    """Return what the steps come to, shape (K, D).

    Sums and products do not depend on the order within them, so steps that treat all pairs alike go first: pairs are
    computed together for as long as nothing has told them apart.
    """
    held = list(parts)
    out_of_reach = {k for part in held if part.multiplies for k, row in enumerate(part.rows) if _none(part, row)}
    order = sorted(held, key=lambda part: (part.multiplies, len(set(part.rows))))
    group, sums = [0] * len(setting.grid.pairs), [np.zeros(setting.draws, dtype=np.float32)]
    for part in order:
        wanted = [(g, UNTOUCHED if k in out_of_reach else part.rows[k]) for k, g in enumerate(group)]
        group, sums = _split(part, wanted, sums)
    out = np.empty((len(group), setting.draws), dtype=np.float32)
    for k, g in enumerate(group):
        out[k] = sums[g]
    return out


def _none(part: Part, row: int) -> bool:
    """Say whether a scale leaves nothing of a pair."""
    return row != UNTOUCHED and part.values[row] is NOTHING


NOTHING: Floats = np.zeros(1, dtype=np.float32)
"""The scale of a pair that a tool does not reach in any draw."""


def _split(part: Part, wanted: list[tuple[int, int]], sums: list[Floats]) -> tuple[list[int], list[Floats]]:
    """Apply one step; groups it treats in several ways come apart."""
    new = {key: position for position, key in enumerate(dict.fromkeys(wanted))}
    last = {old: position for (old, _), position in new.items()}
    # The last part of a group takes over its memory, so the others are copied off before.
    out = [sums[old] if last[old] == position else sums[old].copy() for (old, _), position in new.items()]
    for (_, row), values in zip(new, out, strict=True):
        if row != UNTOUCHED:
            (np.multiply if part.multiplies else np.add)(values, part.values[row], out=values)
    return [new[key] for key in wanted], out


def evidence_parts(tool: Tool, setting: Setting) -> Iterator[Part]:
    """Yield what the bodies of evidence say: on average, of each tactic family, of each type of perpetrator."""
    source = ", ".join(link.body for link in tool.bodies)
    total = sum(link.relevance for link in tool.bodies)
    shares = tuple((link.body, (-1 if link.reverse else 1) * link.relevance / total) for link in tool.bodies)
    post, draws = setting.posterior, setting.draws
    families = list(dict.fromkeys(pair.family for pair in setting.grid.pairs))
    by_family = tuple(post.blend("outcome", family, shares, draws) for family in families)
    by_actor = tuple(
        _select([(mask, post.blend("perpetrator", kind, shares, draws)) for kind, mask in held])
        for held in setting.types
    )
    everyone = (0,) * len(setting.grid.pairs)
    yield Part("average effect", source, "evidence", everyone, (post.blend("average", "", shares, draws),))
    rows = tuple(families.index(pair.family) for pair in setting.grid.pairs)
    yield Part("outcome: tactic family", source, "evidence", rows, by_family)
    yield Part("perpetrator type", source, "evidence", tuple(setting.owner.tolist()), by_actor)


def evidence_effect(tool: Tool, setting: Setting) -> Floats:
    """Return what the bodies of evidence say of each pair, all their steps together, shape (K, D)."""
    return np.sum([full(part, setting) for part in evidence_parts(tool, setting)], axis=0, dtype=np.float32)


def _select(shares: Sequence[tuple[Mask, Floats]]) -> Floats:
    """Return, draw by draw, the values that hold there."""
    if len(shares) == 1:
        return shares[0][1]
    return np.select([np.asarray(mask) for mask, _ in shares], [values for _, values in shares])


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


def factor_parts(tool: Tool, setting: Setting) -> Iterator[Part]:
    """Yield one part for each circumstance that a case fact tells of and that studies of the tool speak to."""
    studied = [(link, setting.posterior.factors_of(link.body)) for link in tool.bodies if not link.reverse]
    whole = max(1.0, sum(link.relevance for link in tool.bodies))
    for factor in setting.catalogues.factors.values():
        links = [link for link, factors in studied if factor.id in factors]
        rows, presences = _presences(factor, setting) if links and factor.present_when is not None else ((), ())
        if not presences:
            continue
        shares = tuple((link.body, link.relevance / whole) for link in links)
        slope = setting.posterior.blend("factor", factor.id, shares, setting.draws)
        values = tuple(slope * centred for centred in presences)
        yield Part(factor.name, f"factor {factor.id}", "evidence", rows, values)


def slope_part(factor: Factor, tool: Tool, setting: Setting) -> Part | None:
    """Return what one more on the slope of a factor, under every body of a tool, adds to it; None where nothing."""
    studied = [link for link in tool.bodies if not link.reverse]
    told = [link.relevance for link in studied if factor.id in setting.posterior.factors_of(link.body)]
    rows, presences = _presences(factor, setting) if told and factor.present_when is not None else ((), ())
    if not presences:
        return None
    weight = np.float32(sum(told) / max(1.0, sum(link.relevance for link in tool.bodies)))
    values = tuple(np.broadcast_to(weight * centred, (setting.draws,)) for centred in presences)
    return Part(factor.name, f"factor {factor.id}", "evidence", rows, values)


def _presences(factor: Factor, setting: Setting) -> tuple[tuple[int, ...], tuple[Floats | np.float32, ...]]:
    """Return rows and x − ½: ½ where the factor is present, −½ where it is absent; nothing where no fact tells."""
    kept = setting.kept.get(("factor", factor.id))
    if kept is None:
        masks = [setting.presence(factor, actor) for actor in setting.actors]
        held = [actor for actor, mask in enumerate(masks) if mask is not None]
        values = tuple(np.asarray(masks[actor], dtype=np.float32) - np.float32(0.5) for actor in held)
        rows = tuple(held.index(actor) if actor in held else UNTOUCHED for actor in setting.owner.tolist())
        kept = setting.kept["factor", factor.id] = (rows, values)
    return kept  # type: ignore[return-value]


def rule_parts(finding: Finding, setting: Setting) -> tuple[Part, ...]:
    """Return the shifts and scalings of one rule that fires in at least one draw; one for all tools it treats alike."""
    kept = setting.kept.get((finding.rule.id, finding.scopes))
    if kept is None:
        made = (_rule_part(finding, number, effect, setting) for number, effect in enumerate(finding.rule.effects))
        kept = setting.kept[finding.rule.id, finding.scopes] = tuple(part for part in made if part is not None)
    return kept  # type: ignore[return-value]


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


def acting(tool: Tool, setting: Setting) -> Floats:
    """Return the share of the horizon during which a tool acts, shape (D,); 1 for a tool in use.

    Under the goal stop what counts is the violence that is left when the horizon ends, so a tool counts in full once
    it acts by then.
    """
    key = ("acting", tool.id)
    if key not in setting.kept:
        setting.kept[key] = _acting(tool, setting)
    return setting.kept[key]  # type: ignore[return-value]  # only this function writes the key


def _acting(tool: Tool, setting: Setting) -> Floats:
    if any(use.tool == tool.id for use in setting.profile.tools_in_use):
        return np.ones(setting.draws, dtype=np.float32)
    share = acting_share(tool, setting.profile.horizon_months, setting.noise("delay", tool.id))
    return np.ceil(share) if setting.profile.goal == "stop" else share


def timing_part(tool: Tool, setting: Setting) -> Part:
    """Return the share of the effect that falls into the horizon."""
    rows = (0,) * len(setting.grid.pairs)
    values = (acting(tool, setting),)
    return Part("time until it acts", "catalogue: lead time", "judgement", rows, values, multiplies=True)


def reach(tool: Tool, setting: Setting) -> np.ndarray:
    """Return which perpetrators a tool can act on, by their type, boolean, shape (P, D); once for tools alike."""
    key = ("reach", tool.reaches)
    if key not in setting.kept:
        out = np.zeros((len(setting.types), setting.draws), dtype=bool)
        for actor, held in enumerate(setting.types):
            for kind, mask in held:
                if kind in tool.reaches:
                    out[actor] |= mask
        setting.kept[key] = out
    return setting.kept[key]  # type: ignore[return-value]  # only this function writes the key


def reach_part(tool: Tool, setting: Setting) -> Part:
    """Return which perpetrators the tool can act on; who is out of reach keeps nothing of the effect."""
    reached = reach(tool, setting)
    rows = tuple(UNTOUCHED if reached[actor].all() else actor for actor in setting.owner.tolist())
    values = tuple(mask.astype(np.float32) if mask.any() else NOTHING for mask in reached)
    source = "catalogue: which perpetrators the tool can act on"
    return Part("reach", source, "judgement", rows, values, multiplies=True)


def full(part: Part, setting: Setting) -> Floats:
    """Return a step for every pair, shape (K, D): nothing added, or nothing scaled, where it touches nothing."""
    neutral = np.full(1, 1.0 if part.multiplies else 0.0, dtype=np.float32)
    rows = [neutral if row == UNTOUCHED else part.values[row] for row in part.rows]
    return np.stack([np.broadcast_to(row, (setting.draws,)) for row in rows])
