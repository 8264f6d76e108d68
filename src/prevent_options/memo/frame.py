"""What every part of the memo is built from: the assessment, the case, the catalogues, and names for ids."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from prevent_options.assess.types import Assessment, TacticEffect, ToolResult
from prevent_options.assumptions import Assumptions
from prevent_options.catalogues import Catalogues, Tool
from prevent_options.memo.language import marked, said
from prevent_options.memo.references import CASE
from prevent_options.memo.words import counted, fact_share, listed, plain
from prevent_options.profile import CaseProfile, Fact, ListFact

LABELS = "ABC"
"""Labels of the options; no change has none."""

SEXUAL = "sexual_reproductive"
"""The family of tactics that is always reported by form."""


GOALS = marked(
    {
        "reduce": "less violence in an ongoing campaign",
        "stop": "an end to the campaign",
        "foreclose": "keeping a campaign from starting",
    }
)
"""What each goal means."""

_MEASURES = marked(
    {
        "reduce": "total harm over {horizon}",
        "stop": "total harm at the end of {horizon}",
        "foreclose": "the risk of onset within {horizon}",
    }
)


class KnowledgeLike(Protocol):
    """The part of the knowledge that a memo needs."""

    @property
    def catalogues(self) -> Catalogues:
        """Tactics and tools."""

    @property
    def assumptions(self) -> Assumptions:
        """The stated judgements."""


@dataclass(frozen=True)
class Frame:
    """The inputs of one memo.

    Attributes
    ----------
    assessment, profile, catalogues, assumptions
        What is told.
    chosen
        The tools that are the options, in order of their labels.
    """

    assessment: Assessment
    profile: CaseProfile
    catalogues: Catalogues
    assumptions: Assumptions
    chosen: tuple[ToolResult, ...]

    @cached_property
    def perpetrator_names(self) -> Mapping[str, str]:
        """Names of perpetrators by id."""
        return {perpetrator.id: perpetrator.name for perpetrator in self.profile.perpetrators}

    @property
    def horizon(self) -> str:
        """The period that every probability is about."""
        months = self.profile.horizon_months
        return counted(months, "{n} month", "{n} months")

    @property
    def measure(self) -> str:
        """What every change is a change of, under the goal of the assessment."""
        return said(_MEASURES[self.assessment.goal], horizon=self.horizon)

    @property
    def able(self) -> tuple[ToolResult, ...]:
        """Tools that may be used, in rank order."""
        return tuple(tool for tool in self.assessment.tools if tool.eligible)

    @property
    def alone(self) -> bool:
        """Whether a single tool may be used, so that it has nobody to be ranked against."""
        return len(self.able) == 1

    def label(self, tool: str) -> str:
        """Return the label of the option a tool is, or nothing."""
        return next((LABELS[i] for i, chosen in enumerate(self.chosen) if chosen.tool == tool), "")

    def perpetrator(self, name: str) -> str:
        """Return a perpetrator's name; the id stands for itself when the case does not name it."""
        return self.perpetrator_names.get(name, name)

    def tool(self, result: ToolResult) -> Tool:
        """Return the catalogue entry of a tool."""
        return self.catalogues.tools[result.tool]

    def family(self, name: str) -> str:
        """Return the name of a family of tools."""
        return said(self.catalogues.tool_families[name].name)

    def called(self, tool: str) -> str:
        """Return the name of a tool."""
        return said(self.catalogues.tools[tool].name)

    def tactic(self, name: str, forms: tuple[str, ...] = ()) -> str:
        """Return the name of a tactic or family, with its forms."""
        entry = self.catalogues.tactics.get(name) or self.catalogues.tactic_families.get(name)
        called = (said(entry.name) if entry else plain(name)).lower()
        named = listed([self.tactic(form) for form in forms])
        return said("{tactic} (forms: {forms})", tactic=called, forms=named) if forms else called

    def sexual(self, tactic: str) -> bool:
        """Say whether a tactic is sexual or reproductive violence."""
        return tactic in self.catalogues.tactics and self.catalogues.is_within(tactic, SEXUAL)

    def pair(self, effect: TacticEffect) -> str:
        """Return a tactic and who uses it."""
        return self.by(effect.tactic, effect.perpetrator)

    def short(self, tactic: str, perpetrator: str, forms: tuple[str, ...] = ()) -> str:
        """Return a tactic, with its forms, and who uses it unless the case lists it for that perpetrator alone."""
        users = {who.id for who in self.profile.perpetrators for use in who.tactics if use.tactic == tactic}
        return self.tactic(tactic, forms) if users == {perpetrator} else self.by(tactic, perpetrator, forms)

    def by(self, tactic: str, perpetrator: str, forms: tuple[str, ...] = ()) -> str:
        """Return a tactic, with its forms, and the name of who uses it."""
        return said("{tactic} by {who}", tactic=self.tactic(tactic, forms), who=self.perpetrator(perpetrator))


def words(fact: Fact | ListFact) -> str:
    """Return what a fact says, with probabilities where it is uncertain."""
    if fact.unknown:
        return said("unknown")
    options = [(_value(value), share) for value, share in fact.options]
    if len(options) == 1:
        return options[0][0]
    return ", ".join(f"{value} {fact_share(share)}" for value, share in options)


def _value(value: str | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return listed([plain(word) for word in value]) or said("none")
    return plain(value)


def sources_of(*facts: Fact | ListFact) -> tuple[str, ...]:
    """Return references for facts: their sources, or the case file where one that is known has none."""
    known = [fact for fact in facts if not fact.unknown]
    named = dict.fromkeys(f"S:{source}" for fact in known for source in fact.sources)
    bare = any(not fact.sources for fact in known)
    return (*named, *((CASE,) if bare else ()))
