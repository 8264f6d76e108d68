"""The scales of ``priors/scales.yaml``: every number of the priors, read strictly, with its reason."""

from hashlib import sha256
from pathlib import Path
from typing import Literal

from prevent_options.errors import InputError, Problem
from prevent_options.yamlio import StrictModel, read_document, validate_document
from prevent_options.yamlio.types import Number, Text

SCALES_FILE = "scales.yaml"


class Scale(StrictModel):
    """One number and why it is what it is."""

    value: Number
    unit: Text
    basis: Literal["evidence", "judgement"]
    reason: Text


class Scales(StrictModel):
    """The scales by name; the names are those of the notation in ``prevent_options.model``."""

    mean_sd: Scale
    body_scale: Scale
    outcome_sd_direct: Scale
    outcome_sd_indirect: Scale
    outcome_sd_adverse: Scale
    gamma_direct_scale: Scale
    gamma_indirect_extra_scale: Scale
    delta_scale: Scale
    tau_scale: Scale
    study_sd_median: Scale
    study_sd_log_sd: Scale
    concentration_median: Scale
    concentration_log_sd: Scale
    lapse: Scale
    null_publication: Scale
    factor_mean_sd: Scale
    factor_scale: Scale
    factor_tool_scale: Scale
    factor_tau_scale: Scale
    factor_indirect_scale: Scale
    factor_adverse_sd: Scale
    factor_study_sd_median: Scale
    practitioner_bias_sd: Scale
    practitioner_sd_median: Scale
    transport_sd: Scale


class ScalesFile(StrictModel):
    """The file: a date and the scales."""

    date: Text
    scales: Scales


def load_scales(priors: Path) -> Scales:
    """Read the scales.

    Parameters
    ----------
    priors
        Folder that holds ``scales.yaml``.

    Raises
    ------
    InputError
        Damaged file, or a scale that is not above 0.
    """
    document = read_document(priors / SCALES_FILE)
    scales = validate_document(document, ScalesFile).scales
    bad = [name for name, value in values_of(scales).items() if value <= 0]
    if bad:
        lines = {name: document.line(("scales", name, "value")) for name in bad}
        problems = [
            Problem(document.file, lines[name], f"scales.{name}.value", "not above 0", "a number above 0", "mend it")
            for name in bad
        ]
        raise InputError(problems)
    return scales


def values_of(scales: Scales) -> dict[str, float]:
    """Return the numbers alone."""
    return {name: getattr(scales, name).value for name in Scales.model_fields}


def scales_digest(priors: Path) -> str:
    """Return the SHA-256 of the file."""
    return sha256((priors / SCALES_FILE).read_bytes()).hexdigest()
