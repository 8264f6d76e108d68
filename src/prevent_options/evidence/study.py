"""One published study: where it stands, what it is about, the direction of each finding and, rarely, its size."""

import math
from datetime import UTC, datetime
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from prevent_options.evidence.citation import Citation, read_citation
from prevent_options.evidence.vocabulary import PERIODS, Direction, Kind, period_of
from prevent_options.yamlio import StrictModel
from prevent_options.yamlio.types import Number, Text, YesNo, shaped

STUDIES = "studies"
"""Folder of the study files in an evidence store."""

type Outcome = Literal[
    "mass_atrocities",
    "violence_against_civilians",
    "lethal",
    "liberty",
    "bodily",
    "sexual_reproductive",
    "displacement",
    "deprivation",
    "exploitation",
    "group_destruction",
    "enabling",
    "human_rights",
    "conflict",
    "adverse",
]

type Perpetrator = Literal["any", "state", "militia", "rebel", "foreign_force", "criminal_group"]

type Scale = Literal[
    "log_rate_ratio", "rate_ratio", "odds_ratio", "percent_change", "elasticity", "predicted_counts", "relative_to_mean"
]
"""Scales of a reported estimate that can become a log rate ratio."""

type Year = Annotated[
    str, *shaped(r"^(?:(?:19|20)\d\d|unknown)$", "a year such as 2017, or unknown", "write one year, of publication")
]

Word = Annotated[
    str, *shaped(r"^[a-z][a-z0-9_]*$", "a word of small letters, digits and _", "write an id of the catalogue")
]

RecordId = Annotated[
    str, *shaped(r"^[a-z0-9][a-z0-9-]*$", "an id of small letters, digits and -", "write it like the name of the file")
]

Positive = Annotated[Number, Field(gt=0)]


class Sample(StrictModel):
    """What was observed: how many, when and where, in words."""

    n: Text
    years: Text
    region: Text


class Size(StrictModel):
    """An effect size, and every step from the reported estimate to a log rate ratio of using the tool.

    Attributes
    ----------
    reported, scale
        What the source says, and on which scale.
    unit, unit_log_ratio, derivation
        Log ratio for one unit of the contrast the study compares, and the arithmetic behind it.
    dose, dose_reason
        Units that stand for "the tool used, against not used", with the reason.
    standard_error, prior_sd, prior_sd_reason
        The standard error, where the source shows one; else the stated spread in its place. On the scale of the
        log ratio after ``dose``.
    reverse
        True when the study measures the opposite of what the body of evidence supplies.
    """

    reported: Text
    scale: Scale
    unit: Text
    unit_log_ratio: Number
    derivation: Text
    dose: Positive
    dose_reason: Text
    standard_error: Positive | None = None
    prior_sd: Positive | None = None
    prior_sd_reason: Text | None = None
    reverse: YesNo = False

    @model_validator(mode="after")
    def _one_spread(self) -> Self:
        if (self.standard_error is None) == (self.prior_sd is None):
            raise ValueError("give either standard_error or prior_sd, exactly one of them")
        if self.prior_sd is not None and self.prior_sd_reason is None:
            raise ValueError("prior_sd needs prior_sd_reason")
        return self

    @property
    def log_ratio(self) -> float:
        """Log rate ratio of using the tool; negative = less violence."""
        return (-1.0 if self.reverse else 1.0) * self.unit_log_ratio * self.dose

    @property
    def spread(self) -> float:
        """Standard error, or the stated spread in its place."""
        return self.standard_error or self.prior_sd or math.nan


class StudyFinding(StrictModel):
    """One finding of a study."""

    outcome: Outcome
    tactic: Word | None = None
    perpetrator: Perpetrator
    direction: Direction
    size: Size | None = None


class Study(StrictModel):
    """One record of the evidence review (``priors/evidence/studies/<id>.yaml``).

    A year that is not known needs ``year_note``, which says why. ``same_study_as`` names the record that stands for
    the paper when several records report on one.
    """

    schema_: Annotated[Literal["prevent-options/study@1"], Field(alias="schema")]
    id: RecordId
    citation: Text
    year: Year
    year_note: Text | None = None
    doi: Text | None = None
    same_study_as: RecordId | None = None
    body: Word
    kind: Kind
    design: Text
    actor_level: Text
    sample: Sample
    findings: Annotated[tuple[StudyFinding, ...], Field(min_length=1)]
    tactic_response: Text | None = None
    moderators: tuple[Text, ...] = ()
    url: Text | None = None
    verified_from: Text
    caution: Text | None = None

    @property
    def file(self) -> str:
        """Name of the file in an evidence store."""
        return f"{STUDIES}/{self.id}.yaml"

    @property
    def group(self) -> str:
        """The study this record belongs to; several records may report on one paper."""
        return self.same_study_as or self.id

    @property
    def reference(self) -> Citation:
        """The citation taken apart, to tell whether two records name one paper."""
        return read_citation(self.citation, None if self.year == "unknown" else int(self.year), self.doi)

    @property
    def quantified(self) -> bool:
        """Whether any finding has a size."""
        return any(finding.size for finding in self.findings)

    @property
    def finer(self) -> bool:
        """Whether the record says more than a release can: a size, or perpetrators told apart."""
        return self.quantified or len({finding.perpetrator for finding in self.findings}) > 1

    @property
    def period(self) -> str:
        """Period of publication; an unknown year counts as the latest."""
        return PERIODS[-1] if self.year == "unknown" else period_of(int(self.year))


class LeftOut(StrictModel):
    """A record of the evidence review that says nothing the model can read, and why."""

    id: RecordId
    citation: Text
    why: Text


class LeftOutFile(StrictModel):
    """``priors/evidence/left_out.yaml``."""

    left_out: tuple[LeftOut, ...]


def future(year: str) -> tuple[str, str, str] | None:
    """Return what is wrong with a year to come, what is expected, and what to do; None for any other."""
    this_year = datetime.now(UTC).year
    if year == "unknown" or int(year) <= this_year:
        return None
    return f"{year} is in the future", f"a year to {this_year}", "mend the year"


def study_json_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of a study file, for editors that complete and check."""
    schema: dict[str, object] = Study.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "prevent-options/study@1"} | schema
