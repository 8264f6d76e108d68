"""The facts of one case, laid out by whose they are, and which of them a test reads."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from operator import attrgetter
from typing import Final, NamedTuple

from pydantic import BaseModel

from prevent_options.profile import CaseProfile, Fact, ListFact, fact_paths
from prevent_options.profile.facts import Listed
from prevent_options.rules.conditions import Bound, FactTest
from prevent_options.rules.fact_schema import Scope, fact_specs
from prevent_options.rules.reading import AnyFact, Cell, Reading, nothing_for, reading_of
from prevent_options.yamlio.document import item_name
from prevent_options.yamlio.types import first_day, last_day


class Actor(NamedTuple):
    """A regional actor or a route of transmission; ``over`` None is every perpetrator."""

    path: str
    over: frozenset[str] | None = None
    presumed: bool = False


class Place(NamedTuple):
    """Who a condition is asked about."""

    perpetrator: str | None = None
    tactic: str | None = None
    actor: Actor | None = None
    transmission: Actor | None = None


_WHOSE: Final[Mapping[Scope, Callable[[Place], object]]] = {
    "case": lambda _: None,
    "perpetrator": attrgetter("perpetrator"),
    "pair": attrgetter("perpetrator", "tactic"),
    "any_perpetrator": lambda _: None,
    "any_tactic": lambda _: None,
    "actor": attrgetter("actor"),
    "transmission": attrgetter("transmission"),
}
"""The part of a place that a test of each scope looks at."""


def _plain(value: object) -> AnyFact:
    """Return a plain value of a profile as a fact; None is unknown."""
    if isinstance(value, (Fact, ListFact)):
        return value
    if isinstance(value, Listed):
        return ListFact() if value.unknown else ListFact.of(tuple(map(str, value)))
    return Fact() if value is None else Fact.of(str(value))


def _at(model: BaseModel, field: str) -> object:
    value: object = model
    for name in field.split("."):
        value = getattr(value, name)
    return value


class CaseFacts:
    """All facts of a case, by path and by owner.

    Parameters
    ----------
    profile
        The case.
    """

    def __init__(self, profile: CaseProfile) -> None:
        self.profile = profile
        self.perpetrators = tuple(actor.id for actor in profile.perpetrators)
        self.pairs = tuple((actor.id, use.tactic) for actor in profile.perpetrators for use in actor.tactics)
        self._readings: dict[tuple[object, ...], tuple[Reading, ...]] = {}

    @cached_property
    def stated(self) -> Mapping[str, AnyFact]:
        """Every fact that may have probabilities, by its path."""
        return fact_paths(self.profile)

    @cached_property
    def by_path(self) -> Mapping[str, AnyFact]:
        """Every fact by its path, with those fields that are no facts with probabilities."""
        facts: dict[str, AnyFact] = dict(self.stated)
        for spec in fact_specs().values():
            if spec.scope == "case" and spec.path not in facts:
                facts[spec.path] = self._in_use() if spec.kind == "tools" else _plain(_at(self.profile, spec.field))
        for actor in self.profile.perpetrators:
            for use in actor.tactics:
                path = f"perpetrators.{actor.id}.tactics.{use.tactic}"
                facts |= {f"{path}.tactic": _plain(use.tactic), f"{path}.forms": _plain(use.forms)}
        return facts

    def _in_use(self) -> ListFact:
        """Return the tools in use; one that ended before the day of the case is none."""
        held = self.profile.tools_in_use
        if held.unknown:
            return ListFact()
        day = first_day(self.profile.as_of)
        return ListFact.of(
            tuple(use.tool for use in held if use.until in {None, "unknown"} or last_day(str(use.until)) >= day)
        )

    @cached_property
    def actors(self) -> tuple[Actor, ...]:
        """Regional actors; one presumed actor when the case does not say whether there are any."""
        listed = self.profile.regional_actors
        if listed.unknown:
            return (Actor("regional_actors", presumed=True),)
        return tuple(
            Actor(
                f"regional_actors.{item_name({'name': one.name}) or number}",
                None if one.over.unknown else frozenset(one.over),
            )
            for number, one in enumerate(listed)
        )

    @cached_property
    def routes(self) -> tuple[Actor, ...]:
        """Routes of transmission; one presumed route when the case does not say whether there are any."""
        listed = self.profile.transmission
        if listed.unknown:
            return (Actor("transmission", presumed=True),)
        return tuple(Actor(f"transmission.{number}") for number in range(len(listed)))

    def sources(self, path: str) -> tuple[str, ...]:
        """Return the ids of the sources behind a fact."""
        if path in self.by_path and (own := self.by_path[path].sources):
            return own
        held = getattr(self.profile, path, None)
        return held.sources if isinstance(held, Listed) else ()

    def bound(self, bound: Bound, place: Place) -> tuple[Place, ...]:
        """Return the place once for each actor who counts for its perpetrator, or for each route."""
        if bound == "transmission":
            return tuple(Place(place.perpetrator, place.tactic, place.actor, route) for route in self.routes)
        counting = (
            one for one in self.actors if one.over is None or place.perpetrator is None or place.perpetrator in one.over
        )
        return tuple(Place(place.perpetrator, place.tactic, actor, place.transmission) for actor in counting)

    def readings(self, test: FactTest, place: Place) -> tuple[Reading, ...]:
        """Return what a test finds at a place, once for each fact it reads; it holds when it holds for one of them.

        Many rules ask the same, and what is asked of a perpetrator is the same for all his tactics: it is read once.
        """
        key = (test.path, test.operator, test.words, _WHOSE[test.spec.scope](place))
        found = self._readings.get(key)
        if found is None:
            found = tuple(reading_of(test, cell) for cell in self._read(test, place)) or (nothing_for(test),)
            self._readings[key] = found
        return found

    def _read(self, test: FactTest, place: Place) -> Iterator[Cell]:
        field = test.spec.field
        match test.spec.scope:
            case "case":
                yield self._cell(field)
            case "perpetrator":
                yield self._cell(f"perpetrators.{place.perpetrator}.{field}")
            case "pair":
                yield self._cell(f"perpetrators.{place.perpetrator}.tactics.{place.tactic}.{field}")
            case "any_perpetrator":
                yield from (self._cell(f"perpetrators.{name}.{field}") for name in self.perpetrators)
            case "any_tactic":
                used = ((name, tactic) for name, tactic in self.pairs if tactic in test.below)
                yield from (self._cell(f"perpetrators.{name}.tactics.{tactic}.{field}") for name, tactic in used)
            case "actor":
                yield self._of(place.actor, field, "regional_actors")
            case "transmission":
                yield self._of(place.transmission, field, "transmission")

    def _cell(self, path: str) -> Cell:
        return Cell(path, self.by_path[path])

    def _of(self, actor: Actor | None, field: str, owner: str) -> Cell:
        """Return a fact of an actor; of one that may not exist, an unknown one."""
        if actor is None:
            raise KeyError(f"a fact of {owner} that nothing binds")
        if actor.presumed:
            is_list = any(
                s.is_list for s in fact_specs().values() if s.field == field and s.scope in {"actor", "transmission"}
            )
            return Cell(owner, ListFact() if is_list else Fact(), f"{owner}.presumed.{field}")
        return self._cell(f"{actor.path}.{field}")
