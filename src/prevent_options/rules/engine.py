"""The engine: every rule, for every tool, for everyone it is about; what it says, how often, and why.

A rule's tests of the tool are answered first. Tools that leave the same condition on the case's facts share one
evaluation, which runs once for the case, once for each perpetrator, or once for each pair of perpetrator and tactic.
State by support of the facts (three-valued), action by draw.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import chain
from typing import Final, Literal, NamedTuple

import numpy as np

from prevent_options.catalogues import Tool
from prevent_options.profile import CaseProfile
from prevent_options.rules.book import RuleBook
from prevent_options.rules.case_facts import CaseFacts, Place
from prevent_options.rules.conditions import Condition
from prevent_options.rules.kleene import Failure, Verdict, evaluate_condition
from prevent_options.rules.plan import Extent, Step
from prevent_options.rules.reading import Truth
from prevent_options.rules.rule import Rule
from prevent_options.rules.worlds import Mask, World, draws

type State = Literal["fired", "silent", "unknown", "not_applicable"]

_STATES: Final[dict[Truth, State]] = {Truth.TRUE: "fired", Truth.FALSE: "silent", Truth.UNKNOWN: "unknown"}
_STRONGEST: Final[tuple[State, ...]] = ("fired", "unknown", "silent")


class Read(NamedTuple):
    """A fact that was read: where, what stood there in words, from which sources of the case."""

    path: str
    value: str
    sources: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class ScopeFinding:
    """What a rule says about one perpetrator, one pair, or the case.

    Attributes
    ----------
    perpetrator, tactic
        Whom it is about; None is everyone, everything.
    state
        By the support of the facts.
    fires
        In which draws it acts: one bool when all agree, else shape (D,).
    verdict
        The trace; :attr:`reads` and :attr:`failed` tell it.
    """

    perpetrator: str | None
    tactic: str | None
    state: State
    fires: Mask
    verdict: Verdict
    case: CaseFacts

    @cached_property
    def found(self) -> Mapping[str, str]:
        """Path of every fact that was read, and what stood there in words."""
        return {one.path: one.found for one in self.verdict.readings}

    @property
    def reads(self) -> tuple[Read, ...]:
        """Every fact that was read, each once, with its sources."""
        return tuple(Read(path, value, self.case.sources(path)) for path, value in self.found.items())

    @property
    def failed(self) -> tuple[Failure, ...]:
        """The tests that were false or unknown; ``str()`` of each tells it in words. Empty when the rule fired."""
        return self.verdict.failed

    @cached_property
    def lacking(self) -> tuple[str, ...]:
        """What failed, in words."""
        return tuple(map(str, self.failed))


class Outcome(NamedTuple):
    """State and share of draws of several scopes together."""

    state: State
    probability: float | None


def _together(scopes: tuple[ScopeFinding, ...]) -> Outcome:
    """Return the strongest state, and the share of draws in which any scope fires when that is not settled."""
    states = {scope.state for scope in scopes}
    state: State = next((state for state in _STRONGEST if state in states), "not_applicable")
    if state != "unknown":
        return Outcome(state, None)
    masks = [scope.fires for scope in scopes if scope.fires is not False]
    return Outcome(state, _share(reduce(np.logical_or, masks)) if masks else 0.0)


def _share(mask: Mask) -> float:
    """Return in which share of draws something holds."""
    return float(mask if isinstance(mask, bool) else np.count_nonzero(mask) / mask.size)


class Finding(NamedTuple):
    """What one rule says about one tool; ``probability`` is the share of draws that fire when the state is unknown."""

    rule: Rule
    tool: str
    state: State
    probability: float | None
    scopes: tuple[ScopeFinding, ...]


class RuleState(NamedTuple):
    """What one rule says about the case.

    Attributes
    ----------
    rule, state, probability
        As for a tool: the strongest over all of them.
    findings
        One for each tool the rule applies to.
    scopes
        Every scope of every tool, each once.
    """

    rule: Rule
    state: State
    probability: float | None
    findings: tuple[Finding, ...]
    scopes: tuple[ScopeFinding, ...]

    @property
    def id(self) -> str:
        """The rule's id."""
        return self.rule.id


