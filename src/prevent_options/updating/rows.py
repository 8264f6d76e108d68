"""What the model reads of a store, as plain rows: two stores differ by the rows that one of them lacks."""

from collections import Counter
from dataclasses import dataclass, fields

import numpy as np

from prevent_options.evidence.vocabulary import ANY, KINDS
from prevent_options.model.data import NO_CELL, Effects, ModelData


@dataclass(frozen=True, slots=True)
class Place:
    """Which effect a finding is about: θ of a body of evidence, an outcome and a type of perpetrator."""

    body: str
    outcome: str
    perpetrator: str


@dataclass(frozen=True, slots=True)
class Cell:
    """Counts of directions in one cell: less harm, none or mixed, more harm."""

    place: Place
    kind: str
    counts: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Measured:
    """One effect size: log rate ratio and its spread."""

    place: Place
    log_ratio: float
    spread: float


type Row = Cell | Measured
type Rows = Counter[Row]


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows that were added and rows that went away; a cell whose counts changed is in both."""

    added: Rows
    removed: Rows

    @property
    def empty(self) -> bool:
        """Whether the model reads the same."""
        return not self.added and not self.removed

    @property
    def places(self) -> tuple[Place, ...]:
        """The effects that the rows are about."""
        return tuple(dict.fromkeys(row.place for row in [*self.added, *self.removed]))


def _places(data: ModelData, at: Effects) -> list[Place]:
    pairs = [data.gamma_cells[k] for k in at.gamma]
    types = [ANY if k == NO_CELL else data.delta_cells[k][1] for k in at.delta]
    return [Place(body, outcome, type_) for (body, outcome), type_ in zip(pairs, types, strict=True)]


def rows_of(data: ModelData) -> Rows:
    """Return all findings on average effects as rows."""
    cells = [
        Cell(place, KINDS[kind], (int(n[0]), int(n[1]), int(n[2])))
        for place, kind, n in zip(_places(data, data.counts_at), data.counts_kind, data.counts, strict=True)
    ]
    sizes = [
        Measured(place, float(size), float(spread))
        for place, size, spread in zip(_places(data, data.sizes_at), data.sizes, data.spreads, strict=True)
    ]
    return Counter([*cells, *sizes])


def difference(before: ModelData, after: ModelData) -> Difference:
    """Return what the model reads of one store and not of the other."""
    old, new = rows_of(before), rows_of(after)
    return Difference(new - old, old - new)


def same_factors(before: ModelData, after: ModelData) -> bool:
    """Whether two stores say the same of factors; studies say nothing of them, a release does."""
    about = [field.name for field in fields(before) if field.name.startswith(("factor_", "tally_"))]
    return before.beta_cells == after.beta_cells and all(
        np.array_equal(getattr(before, name), getattr(after, name)) for name in about
    )
