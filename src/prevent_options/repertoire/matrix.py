"""The matrix without its draws: for each pair of tactics how likely an exit is open, and which findings say so."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple

from prevent_options.catalogues import Catalogues
from prevent_options.errors import InputError, Problem
from prevent_options.paths import data_dir
from prevent_options.repertoire.exits import Exits, load_exits
from prevent_options.repertoire.models import Channel, FindingsFile, Numbers, TacticFinding
from prevent_options.repertoire.panel import panel_findings
from prevent_options.repertoire.view import Cell, Side, View, sexual
from prevent_options.yamlio import nearest, read_document, validate_document


class Query(NamedTuple):
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


@dataclass(frozen=True, eq=False)
class Matrix:
    """The matrix under one query: its channels, and what is said of a pair about which none speaks; cells are kept."""

    views: tuple[View, ...]
    base: Callable[[str, str], Cell]
    _cells: dict[tuple[str, str], Cell] = field(default_factory=dict, repr=False)

    def cell(self, source: str, target: str) -> Cell:
        """Return one cell: as the channel sees it through which the pair is likeliest."""
        found = self._cells.get((source, target))
        if found is None:
            found = self._cells[source, target] = self._cell(source, target)
        return found

    def _cell(self, source: str, target: str) -> Cell:
        best: Cell | None = None
        for view in self.views:
            cell = view.cell(source, target)
            if (cell.pull or cell.direct) and (best is None or cell.open > best.open):
                best = cell
        return self.base(source, target) if best is None else best


@dataclass(frozen=True, eq=False)
class Repertoire:
    """Channels, findings and numbers, with the tactics they are about, and what to do about each exit."""

    numbers: Numbers
    findings: tuple[TacticFinding, ...]
    catalogues: Catalogues
    exits: Exits
    _views: dict[tuple[object, ...], View] = field(default_factory=dict, init=False, repr=False)
    _asked: dict[Query, Matrix] = field(default_factory=dict, init=False, repr=False)
    _bases: dict[tuple[str, str], Cell] = field(default_factory=dict, init=False, repr=False)

    def cell(self, source: str, target: str, query: Query) -> Cell:
        """Return one cell: as the channel sees it through which the pair is likeliest."""
        return self.under(query).cell(source, target)

    def under(self, query: Query) -> Matrix:
        """Return the matrix as a query sees it."""
        found = self._asked.get(query)
        if found is None:
            asked = (c for c in self.numbers.channels if set(c.pressures) & set(query.pressures))
            views = tuple(self._view(channel, query) for channel in asked)
            found = self._asked[query] = Matrix(views, self._base)
        return found

    def _base(self, source: str, target: str) -> Cell:
        """Return the cell of a pair about which no channel speaks; the same under every query."""
        found = self._bases.get((source, target))
        if found is None:
            share = sexual(source, target, self.numbers.base.share, self.numbers, self.catalogues)
            found = self._bases[source, target] = Cell(source, target, share, None, 0.0, (), ())
        return found

    def sources_of(self, cell: Cell) -> frozenset[str]:
        """Return the studies behind a cell, through findings on the pair or on others of its channel."""
        return frozenset(finding.source for finding in self.named((*cell.direct, *cell.pooled)))

    def named(self, ids: Iterable[str]) -> list[TacticFinding]:
        """Return findings by their ids."""
        return [self._by_id[name] for name in ids]

    @cached_property
    def moving(self) -> frozenset[str]:
        """Ids of the findings that saw violence move."""
        return frozenset(finding.id for finding in self.findings if finding.answer == "moves")

    @cached_property
    def _by_id(self) -> dict[str, TacticFinding]:
        return {finding.id: finding for finding in self.findings}

    def _view(self, channel: Channel, query: Query) -> View:
        """Return a channel as a query sees it; one for all queries that differ in nothing it reads."""
        left_out = self._bodies_of[channel.id].intersection(query.bodies)
        key = (channel.id, query.perpetrator, left_out, query.visibility)
        if key not in self._views:
            told = (f for f in self.findings if f.channel in (channel.id, "any") and f.body not in left_out)
            sided = tuple((finding, *self._sides[finding.id]) for finding in told)
            self._views[key] = View(
                channel, self.numbers, self.catalogues, sided, query.perpetrator, dict(query.visibility)
            )
        return self._views[key]

    @cached_property
    def _bodies_of(self) -> dict[str, frozenset[str]]:
        """For each channel the bodies of evidence that findings on it, or on any, belong to."""
        return {
            channel.id: frozenset(f.body for f in self.findings if f.body and f.channel in (channel.id, "any"))
            for channel in self.numbers.channels
        }

    @cached_property
    def bodies(self) -> frozenset[str]:
        """Bodies of evidence that any finding belongs to."""
        return frozenset(finding.body for finding in self.findings if finding.body is not None)

    @cached_property
    def _sides(self) -> dict[str, tuple[Side, Side]]:
        """The tactics each finding names on either side."""
        return {f.id: (self._below(f.from_), self._below(f.to)) for f in self.findings}

    def _below(self, names: tuple[str, ...]) -> Side:
        found = (name for name in self.catalogues.tactics for top in names if self.catalogues.is_within(name, top))
        return frozenset(found) if names else None


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
    findings = (*file.findings, *panel_findings(folder))
    return Repertoire(numbers, findings, catalogues, load_exits(catalogues))


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
