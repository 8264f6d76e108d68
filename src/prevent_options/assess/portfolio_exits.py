"""Where a set of tools may move violence, and which further tool would close that way out."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from prevent_options.assess.net import CaseArrays
from prevent_options.assess.portfolio_choice import Choice
from prevent_options.assess.portfolio_types import Companion, Exit
from prevent_options.effects.arrays import Floats
from prevent_options.effects.direct import about
from prevent_options.substitution import Channel

SHOWN = 3
"""Ways out that are told of each set: the widest."""


def exits_of(members: Sequence[int], net: Floats, choice: Choice) -> tuple[Exit, ...]:
    """Return the widest ways out of a set, each with the companion that closes it best.

    Parameters
    ----------
    members
        Numbers of the set's tools.
    net
        Net log rate ratios of the set, shape (K, D).
    choice
        All sets of the case.
    """
    channels: dict[tuple[str, str], list[Channel]] = defaultdict(list)
    for tool in members:
        for channel in choice.arrays.tools[choice.names[tool]].spill.channels:
            if channel.rise.mean() > 0:
                channels[channel.perpetrator, channel.target].append(channel)
    rises = {key: float(sum(one.rise.mean(dtype=np.float64) for one in found)) for key, found in channels.items()}
    widest = sorted(rises, key=lambda key: (-rises[key], key))[:SHOWN]
    return tuple(_exit(channels[key], rises[key], members, net, choice) for key in widest)


def _exit(channels: list[Channel], rise: float, members: Sequence[int], net: Floats, choice: Choice) -> Exit:
    """Return one way out."""
    widest = max(channels, key=lambda one: float(one.rise.mean()))
    rows = _rows(widest, choice.arrays)
    weights = choice.tools.shares[rows]
    rises = np.einsum("kd,kd->d", net[rows], weights / np.maximum(weights.sum(axis=0), 1e-9)) > 0
    return Exit(
        perpetrator=widest.perpetrator,
        source=widest.source,
        target=widest.target,
        rise=rise,
        p_increase=float(rises.mean()),
        companion=_companion(members, rows, choice),
        rules=tuple(sorted({one.finding.rule.id for one in channels if one.finding is not None})),
    )


def _rows(channel: Channel, arrays: CaseArrays) -> list[int]:
    """Return the pairs to which a channel leads."""
    setting = arrays.stage.setting
    return [
        k
        for k, pair in enumerate(setting.grid.pairs)
        if pair.perpetrator == channel.perpetrator and about(pair, (channel.target,), setting.catalogues)
    ]


def _companion(members: Sequence[int], rows: list[int], choice: Choice) -> Companion | None:
    """Return the tool outside a set that lowers some pairs most and raises no harm, overlap counted, or None."""
    chosen = np.asarray(members)
    left = np.prod(1.0 - choice.ties.overlap[:, chosen], axis=1)
    change = left * choice.tools.net[:, rows].mean(axis=(1, 2), dtype=np.float64)
    alone = choice.worth.change[: len(choice.names)]
    barred = choice.ties.conflict[:, chosen].any(axis=1) | (alone >= 0.0)
    barred[chosen] = True
    change[barred] = 0.0
    best = int(np.argmin(change))
    if change[best] >= 0.0:
        return None
    name = choice.names[best]
    return Companion(name, float(change[best]), float(choice.knowledge.catalogues.tools[name].effort.units))
