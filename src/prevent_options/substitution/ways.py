"""Where a perpetrator may turn under one kind of pressure: his pairs, and the cells of the matrix between them.

A tool's pressures and the findings its own evidence already holds decide which cells are asked; tools alike in both
share the answer, and it is worked out once for a case. So do tools whose cells are equally open share the draws in
which they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf, log

import numpy as np
from numpy.typing import NDArray

from prevent_options.catalogues import Tool
from prevent_options.effects.arrays import Bools, Floats
from prevent_options.effects.grid import Pair
from prevent_options.effects.setting import Setting
from prevent_options.profile.models import Perpetrator
from prevent_options.repertoire import Cell, Query
from prevent_options.repertoire.view import LEVELS
from prevent_options.substitution.openings import openings


@dataclass(frozen=True, eq=False)
class Ways:
    """The ways from a perpetrator's L listed pairs to his M pairs that have a listed one beside them.

    Attributes
    ----------
    perpetrator, tactics
        Whose ways these are, and the tactic of each target.
    listed, targets
        Where the pairs are in the grid, L and M neighbours; a target that is listed has the row of its source.
    cells
        For each target the cell of the matrix from each source; None from itself.
    own
        Targets that are listed, the first of M: all L of them, or none where there is no other beside the only one.
    gates
        Where an exit is open, boolean, shape (M, L, D).
    widths
        How wide the exit to each target is, shape (M, D).
    """

    perpetrator: str
    tactics: tuple[str, ...]
    listed: slice
    targets: slice
    cells: tuple[tuple[Cell | None, ...], ...]
    own: int
    gates: Bools
    widths: Floats

    @cached_property
    def open(self) -> NDArray[np.float64]:
        """Probability that each way is open before the odds of the case, shape (M, L); −1 from a pair to itself."""
        return np.array([[-1.0 if cell is None else cell.open for cell in row] for row in self.cells])


def ways_of(tool: Tool, actor: Perpetrator, setting: Setting) -> Ways | None:
    """Return where a perpetrator may turn under a tool's pressure; None where no pair has a listed one beside it."""
    asked = query_of(tool, actor, setting)
    return setting.keep(("ways", actor.id, asked), lambda: _ways(actor.id, asked, setting))


def query_of(tool: Tool, actor: Perpetrator, setting: Setting) -> Query:
    """Return what a tool asks the matrix about a perpetrator; bodies without a finding on answers do not matter."""
    asker = setting.keep(
        ("asker", actor.id), lambda: Query((), likeliest_type(actor.id, setting), (), stated_visibility(actor))
    )
    counted = tuple(sorted({link.body for link in tool.bodies} & setting.repertoire.bodies))
    return asker._replace(pressures=tuple(sorted(tool.pressure)), bodies=counted)


def _ways(perpetrator: str, asked: Query, setting: Setting) -> Ways | None:
    pairs, every = setting.grid.pairs, setting.grid.where(perpetrator=perpetrator)
    listed = sum(pairs[k].listed for k in every)
    # Of a perpetrator the grid holds listed pairs first, so a listed target stands in the row of its source.
    first = 0 if listed > 1 else listed
    if not listed or first == len(every):
        return None
    sources, targets = pairs[every[0] : every[0] + listed], pairs[every[first] : every[-1] + 1]
    cells = setting.keep(("cells", perpetrator, asked), lambda: _cells(sources, targets, asked, setting))
    return Ways(
        perpetrator,
        tuple(pair.tactic for pair in targets),
        slice(every[0], every[0] + listed),
        slice(every[first], every[-1] + 1),
        cells,
        own=listed - first,
        gates=_gates(perpetrator, first, cells, setting),
        widths=openings(perpetrator, setting).widths[first:],
    )


type Cells = tuple[tuple[Cell | None, ...], ...]


def _cells(sources: Sequence[Pair], targets: Sequence[Pair], asked: Query, setting: Setting) -> Cells:
    """Return for each target the cell from each source; nothing in them hangs on what was drawn."""
    return tuple(
        tuple(None if source is target else likeliest_cell(source, target, asked, setting) for source in sources)
        for target in targets
    )


def _gates(perpetrator: str, first: int, cells: Cells, setting: Setting) -> Bools:
    """Return where each way is open, shape (M, L, D); worked out once for cells that are equally open."""
    log_odds = tuple(
        tuple(-inf if cell is None else log(cell.open / (1.0 - cell.open)) for cell in row) for row in cells
    )
    return setting.keep(
        ("gates", perpetrator, log_odds),
        lambda: openings(perpetrator, setting).bars[first:, None] < np.array(log_odds, dtype=np.float32)[:, :, None],
    )


def likeliest_cell(source: Pair, target: Pair, asked: Query, setting: Setting) -> Cell:
    """Return the likeliest exit to a pair: to its tactic, or to a form the case names, each with its own traits."""
    matrix = setting.repertoire.under(asked)
    best = None
    for name in (target.tactic, *target.forms):
        if name != source.tactic and (name == target.tactic or name in setting.catalogues.tactics):
            cell = matrix.cell(source.tactic, name)
            best = cell if best is None or cell.open > best.open else best
    if best is None:
        raise ValueError(f"{target.tactic} is no exit from {source.tactic}")
    return best


def likeliest_type(perpetrator: str, setting: Setting) -> str:
    """Return the type a perpetrator most likely has."""
    kinds = setting.type_shares(perpetrator)
    return kinds[0][0] if len(kinds) == 1 else max(kinds, key=lambda entry: float(np.mean(entry[1])))[0]


def stated_visibility(actor: Perpetrator) -> tuple[tuple[str, float], ...]:
    """Return the expected visibility, 0 to 1, of the tactics of which a case states it."""
    return tuple(
        (use.tactic, sum(share * LEVELS["visibility"][str(word)] for word, share in use.visibility.options))
        for use in actor.tactics
        if not use.visibility.unknown
    )
