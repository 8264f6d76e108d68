"""What the model's notation needs wherever it is written: constants, and numbers by the names of the scales."""

from collections.abc import Mapping

from prevent_options.evidence.vocabulary import INDIRECT

CUT = 1.645
"""A finding is reported as clear when it is this many standard errors from zero (one side at 0.05)."""

DEGREES_OF_FREEDOM = 4
"""Of the Student distribution of effect sizes: heavy tails, so that one odd study moves little."""

type Numbers = Mapping[str, float]


def outcome_sd(outcome: str, scales: Numbers) -> float:
    """Return the prior standard deviation of an outcome's own mean."""
    if outcome == "adverse":
        return scales["outcome_sd_adverse"]
    return scales["outcome_sd_indirect" if outcome in INDIRECT else "outcome_sd_direct"]
