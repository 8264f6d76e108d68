"""Prior and posterior predictive checks by body of evidence and outcome: would findings like ours come out again."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from prevent_options.model.data import Ints, ModelData, Reals
from prevent_options.model.fit import Fit
from prevent_options.model.notation import Numbers
from prevent_options.model.simulate import draw_truth, findings_from

REPLICATES = 400
LEAST = 5
"""Findings a cell must have to be looked at alone."""


@dataclass(frozen=True, slots=True)
class CellCheck:
    """Findings of one body and outcome in one direction, and what replicates say (factors: less is greater effect).

    ``prior`` and ``posterior`` are 5 and 95 percent points of the replicated number.
    """

    body: str
    outcome: str
    direction: str
    n: int
    observed: int
    prior: tuple[int, int]
    posterior: tuple[int, int]

    @property
    def inside(self) -> bool:
        """Whether the number found lies within the posterior predictive interval."""
        return self.posterior[0] <= self.observed <= self.posterior[1]

    @property
    def within_prior(self) -> bool:
        """Whether the number found lies within the prior predictive interval."""
        return self.prior[0] <= self.observed <= self.prior[1]


_LabelledCounts = tuple[tuple[str, str], Ints]


def _cells(data: ModelData) -> list[_LabelledCounts]:
    """Return counts (3,) of average effects by body and outcome, then of factors by body."""
    cells: dict[tuple[str, str], Ints] = {}
    for k, counts in enumerate(data.counts):
        key = data.bodies[data.counts_at.body[k]], data.outcomes[data.counts_at.outcome[k]]
        cells[key] = cells.get(key, np.zeros(3, dtype=np.int64)) + counts
    for k, counts in enumerate(data.factor_counts):
        key = data.beta_cells[data.factor_at[k]][0], "factors"
        cells[key] = cells.get(key, np.zeros(3, dtype=np.int64)) + counts
    return sorted(cells.items(), key=lambda cell: cell[0])


def _replicates(truths: Iterator[dict[str, Reals]], data: ModelData, scales: Numbers) -> Ints:
    """Return counts of every cell in replicated findings, shape (replicates, cells, 3)."""
    rng = np.random.default_rng(3)
    return np.array([[n for _, n in _cells(findings_from(truth, data, scales, rng))] for truth in truths])


def _prior(data: ModelData, scales: Numbers) -> Iterator[dict[str, Reals]]:
    rng = np.random.default_rng(4)
    for _ in range(REPLICATES):
        yield draw_truth(data, scales, rng)


def _posterior(fit: Fit) -> Iterator[dict[str, Reals]]:
    draws = {str(name): fit.draws(str(name)) for name in fit.posterior.data_vars}
    for k in np.linspace(0, draws["mu"].size - 1, REPLICATES).astype(int):
        yield {name: values[..., k] for name, values in draws.items()}


def _interval(values: Ints) -> tuple[int, int]:
    low, high = np.quantile(values, [0.05, 0.95])
    return int(np.floor(low)), int(np.ceil(high))


def predictive_checks(fit: Fit, scales: Numbers) -> tuple[CellCheck, ...]:
    """Return the checks of every body and outcome with enough findings."""
    cells = _cells(fit.data)
    prior, posterior = (_replicates(truths, fit.data, scales) for truths in (_prior(fit.data, scales), _posterior(fit)))
    return tuple(
        CellCheck(
            body, outcome, word, int(n.sum()), int(n[k]), _interval(prior[:, c, k]), _interval(posterior[:, c, k])
        )
        for c, ((body, outcome), n) in enumerate(cells)
        if n.sum() >= LEAST
        for k, word in ((0, "less"), (1, "none or mixed"), (2, "more"))
    )
