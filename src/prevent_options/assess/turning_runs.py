"""Versions of one case, run with the same random numbers; what a version leaves as it was is kept, not run again.

A fact reaches a tool by four ways: rules that test it, circumstances that it tells of, what the setting reads itself
(type and structure of a perpetrator, repression, room for accommodation, visibility), and the shares of harm. A rule
that tests no changed fact says what it said; a tool none of whose inputs differs does what it did.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from prevent_options.assess.findings import eligibility
from prevent_options.assess.knowledge import Knowledge
from prevent_options.assess.net import CaseArrays, ToolArrays, tool_arrays
from prevent_options.assess.pipeline import Seeds, Stage, prepare, stage_of
from prevent_options.assess.voi import choice_utility
from prevent_options.catalogues import Tool
from prevent_options.effects.arrays import Mask
from prevent_options.profile import CaseProfile, with_facts
from prevent_options.rules import Finding, Findings, Rule, RuleBook, World, evaluate, sample_world
from prevent_options.rules.conditions import fact_tests
from prevent_options.rules.fact_schema import FactSpec, fact_specs, pattern_of
from prevent_options.substitution.ways import stated_visibility

_SAME_OWNER = {"any_perpetrator": "perpetrator", "any_tactic": "pair"}
_READ_BY_ALL = frozenset({"type", "over"})
"""Fields that decide whom a rule is about, so that every rule is asked again."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Mean utility of every tool, and which of them may be used."""

    means: Mapping[str, float]
    able: tuple[str, ...]

    @property
    def order(self) -> tuple[str, ...]:
        """Tools that may be used, best first; ties in the order of the catalogue."""
        return tuple(sorted(self.able, key=lambda tool: -self.means[tool]))

    def lead(self, tool: str) -> float:
        """Return how far a tool is before the best other tool that may be used."""
        return self.means[tool] - max(self.means[other] for other in self.able if other != tool)


@dataclass(frozen=True, slots=True)
class Runs:
    """How each version of a case is run, always with the same draws."""

    knowledge: Knowledge
    draws: int
    seed: int
    rules_as_of: date | None

    def arrays(self, profile: CaseProfile) -> CaseArrays:
        """Return arrays of all tools, of those that may not be used too, whose reasons stand in ``barred``."""
        stage = prepare(profile, self.knowledge, draws=self.draws, seed=self.seed, rules_as_of=self.rules_as_of)
        every = {name: tool_arrays(name, stage, self.knowledge) for name in self.knowledge.catalogues.tools}
        return CaseArrays(stage, every, self.barred(profile, stage, every))

    def barred(self, profile: CaseProfile, stage: Stage, every: Mapping[str, ToolArrays]) -> dict[str, tuple[str, ...]]:
        """Return why some tools may not be used."""
        tools = self.knowledge.catalogues.tools
        found = {
            name: eligibility(tool, stage.findings.of(name), profile, reaches=bool(every[name].direct.reached.any()))
            for name, tool in tools.items()
        }
        return {name: reasons for name, reasons in found.items() if reasons}

    def score(self, profile: CaseProfile) -> Scored:
        """Return the mean utility of every tool."""
        return scored(profile, self.arrays(profile))


def scored(profile: CaseProfile, arrays: CaseArrays) -> Scored:
    """Return the mean utility of every tool of a case that was run."""
    means = choice_utility(profile, arrays)[1:].mean(axis=1)
    able = tuple(name for name in arrays.tools if name not in arrays.barred)
    return Scored(dict(zip(arrays.tools, map(float, means), strict=True)), able)


class Versions:
    """A case and its versions.

    Parameters
    ----------
    profile
        The case as it is; :attr:`arrays` and :attr:`today` are its own.
    runs
        How it is run.
    """

    def __init__(self, profile: CaseProfile, runs: Runs) -> None:
        self.profile, self.runs = profile, runs
        self.arrays = runs.arrays(profile)
        self.today = scored(profile, self.arrays)
        self._inputs = _Inputs(self.arrays.stage, runs.knowledge)

    def score(self, changes: Mapping[str, object]) -> Scored:
        """Return the mean utility of every tool when some facts have other values.

        Raises
        ------
        InputError
            When there is no such case.
        """
        profile = with_facts(self.profile, changes)
        stage = self._stage(profile, frozenset(changes))
        self._hand_on(stage)
        now = _Inputs(stage, self.runs.knowledge)
        kept = {name for name in self.arrays.tools if now.of(name) == self._inputs.of(name)}
        every = {
            name: one if name in kept else tool_arrays(name, stage, self.runs.knowledge)
            for name, one in self.arrays.tools.items()
        }
        barred = self.runs.barred(profile, stage, every)
        able = tuple(name for name in every if name not in barred)
        same = np.array_equal(stage.shares, self.arrays.stage.shares)
        again = {name: one for name, one in every.items() if not (same and name in kept)}
        means = dict(self.today.means)
        if again:
            moved = choice_utility(profile, CaseArrays(stage, again, {}))[1:].mean(axis=1)
            means |= dict(zip(again, map(float, moved), strict=True))
        return Scored(means, able)

    def _hand_on(self, stage: Stage) -> None:
        """Give a version with the same pairs what was worked out of them, of ways between them and of kept findings."""
        before = self.arrays.stage.setting
        if stage.setting.grid.pairs == before.grid.pairs:
            rules = {state.id for state in self.arrays.stage.findings.rules}
            handed = {key: value for key, value in before.kept.items() if key[0] in {"cells", "concerned"} | rules}
            stage.setting.kept.update(handed)

    def _stage(self, profile: CaseProfile, changed: frozenset[str]) -> Stage:
        """Return the stage of a version; rules that test no changed fact keep what they said."""
        runs, known, before = self.runs, self.runs.knowledge, self.arrays.stage
        world = sample_world(profile, known.fact_priors, draws=runs.draws, seed=runs.seed)
        book = known.rules_in_force(runs.rules_as_of)
        findings = asked_again(profile, world, known, book, before.findings, changed)
        seeds = Seeds(runs.seed, runs.seed, runs.seed)
        return stage_of(profile, known, world, findings, seeds)


