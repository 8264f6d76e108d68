"""Direct effects, step by step: evidence, circumstances, rules, reach, and what stays unknown about a new case.

θ[t,o,p] = Σ_e r[t,e] s[t,e] θ[e,o,p] / Σ_e r[t,e] + ε(σ_transport (1 − max_e r[t,e]))
Δ[c,t,k] = (θ[t] + Σ_f (x[c,f] − ½) β[t,f] + Σ rule shifts) · Π rule scales · reach · acting + reach · acting · ε(τ)

t tool, e body of evidence with relevance r and sign s (−1 where the tool withdraws what the body supplies), o tactic
family, p perpetrator type, f contextual factor with x = 1 present and 0 absent (centred, because studies average over
both), β[t,f] = Σ_e r[t,e] β[e,f] / max(1, Σ_e r[t,e]), k pair, ε(s) ~ N(−s²/2, s²): noise whose ratio averages one,
because studies report ratios of averages. A circumstance studied under a body that fits the tool little counts little;
what a body says on average counts in full, and what does not fit is in the transport noise. ``acting`` is the share of
the horizon left once the tool acts; under the goal stop, whether it acts by the end. Every part keeps its source
(``parts.py``), so that the waterfall of ``explain`` is the computation itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from prevent_options.catalogues import Tool
from prevent_options.effects.arrays import Floats
from prevent_options.effects.parts import UNTOUCHED, acting, combine, direct_parts, firing, mean_one, reach
from prevent_options.effects.setting import Presence, Setting, about, key
from prevent_options.rules import Finding

__all__ = [
    "DirectEffect",
    "Presence",
    "Setting",
    "about",
    "acting",
    "direct_effect",
    "direct_parts",
    "firing_rows",
    "key",
    "reach",
]


@dataclass(frozen=True)
class DirectEffect:
    """The direct effect of one tool. K pairs, P perpetrators, D draws.

    Attributes
    ----------
    expected
        Effect in this case without case noise, shape (K, D); what the perpetrator can foresee, so what pressure is.
    shared, own
        Case noise that all reached pairs share, shape (D,), and each reached pair's own, 0 elsewhere, shape (K, D).
    shared_sd
        Standard deviation of the shared noise, shape (D,).
    reaches, leads
        Which perpetrators the tool reaches, and which of these a leader's decision could stop, boolean, shape (P, D).
    owner
        Position of each pair's perpetrator, shape (K,).
    decisive
        Probability that the tool brings this decision about within the horizon, shape (D,).
    remaining
        Share of a tactic's violence that remains after it.
    """

    expected: Floats
    shared: Floats
    own: Floats
    shared_sd: Floats
    reaches: np.ndarray
    leads: np.ndarray
    owner: np.ndarray
    decisive: Floats
    remaining: float

    @cached_property
    def reached(self) -> np.ndarray:
        """Which pairs the tool reaches, boolean, shape (K, D)."""
        return np.asarray(self.reaches[self.owner])

    @property
    def balance(self) -> Floats:
        """Ratio where leaders do not decide to end it: balances the decision, so that expected harm stays, (D,)."""
        return np.asarray((1.0 - self.decisive * np.float32(self.remaining)) / (1.0 - self.decisive), dtype=np.float32)

    def common(self, decided: np.ndarray) -> Floats:
        """Return what all pairs of a perpetrator share besides the expected effect, log ratio, shape (P, D).

        Parameters
        ----------
        decided
            Draws in which leaders decide to end it, boolean, shape (D,).
        """
        decision = np.log(np.where(decided, np.float32(self.remaining), self.balance))
        return np.asarray(self.reaches * self.shared + self.leads * decision, dtype=np.float32)

    def total(self, decided: np.ndarray) -> Floats:
        """Return the expected effect plus case noise and decision, shape (K, D)."""
        return np.asarray(self.expected + self.own + self.common(decided)[self.owner], dtype=np.float32)


def direct_effect(tool: Tool, findings: tuple[Finding, ...], setting: Setting) -> DirectEffect:
    """Return the direct effect of one tool on all pairs of a case."""
    expected = combine(direct_parts(tool, findings, setting), setting)
    reaches, acts = reach(tool, setting), acting(tool, setting)
    shared_sd, own_sd = (sd * acts for sd in noise_scales(tool, setting))
    table = setting.assumptions.decisive_response
    return DirectEffect(
        expected=expected,
        shared=mean_one(shared_sd, setting.noise("case", tool.id)),
        own=_own_noise(tool, own_sd, reaches, setting),
        shared_sd=shared_sd,
        reaches=reaches,
        leads=reaches & setting.elite_driven,
        owner=setting.owner,
        decisive=np.float32(_over_levels(table.values, tool)) * acts,
        remaining=table.remaining,
    )


def _own_noise(tool: Tool, sd: Floats, reaches: np.ndarray, setting: Setting) -> Floats:
    """Return the case noise of each pair for itself, shape (K, D); 0 where the tool does not reach."""
    out = np.zeros((len(setting.grid.pairs), setting.draws), dtype=np.float32)
    half = np.float32(0.5) * sd * sd
    some, always = reaches.any(axis=1).tolist(), reaches.all(axis=1).tolist()
    for k, (pair, owner) in enumerate(zip(setting.grid.pairs, setting.owner.tolist(), strict=True)):
        if some[owner]:
            np.multiply(setting.noise("case", tool.id, *key(pair)), sd, out=out[k])
            out[k] -= half
            if not always[owner]:
                out[k] *= reaches[owner]
    return out


def firing_rows(finding: Finding, setting: Setting, tactics: tuple[str, ...] = ()) -> np.ndarray:
    """Return in which pairs and draws a rule fires, boolean, shape (K, D).

    Parameters
    ----------
    finding
        The rule's finding for one tool, with one entry for each scope.
    setting
        The case.
    tactics
        Tactic or family ids the rule is about; empty means all.
    """
    rows, masks = firing(finding.scopes, tactics, setting)
    fires = np.zeros((len(rows), setting.draws), dtype=bool)
    for k, row in enumerate(rows):
        if row != UNTOUCHED:
            fires[k] = masks[row]
    return fires


def _over_levels(table: Mapping[str, float], tool: Tool) -> float:
    """Return the mean of what a table says of the levels a tool acts on."""
    return sum(table[level] for level in tool.actor_level) / len(tool.actor_level)


def noise_scales(tool: Tool, setting: Setting) -> tuple[Floats, Floats]:
    """Return the standard deviations of shared and own case noise, each shape (D,); their squares sum to τ²."""
    table = setting.assumptions.shared_case_noise.values
    share = np.float32(_over_levels(table, tool))
    tau = setting.posterior.tau[: setting.draws]
    return tau * np.sqrt(share), tau * np.sqrt(np.float32(1.0) - share)
