"""How the file of a rule must look, and the rule it describes."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, NamedTuple, Self

from pydantic import BeforeValidator, Field, PlainValidator, ValidationInfo, WithJsonSchema, model_validator

from prevent_options.rules.conditions import Condition
from prevent_options.rules.parsing import parse_condition
from prevent_options.rules.rule import Effect, Reporting, Rule, RuleBasis, RuleKind, Strength, Substitution, Via
from prevent_options.rules.words import RuleWords
from prevent_options.yamlio import Flaw, StrictModel, flawed, shown
from prevent_options.yamlio.flaws import suggestion
from prevent_options.yamlio.types import FullDate, Text, read_number

ID: Final = re.compile(r"[A-Z]{2,6}-[0-9]{3}")


class Entries(NamedTuple):
    """Which entries of ``then`` fit a kind of rule, and of which it needs at least one."""

    allowed: tuple[str, ...]
    needed: tuple[str, ...]


ENTRIES: Final[Mapping[str, Entries]] = {
    "eligibility": Entries(("ineligible", "scale", "say"), ("ineligible", "scale")),
    "effect": Entries(("effect", "scale", "widen", "say"), ("effect", "scale", "widen")),
    "warning": Entries(
        ("say", "substitution", "reporting", "effect", "scale", "widen"), ("say", "substitution", "reporting")
    ),
    "guidance": Entries(("say", "reporting"), ("say", "reporting")),
}


def _words(info: ValidationInfo) -> RuleWords:
    if not isinstance(info.context, RuleWords):
        raise TypeError("a rule is validated with RuleWords as context")
    return info.context


def _read_condition(raw: object, info: ValidationInfo) -> Condition:
    flaws: list[Flaw] = []
    condition = parse_condition(raw, _words(info), flaws)
    if condition is None:
        raise flawed(flaws)
    return condition


def _read_tactic(raw: object, info: ValidationInfo) -> str:
    known = _words(info).tactic_ids
    if isinstance(raw, str) and raw in known:
        return known[raw]
    expected = "expected the id of a tactic or of a family of tactics"
    raise flawed([Flaw((), f"found {shown(raw)}", expected, suggestion(str(raw), known))])


def _read_source(raw: object, info: ValidationInfo) -> str:
    known = _words(info).sources
    if isinstance(raw, str) and raw.strip() and (known is None or raw in known):
        return raw
    expected = "expected a study of priors/evidence or a word for a kind of source"
    raise flawed([Flaw((), f"found {shown(raw)}", expected, suggestion(str(raw), known or ()))])


def _read_id(raw: object) -> str:
    if isinstance(raw, str) and ID.fullmatch(raw):
        return raw
    raise flawed(
        [Flaw((), f"found {shown(raw)}", "expected capitals, a hyphen and three digits", "write an id such as SUB-003")]
    )


RuleId = Annotated[str, BeforeValidator(_read_id), WithJsonSchema({"type": "string", "pattern": f"^{ID.pattern}$"})]
TacticName = Annotated[str, BeforeValidator(_read_tactic), WithJsonSchema({"type": "string", "minLength": 1})]
SourceId = Annotated[str, BeforeValidator(_read_source), WithJsonSchema({"type": "string", "minLength": 1})]
When = Annotated[object, PlainValidator(_read_condition), WithJsonSchema({"type": "object"})]
type AtLeastOne[T] = Annotated[tuple[T, ...], Field(min_length=1)]


class Effective(StrictModel):
    """When a rule is in force: from a day on, until the first day on which it no longer is."""

    from_: FullDate = Field(alias="from")
    until: FullDate | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.until is not None and self.until <= self.from_:
            raise flawed(
                [Flaw(("until",), f"found {self.until}", f"expected a day after {self.from_}", "correct the dates")]
            )
        return self


MOST_MEAN, MOST_SD = 5.0, 3.0
"""A log rate ratio of 5 is 148 times the violence: what is larger is a slip of the pen, and would overflow."""

Mean = Annotated[float, Field(ge=-MOST_MEAN, le=MOST_MEAN), BeforeValidator(read_number)]
Factor = Annotated[float, Field(ge=0, le=MOST_MEAN), BeforeValidator(read_number)]
Sd = Annotated[float, Field(gt=0, le=MOST_SD), BeforeValidator(read_number)]


class Amount(StrictModel):
    """A normal distribution; nothing here is known exactly, so sd is above 0."""

    mean: Mean
    sd: Sd


class ShiftText(StrictModel):
    """A log rate ratio added to the direct effect."""

    tactics: AtLeastOne[TacticName] | None = None
    shift: Amount


class ScaleText(StrictModel):
    """A factor on the direct effect."""

    tactics: AtLeastOne[TacticName] | None = None
    mean: Factor
    sd: Sd


class WidenText(StrictModel):
    """More uncertainty of the direct effect."""

    tactics: AtLeastOne[TacticName] | None = None
    sd: Sd


class SubstitutionText(StrictModel):
    """Pressure on one tactic raises another."""

    from_: TacticName = Field(alias="from")
    to: TacticName
    elasticity: Amount
    via: Via

    @model_validator(mode="after")
    def _moves(self) -> Self:
        if self.from_ == self.to:
            raise flawed(
                [Flaw(("to",), f"found {self.to!r} on both sides", "expected another tactic", "correct one of them")]
            )
        return self


class ReportingText(StrictModel):
    """Reports rise though violence does not."""

    tactics: AtLeastOne[TacticName] | None = None
    rise: Amount


class EntryText(StrictModel):
    """One entry of ``then``: exactly one of its fields."""

    effect: ShiftText | None = None
    scale: ScaleText | None = None
    widen: WidenText | None = None
    ineligible: Text | None = None
    say: Text | None = None
    substitution: SubstitutionText | None = None
    reporting: ReportingText | None = None

    @property
    def name(self) -> str:
        """The field that is given."""
        return next(iter(self.model_fields_set))

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        given = sorted(self.model_fields_set)
        if len(given) != 1:
            found = f"{len(given)} entries in one ({', '.join(given)})" if given else "an empty entry"
            raise flawed(
                [
                    Flaw(
                        (),
                        found,
                        f"expected exactly one of {', '.join(type(self).model_fields)}",
                        "give each its own list item",
                    )
                ]
            )
        return self


class RuleText(StrictModel):
    """A rule as it stands in its file."""

    id: RuleId
    title: Text
    kind: RuleKind
    effective: Effective
    when: When
    then: AtLeastOne[EntryText]
    why: Text
    sources: AtLeastOne[SourceId]
    basis: RuleBasis
    strength: Strength

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        allowed, needed = ENTRIES[self.kind]
        names = [entry.name for entry in self.then]
        flaws = [
            Flaw(
                ("then", i, name),
                f"found {name} in a rule of kind {self.kind}",
                f"expected {', '.join(allowed)}",
                "move it to a rule of another kind",
            )
            for i, name in enumerate(names)
            if name not in allowed
        ]
        if not set(names) & set(needed):
            flaws.append(
                Flaw(
                    ("then",),
                    f"found {', '.join(names)} only",
                    f"expected {' or '.join(needed)} in a rule of kind {self.kind}",
                    "add one, or change the kind",
                )
            )
        if flaws:
            raise flawed(flaws)
        return self


def rule_of(text: RuleText, file: Path) -> Rule:
    """Return the rule that a valid file describes."""
    if not isinstance(text.when, Condition.__value__):
        raise TypeError("the condition was not read")
    return Rule(
        id=text.id,
        title=text.title,
        kind=text.kind,
        effective_from=text.effective.from_,
        effective_until=text.effective.until,
        when=text.when,
        effects=tuple(effect for entry in text.then if (effect := _effect(entry)) is not None),
        substitutions=tuple(
            Substitution(move.from_, move.to, move.elasticity.mean, move.elasticity.sd, move.via)
            for entry in text.then
            if (move := entry.substitution)
        ),
        reportings=tuple(
            Reporting(report.tactics or (), report.rise.mean, report.rise.sd)
            for entry in text.then
            if (report := entry.reporting)
        ),
        ineligible=tuple(entry.ineligible for entry in text.then if entry.ineligible),
        messages=tuple(entry.say for entry in text.then if entry.say),
        why=text.why,
        sources=text.sources,
        basis=text.basis,
        strength=text.strength,
        file=file,
    )


def _effect(entry: EntryText) -> Effect | None:
    """Return the change of the direct effect that an entry states, or None."""
    if entry.effect:
        return Effect("shift", entry.effect.tactics or (), entry.effect.shift.mean, entry.effect.shift.sd)
    if entry.scale:
        return Effect("scale", entry.scale.tactics or (), entry.scale.mean, entry.scale.sd)
    if entry.widen:
        return Effect("widen", entry.widen.tactics or (), 0.0, entry.widen.sd)
    return None