@dataclass(frozen=True, eq=False)
class Findings:
    """What all rules say about a case; in the order of the rules' ids."""

    rules: tuple[RuleState, ...]

    @cached_property
    def _by_tool(self) -> dict[str, tuple[Finding, ...]]:
        held: dict[str, list[Finding]] = {}
        for rule in self.rules:
            for finding in rule.findings:
                held.setdefault(finding.tool, []).append(finding)
        return {tool: tuple(found) for tool, found in held.items()}

    def of(self, tool: str) -> tuple[Finding, ...]:
        """Return what the rules say about a tool; those not applicable to it are left out."""
        return self._by_tool.get(tool, ())

    def state(self, rule: str, tool: str) -> State:
        """Return the state of one rule for one tool."""
        return next((finding.state for finding in self.of(tool) if finding.rule.id == rule), "not_applicable")


def evaluate(book: RuleBook, profile: CaseProfile, world: World, tools: Iterable[Tool]) -> Findings:
    """Evaluate rules on a case.

    Parameters
    ----------
    book
        The rules in force.
    profile
        The case.
    world
        The case's facts, drawn; made from the same profile.
    tools
        The tools to ask about.

    Returns
    -------
    Findings
        For each rule its state for the case, and for each tool it applies to a finding with all scopes and a trace.
    """
    if world.case.profile is not profile:
        raise ValueError("the world was drawn for another case")
    run = _Run(world, {tool.id: frozenset(tool.reaches) for tool in tools})
    names = tuple(run.reaches)
    return Findings(tuple(run.rule(rule, book.plan(rule, names)) for rule in book.rules))


def fires(condition: Condition, profile: CaseProfile, world: World, perpetrator: str | None = None) -> Mask:
    """Return in which draws a condition without tests of a tool holds for a perpetrator, or for the case.

    Parameters
    ----------
    condition
        Quantified, as those of :attr:`RuleBook.factor_conditions`.
    profile, world
        The case and its drawn facts.
    perpetrator
        Whom it is asked for.

    Returns
    -------
    bool or array
        One bool when nothing is uncertain, else shape (D,).
    """
    if world.case.profile is not profile:
        raise ValueError("the world was drawn for another case")
    return draws(condition, world, Place(perpetrator))


class _Run:
    """One evaluation of all rules on one case."""

    def __init__(self, world: World, reaches: dict[str, frozenset[str]]) -> None:
        self.world, self.case, self.reaches = world, world.case, reaches
        self.types = {name: self._possible_types(name) for name in self.case.perpetrators}

    def _possible_types(self, perpetrator: str) -> frozenset[str]:
        """Return the types a perpetrator may have; empty when nobody knows, which means any."""
        return frozenset(str(word) for word in self.case.by_path[f"perpetrators.{perpetrator}.type"].support)

    def reached(self, tool: str) -> frozenset[str]:
        """Return the perpetrators a tool may act on."""
        return frozenset(name for name, types in self.types.items() if not types or types & self.reaches[tool])

    @cached_property
    def _reached(self) -> dict[str, frozenset[str]]:
        return {tool: self.reached(tool) for tool in self.reaches}

    def rule(self, rule: Rule, plan: tuple[Step, ...]) -> RuleState:
        """Return what one rule says."""
        findings = tuple(finding for step in plan for finding in self._step(rule, step))
        shared = {id(finding.scopes): finding.scopes for finding in findings}
        scopes = tuple(dict.fromkeys(chain.from_iterable(shared.values())))
        return RuleState(rule, *_together(scopes), findings, scopes)

    def _step(self, rule: Rule, step: Step) -> Iterable[Finding]:
        """Yield a finding for each tool of a step that reaches somebody the rule is about."""
        every = [self._scope(step.condition, place) for place in self._places(step.extent)]
        held: dict[frozenset[str], tuple[tuple[ScopeFinding, ...], Outcome]] = {}
        for tool in step.tools:
            reached = self._reached[tool]
            if reached not in held:
                scopes = tuple(scope for scope in every if scope.perpetrator is None or scope.perpetrator in reached)
                held[reached] = (scopes, _together(scopes))
            scopes, outcome = held[reached]
            if scopes:
                yield Finding(rule, tool, outcome.state, outcome.probability, scopes)

    def _places(self, extent: Extent) -> tuple[Place, ...]:
        if extent == "case":
            return (Place(),)
        if extent == "perpetrator":
            return tuple(Place(name) for name in self.case.perpetrators)
        return tuple(Place(*pair) for pair in self.case.pairs)

    def _scope(self, condition: Condition, place: Place) -> ScopeFinding:
        verdict = evaluate_condition(condition, self.case, place)
        mask: Mask = verdict.truth == Truth.TRUE
        if verdict.truth == Truth.UNKNOWN:
            mask = draws(condition, self.world, place)
        return ScopeFinding(place.perpetrator, place.tactic, _STATES[verdict.truth], mask, verdict, self.case)
