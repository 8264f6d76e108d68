"""The matrix without its draws: for each pair of tactics how likely an exit is open, and which findings say so."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property

from prevent_options.catalogues import Catalogues, Tactic
from prevent_options.errors import InputError, Problem
from prevent_options.paths import data_dir
from prevent_options.repertoire.models import Channel, FindingsFile, Numbers, TacticFinding, Trait
from prevent_options.yamlio import nearest, read_document, validate_document

LEVELS: dict[Trait, dict[str, float]] = {
    "visibility": {"hidden": 0.0, "partly": 0.5, "visible": 1.0},
    "attributability": {"low": 0.0, "moderate": 0.5, "high": 1.0},
    "revenue_link": {"none": 0.0, "some": 0.5, "strong": 1.0},
}
"""Traits as numbers from 0 to 1, evenly spaced: only their order is known."""

SEXUAL_VIOLENCE = "sexual_reproductive"
"""The tactic family that follows its own process."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of the matrix besides the pair.

    Attributes
    ----------
    pressures
        What the tool presses with.
    perpetrator
        Type of perpetrator.
    bodies
        Bodies of evidence the tool draws on; findings that count in its direct effect through them are left out.
    visibility
        Visibility from 0 to 1 of tactics where a case states it; the catalogue speaks for all others.
    """

    pressures: tuple[str, ...]
    perpetrator: str
    bodies: tuple[str, ...] = ()
    visibility: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
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
class Repertoire:
    """Channels, findings and numbers, with the tactics they are about."""

    numbers: Numbers
    findings: tuple[TacticFinding, ...]
    catalogues: Catalogues
    _cells: dict[tuple[str, str, Query], Cell] = field(default_factory=dict, init=False, repr=False)
    _seen: dict[tuple[object, ...], Cell] = field(default_factory=dict, init=False, repr=False)

    def cell(self, source: str, target: str, query: Query) -> Cell:
        """Return one cell; computed once for each question."""
        key = (source, target, query)
        if key not in self._cells:
            self._cells[key] = self._cell(source, target, query)
        return self._cells[key]

    def sources_of(self, cell: Cell) -> frozenset[str]:
        """Return the studies behind a cell, through findings on the pair or on others of its channel."""
        return frozenset(self._sources[name] for name in (*cell.direct, *cell.pooled))

    @cached_property
    def _sources(self) -> dict[str, str]:
        return {finding.id: finding.source for finding in self.findings}

    def _cell(self, source: str, target: str, query: Query) -> Cell:
        asked = (c for c in self.numbers.channels if set(c.pressures) & set(query.pressures))
        cells = [self._once(channel, source, target, query) for channel in asked]
        speaking = [cell for cell in cells if cell.pull or cell.direct]
        share = self._sexual(source, target, self.numbers.base.share)
        return max(speaking, key=lambda cell: cell.open, default=Cell(source, target, share, None, 0.0, (), ()))

    def _once(self, channel: Channel, source: str, target: str, query: Query) -> Cell:
        """Return the cell as one channel sees it; worked out once for all questions that differ in nothing it reads."""
        stated = tuple(entry for entry in query.visibility if entry[0] in (source, target))
        left_out = self._bodies.intersection(query.bodies)
        key = (channel.id, source, target, query.perpetrator, left_out, stated)
        if key not in self._seen:
            self._seen[key] = self._through(channel, source, target, query)
        return self._seen[key]

    @cached_property
    def _bodies(self) -> frozenset[str | None]:
        """Bodies of evidence that any finding belongs to."""
        return frozenset(finding.body for finding in self.findings)

    @cached_property
    def _sides(self) -> dict[str, tuple[frozenset[str] | None, frozenset[str] | None]]:
        """The tactics each finding names on either side, with all below them; None where a side is left open."""
        return {f.id: (self._below(f.from_), self._below(f.to)) for f in self.findings}

    def _below(self, names: tuple[str, ...]) -> frozenset[str] | None:
        found = (name for name in self.catalogues.tactics for top in names if self.catalogues.is_within(name, top))
        return frozenset(found) if names else None

    def _through(self, channel: Channel, source: str, target: str, query: Query) -> Cell:
        """Return the cell as one channel sees it."""
        told = [f for f in self.findings if f.channel in (channel.id, "any") and f.body not in query.bodies]
        direct = [f for f in told if self._names(f, source, target) and query.perpetrator in f.perpetrators]
        pooled = [f for f in told if f not in direct and f.channel == channel.id]
        general = any(not (f.from_ or f.to) and query.perpetrator in f.perpetrators for f in pooled)
        moved = any(f.answer == "moves" for f in direct)
        least = self.numbers.pooling.value if general else 0.0
        pull = 1.0 if moved else max(least, self._gap(channel, source, target, query))
        floor = self._share(direct, ())
        share = floor + pull * (self._share(direct, pooled) - floor)
        return Cell(
            source=source,
            target=target,
            open=share if moved else self._sexual(source, target, share),
            channel=channel.id,
            pull=pull,
            direct=tuple(f.id for f in direct),
            pooled=tuple(f.id for f in pooled if pull),
        )

    def _share(self, direct: Iterable[TacticFinding], pooled: Iterable[TacticFinding]) -> float:
        """Return the share of pressures that move violence, given base share and findings (beta-binomial mean)."""
        base, weights = self.numbers.base, self.numbers.designs.values
        moves, total = base.share * base.weight, base.weight
        for findings, factor in ((direct, 1.0), (pooled, self.numbers.pooling.value)):
            for finding in findings:
                weight = factor * weights[finding.design]
                total += weight
                moves += weight * (finding.answer == "moves")
        return moves / total

    def _names(self, finding: TacticFinding, source: str, target: str) -> bool:
        """Say whether a finding names a pair: at least one side by name, the other by name or left open."""
        before, after = self._sides[finding.id]
        if before is None and after is None:
            return False
        return (before is None or source in before) and (after is None or target in after)

    def _gap(self, channel: Channel, source: str, target: str, query: Query) -> float:
        """Return the largest difference in the channel's traits that points its way, 0 to 1."""
        before, after = self.catalogues.tactics[source], self.catalogues.tactics[target]
        stated = dict(query.visibility)
        gaps = [
            (1.0 if trait != "revenue_link" else -1.0) * (_level(before, trait, stated) - _level(after, trait, stated))
            for trait in channel.traits
        ]
        return max([0.0, *gaps])

    def _sexual(self, source: str, target: str, share: float) -> float:
        """Return a share with its odds lowered where one side of the pair is sexual violence and the other is not."""
        sides = [self.catalogues.family_of(tactic) == SEXUAL_VIOLENCE for tactic in (source, target)]
        if sides[0] == sides[1]:
            return share
        odds = self.numbers.sexual_violence.value * share / (1.0 - share)
        return odds / (1.0 + odds)


