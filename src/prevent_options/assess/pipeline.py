"""The one path from a case to an assessment, shared by API, command line, batch and memo.

case → world (facts drawn) → findings of the rules → grid of pairs → direct effects → spill-over → harm → ranks
"""

from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import NamedTuple

import numpy as np

from prevent_options.assess.confidence import confidence, evidence_ids
from prevent_options.assess.findings import Told, case_rules, eligibility, tool_rules
from prevent_options.assess.flags import with_companions
from prevent_options.assess.knowledge import Knowledge
from prevent_options.assess.lead import with_shares
from prevent_options.assess.outcome import Outcome, outcomes, spread_of
from prevent_options.assess.places import Place, ranked_places
from prevent_options.assess.presence import presence_of
from prevent_options.assess.types import Assessment, ToolResult
from prevent_options.catalogues import Tool
from prevent_options.decision.burden import burdens, severity_weights
from prevent_options.decision.harm import NEGLIGIBLE, random_weights, weighted_shares
from prevent_options.decision.ranks import worst_tenth_of
from prevent_options.effects.arrays import Floats, keep_freed_memory, share
from prevent_options.effects.grid import Grid, build_grid
from prevent_options.effects.setting import Setting
from prevent_options.posterior.keyed import keyed_generator
from prevent_options.profile import CaseProfile, unknown_facts
from prevent_options.rules import Findings, World, evaluate, sample_world
from prevent_options.substitution import latent_targets


class Seeds(NamedTuple):
    """Seeds of effects (and all noise of the case), of facts, and of weights drawn evenly over all weights."""

    effects: int
    facts: int
    weights: int


@dataclass(frozen=True, slots=True)
class Stage:
    """A case made ready for its tools: the setting, what the rules say, and the shares of harm."""

    setting: Setting
    findings: Findings
    shares: Floats
    shares_any: Floats
    unknown_share: float
    weights_any: Floats
    told: Told = field(default_factory=dict)


class DrawnCase(NamedTuple):
    """A case with what each tool does in every draw, and why some tools may not be used."""

    stage: Stage
    outcomes: dict[str, Outcome]
    barred: dict[str, tuple[str, ...]]
    rules_as_of: date | None

    @property
    def able(self) -> tuple[str, ...]:
        """Tools that may be used, in the order of the catalogue."""
        return tuple(name for name in self.outcomes if not self.barred[name])

    @property
    def held(self) -> list[Outcome]:
        """What each of these tools does, in their order."""
        return [self.outcomes[name] for name in self.able]


def assess(
    profile: CaseProfile,
    knowledge: Knowledge,
    *,
    draws: int = 4000,
    seed: int = 1,
    rules_as_of: date | None = None,
    substitutes: bool = True,
) -> Assessment:
    """Assess one case.

    Parameters
    ----------
    profile
        The case.
    knowledge
        Rules, posterior and catalogues.
    draws
        Number of posterior draws, at most as many as are shipped.
    seed
        Seed of everything that is drawn besides the posterior.
    rules_as_of
        Use the rules in force on this day.
    substitutes
        Whether violence may move elsewhere; false shows what that changes.

    Returns
    -------
    Assessment
        Tools in rank order with their uncertainty.

    Raises
    ------
    InputError
        When more draws are asked for than are shipped, or when no tool is left to rank.
    """
    drawn = draw_case(profile, knowledge, draws=draws, seed=seed, rules_as_of=rules_as_of, substitutes=substitutes)
    return summary(profile, knowledge, drawn)


def draw_case(
    profile: CaseProfile,
    knowledge: Knowledge,
    *,
    draws: int,
    seed: int,
    rules_as_of: date | None,
    substitutes: bool = True,
) -> DrawnCase:
    """Work out what each tool does in every draw; parameters as for :func:`assess`."""
    keep_freed_memory()
    stage = prepare(profile, knowledge, draws=draws, seed=seed, rules_as_of=rules_as_of, substitutes=substitutes)
    tools = knowledge.catalogues.tools
    found = outcomes(tuple(tools.values()), stage.findings, stage.setting, stage.shares, stage.shares_any)
    barred = {
        name: eligibility(tool, stage.findings.of(name), profile, reaches=found[name].reaches)
        for name, tool in tools.items()
    }
    return DrawnCase(stage, found, barred, rules_as_of)


def summary(profile: CaseProfile, knowledge: Knowledge, drawn: DrawnCase) -> Assessment:
    """Return the assessment of a case whose draws are there."""
    stage, tools = drawn.stage, knowledge.catalogues.tools
    ranked, lead = ranked_places(profile, drawn.outcomes, drawn.barred, knowledge)
    results = with_companions(
        (
            _result(tools[name], knowledge, stage, drawn.outcomes[name], drawn.barred[name], ranked[name])
            for name in ranked
        ),
        stage.setting,
    )
    facts = stage.setting.world.case.stated
    return Assessment(
        case=profile.id,
        title=profile.title,
        goal=profile.goal,
        draws=stage.setting.draws,
        seed=stage.setting.seed,
        tools=tuple(sorted(results, key=lambda result: result.rank)),
        rules=case_rules(stage.findings),
        unknown_facts=unknown_facts(profile, facts),
        uncertain_facts=tuple(sorted(path for path, fact in facts.items() if len(fact.options) > 1)),
        warnings=_warnings(profile, knowledge.rules.missing_on(drawn.rules_as_of)),
        lead=with_shares(lead, drawn.outcomes, stage.setting.world, stage.weights_any),
    )


