"""Direct effects, step by step: evidence, circumstances, rules, reach, and what stays unknown about a new case.

θ[t,o,p] = Σ_e r[t,e] s[t,e] θ[e,o,p] / Σ_e r[t,e] + ε(σ_transport (1 − max_e r[t,e]))
Δ[c,t,k] = (θ[t] + Σ_f (x[c,f] − ½) β[t,f] + Σ rule shifts) · Π rule scales · reach · acting + reach · acting · ε(τ)

t tool, e body of evidence with relevance r and sign s (−1 where the tool withdraws what the body supplies), o tactic
family, p perpetrator type, f contextual factor with x = 1 present and 0 absent (centred, because studies average over
both), β[t,f] = Σ_e r[t,e] β[e,f] / max(1, Σ_e r[t,e]), k pair, ε(s) ~ N(−s²/2, s²): noise whose ratio averages one,
because studies report ratios of averages. A circumstance studied under a body that fits the tool little counts little;
what a body says on average counts in full, and what does not fit is in the transport noise. ``acting`` is the share of
the horizon left once the tool acts; under the goal stop, whether it acts by the end. ``parts.py`` gives each step with
its source, for the waterfall of ``explain``; here several tools are worked out at once, from bodies of evidence that
they share (``bodies.py``), and a test holds the two together in double precision.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from prevent_options.catalogues import Tool
from prevent_options.effects.arrays import Bools, Floats
from prevent_options.effects.bodies import add_evidence
from prevent_options.effects.parts import (
    Part,
    acting,
    apply,
    direct_parts,
    mean_one,
    reach,
    rule_parts,
    transport_part,
)
from prevent_options.effects.setting import Presence, Setting, about, key
from prevent_options.rules import Finding

__all__ = [
    "DirectEffect",
    "Presence",
    "Setting",
    "about",
    "acting",
    "direct_effect",
    "direct_effects",
    "direct_parts",
    "key",
    "reach",
]


@dataclass(frozen=True)
class DirectEffect:
    """The direct effect of T tools at once; arrays of one tool lack the first axis. K pairs, P perpetrators, D draws.

    Attributes
    ----------
    expected
        Effect in this case without case noise, shape (T, K, D); what the perpetrator can foresee, so what pressure is.
    shared, own
        Case noise that all reached pairs share, shape (T, D), and each reached pair's own, 0 elsewhere, shape
        (T, K, D).
    shared_sd
        Standard deviation of the shared noise, shape (T, D).
    reaches, leads
        Which perpetrators a tool reaches, and which of these a leader's decision could stop, boolean, shape (T, P, D).
    owner
        Position of each pair's perpetrator, shape (K,).
    decisive
        Probability that a tool brings this decision about within the horizon, shape (T, D).
    remaining
        Share of a tactic's violence that remains after it.
    """

    expected: Floats
    shared: Floats
    own: Floats
    shared_sd: Floats
    reaches: Bools
    leads: Bools
    owner: NDArray[np.intp]
    decisive: Floats
    remaining: float

    def of(self, tool: int) -> "DirectEffect":
        """Return the effect of one of the tools."""
        arrays = ("expected", "shared", "own", "shared_sd", "reaches", "leads", "decisive")
        return replace(self, **{name: getattr(self, name)[tool] for name in arrays})

    @cached_property
    def reached(self) -> Bools:
        """Which pairs a tool reaches, boolean, shape (T, K, D)."""
        return np.asarray(self.reaches[..., self.owner, :])

    @cached_property
    def balance(self) -> Floats:
        """Ratio where leaders do not decide to end it: balances the decision, so that expected harm stays, (T, D)."""
        return np.asarray((1.0 - self.decisive * np.float32(self.remaining)) / (1.0 - self.decisive), dtype=np.float32)

    def common(self, decided: Bools) -> Floats:
        """Return what all pairs of a perpetrator share besides the expected effect, log ratio, shape (T, P, D).

        Parameters
        ----------
        decided
            Draws in which leaders decide to end it, boolean, shape (T, D).
        """
        decision = np.log(np.where(decided, np.float32(self.remaining), self.balance))
        return np.asarray(self.reaches * self.shared[..., None, :] + self.leads * decision[..., None, :])

    def total(self, decided: Bools) -> Floats:
        """Return the expected effect plus case noise and decision, shape (T, K, D)."""
        return np.asarray(self.expected + self.own + self.common(decided)[..., self.owner, :])


def direct_effect(tool: Tool, findings: tuple[Finding, ...], setting: Setting) -> DirectEffect:
    """Return the direct effect of one tool on all pairs of a case."""
    return direct_effects((tool,), (findings,), setting).of(0)


def direct_effects(tools: Sequence[Tool], findings: Sequence[tuple[Finding, ...]], setting: Setting) -> DirectEffect:
    """Return the direct effect of several tools on all pairs of a case.

    Parameters
    ----------
    tools
        T tools.
    findings
        What the rules say about each.
    setting
        The case.
    """
    reaches, acts = np.stack([reach(tool, setting) for tool in tools]), acting(tools, setting)
    expected = np.zeros((len(tools), len(setting.grid.pairs), setting.draws), dtype=np.float32)
    for effect, tool, said, acts_for in zip(expected, tools, findings, acts, strict=True):
        _expect(tool, said, acts_for, setting, effect)
    _out_of_reach(expected, reaches, setting)
    shared_sd, own_sd = (sd * acts for sd in noise_scales(tools, setting))
    table = setting.assumptions.decisive_response
    chance = np.array([_over_levels(table.values, tool) for tool in tools], dtype=np.float32)
    return DirectEffect(
        expected=expected,
        shared=mean_one(shared_sd, setting.noise_rows([("case", tool.id) for tool in tools])),
        own=_own_noise(tools, own_sd, reaches, setting),
        shared_sd=shared_sd,
        reaches=reaches,
        leads=reaches & setting.elite_driven,
        owner=setting.owner,
        decisive=chance[:, None] * acts,
        remaining=table.remaining,
    )


def _expect(tool: Tool, findings: tuple[Finding, ...], acts: Floats, setting: Setting, effect: Floats) -> None:
    """Add to nothing what evidence and rules expect of a tool within the horizon, in place, shape (K, D).

    Everything added comes before any scale. What all pairs share is summed and multiplied apart: a row instead of K.
    """
    added, scale = transport_part(tool, setting).values[0], acts
    apart: list[Part] = []
    for part in (part for finding in findings for part in rule_parts(finding, setting)):
        if any(part.rows):
            apart.append(part)
        elif part.multiplies:
            scale = scale * part.values[0]
        else:
            added = added + part.values[0]
    add_evidence(tool, setting, effect)
    effect += added
    for part in sorted(apart, key=lambda part: part.multiplies):
        apply(part, effect)
    effect *= scale


def _own_noise(tools: Sequence[Tool], sd: Floats, reaches: Bools, setting: Setting) -> Floats:
    """Return the case noise of each pair for itself, shape (T, K, D); 0 where a tool does not reach."""
    pairs = setting.grid.pairs
    drawn = setting.noise_rows([("case", tool.id, *key(pair)) for tool in tools for pair in pairs])
    out = drawn.reshape(len(tools), len(pairs), setting.draws)
    out *= sd[:, None]
    out -= (np.float32(0.5) * sd * sd)[:, None]
    _out_of_reach(out, reaches, setting)
    return out


def _out_of_reach(effect: Floats, reaches: Bools, setting: Setting) -> None:
    """Leave nothing of an effect where a tool does not reach, in place; shape (T, K, D)."""
    for actor, run in enumerate(setting.runs):
        reached = reaches[:, actor]
        if not reached.all():
            effect[:, run] *= reached[:, None]


def _over_levels(table: Mapping[str, float], tool: Tool) -> float:
    """Return the mean of what a table says of the levels a tool acts on."""
    return sum(table[level] for level in tool.actor_level) / len(tool.actor_level)


def noise_scales(tools: Sequence[Tool], setting: Setting) -> tuple[Floats, Floats]:
    """Return the standard deviations of shared and own case noise, each shape (T, D); their squares sum to τ²."""
    table = setting.assumptions.shared_case_noise.values
    share = np.array([_over_levels(table, tool) for tool in tools], dtype=np.float32)[:, None]
    tau = setting.posterior.tau[: setting.draws]
    return tau * np.sqrt(share), tau * np.sqrt(np.float32(1.0) - share)
