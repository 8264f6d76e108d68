"""The words of every categorical fact, once; ordered scales run from least to most."""

from typing import Final, Literal

SCHEMA: Final = "prevent-options/case@1"
UNKNOWN: Final = "unknown"

type Goal = Literal["reduce", "stop", "foreclose"]
type Confidence = Literal["low", "moderate", "high"]
GOALS: Final = ("reduce", "stop", "foreclose")
CONFIDENCES: Final = ("low", "moderate", "high")

PHASES: Final = ("latent", "imminent", "ongoing", "subsiding")
PERPETRATOR_TYPES: Final = ("state", "militia", "rebel", "foreign_force")
STRUCTURES: Final = ("elite_driven", "diffuse")
TRUTH: Final = ("true", "false")
LIKELIHOOD: Final = ("likely", "unlikely")
POSTURES: Final = ("facilitate", "condone", "limit")
ACCREDITATIONS: Final = ("A", "B", "none", "suspended")
REVIEWS: Final = ("none", "special_review", "downgrade_recommended", "removal_recommended")

LEVEL: Final = ("low", "moderate", "high")
REPRESSION: Final = ("low", "moderate", "high", "very_high")
# Also the scale of accommodation capacity and of interference, for which the format names no end points.
INTENSITY: Final = ("none", "low", "moderate", "high", "very_high")
COMMAND: Final = ("fragmented", "loose", "tight")
TREND: Final = ("falling", "steady", "rising")
ORGANISATION: Final = ("private", "tolerated", "authorised", "ordered")
VISIBILITY: Final = ("hidden", "partly", "visible")
