"""The arrays the density reads: which cells there are, and what was found in them."""

from typing import NamedTuple

import numpy as np

from prevent_options.evidence.vocabulary import INDIRECT, KINDS
from prevent_options.model.data import Ints, ModelData, Reals


class Fixed(NamedTuple):
    """Numbers of the likelihood that are not estimated."""

    lapse: float
    null_publication: float


class Design(NamedTuple):
    """Which cells exist, and the spreads of sizes: what simulated findings share with the shipped ones.

    ``at`` has a row for each cell of counts and then for each size: body, outcome, gamma cell, delta cell.
    ``often`` says how many rows have more than 0, 1, 2... findings.
    """

    at: Ints
    kind: Ints
    often: Ints
    spreads: Reals
    gamma_indirect: Reals
    factor_of: Ints
    factor_at: Ints
    factor_kind: Ints
    factor_often: Ints
    factor_indirect: Reals
    factor_adverse: Reals
    tally_at: Ints
    tally_kind: Ints
    tally_often: Ints
    kinds: int


class Found(NamedTuple):
    """The findings themselves."""

    counts: Ints
    sizes: Reals
    factor_counts: Ints
    tally_counts: Ints


def _often(counts: Ints) -> Ints:
    totals = counts.sum(axis=1)
    return np.array([(totals > before).sum() for before in range(int(totals.max(initial=0)))], dtype=np.int64)


def design_of(data: ModelData) -> Design:
    """Return the design of some data."""
    parts = [np.column_stack([e.body, e.outcome, e.gamma, e.delta]) for e in (data.counts_at, data.sizes_at)]
    return Design(
        at=np.ascontiguousarray(np.concatenate(parts)),
        kind=data.counts_kind,
        often=_often(data.counts),
        spreads=np.asarray(data.spreads, dtype=np.float64),
        gamma_indirect=np.array([float(outcome in INDIRECT) for _, outcome in data.gamma_cells]),
        factor_of=np.array([data.factors.index(factor) for _, factor in data.beta_cells], dtype=np.int64),
        factor_at=data.factor_at,
        factor_kind=data.factor_kind,
        factor_often=_often(data.factor_counts),
        factor_indirect=np.asarray(data.factor_indirect, dtype=np.float64),
        factor_adverse=np.asarray(data.factor_adverse, dtype=np.float64),
        tally_at=data.tally_at,
        tally_kind=np.zeros(len(data.tally_at), dtype=np.int64),
        tally_often=_often(data.tally_counts),
        kinds=len(KINDS),
    )


def found_in(data: ModelData) -> Found:
    """Return the findings of some data."""
    return Found(data.counts, np.asarray(data.sizes, dtype=np.float64), data.factor_counts, data.tally_counts)
