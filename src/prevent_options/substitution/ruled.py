"""What rules say of substitution: which pairs they may bring in, the channels they open, what they speak of.

Everything but the pressure is the same for all tools that a rule treats alike, and is worked out once for a case.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from prevent_options.catalogues import Catalogues
from prevent_options.effects.arrays import Floats, Mask
from prevent_options.effects.grid import Grid
from prevent_options.effects.setting import Setting, about
from prevent_options.rules import Finding, ScopeFinding, Substitution
from prevent_options.substitution.channel import Channel, Pressed


@dataclass(frozen=True, eq=False, slots=True)
class Spoken:
    """A substitution a rule speaks of: where, in which draws it fires, and what it rests on."""

    perpetrator: str
    source: str
    target: str
    fires: Mask
    sources: frozenset[str]


def spoken(findings: tuple[Finding, ...], setting: Setting) -> tuple[Spoken, ...]:
    """Return every substitution the rules speak of for one tool, with the perpetrators and draws they fire for."""
    return tuple(
        said
        for finding in findings
        if finding.rule.substitutions
        for said in setting.keep(("spoken", finding.rule.id, finding.scopes), partial(_spoken, finding, setting))
    )


def _spoken(finding: Finding, setting: Setting) -> tuple[Spoken, ...]:
    return tuple(
        Spoken(actor, entry.source, entry.target, fires, frozenset(finding.rule.sources))
        for actor, fires in _firing(finding, setting)
        for entry in finding.rule.substitutions
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


class _Path(NamedTuple):
    """A way along which a rule carries pressure from listed pairs of a perpetrator to others; the same for all tools.

    ``elasticity`` is 0 where the rule does not fire, shape (D,).
    """

    perpetrator: str
    entry: Substitution
    sources: list[int]
    targets: tuple[int, ...]
    elasticity: Floats


def ruled_channels(pressed: Pressed, findings: tuple[Finding, ...], setting: Setting) -> Iterator[Channel]:
    """Yield every channel that carries pressure from a listed tactic to another one of the same perpetrator."""
    for finding in findings:
        if finding.rule.substitutions:
            key = ("paths", finding.rule.id, finding.scopes)
            for path in setting.keep(key, partial(_paths, finding, setting)):
                strongest = max(path.sources, key=lambda k: float(pressed.means[k]))
                yield Channel(
                    finding=finding,
                    findings=(),
                    perpetrator=path.perpetrator,
                    source=setting.grid.pairs[strongest].tactic,
                    target=path.entry.target,
                    via=path.entry.via,
                    positions=path.targets,
                    rise=path.elasticity * pressed.over(path.sources),
                )


def _paths(finding: Finding, setting: Setting) -> tuple[_Path, ...]:
    """Return the ways of one rule that lead from somewhere to somewhere else."""
    found = []
    for number, entry in enumerate(finding.rule.substitutions):
        noise = setting.noise("rule", finding.rule.id, "elasticity", str(number))
        elasticity = np.float32(entry.mean) + np.float32(entry.sd) * noise
        for actor, fires in _firing(finding, setting):
            targets = _targets(actor, entry.target, setting)
            listed = [k for k in _targets(actor, entry.source, setting) if setting.grid.pairs[k].listed]
            sources = [k for k in listed if k not in targets]
            if sources and targets:
                found.append(_Path(actor, entry, sources, tuple(targets), elasticity * fires))
    return tuple(found)


def _firing(finding: Finding, setting: Setting) -> Iterator[tuple[str, Mask]]:
    """Yield each perpetrator with the draws in which the rule fires for him in any scope."""
    for actor in setting.profile.perpetrators:
        fires: Mask = False
        for scope in finding.scopes:
            if scope.perpetrator in (None, actor.id):
                fires = np.logical_or(fires, scope.fires)
        if np.any(fires):
            yield actor.id, fires


def _targets(actor: str, name: str, setting: Setting) -> list[int]:
    """Return the positions of a perpetrator's pairs that lie within a tactic or family."""
    return sorted(setting.concerned(actor, None, (name,)))
