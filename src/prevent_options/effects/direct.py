"""Direct effects, step by step: evidence, circumstances, rules, reach, and what stays unknown about a new case.

θ[t,o,p] = Σ_e r[t,e] s[t,e] θ[e,o,p] / Σ_e r[t,e] + ε(σ_transport (1 − max_e r[t,e]))
Δ[c,t,k] = (θ[t] + Σ_f (x[c,f] − ½) β[t,f] + Σ rule shifts) · Π rule scales · reach · acting + reach · acting · ε(τ)

t tool, e body of evidence with relevance r and sign s (−1 where the tool withdraws what the body supplies), o tactic
family, p perpetrator type, f contextual factor with x = 1 present and 0 absent (centred, because studies average over
both), β[t,f] = Σ_e r[t,e] β[e,f] / max(1, Σ_e r[t,e]), k pair, ε(s) ~ N(−s²/2, s²): noise whose ratio averages one,
because studies report ratios of averages. A circumstance studied under a body that fits the tool little counts little;
what a body says on average counts in full, and what does not fit is in the transport noise. ``acting`` is the share of
the horizon left once the tool acts; under the goal stop, whether it acts by the end. Every part keeps its source, so
that the waterfall of ``explain`` is the computation itself.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from prevent_options.assumptions import Assumptions
from prevent_options.catalogues import Catalogues, Factor, Tool
from prevent_options.effects.arrays import Floats, Mask
from prevent_options.effects.grid import Grid, Pair
from prevent_options.effects.timing import acting_share
from prevent_options.posterior import Posterior
from prevent_options.posterior.keyed import keyed_generator, keyed_normals
from prevent_options.profile import CaseProfile
from prevent_options.repertoire import Repertoire
from prevent_options.rules import Finding, World

type Basis = Literal["evidence", "judgement", "model"]
type Presence = Callable[[Factor, str], Mask | None]
"""Whether a factor is present for a perpetrator; None when no case fact tells."""


@dataclass(frozen=True, slots=True)
class Part:
    """One additive or multiplicative step of a direct effect; ``values`` broadcasts to (K, D)."""

    label: str
    source: str
    basis: Basis
    values: Floats
    multiplies: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything a direct effect and its spill-over depend on besides the tool.

    ``substitutes`` false leaves substitution out, to show what it changes; ``exits`` keeps what
    the substitution layer draws once for all tools.
    """

    profile: CaseProfile
    grid: Grid
    catalogues: Catalogues
    posterior: Posterior
    world: World
    assumptions: Assumptions
    presence: Presence
    repertoire: Repertoire
    seed: int
    draws: int
    substitutes: bool = True
    exits: dict[tuple[str, str], tuple[Floats, Floats]] = field(default_factory=dict, repr=False)
    _noise: dict[tuple[str, ...], Floats] = field(default_factory=dict, repr=False)
    _masks: dict[tuple[str, ...], np.ndarray] = field(default_factory=dict, repr=False)

    def noise(self, *name: str) -> Floats:
        """Return the standard normal noise of a name that several tools share, shape (D,); drawn once."""
        if name not in self._noise:
            self._noise[name] = keyed_normals(self.seed, self.draws, *name)
        return self._noise[name]

    def noises(self) -> dict[tuple[str, ...], Floats]:
        """Return all noise with a name that was drawn so far, by name: rules, elasticities, delays."""
        return dict(sorted(self._noise.items()))

    @property
    def elite_driven(self) -> np.ndarray:
        """In which draws the perpetrator of each pair is driven by an elite, boolean, shape (K, D)."""
        if ("elite_driven",) not in self._masks:
            by_actor = {
                actor.id: self._has(f"perpetrators.{actor.id}.structure", "elite_driven")
                for actor in self.profile.perpetrators
            }
            self._masks["elite_driven",] = np.stack([by_actor[pair.perpetrator] for pair in self.grid.pairs])
        return self._masks["elite_driven",]

    def _has(self, path: str, word: str) -> np.ndarray:
        """Return in which draws a fact has a value, boolean, shape (D,)."""
        words, codes = self.world.sample(path)
        return np.broadcast_to(np.array([one == word for one in words])[codes], (self.draws,))

    def uniform(self, *name: str) -> Floats:
        """Return uniform noise of a name, shape (D,)."""
        return keyed_generator(self.seed, "decision", *name).random(self.draws, dtype=np.float32)

    def type_shares(self, perpetrator: str) -> list[tuple[str, Mask]]:
        """Return the types a perpetrator may have, each with the draws in which it has it."""
        words, codes = self.world.sample(f"perpetrators.{perpetrator}.type")
        if isinstance(codes, int):
            return [(words[codes], True)]
        return [(word, codes == code) for code, word in enumerate(words)]


