"""Agreement of the quantified part with an independent program on published worked examples."""

from dataclasses import dataclass

import numpy as np

from prevent_options.validation.examples import EXAMPLES, Example
from prevent_options.validation.reml import Estimate, estimate

TOLERANCE = 1e-4
"""Largest difference allowed, on the scale of the example's effects."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """One example: largest difference from metafor in coefficients, standard errors and variances."""

    title: str
    call: str
    difference: float

    @property
    def passed(self) -> bool:
        """Whether the two programs agree."""
        return self.difference < TOLERANCE


def solve(example: Example) -> Estimate:
    """Return this project's estimate for an example."""
    y, v = np.array(example.y), np.array(example.v)
    columns = [np.ones_like(y), *([np.array(example.moderator)] if example.moderator else [])]
    groups = np.unique(example.group, return_inverse=True)[1] if example.group else None
    return estimate(y, v, np.column_stack(columns), groups)


def _difference(example: Example) -> float:
    ours = solve(example)
    variances = np.array([ours.tau2, ours.sigma2])[: len(example.variances)]
    gaps = (ours.beta - example.beta, ours.se - example.se, variances - example.variances)
    return float(max(np.abs(gap).max() for gap in gaps))


def agreements() -> tuple[Agreement, ...]:
    """Return how far this project is from metafor on every worked example."""
    return tuple(Agreement(e.title, e.call, _difference(e)) for e in EXAMPLES)
