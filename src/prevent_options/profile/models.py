"""The case profile: every field of the format ``prevent-options/case@1``."""

from collections.abc import Callable
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, ValidationError, ValidationInfo, WithJsonSchema, model_validator
from pydantic_core import InitErrorDetails

from prevent_options.profile import scales
from prevent_options.profile.crosscheck import cross_flaws
from prevent_options.profile.facts import Fact, Listed, ListFact
from prevent_options.profile.kinds import FactOf, ListedOf, ListFactOf, MayBeUnknown, MayBeWord, refuse, vocabulary_of
from prevent_options.profile.parsing import Flaws, Words
from prevent_options.yamlio import Flaw, StrictModel, flawed
from prevent_options.yamlio.flaws import FLAWS
from prevent_options.yamlio.types import (
    Count,
    Iso3,
    KnownDate,
    PartialDate,
    Positive,
    Slug,
    Text,
    Word,
    read_number,
)


def _read_id(words: Words, raw: object) -> str:
    flaws: Flaws = []
    word = words.read(raw, (), flaws)
    refuse(flaws)
    return word or ""


def _read_tactic(raw: object, info: ValidationInfo) -> str:
    return _read_id(vocabulary_of(info).tactic_words(), raw)


def _read_tool(raw: object, info: ValidationInfo) -> str:
    return _read_id(vocabulary_of(info).tool_words(), raw)


def _read_tool_or_family(raw: object, info: ValidationInfo) -> str:
    return _read_id(vocabulary_of(info).tool_words(families=True), raw)


_ID = WithJsonSchema({"type": "string", "minLength": 1})
TacticId = Annotated[str, BeforeValidator(_read_tactic), _ID]
ToolId = Annotated[str, BeforeValidator(_read_tool), _ID]
ToolOrFamily = Annotated[str, BeforeValidator(_read_tool_or_family), _ID]
Share = Annotated[float, Field(gt=0, le=1), BeforeValidator(read_number)]
MOST_WEIGHT = 1e6
"""A tactic a million times as grave as another leaves the other out; beyond that single precision has no number."""
Weight = Annotated[float, Field(ge=0, le=MOST_WEIGHT), BeforeValidator(read_number)]

_Level = Annotated[Fact, FactOf(scales.LEVEL)]
_Intensity = Annotated[Fact, FactOf(scales.INTENSITY)]
_Words = Annotated[ListFact, ListFactOf()]
_UNLISTED: Listed[str] = Listed(unknown=True)


class Revenue(StrictModel):
    """Where a perpetrator's money comes from."""

    sources: _Words = Field(default=ListFact(), description="Open words, such as gold or foreign_sponsor.")
    substitutable: Annotated[Fact, FactOf(scales.LIKELIHOOD)] = Field(
        default=Fact(), description="Whether lost revenue would be replaced."
    )
    foreign_exposure: _Level = Field(default=Fact(), description="How much of it can be reached from abroad.")


class TacticUse(StrictModel):
    """One tactic of one perpetrator."""

    tactic: TacticId
    forms: Annotated[Listed[TacticId], ListedOf()] = Field(default=_UNLISTED, description="Forms of the tactic, by id.")
    intensity: _Intensity = Fact()
    trend: Annotated[Fact, FactOf(scales.TREND)] = Fact()
    organisation: Annotated[Fact, FactOf(scales.ORGANISATION)] = Field(
        default=Fact(), description="Whether it is ordered, authorised, tolerated or private."
    )
    visibility: Annotated[Fact, FactOf(scales.VISIBILITY)] = Fact()

    @model_validator(mode="after")
    def _forms_belong(self, info: ValidationInfo) -> Self:
        vocabulary, expected = vocabulary_of(info), f"expected a form of {self.tactic}"
        strangers = [(at, form) for at, form in enumerate(self.forms) if not vocabulary.may_be_form(self.tactic, form)]
        refuse([Flaw(("forms", at), f"found '{form}'", expected, "list it as a tactic") for at, form in strangers])
        return self


class Perpetrator(StrictModel):
    """Who carries the violence out, or has it carried out."""

    id: Word
    name: Text
    type: Annotated[Fact, FactOf(scales.PERPETRATOR_TYPES)] = Fact()
    structure: Annotated[Fact, FactOf(scales.STRUCTURES)] = Field(
        default=Fact(), description="Whether leaders drive the violence or it grows from below."
    )
    command_control: Annotated[Fact, FactOf(scales.COMMAND)] = Fact()
    revenue: Annotated[Revenue, MayBeUnknown()] = Revenue()
    tactics: tuple[TacticUse, ...] = ()


class RegionalActor(StrictModel):
    """A state or body outside that helps, tolerates or limits the violence."""

    name: Text
    posture: Annotated[Fact, FactOf(scales.POSTURES)] = Fact()
    channels: _Words = Field(default=ListFact(), description="Open words, such as arms or money.")
    leverage: _Level = Fact()
    over: Annotated[Listed[str], ListedOf()] = Field(
        default=_UNLISTED, description="Ids of the perpetrators it has leverage over; absent means all."
    )


