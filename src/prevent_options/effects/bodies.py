"""What each body of evidence says of a case, and how a tool mixes its bodies: many tools share few of them.

θ[e,k] = average[e] + outcome[e, o(k)] + perpetrator[e, p(k)]      what studies of body e expect of pair k
φ[e,k] = Σ_f (x[c,f] − ½) β[e,f]                                   what the circumstances of the case add

Both are linear in the bodies, so the evidence on a tool is a weighted sum of them: the very sum whose terms
``parts.py`` tells apart for the waterfall, in another order.
"""

import numpy as np

from prevent_options.catalogues import Tool
from prevent_options.effects.arrays import Floats
from prevent_options.effects.parts import (
    circumstance_parts,
    circumstance_shares,
    combine,
    evidence_parts,
    evidence_shares,
)
from prevent_options.effects.setting import Setting


def add_evidence(tool: Tool, setting: Setting, effect: Floats) -> None:
    """Add what a tool's bodies of evidence say to its effect, in place, shape (K, D)."""
    for body, share in evidence_shares(tool):
        effect += np.float32(share) * _expects(body, setting)
    for body, share in circumstance_shares(tool):
        added = _circumstances(body, setting)
        if added is not None:
            effect += np.float32(share) * added


def evidence_effect(tool: Tool, setting: Setting) -> Floats:
    """Return what studies expect of each pair, circumstances of the case left out, shape (K, D)."""
    every = [np.float32(share) * _expects(body, setting) for body, share in evidence_shares(tool)]
    return np.sum(every, axis=0, dtype=np.float32)


def _expects(body: str, setting: Setting) -> Floats:
    """Return θ of a body for each pair, shape (K, D); once for all its tools."""
    return setting.keep(("expects", body), lambda: combine(evidence_parts(((body, 1.0),), setting), setting))


def _circumstances(body: str, setting: Setting) -> Floats | None:
    """Return φ of a body for each pair, shape (K, D); None where the case tells of nothing that its studies ask."""

    def made() -> Floats | None:
        parts = tuple(circumstance_parts(((body, 1.0),), setting))
        return combine(parts, setting) if parts else None

    return setting.keep(("circumstances", body), made)