def prepare(
    profile: CaseProfile,
    knowledge: Knowledge,
    *,
    draws: int,
    seed: int | Seeds,
    rules_as_of: date | None,
    substitutes: bool = True,
) -> Stage:
    """Draw the facts, evaluate the rules and lay out the pairs of a case; one seed stands for all."""
    seeds = seed if isinstance(seed, Seeds) else Seeds(seed, seed, seed)
    world = sample_world(profile, knowledge.fact_priors, draws=draws, seed=seeds.facts)
    tools = tuple(knowledge.catalogues.tools.values())
    findings = evaluate(knowledge.rules_in_force(rules_as_of), profile, world, tools)
    return stage_of(profile, knowledge, world, findings, seeds, substitutes=substitutes)


def stage_of(
    profile: CaseProfile,
    knowledge: Knowledge,
    world: World,
    findings: Findings,
    seeds: Seeds,
    *,
    substitutes: bool = True,
) -> Stage:
    """Lay out the pairs of a case whose facts are drawn and whose rules are evaluated."""
    setting = Setting(
        profile=profile,
        grid=_grid(profile, knowledge, findings),
        catalogues=knowledge.catalogues,
        posterior=knowledge.posterior,
        world=world,
        assumptions=knowledge.assumptions,
        presence=presence_of(profile, world, knowledge),
        repertoire=knowledge.repertoire,
        seed=seeds.effects,
        draws=world.draws,
        substitutes=substitutes,
    )
    return _staged(setting, findings, seeds.weights)


def _grid(profile: CaseProfile, knowledge: Knowledge, findings: Findings) -> Grid:
    """Return the pairs of a case: those it lists, and those that rules say a perpetrator may turn to."""
    listed = build_grid(profile, knowledge.catalogues)
    every = chain.from_iterable(findings.of(tool) for tool in knowledge.catalogues.tools)
    return build_grid(profile, knowledge.catalogues, latent_targets(every, listed, knowledge.catalogues))


def _staged(setting: Setting, findings: Findings, seed: int) -> Stage:
    """Return the stage of a setting: burdens and severity weights, those of the case and those drawn by a seed."""
    profile, burden = setting.profile, burdens(setting)
    kinds = np.unique([pair.tactic for pair in setting.grid.pairs], return_inverse=True)[1]
    any_weights = random_weights(keyed_generator(seed, "weights"), kinds, setting.draws)
    weights = severity_weights(setting, dict(profile.values.tactic_weights))
    facts = setting.world.case.stated
    unknown = unknown_facts(profile, facts)  # lists that the case says nothing about are no facts of its own
    unknown_share = len(unknown) / len(facts.keys() | unknown)
    return Stage(
        setting,
        findings,
        weighted_shares(burden, weights),
        weighted_shares(burden, any_weights),
        unknown_share,
        any_weights,
    )


def _result(
    tool: Tool, knowledge: Knowledge, stage: Stage, out: Outcome, barred: tuple[str, ...], place: Place
) -> ToolResult:
    """Put together everything about one tool."""
    profile = stage.setting.profile
    level, because = confidence(tool, knowledge.posterior, stage.unknown_share)
    ordered = np.sort(out.change)  # once for its quantiles and its worst tenth
    return ToolResult(
        tool=tool.id,
        name=tool.name,
        family=tool.family,
        rank=place.rank,
        rank_band=place.band,
        eligible=not barred,
        ineligible_because=barred,
        in_use=any(use.tool == tool.id for use in profile.tools_in_use),
        p_best=place.probabilities[0] if place.probabilities else 0.0,
        expected_rank=place.expected,
        rank_probabilities=place.probabilities,
        net_change=spread_of(ordered, float(out.expected.mean(dtype=np.float64))),
        p_reduces=share(out.change < -NEGLIGIBLE),
        p_backfire=share(out.change > NEGLIGIBLE),
        worst_tenth_mean=worst_tenth_of(ordered),
        p_goal=place.p_goal,
        acceptability=place.acceptability,
        confidence=level,
        confidence_because=because,
        tactics=out.effects,
        substitution=out.flags,
        rules=tool_rules(stage.findings.of(tool.id), stage.told),
        evidence=evidence_ids(tool, stage.setting.grid, knowledge.posterior),
    )


def _warnings(profile: CaseProfile, missing: str) -> tuple[str, ...]:
    """Return what a reader of any output must know about this case's numbers; rules that are missing come first."""
    notes = [missing] if missing else []
    if not profile.values.tactic_weights:
        notes.append("All tactics carry the same severity weight, because the case states none.")
    if profile.goal == "stop":
        notes.append(
            "Under the goal stop, figures are about the violence that is left when the horizon ends, not about its sum "
            "over the horizon."
        )
    if profile.goal == "foreclose":
        notes.append(
            "Under the goal foreclose, harm stands for the risk of onset: a fall of a fifth removes a fifth of it."
        )
    return tuple(notes)