class Transmission(StrictModel):
    """A tactic that was carried in from another place or time."""

    from_: Annotated[Fact, FactOf()] = Field(
        default=Fact(), alias="from", description="The other theatre, in free words."
    )
    via: _Words = Field(default=ListFact(), description="Open words, such as fighters.")
    tactics: Annotated[ListFact, ListFactOf("tactics")] = ListFact()


class Nhri(StrictModel):
    """The national human rights institution."""

    exists: Annotated[Fact, FactOf(scales.TRUTH)] = Fact()
    accreditation: Annotated[Fact, FactOf(scales.ACCREDITATIONS)] = Fact()
    review: Annotated[Fact, FactOf(scales.REVIEWS)] = Fact()
    independence: _Level = Fact()
    government_interference: _Intensity = Fact()


def _known_target(raw: object) -> object:
    return None if raw == scales.UNKNOWN else raw


class ToolInUse(StrictModel):
    """A tool that is in use already."""

    tool: ToolId
    target: Annotated[str | None, BeforeValidator(_known_target)] = Field(
        default=None, description="Id of the perpetrator it is aimed at."
    )
    since: PartialDate | None = None
    until: PartialDate | None = None


class Budget(StrictModel):
    """A limit on what may be spent."""

    unit: Text
    limit: Positive


class Constraints(StrictModel):
    """What limits the choice."""

    max_tools: Count | None = None
    budget: Budget | None = None
    unavailable: tuple[ToolOrFamily, ...] = Field(
        default=(), description="Ids of tools or families that cannot be used."
    )


class Values(StrictModel):
    """What the deciders care about."""

    tactic_weights: dict[TacticId, Weight] = Field(default={}, description="Severity weights; empty means equal.")
    goal_threshold: Share = Field(default=0.8, description="Fraction of harm that must go for the goal stop.")


class Source(StrictModel):
    """Where facts were read."""

    id: Word
    title: Text
    publisher: Text | None = None
    date: PartialDate = "unknown"
    url: Text | None = None


_ToolUse = Annotated[ToolInUse, MayBeWord("tool")]
_NO_ACTORS: Listed[RegionalActor] = Listed(unknown=True)
_NO_ROUTES: Listed[Transmission] = Listed(unknown=True)
_NO_TOOLS: Listed[ToolInUse] = Listed(unknown=True)


class CaseProfile(StrictModel):
    """One country case: what is known, how sure, from where, and what is unknown."""

    schema_: Literal["prevent-options/case@1"] = Field(alias="schema")
    id: Slug = Field(description="Names the case in a watchlist and its output files.")
    title: Text
    country: Iso3
    area: Text | None = None
    as_of: KnownDate = Field(description="The day, month or year the facts describe.")
    horizon_months: Annotated[Count, Field(le=120)] = 12
    phase: Annotated[Fact, FactOf(scales.PHASES)] = Fact()
    goal: scales.Goal
    repression_level: Annotated[Fact, FactOf(scales.REPRESSION)] = Fact()
    accommodation_capacity: _Intensity = Field(
        default=Fact(), description="Resources to give civilians what they want instead of violence."
    )
    # A minimum length here would count only the items that are valid; the check between fields counts all.
    perpetrators: tuple[Perpetrator, ...] = Field(json_schema_extra={"minItems": 1})
    regional_actors: Annotated[Listed[RegionalActor], ListedOf(words=False)] = _NO_ACTORS
    transmission: Annotated[Listed[Transmission], ListedOf(words=False)] = _NO_ROUTES
    nhri: Annotated[Nhri, MayBeUnknown()] = Nhri()
    tools_in_use: Annotated[Listed[_ToolUse], ListedOf()] = _NO_TOOLS
    constraints: Annotated[Constraints, MayBeUnknown()] = Constraints()
    values: Annotated[Values, MayBeUnknown()] = Values()
    sources: tuple[Source, ...] = ()
    notes: str = ""

    @model_validator(mode="wrap")
    @classmethod
    def _whole(cls, data: object, handler: Callable[[object], Self]) -> Self:
        """Report flaws between fields together with the flaws of each field."""
        flaws = cross_flaws(data)
        try:
            profile = handler(data)
        except ValidationError as failure:
            raise _joined(failure, flaws) from None
        refuse(flaws)
        return profile


def _joined(failure: ValidationError, flaws: Flaws) -> ValidationError:
    details = [
        InitErrorDetails(
            type=flawed(error["ctx"][FLAWS]) if error["type"] == FLAWS else error["type"],
            loc=error["loc"],
            input=error["input"],
            ctx=error.get("ctx", {}),
        )
        for error in failure.errors(include_url=False)
    ]
    if flaws:
        details.append(InitErrorDetails(type=flawed(flaws), loc=(), input=None))
    return ValidationError.from_exception_data(failure.title, details)
