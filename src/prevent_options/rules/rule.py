"""One rule, as the plain values the engine and the effects read."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from prevent_options.rules.conditions import Condition

type RuleKind = Literal["eligibility", "effect", "warning", "guidance"]
type RuleBasis = Literal["evidence", "judgement", "mixed"]
type Strength = Literal["weak", "moderate", "strong"]
type Via = Literal["exposure", "legal", "financial", "military", "incentive", "protection", "revenue", "control"]
type EffectKind = Literal["shift", "scale", "widen"]


class Effect(NamedTuple):
    """A change of the direct effect: ``shift`` and ``widen`` add, ``scale`` multiplies; no tactics means all."""

    kind: EffectKind
    tactics: tuple[str, ...]
    mean: float
    sd: float


class Substitution(NamedTuple):
    """Pressure on ``source`` moves ``target``; a positive mean is a substitute, a negative one a complement."""

    source: str
    target: str
    mean: float
    sd: float
    via: Via


class Reporting(NamedTuple):
    """A rise of reports, log ratio; no tactics means all."""

    tactics: tuple[str, ...]
    mean: float
    sd: float


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule, ready for the engine.

    Attributes
    ----------
    effective_from, effective_until
        In force from the first day up to, not including, the second; None is without end. A rule that bars a tool is
        in force on every day before its end.
    when
        Its condition.
    ineligible, messages
        Reasons why the tool may not be used, and texts for the memo.
    file
        Where it stands.
    """

    id: str
    title: str
    kind: RuleKind
    effective_from: date
    effective_until: date | None
    when: Condition
    effects: tuple[Effect, ...]
    substitutions: tuple[Substitution, ...]
    reportings: tuple[Reporting, ...]
    ineligible: tuple[str, ...]
    messages: tuple[str, ...]
    why: str
    sources: tuple[str, ...]
    basis: RuleBasis
    strength: Strength
    file: Path

    def in_force(self, day: date | None) -> bool:
        """Say whether the rule holds on a day; without a day, whether it has no end."""
        if day is None:
            return self.effective_until is None
        # What a tool cannot do for reasons of law or nature did not begin on the day on which somebody wrote it down.
        begun = bool(self.ineligible) or self.effective_from <= day
        return begun and (self.effective_until is None or day < self.effective_until)