def _level(tactic: Tactic, trait: Trait, stated: dict[str, float]) -> float:
    """Return a trait of a tactic from 0 to 1; a visibility the case states goes before the catalogue's."""
    if trait == "visibility" and tactic.id in stated:
        return stated[tactic.id]
    return LEVELS[trait][getattr(tactic, trait)]


@cache
def load_repertoire(catalogues: Catalogues) -> Repertoire:
    """Read the shipped repertoire.

    Raises
    ------
    InputError
        When a file is damaged, or names a tactic or a body of evidence that the catalogue does not know.
    """
    folder = data_dir("priors") / "substitution"
    numbers = validate_document(read_document(folder / "repertoire.yaml"), Numbers)
    document = read_document(folder / "findings.yaml")
    file = validate_document(document, FindingsFile)
    problems = list(_unknown_names(file, catalogues, str(folder / "findings.yaml")))
    if problems:
        raise InputError(problems)
    return Repertoire(numbers, file.findings, catalogues)


def _unknown_names(file: FindingsFile, catalogues: Catalogues, name: str) -> Iterator[Problem]:
    """Yield a problem for each tactic or body that no catalogue has, and for each id given twice."""
    tactics, seen = {*catalogues.tactics, *catalogues.tactic_families}, set[str]()
    for number, finding in enumerate(file.findings):
        wanted = [(word, tactics) for word in (*finding.from_, *finding.to)]
        wanted += [(finding.body, set(catalogues.bodies))] if finding.body else []
        for word, known in wanted:
            if word not in known:
                hint = ", ".join(nearest(word, sorted(known), 3)) or "see the catalogue"
                yield Problem(name, 0, f"findings[{number}]", f"found {word}", "expected a known id", hint)
        if finding.id in seen:
            yield Problem(name, 0, f"findings[{number}].id", f"found {finding.id} twice", "expected one", "rename it")
        seen.add(finding.id)
