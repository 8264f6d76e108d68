"""What the matrix of elasticities adds in one case: draws of its exits, and the rise they bring.

rise[k] = size[k] · Σ_j O[j,k] p_j² / Σ_j p_j      p_j pressure on listed tactic j ≠ k of the same perpetrator

The sum is the mean of E[j,k] p_j weighted by pressure: a tool that presses one tactic moves E p, one that presses all
alike moves E p too, because studies look at what a tool as a whole moved (decision 0005). An exit belongs to a
perpetrator and a tactic: whether it is open, and how wide, is drawn once for all tools (common random numbers).
Where a rule speaks of a pair and rests on a finding that the matrix rests on too, the matrix is silent.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from prevent_options.catalogues import Tool
from prevent_options.effects.arrays import Floats, Mask
from prevent_options.effects.direct import Setting, about, key
from prevent_options.effects.grid import Pair
from prevent_options.posterior.keyed import keyed_generator, keyed_normals
from prevent_options.repertoire import Cell
from prevent_options.substitution.ways import Way, listed_of, ways_of


@dataclass(frozen=True, slots=True)
class Spoken:
    """A substitution a rule speaks of: where, in which draws it fires, and what it rests on."""

    perpetrator: str
    source: str
    target: str
    fires: Mask
    sources: frozenset[str]


@dataclass(frozen=True, slots=True)
class MatrixRise:
    """The rise of one tactic that the matrix expects; ``cells`` are those behind it, the strongest first."""

    position: int
    pair: Pair
    cells: tuple[Cell, ...]
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
        pressed = _pressed(expected[listed_of(actor.id, setting)])
        if pressed.means.any():
            mine = tuple(rule for rule in said if rule.perpetrator == actor.id)
            for way in ways_of(tool, actor, setting):
                order = np.argsort(-pressed.means[way.rows] * way.open, kind="stable").tolist()
                cells = tuple(way.cells[row] for row in order)
                yield MatrixRise(way.position, way.pair, cells, _rise(way, pressed, mine, setting))


class _Pressed(NamedTuple):
    """Pressure on a perpetrator's J listed tactics and its squares, each (J, D), its means (J,), and their sum (D,)."""

    each: Floats
    squares: Floats
    means: Floats
    total: Floats


def _pressed(expected: Floats) -> _Pressed:
    each = np.maximum(-expected, np.float32(0.0))
    return _Pressed(each, each * each, each.mean(axis=1, dtype=np.float32), each.sum(axis=0))


def _rise(way: Way, pressed: _Pressed, said: tuple[Spoken, ...], setting: Setting) -> Floats:
    """Return the rise of one pair, shape (D,)."""
    bar, size = exit_of(way.pair, setting)
    open_ = bar < way.log_odds
    towards = tuple(rule for rule in said if about(way.pair, (rule.target,), setting.catalogues))
    if towards:
        for row, (source, cell) in enumerate(zip(way.sources, way.cells, strict=True)):
            open_[row] &= np.logical_not(silenced(source, cell, towards, setting))
    moved = pressed.squares[way.rows]
    moved *= open_
    rise = moved.sum(axis=0)
    total = pressed.total if way.own is None else pressed.total - pressed.each[way.own]
    # Where nothing else is pressed both are zero, and so is the rise.
    rise /= np.maximum(total, _TINY)
    rise *= size
    return np.asarray(rise)


_TINY = np.finfo(np.float32).tiny


def exit_of(pair: Pair, setting: Setting) -> tuple[Floats, Floats]:
    """Return the bar an exit's log odds must clear to be open, and how wide it then is, each shape (D,)."""
    if key(pair) not in setting.exits:
        setting.exits[key(pair)] = _drawn_exit(pair, setting)
    return setting.exits[key(pair)]


def _drawn_exit(pair: Pair, setting: Setting) -> tuple[Floats, Floats]:
    size = setting.repertoire.numbers.size
    uniform = keyed_generator(setting.seed, "exit", *key(pair)).random(setting.draws, dtype=np.float32)
    noise = keyed_normals(setting.seed, setting.draws, "exit size", *key(pair))
    width = np.minimum(np.float32(size.most), np.float32(size.median) * np.exp(np.float32(size.log_sd) * noise))
    bounded = np.clip(uniform, 1e-6, 1 - 1e-6)
    bar = np.log(bounded / (1 - bounded)) - _odds(pair.perpetrator, setting)
    return np.asarray(bar, dtype=np.float32), np.asarray(width, dtype=np.float32)


def _odds(perpetrator: str, setting: Setting) -> Floats:
    """Return the log of the factor that facts of the case put on the odds, shape () or (D,)."""
    table = setting.repertoire.numbers.odds
    facts = {
        f"perpetrators.{perpetrator}.structure": table.structure,
        "accommodation_capacity": table.accommodation_capacity,
    }
    logs = []
    for path, factors in facts.items():
        words, codes = setting.world.sample(path)
        logs.append(np.log([factors.get(word, 1.0) for word in words])[codes])
    return np.asarray(sum(logs), dtype=np.float32)


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
