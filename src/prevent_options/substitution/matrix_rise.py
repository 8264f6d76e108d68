"""What the matrix of elasticities adds in one case: draws of its exits, and the rise they bring.

rise[k] = size[k] · Σ_j O[j,k] p_j² / Σ_j p_j      p_j pressure on listed tactic j ≠ k of the same perpetrator

The sum is the mean of E[j,k] p_j weighted by pressure: a tool that presses one tactic moves E p, one that presses all
alike moves E p too, because studies look at what a tool as a whole moved (decision 0005). An exit belongs to a
perpetrator and a tactic: whether it is open, and how wide, is drawn once for all tools (common random numbers).
Where a rule speaks of a pair and rests on a finding that the matrix rests on too, the matrix is silent.
"""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import NamedTuple

import numpy as np

from prevent_options.catalogues import Tool
from prevent_options.effects.arrays import Bools, Floats
from prevent_options.effects.direct import Setting
from prevent_options.repertoire import Cell
from prevent_options.substitution.channel import Channel, Pressed
from prevent_options.substitution.ruled import Spoken
from prevent_options.substitution.ways import Ways, ways_of


class Moved(NamedTuple):
    """What the matrix expects of one perpetrator under one tool.

    Attributes
    ----------
    ways
        Where he may turn: M targets.
    strongest
        For each target the source whose cell counts most, as a position among the listed pairs.
    rises
        Rise of each target, log rate ratio, shape (M, D).
    """

    ways: Ways
    strongest: list[int]
    rises: Floats

    def channels(self) -> Iterator[Channel]:
        """Yield the rise of each target as a channel, named after the strongest cell behind it."""
        for number in range(len(self.strongest)):
            yield self.channel(number)

    def channel(self, number: int) -> Channel:
        """Return the channel to one of the targets."""
        position, cell = self.ways.targets.start + number, self.cell(number)
        return Channel(
            finding=None,
            findings=cell.direct,
            perpetrator=self.ways.perpetrator,
            source=cell.source,
            target=self.ways.tactics[number],
            via=cell.channel or "unknown",
            positions=(position,),
            rise=self.rises[number],
        )

    def cell(self, number: int) -> Cell:
        """Return the strongest cell towards one of the targets."""
        cell = self.ways.cells[number][self.strongest[number]]
        assert cell is not None  # noqa: S101 - a pair's way to itself counts less than nothing
        return cell


def matrix_moves(tool: Tool, pressed: Pressed, spoken: Iterable[Spoken], setting: Setting) -> Iterator[Moved]:
    """Yield, for each perpetrator under pressure, the rise of every pair that has a listed tactic beside it.

    Parameters
    ----------
    tool
        Presses with its kinds of pressure.
    pressed
        How hard, each pair of the case.
    spoken
        What the rules say of this tool.
    setting
        The case.
    """
    said = tuple(spoken)
    for actor in setting.profile.perpetrators:
        ways = ways_of(tool, actor, setting)
        if ways is not None and (means := pressed.means[ways.listed]).any():
            mine = tuple(rule for rule in said if rule.perpetrator == actor.id)
            strongest = (means * ways.open).argmax(axis=1).tolist()
            yield Moved(ways, strongest, _rises(ways, unsaid(ways, mine, setting), pressed.each[ways.listed]))


def _rises(ways: Ways, gates: Bools, each: Floats) -> Floats:
    """Return the rise of each target under pressure on the listed pairs, shape (M, D)."""
    rises = np.einsum("mld,ld->md", gates.astype(np.float32), each * each)  # truths take a quarter of the memory
    others = np.empty_like(rises)
    others[:] = each.sum(axis=0)
    others[: ways.own] -= each[: ways.own]
    # Where nothing else is pressed both are zero, and so is the rise.
    rises /= np.maximum(others, _TINY, out=others)
    rises *= ways.widths
    return np.asarray(rises)


_TINY = np.finfo(np.float32).tiny


def unsaid(ways: Ways, said: Iterable[Spoken], setting: Setting) -> Bools:
    """Return the gates of all ways, shut where a rule has said what the matrix would say, shape (M, L, D).

    A rule has said it in the draws in which it fires, of the pairs it speaks of, where it rests on a finding that the
    matrix rests on too.

    Parameters
    ----------
    ways
        Of one perpetrator.
    said
        What rules say of him.
    setting
        The case.
    """
    gates = ways.gates
    for rule in said:
        to, from_ = (setting.concerned(ways.perpetrator, None, (name,)) for name in (rule.target, rule.source))
        for m, row in product(range(len(ways.cells)), range(len(ways.cells[0]))):
            cell = ways.cells[m][row]
            spoken_of = ways.targets.start + m in to and ways.listed.start + row in from_
            if spoken_of and cell is not None and setting.repertoire.sources_of(cell) & rule.sources:
                gates = gates.copy() if gates is ways.gates else gates
                gates[m, row] &= np.logical_not(rule.fires)
    return gates
