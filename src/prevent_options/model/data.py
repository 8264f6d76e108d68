"""Arrays the model is fitted to, with the names behind every index."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prevent_options.evidence.store import EvidenceStore
from prevent_options.evidence.tables import FactorRow
from prevent_options.evidence.vocabulary import ANY, KINDS

type Ints = NDArray[np.int64]
type Reals = NDArray[np.float64]

NO_CELL = -1
"""Index of a finding that does not tell perpetrators apart."""


@dataclass(frozen=True, slots=True)
class Effects:
    """Index of θ for N rows: positions in bodies, outcomes, (body, outcome) cells and (body, perpetrator) cells."""

    body: Ints
    outcome: Ints
    gamma: Ints
    delta: Ints


@dataclass(frozen=True, slots=True)
class ModelData:
    """All observations.

    Attributes
    ----------
    bodies, outcomes, factors
        Names of the levels that have evidence, sorted.
    gamma_cells, delta_cells, beta_cells
        Observed (body, outcome), (body, perpetrator) and (body, factor) pairs, sorted.
    counts, counts_at, counts_kind
        (N, 3) counts of directions on average effects, their θ, and their kind of study (N,).
    sizes, spreads, sizes_at
        (M,) log rate ratios, their spreads, and their θ.
    factor_counts, factor_at, factor_kind, factor_indirect, factor_adverse
        (F, 3) counts of directions on factors, position in ``beta_cells``, kind of study, and whether the outcome
        is another than mass atrocities, and a side effect (F,).
    tally_counts, tally_at
        (P, 3) practitioners who said greater, did not say, said lesser; position in ``beta_cells`` (P,).
    """

    bodies: tuple[str, ...]
    outcomes: tuple[str, ...]
    factors: tuple[str, ...]
    gamma_cells: tuple[tuple[str, str], ...]
    delta_cells: tuple[tuple[str, str], ...]
    beta_cells: tuple[tuple[str, str], ...]
    counts: Ints
    counts_at: Effects
    counts_kind: Ints
    sizes: Reals
    spreads: Reals
    sizes_at: Effects
    factor_counts: Ints
    factor_at: Ints
    factor_kind: Ints
    factor_indirect: Reals
    factor_adverse: Reals
    tally_counts: Ints
    tally_at: Ints


type _Place = tuple[str, str, str]


def _levels[T](values: Iterable[T]) -> tuple[T, ...]:
    return tuple(sorted(set(values)))  # type: ignore[type-var]  # names and pairs of names sort


def _average_counts(store: EvidenceStore) -> list[tuple[_Place, str, tuple[int, int, int]]]:
    """Return place, kind and counts of every cell with findings: the release's and the study files'."""
    cells: defaultdict[tuple[str, str, str, str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in store.table.average:
        for k, count in enumerate(row.counts):
            cells[row.body, row.outcome, ANY, row.kind, row.period][k] += count
    for vote in store.votes:
        cells[vote.body, vote.outcome, vote.perpetrator, vote.kind, vote.period][vote.direction] += 1
    return [((a, o, p), kind, (n[0], n[1], n[2])) for (a, o, p, kind, _), n in sorted(cells.items()) if sum(n)]


def _triples(rows: Iterable[tuple[int, int, int]]) -> Ints:
    return np.array(list(rows), dtype=np.int64).reshape(-1, 3)


def _index[T](levels: Sequence[T], values: Iterable[T]) -> Ints:
    position = {level: k for k, level in enumerate(levels)}
    return np.array([position.get(value, NO_CELL) for value in values], dtype=np.int64)


def _told_apart(places: Iterable[_Place]) -> tuple[tuple[str, str], ...]:
    return _levels((a, p) for a, _, p in places if p != ANY)


def _effects(data: Sequence[_Place], places: Sequence[_Place]) -> Effects:
    """Index ``data`` in the levels of ``places``."""
    return Effects(
        _index(_levels(a for a, _, _ in places), (a for a, _, _ in data)),
        _index(_levels(o for _, o, _ in places), (o for _, o, _ in data)),
        _index(_levels((a, o) for a, o, _ in places), ((a, o) for a, o, _ in data)),
        _index(_told_apart(places), ((a, p) for a, _, p in data)),
    )


def _indirect(row: FactorRow) -> float:
    return float(row.outcome != "mass_atrocities")


def model_data(store: EvidenceStore) -> ModelData:
    """Return the arrays of a store.

    Parameters
    ----------
    store
        The evidence, each study counted once.
    """
    cells, sizes = _average_counts(store), store.quantified
    counted = [place for place, _, _ in cells]
    measured = [(size.body, size.outcome, size.perpetrator) for size in sizes]
    places, rows, tallies = [*counted, *measured], store.table.factors, store.table.tallies
    beta_cells = _levels([*((r.body, r.factor) for r in rows), *((t.body, t.factor) for t in tallies)])
    return ModelData(
        bodies=_levels(a for a, _, _ in places),
        outcomes=_levels(o for _, o, _ in places),
        factors=_levels(factor for _, factor in beta_cells),
        gamma_cells=_levels((a, o) for a, o, _ in places),
        delta_cells=_told_apart(places),
        beta_cells=beta_cells,
        counts=_triples(counts for _, _, counts in cells),
        counts_at=_effects(counted, places),
        counts_kind=_index(KINDS, (kind for _, kind, _ in cells)),
        sizes=np.array([size.log_ratio for size in sizes]),
        spreads=np.array([size.spread for size in sizes]),
        sizes_at=_effects(measured, places),
        factor_counts=_triples(row.counts for row in rows),
        factor_at=_index(beta_cells, ((row.body, row.factor) for row in rows)),
        factor_kind=_index(KINDS, (row.kind for row in rows)),
        factor_indirect=np.array([_indirect(row) for row in rows]),
        factor_adverse=np.array([float(row.outcome == "adverse") for row in rows]),
        tally_counts=_triples((t.greater, max(t.interviewed - t.greater - t.lesser, 0), t.lesser) for t in tallies),
        tally_at=_index(beta_cells, ((tally.body, tally.factor) for tally in tallies)),
    )
