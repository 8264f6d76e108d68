"""What the matrix of elasticities adds in one case: draws of its exits, and the rise they bring.

rise[k] = size[k] · Σ_j O[j,k] p_j² / Σ_j p_j      p_j pressure on listed tactic j ≠ k of the same perpetrator

The sum is the mean of E[j,k] p_j weighted by pressure: a tool that presses one tactic moves E p, one that presses all
alike moves E p too, because studies look at what a tool as a whole moved (decision 0005). An exit belongs to a
perpetrator and a tactic: whether it is open, and how wide, is drawn once for all tools (common random numbers).
Where a rule speaks of a pair and rests on a finding that the matrix rests on too, the matrix is silent.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from prevent_options.catalogues import Tool
from prevent_options.effects.arrays import Floats, Mask
from prevent_options.effects.direct import Setting, about, key
from prevent_options.effects.grid import Pair
from prevent_options.posterior.keyed import keyed_generator, keyed_normals
from prevent_options.profile.models import Perpetrator
from prevent_options.repertoire import Cell, Query
from prevent_options.repertoire.matrix import LEVELS


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
    bodies = tuple(link.body for link in tool.bodies)
    for actor in setting.profile.perpetrators:
        own = [k for k, pair in enumerate(setting.grid.pairs) if pair.perpetrator == actor.id]
        listed = [j for j in own if setting.grid.pairs[j].listed]
        pressure = np.clip(-expected[listed], 0.0, None)
        if pressure.any():
            asked = Query(tool.pressure, likeliest_type(actor.id, setting), bodies, stated_visibility(actor))
            mine = tuple(rule for rule in said if rule.perpetrator == actor.id)
            for k in own:
                rise = _rise(k, listed, pressure, asked, mine, setting)
                if rise is not None:
                    yield rise


def _rise(
    k: int, listed: list[int], pressure: Floats, asked: Query, said: tuple[Spoken, ...], setting: Setting
) -> MatrixRise | None:
    """Return the rise of one pair, or None where no other tactic is listed beside it."""
    rows = [row for row, j in enumerate(listed) if j != k]
    if not rows:
        return None
    target = setting.grid.pairs[k]
    pairs = [setting.grid.pairs[listed[row]] for row in rows]
    pushed = pressure[rows]
    cells = [likeliest_cell(source, target, asked, setting) for source in pairs]
    bar, size = exit_of(target, setting)
    opened = bar < np.array([[_logit(cell.open)] for cell in cells], dtype=np.float32)
    towards = tuple(rule for rule in said if about(target, (rule.target,), setting.catalogues))
    if towards:
        for row, (source, cell) in enumerate(zip(pairs, cells, strict=True)):
            opened[row] &= np.logical_not(silenced(source, cell, towards, setting))
    moved = np.einsum("jd,jd,jd->d", opened, pushed, pushed)
    total = pushed.sum(axis=0)
    rise = size * np.divide(moved, total, out=np.zeros_like(total), where=total > 0)
    weight = pushed.mean(axis=1) * [cell.open for cell in cells]
    return MatrixRise(k, target, tuple(cells[row] for row in np.argsort(-weight, kind="stable")), rise)


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


def _logit(share: float) -> float:
    return float(np.log(share / (1.0 - share)))
