"""Where a perpetrator may turn under one kind of pressure: his pairs, and the cells of the matrix between them.

A tool's pressures and the findings its own evidence already holds decide which cells are asked; tools alike in both
share the answer, and it is worked out once for a case.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from prevent_options.catalogues import Tool
from prevent_options.effects.arrays import Floats
from prevent_options.effects.grid import Pair
from prevent_options.effects.setting import Setting
from prevent_options.profile.models import Perpetrator
from prevent_options.repertoire import Cell, Query
from prevent_options.repertoire.view import LEVELS


@dataclass(frozen=True, eq=False)
class Way:
    """The ways to one pair from the listed tactics beside it.

    Attributes
    ----------
    position, pair
        The pair that may rise.
    rows
        Which of the perpetrator's listed tactics lead to it, shape (J,).
    own
        Which of them it is itself; None where it is not listed.
    sources, cells
        For each way the pair pressed and the cell of the matrix.
    """

    position: int
    pair: Pair
    rows: NDArray[np.intp]
    own: int | None
    sources: tuple[Pair, ...]
    cells: tuple[Cell, ...]

    @cached_property
    def open(self) -> NDArray[np.float64]:
        """Probability that each way is open before the odds of the case, shape (J,)."""
        return np.array([cell.open for cell in self.cells])

    @cached_property
    def log_odds(self) -> Floats:
        """Log odds that each way is open before the odds of the case, shape (J, 1)."""
        return np.asarray(np.log(self.open / (1.0 - self.open)), dtype=np.float32)[:, None]


def listed_of(perpetrator: str, setting: Setting) -> list[int]:
    """Return the positions of a perpetrator's listed pairs."""
    return [k for k in positions_of(perpetrator, setting) if setting.grid.pairs[k].listed]


def positions_of(perpetrator: str, setting: Setting) -> list[int]:
    """Return the positions of a perpetrator's pairs."""
    return setting.grid.where(perpetrator=perpetrator)


def ways_of(tool: Tool, actor: Perpetrator, setting: Setting) -> tuple[Way, ...]:
    """Return the ways to each of a perpetrator's pairs that has a listed tactic beside it, under a tool's pressure."""
    asked = query_of(tool, actor, setting)
    key = ("ways", actor.id, asked)
    if key not in setting.kept:
        made = (_way(k, actor.id, asked, setting) for k in positions_of(actor.id, setting))
        setting.kept[key] = tuple(way for way in made if way.cells)
    return setting.kept[key]  # type: ignore[return-value]


def query_of(tool: Tool, actor: Perpetrator, setting: Setting) -> Query:
    """Return what a tool asks the matrix about a perpetrator; bodies without a finding on answers do not matter."""
    counted = tuple(sorted({link.body for link in tool.bodies} & setting.repertoire.bodies))
    pressures = tuple(sorted(tool.pressure))
    return Query(pressures, likeliest_type(actor.id, setting), counted, stated_visibility(actor))


def _way(position: int, perpetrator: str, asked: Query, setting: Setting) -> Way:
    """Return the ways to one pair."""
    target, listed = setting.grid.pairs[position], listed_of(perpetrator, setting)
    rows = [row for row, j in enumerate(listed) if j != position]
    own = listed.index(position) if position in listed else None
    sources = tuple(setting.grid.pairs[listed[row]] for row in rows)
    cells = tuple(likeliest_cell(one, target, asked, setting) for one in sources)
    return Way(position, target, np.array(rows, dtype=np.intp), own, sources, cells)


def likeliest_cell(source: Pair, target: Pair, asked: Query, setting: Setting) -> Cell:
    """Return the likeliest exit to a pair: to its tactic, or to a form the case names, each with its own traits."""
    named = [target.tactic, *(form for form in target.forms if form in setting.catalogues.tactics)]
    cells = [setting.repertoire.cell(source.tactic, name, asked) for name in named if name != source.tactic]
    return max(cells, key=lambda cell: cell.open)


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
