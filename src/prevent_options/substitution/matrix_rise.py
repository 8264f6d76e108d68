"""What the matrix of elasticities adds in one case: draws of its exits, and the rise they bring.

rise[k] = size[k] · Σ_j O[j,k] p_j² / Σ_j p_j      p_j pressure on listed tactic j ≠ k of the same perpetrator

The sum is the mean of E[j,k] p_j weighted by pressure: a tool that presses one tactic moves E p, one that presses all
alike moves E p too, because studies look at what a tool as a whole moved (decision 0005). An exit belongs to a
perpetrator and a tactic: whether it is open, and how wide, is drawn once for all tools (common random numbers).
Where a rule speaks of a pair and rests on a finding that the matrix rests on too, the matrix is silent.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from prevent_options.catalogues import Tool
from prevent_options.effects.arrays import Floats, Mask
from prevent_options.effects.direct import Setting, about
from prevent_options.effects.grid import Pair
from prevent_options.repertoire import Cell
from prevent_options.substitution.ways import Ways, ways_of


class Spoken(NamedTuple):
    """A substitution a rule speaks of: where, in which draws it fires, and what it rests on."""

    perpetrator: str
    source: str
    target: str
    fires: Mask
    sources: frozenset[str]


class MatrixRise(NamedTuple):
    """The rise of one tactic that the matrix expects, shape (D,); ``cell`` is the strongest behind it."""

    position: int
    pair: Pair
    cell: Cell
    rise: Floats


def matrix_rises(tool: Tool, expected: Floats, spoken: Iterable[Spoken], setting: Setting) -> Iterator[MatrixRise]:
    """Yield the rise of every pair of the case that has a listed tactic beside it.

    Parameters
    ----------
    tool
        Presses with its kinds of pressure.
    expected
        Its direct effect without case noise, shape (K, D).
    spoken
        What the rules say of this tool.
    setting
        The case.
    """
    said = tuple(spoken)
    for actor in setting.profile.perpetrators:
        ways = ways_of(tool, actor, setting)
        if ways is not None and (pressed := _pressed(expected[ways.listed])).means.any():
            mine = tuple(rule for rule in said if rule.perpetrator == actor.id)
            rises = _rises(ways, pressed, mine, setting)
            strongest = (pressed.means * ways.open).argmax(axis=1).tolist()
            for k, row, cells, rise in zip(ways.targets, strongest, ways.cells, rises, strict=True):
                cell = cells[row]
                assert cell is not None  # noqa: S101 - a pair's way to itself counts less than nothing
                yield MatrixRise(k, setting.grid.pairs[k], cell, rise)


class _Pressed(NamedTuple):
    """Pressure on a perpetrator's L listed tactics, shape (L, D), and its means, shape (L,)."""

    each: Floats
    means: Floats


def _pressed(expected: Floats) -> _Pressed:
    each = np.maximum(-expected, np.float32(0.0))
    return _Pressed(each, each.mean(axis=1, dtype=np.float32))


def _rises(ways: Ways, pressed: _Pressed, said: tuple[Spoken, ...], setting: Setting) -> Floats:
    """Return the rise of each target, shape (M, D)."""
    each = pressed.each
    gates = _unsaid(ways, said, setting).astype(np.float32)  # kept as truths: a quarter of the memory
    rises = np.einsum("mld,ld->md", gates, each * each)
    others = np.empty_like(rises)
    others[:] = each.sum(axis=0)
    others[: ways.own] -= each[: ways.own]
    # Where nothing else is pressed both are zero, and so is the rise.
    rises /= np.maximum(others, _TINY, out=others)
    rises *= ways.widths
    return np.asarray(rises)


_TINY = np.finfo(np.float32).tiny


def _unsaid(ways: Ways, said: tuple[Spoken, ...], setting: Setting) -> NDArray[np.bool_]:
    """Return the gates of all ways, shut where a rule has said what the matrix would, shape (M, L, D)."""
    gates = ways.gates
    for m, k in enumerate(ways.targets):
        towards = tuple(rule for rule in said if about(setting.grid.pairs[k], (rule.target,), setting.catalogues))
        for row, cell in enumerate(ways.cells[m] if towards else ()):
            if cell is not None:
                silent = silenced(setting.grid.pairs[ways.listed[row]], cell, towards, setting)
                if np.any(silent):
                    gates = gates.copy() if gates is ways.gates else gates
                    gates[m, row] &= np.logical_not(silent)
    return gates


def silenced(source: Pair, cell: Cell, towards: tuple[Spoken, ...], setting: Setting) -> Mask:
    """Return in which draws a rule has already said what the matrix would say of a cell from the same finding.

    Parameters
    ----------
    source
        The tactic under pressure.
    cell
        What the matrix says of it.
    towards
        What rules say of the same perpetrator and the cell's target.
    setting
        The case.
    """
    silent: Mask = False
    for rule in towards:
        if about(source, (rule.source,), setting.catalogues) and setting.repertoire.sources_of(cell) & rule.sources:
            silent = np.logical_or(silent, rule.fires)
    return silent
