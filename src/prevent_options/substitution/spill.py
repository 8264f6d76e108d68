"""Spill-over of a tool from the tactics it presses to the perpetrator's other tactics.

pressure[j]  = max(0, −Δ_direct[j])                                   what the tool takes away from tactic j
complement   : Δ_spill[k] += c · mean over j ≠ k of Δ_direct[j]       tactics move together, the default
rules        : Δ_spill[k] += e · mean over j in `from` of pressure[j] where a rule fires, e its elasticity
matrix       : Δ_spill[k] += rise[k], what findings on answers to pressure expect and no rule has said yet

Case noise is left out: perpetrators answer what a tool does, not how the case happens to differ from the average.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import numpy as np

from prevent_options.catalogues import Tool
from prevent_options.effects.arrays import Floats
from prevent_options.effects.grid import Pair
from prevent_options.effects.setting import Setting
from prevent_options.repertoire.view import SEXUAL_VIOLENCE
from prevent_options.rules import Finding
from prevent_options.substitution.channel import Channel, Pressed, pressures
from prevent_options.substitution.matrix_rise import Moved, matrix_moves
from prevent_options.substitution.ruled import ruled_channels, spoken


@dataclass(frozen=True)
class Spill:
    """Spill-over of one tool.

    Attributes
    ----------
    complement, substitution
        Log rate ratios, each shape (K, D).
    ruled
        Channels that rules open.
    moved
        What the matrix expects of each perpetrator besides.
    """

    complement: Floats
    substitution: Floats
    ruled: tuple[Channel, ...]
    moved: tuple[Moved, ...]

    @cached_property
    def total(self) -> Floats:
        """Complement and substitution together, shape (K, D)."""
        return self.complement + self.substitution

    @cached_property
    def channels(self) -> tuple[Channel, ...]:
        """All channels of substitution, those of rules first."""
        return (*self.ruled, *chain.from_iterable(moved.channels() for moved in self.moved))


class Spills(NamedTuple):
    """Spill-over of T tools: complement and substitution, each (T, K, D), and for each tool what is behind it."""

    complement: Floats
    substitution: Floats
    ruled: list[tuple[Channel, ...]]
    moved: list[tuple[Moved, ...]]

    def of(self, tool: int) -> Spill:
        """Return the spill-over of one of the tools."""
        return Spill(self.complement[tool], self.substitution[tool], self.ruled[tool], self.moved[tool])

    def total(self) -> Floats:
        """Return complement and substitution together, shape (T, K, D)."""
        return self.complement + self.substitution


def spill_over(tool: Tool, expected: Floats, findings: tuple[Finding, ...], setting: Setting) -> Spill:
    """Return the spill-over of one tool; parameters as for :func:`spill_overs`, without the axis of tools."""
    return spill_overs((tool,), expected[None], (findings,), setting).of(0)


def spill_overs(
    tools: Sequence[Tool], expected: Floats, findings: Sequence[tuple[Finding, ...]], setting: Setting
) -> Spills:
    """Return the spill-over of several tools.

    Parameters
    ----------
    tools
        T tools.
    expected
        Direct effects without case noise, shape (T, K, D).
    findings
        What the rules say about each tool.
    setting
        The case.
    """
    spills = Spills(_complement(expected, setting), np.zeros_like(expected), [], [])
    pressed = pressures(expected)
    for t, (tool, said) in enumerate(zip(tools, findings, strict=True)):
        ruled, moved = _substituted(tool, pressed.of(t), said, setting)
        spills.ruled.append(ruled)
        spills.moved.append(moved)
        for channel in ruled:
            spills.substitution[t, channel.positions] += channel.rise
        for one in moved:
            spills.substitution[t, one.ways.targets] += one.rises
    return spills


def _substituted(
    tool: Tool, pressed: Pressed, findings: tuple[Finding, ...], setting: Setting
) -> tuple[tuple[Channel, ...], tuple[Moved, ...]]:
    """Return where the pressure of one tool moves violence, as rules and as the matrix have it."""
    if not setting.substitutes:
        return (), ()
    ruled = tuple(ruled_channels(pressed, findings, setting))
    return ruled, tuple(matrix_moves(tool, pressed, spoken(findings, setting), setting))


def _complement(expected: Floats, setting: Setting) -> Floats:
    """Return how far each listed tactic is carried along by the perpetrator's others, shape (T, K, D)."""
    out = np.zeros_like(expected)
    for own, strength in setting.keep(("carried",), lambda: tuple(_followers(setting))):
        listed = expected[:, own]
        np.subtract(listed.sum(axis=1, keepdims=True), listed, out=out[:, own])
        out[:, own] *= strength
    return out


def _followers(setting: Setting) -> Iterator[tuple[slice, Floats]]:
    """Yield the listed pairs of each perpetrator who has several, and how far each follows the others' sum, (L, D)."""
    strength, pairs = _complement_strength(setting), setting.grid.pairs
    for run in setting.runs:
        own = [pair for pair in pairs[run] if pair.listed]
        if len(own) > 1:
            ties = np.array([_tie(pair, setting) for pair in own], dtype=np.float32) / np.float32(len(own) - 1)
            yield slice(run.start, run.start + len(own)), ties[:, None] * strength


def _tie(pair: Pair, setting: Setting) -> np.float32:
    """Return how closely a tactic follows the others: fully, or weakly for sexual violence."""
    own_process = pair.family == SEXUAL_VIOLENCE
    return np.float32(setting.assumptions.complement.sexual_violence_share if own_process else 1.0)


def _complement_strength(setting: Setting) -> Floats:
    """Return the complement elasticity c for each draw, shape (D,); stronger where repression is higher."""
    words, codes = setting.world.sample("repression_level")
    table = setting.assumptions.complement
    means = np.array([table.mean[word] for word in words], dtype=np.float32)[codes]
    noise = setting.noise("complement")
    return np.clip(means + np.float32(table.sd) * noise, 0.0, None).astype(np.float32)