@dataclass(frozen=True, slots=True)
class DirectEffect:
    """The direct effect of one tool.

    Attributes
    ----------
    expected
        Effect in this case without case noise, shape (K, D); what the perpetrator can foresee, so what pressure is.
    shared, own
        Case noise that all reached pairs share, shape (D,), and each pair's own, shape (K, D).
    shared_sd
        Standard deviation of the shared noise, shape (D,).
    reached
        Which pairs the tool reaches, boolean, shape (K, D).
    led
        Which of these a leader's decision could end, boolean, shape (K, D).
    decisive
        Probability that the tool brings this decision about within the horizon, shape (D,).
    remaining
        Share of a tactic's violence that remains after it.
    """

    expected: Floats
    shared: Floats
    own: Floats
    shared_sd: Floats
    reached: np.ndarray
    led: np.ndarray
    decisive: Floats
    remaining: float

    @property
    def without_decision(self) -> Floats:
        """Log effect where leaders do not decide to end it: balances the decision, so that expected harm stays."""
        balance = np.log((1.0 - self.decisive * self.remaining) / (1.0 - self.decisive))
        return np.asarray(self.led * balance, dtype=np.float32)

    @property
    def with_decision(self) -> Floats:
        """Log effect where they do."""
        return np.asarray(self.led * np.float32(np.log(self.remaining)), dtype=np.float32)

    def total(self, decided: np.ndarray) -> Floats:
        """Return the expected effect plus case noise, shape (K, D).

        Parameters
        ----------
        decided
            Draws in which leaders decide to end it, boolean, shape (D,).
        """
        decision = np.where(decided, self.with_decision, self.without_decision)
        return np.asarray(self.expected + (self.shared + self.own) * self.reached + decision, dtype=np.float32)


def direct_effect(tool: Tool, findings: tuple[Finding, ...], setting: Setting) -> DirectEffect:
    """Return the direct effect of one tool on all pairs of a case."""
    shape = (len(setting.grid.pairs), setting.draws)
    expected = np.zeros(shape, dtype=np.float32)
    for part in direct_parts(tool, findings, setting):
        expected = expected * part.values if part.multiplies else expected + part.values
    reached = reach(tool, setting)
    shared_sd, own_sd = (sd * acting(tool, setting) for sd in noise_scales(tool, setting))
    noise = [keyed_normals(setting.seed, setting.draws, "case", tool.id, *key(pair)) for pair in setting.grid.pairs]
    table = setting.assumptions.decisive_response
    return DirectEffect(
        expected=np.asarray(expected, dtype=np.float32),
        shared=mean_one(shared_sd, keyed_normals(setting.seed, setting.draws, "case", tool.id)),
        own=mean_one(own_sd, np.stack(noise)),
        shared_sd=shared_sd,
        reached=reached,
        led=reached & setting.elite_driven,
        decisive=np.float32(np.mean([table.values[level] for level in tool.actor_level])) * acting(tool, setting),
        remaining=table.remaining,
    )


