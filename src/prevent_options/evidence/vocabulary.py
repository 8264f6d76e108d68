"""The words of the evidence: outcomes, kinds of study, periods, directions, perpetrators."""

from typing import Final, Literal

TACTIC_FAMILIES: Final = (
    "lethal",
    "liberty",
    "bodily",
    "sexual_reproductive",
    "displacement",
    "deprivation",
    "exploitation",
    "group_destruction",
    "enabling",
)
"""The nine families of tactics, each an outcome of its own."""

DIRECT: Final = ("mass_atrocities", "violence_against_civilians", *TACTIC_FAMILIES)
"""Outcomes that are violence against civilians: direct evidence."""

INDIRECT: Final = ("human_rights", "conflict", "adverse")
"""Outcomes beside violence against civilians: they count, at a cost the model estimates."""

OUTCOMES: Final = (*DIRECT, *INDIRECT)

RELEASE_OUTCOMES: Final = {
    "mass atrocities": "mass_atrocities",
    "violence against civilians": "violence_against_civilians",
    "human rights violations": "human_rights",
    "conflict": "conflict",
    "adverse consequences": "adverse",
}
"""How the museum's release names an outcome (lower case) and how this project does."""

DIRECTNESS: Final = ("mass_atrocities", "related", "adverse")
"""What a finding on a factor is about; the release tells no more apart for factors that have few findings."""

KINDS: Final = ("case_study", "comparison", "no_method", "probability", "regression", "identification")
"""Kinds of study, from one case read closely to a design that identifies the effect."""

type Kind = Literal["case_study", "comparison", "no_method", "probability", "regression", "identification"]

PERPETRATORS: Final = ("state", "militia", "rebel", "foreign_force", "criminal_group")
"""Perpetrator types of case profiles, and criminal groups, which only studies have."""

ANY: Final = "any"
"""A finding that does not tell perpetrators apart."""

PERIODS: Final = ("to_2010", "2011_2015", "2016_2020", "from_2021")

type Direction = Literal["decreases", "none", "increases"]

DIRECTIONS: Final = ("decreases", "none", "increases")
"""Directions in the order of every array: less harm, no or mixed, more harm.

For a factor the same three places mean that it goes with greater, no or mixed, or lesser effectiveness of the tool.
"""


def period_of(year: int) -> str:
    """Return the period a year of publication falls in."""
    if year <= 2010:
        return PERIODS[0]
    if year <= 2015:
        return PERIODS[1]
    return PERIODS[2] if year <= 2020 else PERIODS[3]


def directness_of(outcome: str) -> str:
    """Return how directly an outcome of the release speaks to mass atrocities, for findings on factors."""
    return outcome if outcome in {"mass_atrocities", "adverse"} else "related"
