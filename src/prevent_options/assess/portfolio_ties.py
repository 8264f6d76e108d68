"""From arrays of single tools to what sets need: tools in order of strength, their ties, and what leaders may do."""

from collections.abc import Sequence

import numpy as np

from prevent_options.assess.net import CaseArrays
from prevent_options.assess.portfolio_limits import both_ways, open_entries
from prevent_options.assess.portfolio_types import Request
from prevent_options.catalogues import Catalogues, Tool
from prevent_options.decision.harm import change_of_harm
from prevent_options.decision.interactions import Interactions
from prevent_options.decision.portfolio_kernel import Candidates, Leaders
from prevent_options.decision.portfolio_sets import Ties
from prevent_options.effects.arrays import Floats
from prevent_options.effects.direct import acting

GROUPS: dict[str, tuple[str, ...]] = {
    "leaders": ("elite",),
    "commanders": ("mid",),
    "ground level": ("low", "population"),
    "sponsors": ("enabler",),
    "institutions": ("institution",),
}
"""Whom limited capacity may focus on: names for readers, and the catalogue's levels of actors."""


def by_strength(names: Sequence[str], arrays: CaseArrays) -> tuple[str, ...]:
    """Return tools from the one that averts most harm alone to the one that averts least."""
    shares = arrays.stage.shares
    means = {name: float(change_of_harm(arrays.tools[name].expected[None], shares).mean()) for name in names}
    return tuple(sorted(names, key=lambda name: (round(means[name], 9), name)))


def candidates(
    names: Sequence[str], arrays: CaseArrays, judgements: Interactions, catalogues: Catalogues
) -> Candidates:
    """Return the arrays of tools that compete, in the order given."""
    tools, setting = [arrays.tools[name] for name in names], arrays.stage.setting
    shifts = [
        np.float32(entry.shift.mean) + np.float32(entry.shift.sd) * setting.noise("interaction", entry.id)
        for entry in judgements.interactions
    ]
    return Candidates(
        net=np.stack([one.net for one in tools]),
        steady=np.stack([one.expected for one in tools]),
        settled=np.stack([one.expected + one.direct.own for one in tools]),
        reached=np.stack([one.direct.reached for one in tools]),
        company=np.stack([company(catalogues.tools[name], arrays, judgements) for name in names]),
        shifts=np.asarray(np.stack(shifts) if shifts else np.zeros((0, setting.draws)), dtype=np.float32),
        shares=arrays.stage.shares,
    )


def company(tool: Tool, arrays: CaseArrays, judgements: Interactions) -> Floats:
    """Return what a tool gains from others beside it, log rate ratio, shape (D,); 0 where nobody studied it."""
    setting, entry = arrays.stage.setting, judgements.several_tools
    links = [b for b in tool.bodies if not b.reverse and setting.posterior.has_factor(b.body, entry.factor)]
    whole = max(1.0, sum(link.relevance for link in tool.bodies))
    slope = np.zeros(setting.draws, dtype=np.float32)
    for link in links:
        slope += np.float32(link.relevance / whole) * setting.posterior.factor(link.body, entry.factor, setting.draws)
    return np.asarray(np.float32(entry.share) * slope * acting((tool,), setting)[0], dtype=np.float32)


def ties(names: Sequence[str], judgements: Interactions, catalogues: Catalogues, request: Request) -> Ties:
    """Return overlaps, conflicts and interactions between tools, in the order given."""
    count = len(names)
    conflict, meets = np.zeros((count, count), dtype=bool), [np.zeros((0, count, count), dtype=bool)]
    for entry in open_entries(judgements.conflicts, request):
        conflict |= both_ways(names, entry.tools, entry.with_, catalogues)
    meets += [both_ways(names, entry.tools, entry.with_, catalogues)[None] for entry in judgements.interactions]
    return Ties(overlap(names, judgements, catalogues), conflict, np.concatenate(meets))


def overlap(names: Sequence[str], judgements: Interactions, catalogues: Catalogues) -> Floats:
    """Return the share of each tool's effect that another covers, shape (T, T); the largest that holds."""
    tools = [catalogues.tools[name] for name in names]
    out = np.zeros((len(tools), len(tools)), dtype=np.float32)
    for entry in judgements.overlaps:
        holds = np.array([[_alike(a, b, entry.when) for b in tools] for a in tools])
        out = np.where(holds, np.maximum(out, np.float32(entry.share)), out)
    np.fill_diagonal(out, 0.0)
    return out


def _alike(one: Tool, other: Tool, when: str) -> bool:
    """Say whether two tools work the same way."""
    if when == "same_family":
        return one.family == other.family
    return not (set(one.pressure).isdisjoint(other.pressure) or set(one.actor_level).isdisjoint(other.actor_level))


def leaders(names: Sequence[str], arrays: CaseArrays) -> Leaders:
    """Return what the goal stop needs to know."""
    tools, setting = [arrays.tools[name].direct for name in names], arrays.stage.setting
    return Leaders(
        elite_driven=setting.elite_driven[setting.owner],
        shared_sd=np.stack([np.broadcast_to(one.shared_sd, (setting.draws,)) for one in tools]),
        decisive=np.stack([one.decisive for one in tools]),
        remaining=tools[0].remaining,
        threshold=setting.profile.values.goal_threshold,
    )


def group_masks(names: Sequence[str], catalogues: Catalogues) -> dict[str, np.ndarray]:
    """Return, for each group of actors, which tools work on it, boolean, shape (T,)."""
    return {
        group: np.array([not set(levels).isdisjoint(catalogues.tools[name].actor_level) for name in names])
        for group, levels in GROUPS.items()
    }