def asked_again(
    profile: CaseProfile, world: World, knowledge: Knowledge, book: RuleBook, before: Findings, changed: Iterable[str]
) -> Findings:
    """Return what the rules find in a version of a case; those that test no changed fact keep what they said."""
    changed = tuple(changed)
    asked = tuple(state.rule for state in before.rules if _tests(state.rule, changed))
    found = evaluate(book.only(asked), profile, world, knowledge.catalogues.tools.values())
    new = {state.id: state for state in found.rules}
    return Findings(tuple(new.get(state.id, state) for state in before.rules))


def _tests(rule: Rule, changed: Iterable[str]) -> bool:
    """Say whether a rule may test one of some facts of a case."""
    specs = [fact_specs().get(pattern_of(path)) for path in changed]
    if any(spec is None or spec.field in _READ_BY_ALL for spec in specs):
        return True
    wanted = {_kind(spec) for spec in specs if spec is not None}
    return any(_kind(test.spec) in wanted for test in fact_tests(rule.when))


def _kind(spec: FactSpec) -> tuple[str, str]:
    """Return whose fact it is and which, whether a rule asks about one owner or about any."""
    return _SAME_OWNER.get(spec.scope, spec.scope), spec.field


class _Inputs:
    """Everything the arrays of a tool are made of besides the tool, as keys that are equal when nothing differs."""

    def __init__(self, stage: Stage, knowledge: Knowledge) -> None:
        self._stage, self._knowledge = stage, knowledge
        self._seen: dict[int, object] = {}
        self._around = tuple(self._setting())
        self._factors = {
            factor.id: tuple(_bits(stage.setting.presence(factor, actor)) for actor in stage.setting.actors)
            for factor in knowledge.catalogues.factors.values()
        }

    def of(self, name: str) -> tuple[object, ...]:
        """Return the key of one tool."""
        tool = self._knowledge.catalogues.tools[name]
        moving = (one for one in self._stage.findings.of(name) if one.rule.effects or one.rule.substitutions)
        said = tuple((finding.rule.id, self._fires(finding)) for finding in moving)
        return (self._around, tuple(self._present(tool)), said)

    def _setting(self) -> Iterator[object]:
        """Yield what every tool depends on."""
        setting = self._stage.setting
        yield tuple((pair.perpetrator, pair.tactic, pair.forms, pair.listed) for pair in setting.grid.pairs)
        yield tuple(tuple((kind, _bits(mask)) for kind, mask in held) for held in setting.types)
        facts = [f"perpetrators.{actor}.structure" for actor in setting.actors]
        for path in (*facts, "repression_level", "accommodation_capacity"):
            words, codes = setting.world.sample(path)
            yield words, codes if isinstance(codes, int) else codes.astype(np.int8).tobytes()
        yield tuple(stated_visibility(actor) for actor in setting.profile.perpetrators)

    def _present(self, tool: Tool) -> Iterator[object]:
        """Yield the circumstances that studies of a tool speak to."""
        for link in tool.bodies:
            yield from (self._factors.get(factor) for factor in self._stage.setting.posterior.factors_of(link.body))

    def _fires(self, finding: Finding) -> object:
        """Return for whom and in which draws a rule fires; worked out once for tools that it treats alike."""
        key = id(finding.scopes)
        if key not in self._seen:
            self._seen[key] = tuple((one.perpetrator, one.tactic, _bits(one.fires)) for one in finding.scopes)
        return self._seen[key]


def _bits(mask: Mask | None) -> object:
    """Return a mask as something that compares fast."""
    return mask if mask is None or isinstance(mask, bool) else np.packbits(mask).tobytes()
