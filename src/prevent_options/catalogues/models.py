"""What each catalogue file holds: tactics, tools, factors, bodies of evidence, families."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from prevent_options.catalogues.words import (
    ActorLevel,
    FactorKind,
    Instrument,
    Level,
    Name,
    PerpetratorType,
    Pressure,
    RevenueLink,
    Reversible,
    Strategy,
    Support,
    Visibility,
)
from prevent_options.yamlio import Flaw, StrictModel, flawed
from prevent_options.yamlio.types import Integer, PartialDate, Positive, Probability, Text, YesNo

type AtLeastOne[T] = Annotated[tuple[T, ...], Field(min_length=1)]


class Source(StrictModel):
    """A public page and how well it supports the entry."""

    url: Text
    support: Support


class Family(StrictModel):
    """A group of tactics, or a group of tools that planners compare."""

    id: Name
    name: Text
    definition: Text


class Families(StrictModel):
    """The file ``families.yaml``."""

    tactics: AtLeastOne[Family]
    tools: AtLeastOne[Family]


class TraitBasis(StrictModel):
    """Where the three traits of a tactic come from: ``judgement`` or a page, and the studies that informed it."""

    visibility: Text
    attributability: Text
    revenue_link: Text
    informed_by: tuple[Text, ...] = ()


class Tactic(StrictModel):
    """A kind of violence against civilians.

    ``parent`` is another tactic or a family; ``also_under`` names further ones. ``forms`` lists tactics of another
    branch that may be recorded as forms of this one. The traits are what is typical, not what is so in a case.
    """

    id: Name
    name: Text
    parent: Name
    also_under: tuple[Name, ...] = ()
    forms: tuple[Name, ...] = ()
    definition: Text
    boundary: Text
    legal_basis: AtLeastOne[Text]
    visibility: Visibility
    attributability: Level
    revenue_link: RevenueLink
    basis: TraitBasis
    sources: AtLeastOne[Source]
    aliases: tuple[Text, ...] = ()


class BodyLink(StrictModel):
    """A body of evidence a tool draws on.

    ``relevance`` runs from 0 to 1; ``reverse`` says that the tool withdraws what the body's studies supply.
    """

    body: Name
    relevance: Probability
    reverse: YesNo = False
    why: Text


class LeadTime(StrictModel):
    """How long it takes to decide on a tool and to see it act.

    ``months`` are the 5 and 95 percent points of the time from the decision to go ahead until the tool acts: the two
    texts as numbers, a judgement where they name none.
    """

    decide: Text
    effect: Text
    basis: Text
    months: tuple[Positive, Positive]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        low, high = self.months
        if high <= low:
            raise flawed(
                [Flaw(("months",), f"found {low:g} to {high:g}", "expected the shorter time first", "swap them")]
            )
        return self


class Reversibility(StrictModel):
    """How easily a tool is taken back, and how."""

    level: Reversible
    how: Text


class Effort(StrictModel):
    """Rough effort of a government to use the tool, in units from 1 (a statement) to 5 (a deployment)."""

    units: Annotated[Integer, Field(ge=1, le=5)]
    basis: Text


class Tool(StrictModel):
    """A lawful, non-lethal policy instrument (``pointer_only``: named for reference, never ranked)."""

    id: Name
    name: Text
    family: Name
    definition: Text
    strategy: AtLeastOne[Strategy]
    instrument: Instrument
    mechanism: Text
    actor_level: AtLeastOne[ActorLevel]
    reaches: AtLeastOne[PerpetratorType]
    pressure: AtLeastOne[Pressure]
    bodies: AtLeastOne[BodyLink]
    authority: tuple[Text, ...]
    owners: AtLeastOne[Text]
    owner_as_of: PartialDate
    owner_note: Text | None = None
    partners: tuple[Text, ...] = ()
    lead_time: LeadTime
    reversibility: Reversibility
    known_risks: AtLeastOne[Text]
    works_best_when: Text
    evidence_note: Text
    effort: Effort
    monitoring: YesNo
    pointer_only: YesNo = False
    sources: AtLeastOne[Source]
    aliases: tuple[Text, ...] = ()


class Factor(StrictModel):
    """A circumstance that goes with a tool working better or worse.

    Attributes
    ----------
    opposite
        What its absence is called.
    release_codes
        Codes of this factor in the museum's release.
    release_names, release_opposites
        Names by which the release calls it, or its opposite, where it gives no code.
    present_when
        Condition on case facts under which the factor is present, as it stands in the file: the rules layer reads
        it. None where no case fact tells; the factor is then guidance only.
    read_note
        Why the condition is a fair reading, or why there is none.
    """

    id: Name
    name: Text
    opposite: Text
    kind: FactorKind
    release_codes: tuple[Text, ...] = ()
    release_names: tuple[Text, ...] = ()
    release_opposites: tuple[Text, ...] = ()
    present_when: object = None
    read_note: Text | None = None
    sources: AtLeastOne[Source]


class Body(StrictModel):
    """A literature that tools draw on: the museum's twelve, and others with studies of their own."""

    id: Name
    name: Text
    summary: Text
    release_tool: Text | None = None
    records: tuple[Text, ...] = ()
    sources: tuple[Source, ...] = ()