def direct_parts(tool: Tool, findings: tuple[Finding, ...], setting: Setting) -> Iterator[Part]:
    """Yield the steps of a direct effect in the order in which they apply."""
    yield evidence_part(tool, setting)
    yield transport_part(tool, setting)
    yield from factor_parts(tool, setting)
    for finding in findings:
        yield from rule_parts(finding, setting)
    yield timing_part(tool, setting)
    yield Part(
        "reach",
        "catalogue: which perpetrators the tool can act on",
        "judgement",
        reach(tool, setting).astype(np.float32),
        multiplies=True,
    )


def key(pair: Pair) -> tuple[str, str]:
    """Return the name of a pair for its random numbers."""
    return (pair.perpetrator, pair.tactic)


def evidence_part(tool: Tool, setting: Setting) -> Part:
    """Return the average effect of the bodies of evidence a tool draws on, shape (K, D)."""
    by_cell: dict[tuple[str, str], Floats] = {}

    def cell(family: str, kind: str) -> Floats:
        if (family, kind) not in by_cell:
            by_cell[family, kind] = _mix(tool, family, kind, setting)
        return by_cell[family, kind]

    def row(pair: Pair) -> Floats:
        shares = setting.type_shares(pair.perpetrator)
        if len(shares) == 1:
            return cell(pair.family, shares[0][0])
        return np.select([np.asarray(mask) for _, mask in shares], [cell(pair.family, kind) for kind, _ in shares])

    values = np.stack([row(pair) for pair in setting.grid.pairs]).astype(np.float32)
    return Part("average effect", ", ".join(link.body for link in tool.bodies), "evidence", values)


def _mix(tool: Tool, family: str, kind: str, setting: Setting) -> Floats:
    """Return the relevance-weighted effect of a tool's bodies on one tactic family and perpetrator type."""
    total = sum(link.relevance for link in tool.bodies)
    parts = [
        np.float32((-1 if link.reverse else 1) * link.relevance / total)
        * setting.posterior.effect(link.body, family, kind, setting.draws)
        for link in tool.bodies
    ]
    return np.sum(parts, axis=0, dtype=np.float32)


def transport_part(tool: Tool, setting: Setting) -> Part:
    """Return what is uncertain because the studies are about something else than the tool, shape (D,)."""
    missing = 1.0 - max(link.relevance for link in tool.bodies)
    sd = np.float32(missing * setting.posterior.transport_scale)
    noise = mean_one(sd, keyed_normals(setting.seed, setting.draws, "transport", tool.id))
    return Part("transport to this tool", "relevance of the bodies of evidence", "judgement", noise)


def acting(tool: Tool, setting: Setting) -> Floats:
    """Return the share of the horizon during which a tool acts, shape (D,); 1 for a tool in use.

    Under the goal stop what counts is the violence that is left when the horizon ends, so a tool counts in full once
    it acts by then.
    """
    if any(use.tool == tool.id for use in setting.profile.tools_in_use):
        return np.ones(setting.draws, dtype=np.float32)
    share = acting_share(tool, setting.profile.horizon_months, setting.noise("delay", tool.id))
    return np.ceil(share) if setting.profile.goal == "stop" else share


def timing_part(tool: Tool, setting: Setting) -> Part:
    """Return the share of the effect that falls into the horizon, shape (D,)."""
    return Part("time until it acts", "catalogue: lead time", "judgement", acting(tool, setting), multiplies=True)


def mean_one(sd: Floats | np.float32, noise: Floats) -> Floats:
    """Return noise of a log rate ratio whose ratio averages one.

    Studies report ratios of average counts, so what is unknown about one case or tool must not move the average: a
    tool is not worse for being less known.
    """
    return np.asarray(sd * noise - np.float32(0.5) * sd * sd, dtype=np.float32)


