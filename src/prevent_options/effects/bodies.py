"""What each body of evidence says of a case, and how a tool mixes its bodies: many tools share few of them.

θ[e,k] = average[e] + outcome[e, o(k)] + perpetrator[e, p(k)]      what studies of body e expect of pair k
φ[e,k] = Σ_f (x[c,f] − ½) β[e,f]                                   what the circumstances of the case add

Both are linear in the bodies, so the evidence on a tool is a weighted sum of them: the very sum whose terms
``parts.py`` tells apart for the waterfall, in another order.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from prevent_options.catalogues import Tool
from prevent_options.effects.arrays import Floats, Mask
from prevent_options.effects.grid import Pair
from prevent_options.effects.parts import by_type, circumstance_parts, circumstance_shares, combine, evidence_shares
from prevent_options.effects.setting import Setting


def add_evidence(tool: Tool, setting: Setting, effect: Floats) -> None:
    """Add what a tool's bodies of evidence say to its effect, in place, shape (K, D)."""
    for body, share in evidence_shares(tool):
        effect += _weighted(_expects(body, setting), share)
    for body, share in circumstance_shares(tool):
        added = _circumstances(body, setting)
        if added is not None:
            effect += _weighted(added, share)


def evidence_effect(tool: Tool, setting: Setting) -> Floats:
    """Return what studies expect of each pair, circumstances of the case left out, shape (K, D)."""
    every = [_weighted(_expects(body, setting), share) for body, share in evidence_shares(tool)]
    return np.sum(every, axis=0, dtype=np.float32)


def _weighted(says: Floats, share: float) -> Floats:
    return says if share == 1.0 else np.float32(share) * says


def _expects(body: str, setting: Setting) -> Floats:
    """Return θ of a body for each pair, shape (K, D); once for all its tools."""

    def made() -> Floats:
        kinds = list(dict.fromkeys((pair.family, actor) for pair, actor in _owned(setting)))
        rows = [_expected_of(body, family, setting.types[actor], setting) for family, actor in kinds]
        return np.stack([rows[kinds.index((pair.family, actor))] for pair, actor in _owned(setting)])

    return setting.keep(("expects", body), made)


def _owned(setting: Setting) -> Iterable[tuple[Pair, int]]:
    """Return each pair with the position of its perpetrator."""
    return zip(setting.grid.pairs, setting.owner.tolist(), strict=True)


def _expected_of(body: str, family: str, types: Sequence[tuple[str, Mask]], setting: Setting) -> Floats:
    """Return θ of a body for one family of tactics and a perpetrator of these types, shape (D,)."""
    return by_type([(mask, setting.posterior.effect(body, family, kind, setting.draws)) for kind, mask in types])


def _circumstances(body: str, setting: Setting) -> Floats | None:
    """Return φ of a body for each pair, shape (K, D); None where the case tells of nothing that its studies ask."""

    def made() -> Floats | None:
        parts = tuple(circumstance_parts(((body, 1.0),), setting))
        return combine(parts, setting) if parts else None

    return setting.keep(("circumstances", body), made)
