"""Spill-over of a tool from the tactics it presses to the perpetrator's other tactics.

pressure[j]  = max(0, −Δ_direct[j])                                   what the tool takes away from tactic j
complement   : Δ_spill[k] += c · mean over j ≠ k of Δ_direct[j]       tactics move together, the default
rules        : Δ_spill[k] += e · mean over j in `from` of pressure[j] where a rule fires, e its elasticity
matrix       : Δ_spill[k] += rise[k], what findings on answers to pressure expect and no rule has said yet

Case noise is left out: perpetrators answer what a tool does, not how the case happens to differ from the average.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from prevent_options.catalogues import Catalogues, Tool
from prevent_options.effects.arrays import Floats, Mask
from prevent_options.effects.grid import Grid, Pair
from prevent_options.effects.setting import Setting, about
from prevent_options.repertoire.view import SEXUAL_VIOLENCE
from prevent_options.rules import Finding, ScopeFinding, Substitution
from prevent_options.substitution.matrix_rise import MatrixRise, Spoken, matrix_rises


class Channel(NamedTuple):
    """One way in which pressure on a tactic may raise another.

    Attributes
    ----------
    finding
        The rule that speaks; None where the matrix does.
    findings
        Ids of the findings that name this pair, where the matrix speaks; none where a rule does.
    perpetrator, source, target, via
        Who turns from what to what (a tactic or family), through which channel.
    positions
        Pairs that rise.
    rise
        Log rate ratio, shape (D,).
    """

    finding: Finding | None
    findings: tuple[str, ...]
    perpetrator: str
    source: str
    target: str
    via: str
    positions: tuple[int, ...]
    rise: Floats


@dataclass(frozen=True)
class Spill:
    """Spill-over of one tool: complement and substitution, each (K, D), and the channels of the latter."""

    complement: Floats
    substitution: Floats
    channels: tuple[Channel, ...]

    @cached_property
    def total(self) -> Floats:
        """Complement and substitution together, shape (K, D)."""
        return self.complement + self.substitution


def spill_over(tool: Tool, expected: Floats, findings: tuple[Finding, ...], setting: Setting) -> Spill:
    """Return the spill-over of one tool.

    Parameters
    ----------
    tool
        The tool.
    expected
        Direct effect without case noise, shape (K, D).
    findings
        What the rules say about this tool.
    setting
        The case.
    """
    substitution = np.zeros_like(expected)
    channels: tuple[Channel, ...] = ()
    if setting.substitutes:
        ruled = tuple(_channels(expected, findings, setting))
        moved = tuple(matrix_rises(tool, expected, spoken(findings, setting), setting))
        channels = (*ruled, *map(_matrix_channel, moved))
    for channel in channels:
        for position in channel.positions:
            substitution[position] += channel.rise
    return Spill(_complement(expected, setting), substitution, channels)


def spoken(findings: tuple[Finding, ...], setting: Setting) -> Iterator[Spoken]:
    """Yield every substitution the rules speak of for one tool, with the perpetrators and draws they fire for."""
    for finding in findings:
        if finding.rule.substitutions:
            for actor, fires in _firing_actors(finding, setting):
                for entry in finding.rule.substitutions:
                    yield Spoken(actor, entry.source, entry.target, fires, frozenset(finding.rule.sources))


def _matrix_channel(moved: MatrixRise) -> Channel:
    """Return a rise the matrix expects as a channel, named after the strongest cell behind it."""
    return Channel(
        finding=None,
        findings=moved.cell.direct,
        perpetrator=moved.pair.perpetrator,
        source=moved.cell.source,
        target=moved.pair.tactic,
        via=moved.cell.channel or "unknown",
        positions=(moved.position,),
        rise=moved.rise,
    )


def latent_targets(findings: Iterable[Finding], listed: Grid, catalogues: Catalogues) -> set[tuple[str, str]]:
    """Return pairs that are not listed but that a firing substitution rule points to.

    A perpetrator gets such a pair when he uses a tactic the rule presses and none that the rule points to. Targets
    that are whole families are left out: a family is not something a perpetrator turns to.
    """
    found = set()
    for finding in findings:
        for entry, scope in _entries(finding):
            actors = {p.perpetrator for p in listed.pairs if scope.perpetrator in (None, p.perpetrator)}
            for actor in actors:
                own = [p for p in listed.pairs if p.perpetrator == actor]
                pressed = any(about(p, (entry.source,), catalogues) for p in own)
                covered = any(about(p, (entry.target,), catalogues) for p in own)
                if pressed and not covered and entry.target in catalogues.tactics:
                    found.add((actor, entry.target))
    return found


def _entries(finding: Finding) -> Iterator[tuple[Substitution, ScopeFinding]]:
    """Yield each substitution of a rule with each scope in which it fires in some draw."""
    for entry in finding.rule.substitutions:
        for scope in finding.scopes:
            if scope.fires is not False:
                yield entry, scope


def _channels(expected: Floats, findings: tuple[Finding, ...], setting: Setting) -> Iterator[Channel]:
    """Yield every channel that carries pressure from a listed tactic to another one of the same perpetrator."""
    for finding in findings:
        for number, entry in enumerate(finding.rule.substitutions):
            noise = setting.noise("rule", finding.rule.id, "elasticity", str(number))
            elasticity = np.float32(entry.mean) + np.float32(entry.sd) * noise
            for actor, fires in _firing_actors(finding, setting):
                channel = _channel(expected, finding, entry, actor, elasticity * fires, setting)
                if channel is not None:
                    yield channel


def _firing_actors(finding: Finding, setting: Setting) -> tuple[tuple[str, Mask], ...]:
    """Return each perpetrator with the draws in which the rule fires for him in any scope; once for tools alike."""
    key = ("firing actors", finding.rule.id, finding.scopes)
    if key not in setting.kept:
        setting.kept[key] = tuple(_firing(finding, setting))
    return setting.kept[key]  # type: ignore[return-value]  # only this function writes the key


def _firing(finding: Finding, setting: Setting) -> Iterator[tuple[str, Mask]]:
    for actor in setting.profile.perpetrators:
        fires: Mask = False
        for scope in finding.scopes:
            if scope.perpetrator in (None, actor.id):
                fires = np.logical_or(fires, scope.fires)
        if np.any(fires):
            yield actor.id, fires


def _channel(
    expected: Floats, finding: Finding, entry: Substitution, actor: str, elasticity: Floats, setting: Setting
) -> Channel | None:
    """Return the channel of one rule for one perpetrator, or None where nothing is pressed or nothing can rise."""
    targets = _targets(actor, entry.target, setting)
    sources = [k for k in _targets(actor, entry.source, setting) if setting.grid.pairs[k].listed and k not in targets]
    if not sources or not targets:
        return None
    pressure = np.clip(-expected[sources], 0.0, None)
    strongest = sources[int(pressure.mean(axis=1).argmax())]
    return Channel(
        finding=finding,
        findings=(),
        perpetrator=actor,
        source=setting.grid.pairs[strongest].tactic,
        target=entry.target,
        via=entry.via,
        positions=tuple(targets),
        rise=np.asarray(elasticity * pressure.mean(axis=0), dtype=np.float32),
    )


def _targets(actor: str, name: str, setting: Setting) -> list[int]:
    """Return the positions of a perpetrator's pairs that lie within a tactic or family."""
    return sorted(setting.concerned(actor, None, (name,)))


def _complement(expected: Floats, setting: Setting) -> Floats:
    """Return how far each listed tactic is carried along by the perpetrator's others, shape (K, D)."""
    out = np.zeros_like(expected)
    for own, strength in _carried(setting):
        listed = expected[own]
        out[own] = (listed.sum(axis=0) - listed) * strength
    return out


def _carried(setting: Setting) -> tuple[tuple[slice, Floats], ...]:
    """Return the listed pairs of each perpetrator who has several, and how far each follows the others' sum, (L, D)."""
    if ("carried",) not in setting.kept:
        setting.kept[("carried",)] = tuple(_followers(setting))
    return setting.kept[("carried",)]  # type: ignore[return-value]  # only this function writes the key


def _followers(setting: Setting) -> Iterator[tuple[slice, Floats]]:
    strength, pairs = _complement_strength(setting), setting.grid.pairs
    for _, run in setting.runs:
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
