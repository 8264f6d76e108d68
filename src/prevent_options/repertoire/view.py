"""How one channel sees pairs of tactics, for one type of perpetrator: how likely an exit is open, who says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import sub
from typing import NamedTuple

from prevent_options.catalogues import Catalogues, Tactic
from prevent_options.repertoire.models import Channel, Numbers, TacticFinding, Trait

LEVELS: dict[Trait, dict[str, float]] = {
    "visibility": {"hidden": 0.0, "partly": 0.5, "visible": 1.0},
    "attributability": {"low": 0.0, "moderate": 0.5, "high": 1.0},
    "revenue_link": {"none": 0.0, "some": 0.5, "strong": 1.0},
}
"""Traits as numbers from 0 to 1, evenly spaced: only their order is known."""

SEXUAL_VIOLENCE = "sexual_reproductive"
"""The tactic family that follows its own process."""

type Side = frozenset[str] | None
"""Tactics that a finding names on one side, with all below them; None where the side is left open."""


class Cell(NamedTuple):
    """One pair of tactics under one pressure.

    Attributes
    ----------
    open
        Probability that pressure on ``source`` moves violence to ``target``, before the odds of a case.
    channel
        The channel through which it is likeliest; None where nothing but the base share speaks.
    pull
        How far the traits of the pair point along the channel, 0 to 1.
    direct, pooled
        Ids of findings on this pair, and of others of the channel that lend it some weight.
    """

    source: str
    target: str
    open: float
    channel: str | None
    pull: float
    direct: tuple[str, ...]
    pooled: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class View:
    """One channel as a perpetrator of one type meets it; each cell is worked out once.

    Attributes
    ----------
    channel, numbers, catalogues
        What the matrix is made of.
    told
        Findings on the channel, or on any, that do not count elsewhere already; with the sides each names.
    perpetrator
        His type.
    stated
        Visibility from 0 to 1 of tactics where a case states it.
    """

    channel: Channel
    numbers: Numbers
    catalogues: Catalogues
    told: tuple[tuple[TacticFinding, Side, Side], ...]
    perpetrator: str
    stated: Mapping[str, float]
    _cells: dict[tuple[str, str], Cell] = field(default_factory=dict, repr=False)
    _kept: dict[tuple[str, ...], tuple[tuple[str, ...], float, float]] = field(default_factory=dict, repr=False)
    _levels: dict[str, tuple[float, ...]] = field(default_factory=dict, repr=False)
    _sources: dict[str, list[tuple[TacticFinding, Side]]] = field(default_factory=dict, repr=False)

    def cell(self, source: str, target: str) -> Cell:
        """Return the cell of a pair."""
        found = self._cells.get((source, target))
        if found is None:
            found = self._cells[source, target] = self._cell(source, target)
        return found

    def _cell(self, source: str, target: str) -> Cell:
        direct = tuple(f for f, after in self._from(source) if after is None or target in after)
        pooled, floor, top = self._shares(direct)
        moved = any(f.answer == "moves" for f in direct)
        pull = 1.0 if moved else max(self._least, self._gap(source, target))
        share = floor + pull * (top - floor)
        return Cell(
            source=source,
            target=target,
            open=share if moved else sexual(source, target, share, self.numbers, self.catalogues),
            channel=self.channel.id,
            pull=pull,
            direct=tuple(f.id for f in direct),
            pooled=pooled if pull else (),
        )

    def _shares(self, direct: tuple[TacticFinding, ...]) -> tuple[tuple[str, ...], float, float]:
        """Return what else speaks beside findings on a pair, and the share of moves without and with it."""
        names = tuple(f.id for f in direct)
        if names not in self._kept:
            pooled = [f for f, _, _ in self.told if f.channel == self.channel.id and f.id not in names]
            floor, top = (share_of_moves(direct, others, self.numbers) for others in ((), pooled))
            self._kept[names] = (tuple(f.id for f in pooled), floor, top)
        return self._kept[names]

    @cached_property
    def _about(self) -> tuple[tuple[TacticFinding, Side, Side], ...]:
        """What is told of this type of perpetrator and names a side."""
        return tuple(
            (finding, before, after)
            for finding, before, after in self.told
            if self.perpetrator in finding.perpetrators and not (before is None and after is None)
        )

    def _from(self, source: str) -> list[tuple[TacticFinding, Side]]:
        """Return what is told of pressure on one tactic, with the tactics it names on the other side."""
        found = self._sources.get(source)
        if found is None:
            found = [(f, after) for f, before, after in self._about if before is None or source in before]
            self._sources[source] = found
        return found

    @cached_property
    def _least(self) -> float:
        """The pull that findings on the channel as a whole lend every pair."""
        own = (f for f, _, _ in self.told if f.channel == self.channel.id)
        general = any(not (f.from_ or f.to) and self.perpetrator in f.perpetrators for f in own)
        return self.numbers.pooling.value if general else 0.0

    def _gap(self, source: str, target: str) -> float:
        """Return the largest difference in the channel's traits that points its way, 0 to 1."""
        gaps: list[float] = [*map(sub, self._traits(source), self._traits(target))]
        return max([0.0, *gaps])

    def _traits(self, tactic: str) -> tuple[float, ...]:
        """Return the channel's traits of a tactic, turned so that violence flows from high to low."""
        if tactic not in self._levels:
            entry = self.catalogues.tactics[tactic]
            self._levels[tactic] = tuple(
                (1.0 if trait != "revenue_link" else -1.0) * self._level(entry, trait) for trait in self.channel.traits
            )
        return self._levels[tactic]

    def _level(self, tactic: Tactic, trait: Trait) -> float:
        """Return a trait of a tactic from 0 to 1; a visibility the case states goes before the catalogue's."""
        if trait == "visibility" and tactic.id in self.stated:
            return self.stated[tactic.id]
        return LEVELS[trait][getattr(tactic, trait)]


def share_of_moves(direct: Iterable[TacticFinding], pooled: Iterable[TacticFinding], numbers: Numbers) -> float:
    """Return the share of pressures that move violence, given base share and findings (beta-binomial mean)."""
    base, weights = numbers.base, numbers.designs.values
    moves, total = base.share * base.weight, base.weight
    for findings, factor in ((direct, 1.0), (pooled, numbers.pooling.value)):
        for finding in findings:
            weight = factor * weights[finding.design]
            total += weight
            moves += weight * (finding.answer == "moves")
    return moves / total


def sexual(source: str, target: str, share: float, numbers: Numbers, catalogues: Catalogues) -> float:
    """Return a share with its odds lowered where one side of the pair is sexual violence and the other is not."""
    sides = [catalogues.family_of(tactic) == SEXUAL_VIOLENCE for tactic in (source, target)]
    if sides[0] == sides[1]:
        return share
    odds = numbers.sexual_violence.value * share / (1.0 - share)
    return odds / (1.0 + odds)
