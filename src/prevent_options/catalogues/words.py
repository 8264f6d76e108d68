"""The closed lists of words that catalogue entries use."""

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, WithJsonSchema

from prevent_options.yamlio import Flaw, flawed, shown

type Support = Literal["excerpt", "partial", "recall", "unverified"]
"""How well a source supports its entry: read and it does; in part; general knowledge; nobody has looked yet."""

type Visibility = Literal["visible", "partly", "hidden"]
type Level = Literal["low", "moderate", "high"]
type RevenueLink = Literal["none", "some", "strong"]

type Strategy = Literal["dissuade", "degrade", "protect", "facilitate_transition"]
type Instrument = Literal["diplomatic", "informational", "military", "economic", "institutional", "legal"]
type ActorLevel = Literal["elite", "mid", "low", "enabler", "institution", "population"]
type PerpetratorType = Literal["state", "militia", "rebel", "foreign_force"]
type Pressure = Literal["exposure", "legal", "financial", "military", "incentive", "protection"]
type FactorKind = Literal["contextual", "design"]
type Reversible = Literal["low", "medium", "high"]
type Kind = Literal["tactics", "tools", "factors", "bodies"]
"""The folders of the catalogue."""

KINDS: tuple[Kind, ...] = ("tactics", "tools", "factors", "bodies")

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")


def read_name(value: object) -> str:
    """Return an id of lower-case ASCII letters, digits and underscores, beginning with a letter."""
    if isinstance(value, str) and _NAME.fullmatch(value):
        return value
    expected = "expected lower-case letters, digits and underscores, beginning with a letter"
    raise flawed([Flaw((), f"found {shown(value)}", expected, "write an id such as visa_ban_7031c")])


Name = Annotated[str, BeforeValidator(read_name), WithJsonSchema({"type": "string", "pattern": "^[a-z][a-z0-9_]*$"})]