def factor_parts(tool: Tool, setting: Setting) -> Iterator[Part]:
    """Yield one part for each circumstance that a case fact tells of and that studies of the tool speak to."""
    for factor in setting.catalogues.factors.values():
        links = [b for b in tool.bodies if not b.reverse and setting.posterior.has_factor(b.body, factor.id)]
        if not links or factor.present_when is None:
            continue
        rows = [_centred(setting.presence(factor, pair.perpetrator), setting.draws) for pair in setting.grid.pairs]
        whole = max(1.0, sum(link.relevance for link in tool.bodies))
        slopes = [
            np.float32(b.relevance / whole) * setting.posterior.factor(b.body, factor.id, setting.draws) for b in links
        ]
        slope = np.sum(slopes, axis=0)
        yield Part(factor.name, f"factor {factor.id}", "evidence", np.stack(rows) * slope)


def _centred(present: Mask | None, draws: int) -> Floats:
    """Return x − ½ for each draw: ½ where the factor is present, −½ where it is absent, 0 where nothing tells."""
    if present is None:
        return np.zeros(draws, dtype=np.float32)
    return np.broadcast_to(np.asarray(present, dtype=np.float32) - np.float32(0.5), (draws,))


def rule_parts(finding: Finding, setting: Setting) -> Iterator[Part]:
    """Yield the shifts, widenings and scalings of one rule that fires in at least one draw."""
    for number, effect in enumerate(finding.rule.effects):
        fires = firing_rows(finding, setting, effect.tactics)
        if not fires.any():
            continue
        noise = setting.noise("rule", finding.rule.id, str(number))
        amount = np.float32(effect.mean) + np.float32(effect.sd) * noise
        label = finding.rule.title
        if effect.kind == "scale":
            factor = np.where(fires, np.clip(amount, 0.0, None), np.float32(1.0))
            yield Part(label, f"rule {finding.rule.id}", _basis(finding), factor, multiplies=True)
        else:
            yield Part(label, f"rule {finding.rule.id}", _basis(finding), fires * amount)


def _basis(finding: Finding) -> Basis:
    """Return whether a rule's number is evidence; a mixed rule counts as judgement."""
    return "evidence" if finding.rule.basis == "evidence" else "judgement"


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
    fires = np.zeros((len(setting.grid.pairs), setting.draws), dtype=bool)
    for scope in finding.scopes:
        if scope.fires is False:
            continue
        for k, pair in enumerate(setting.grid.pairs):
            if in_scope(pair, scope.perpetrator, scope.tactic) and about(pair, tactics, setting.catalogues):
                fires[k] |= scope.fires
    return fires


def in_scope(pair: Pair, perpetrator: str | None, tactic: str | None) -> bool:
    """Say whether a pair belongs to a scope; None is everyone, everything."""
    return perpetrator in (None, pair.perpetrator) and tactic in (None, pair.tactic)


def about(pair: Pair, tactics: tuple[str, ...], catalogues: Catalogues) -> bool:
    """Say whether a pair's tactic lies within any of the named tactics or families; no names mean all."""
    return not tactics or any(catalogues.is_within(pair.tactic, name) for name in tactics)


def reach(tool: Tool, setting: Setting) -> np.ndarray:
    """Return which pairs a tool can act on, by perpetrator type, boolean, shape (K, D)."""
    by_actor = {
        actor.id: np.any(
            [
                np.broadcast_to(mask, (setting.draws,))
                for kind, mask in setting.type_shares(actor.id)
                if kind in tool.reaches
            ]
            or [np.zeros(setting.draws, dtype=bool)],
            axis=0,
        )
        for actor in setting.profile.perpetrators
    }
    return np.stack([by_actor[pair.perpetrator] for pair in setting.grid.pairs])


def noise_scales(tool: Tool, setting: Setting) -> tuple[Floats, Floats]:
    """Return the standard deviations of shared and own case noise, each shape (D,); their squares sum to τ²."""
    table = setting.assumptions.shared_case_noise.values
    share = np.float32(np.mean([table[level] for level in tool.actor_level]))
    tau = setting.posterior.tau[: setting.draws]
    return tau * np.sqrt(share), tau * np.sqrt(np.float32(1.0) - share)
