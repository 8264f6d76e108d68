"""The judgements of ``priors/assumptions.yaml``: numbers no study gives, read once and never changed."""

from functools import cache
from pathlib import Path

from prevent_options.paths import data_dir
from prevent_options.yamlio import StrictModel, read_document, validate_document
from prevent_options.yamlio.types import Integer, Number, PartialDate, Text


class Table(StrictModel):
    """A number for each of several words."""

    unit: Text
    values: dict[Text, Number]
    reason: Text


class Constant(StrictModel):
    """One number."""

    unit: Text
    value: Number
    reason: Text


class Decisive(StrictModel):
    """How often a tool makes those who decide end a campaign, and the share of violence that then remains."""

    unit: Text
    values: dict[Text, Number]
    remaining: Number
    reason: Text


class Complement(StrictModel):
    """How strongly a perpetrator's tactics move together, by level of repression."""

    unit: Text
    mean: dict[Text, Number]
    sd: Number
    sexual_violence_share: Number
    reason: Text


class WarningBar(StrictModel):
    """When a possible move of violence is told, and how many are told of one tool."""

    unit: Text
    rise: Number
    probability: Number
    harm: Number
    most: Integer
    reason: Text


class Assumptions(StrictModel):
    """All judgements that the effects, substitution and decision layers use."""

    date: PartialDate
    burden: Table
    hidden_burden_sd: Table
    latent_burden: Constant
    onset_burden: Constant
    shared_case_noise: Table
    decisive_response: Decisive
    complement: Complement
    reduce_threshold: Constant
    rank_band_probability: Constant
    warning: WarningBar


@cache
def load_assumptions(path: Path | None = None) -> Assumptions:
    """Read the stated judgements.

    Parameters
    ----------
    path
        The file; the shipped one when None.

    Raises
    ------
    InputError
        When the file is damaged.
    """
    return validate_document(read_document(path or data_dir("priors") / "assumptions.yaml"), Assumptions)
