"""What the files of the repertoire hold: channels, numbers that are judgement, findings on answers to pressure."""

from typing import Annotated, Literal

from pydantic import Field

from prevent_options.catalogues.words import Name, PerpetratorType, Pressure
from prevent_options.yamlio import StrictModel
from prevent_options.yamlio.types import FullDate, Number, Probability, Text

type Trait = Literal["visibility", "attributability", "revenue_link"]
type ChannelId = Literal["exposure", "legal", "revenue", "control", "military"]
type Design = Literal["identified", "panel", "context"]
type Answer = Literal["moves", "stays"]
Positive = Annotated[Number, Field(gt=0)]


class Base(StrictModel):
    """How often violence moves between two tactics of which no finding speaks, and how many findings that weighs."""

    unit: Text
    share: Probability
    weight: Positive
    reason: Text


class Weights(StrictModel):
    """Weight of a finding by design."""

    unit: Text
    values: dict[Design, Positive]
    reason: Text


class Value(StrictModel):
    """One number."""

    unit: Text
    value: Number
    reason: Text


class Size(StrictModel):
    """How large a move is where there is one: log-normal, cut off at ``most``."""

    unit: Text
    median: Positive
    log_sd: Positive
    most: Positive
    reason: Text


class Odds(StrictModel):
    """Factors on the odds that an exit is open, by fact of the case; a word that is missing counts 1."""

    unit: Text
    structure: dict[Text, Positive]
    accommodation_capacity: dict[Text, Positive]
    reason: Text


class Channel(StrictModel):
    """One way in which pressure moves violence; ``traits`` say which way it flows."""

    id: ChannelId
    pressures: tuple[Pressure, ...]
    traits: tuple[Trait, ...]
    says: Text


class Numbers(StrictModel):
    """The file ``repertoire.yaml``."""

    schema_: Annotated[Literal["prevent-options/repertoire@1"], Field(alias="schema")]
    date: FullDate
    base: Base
    designs: Weights
    pooling: Value
    size: Size
    odds: Odds
    sexual_violence: Value
    channels: tuple[Channel, ...]


class TacticFinding(StrictModel):
    """One finding on what other tactics did; empty ``from`` or ``to`` means any.

    ``body`` is the body of evidence under which the study already counts as a rise in direct effects, if any.
    """

    id: Text
    source: Text
    answer: Answer
    channel: ChannelId | Literal["any"]
    from_: Annotated[tuple[Name, ...], Field(alias="from")]
    to: tuple[Name, ...]
    perpetrators: tuple[PerpetratorType, ...]
    design: Design
    body: Name | None = None
    note: Text


class Elsewhere(StrictModel):
    """A record with a tactic response that counts in another place."""

    source: Text
    why: Text


class FindingsFile(StrictModel):
    """The file ``findings.yaml``."""

    schema_: Annotated[Literal["prevent-options/tactic-findings@1"], Field(alias="schema")]
    findings: tuple[TacticFinding, ...]
    elsewhere: tuple[Elsewhere, ...]
