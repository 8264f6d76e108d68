"""From rows of public data to facts about one country: a word of the profile's scales, its year and its source.

The cut points are judgement, stated here and nowhere else.

repression   0 frequent (50 or more) → high; 1 occasional → moderate; 2 none → none. The sum of the four scores, 0 to 8:
             0-1 very high repression, 2-3 high, 4-5 moderate, 6-8 low.
sexual violence   the largest of three readings: 0 none, 1 isolated → low, 2 numerous → high, 3 massive → very high.
one-sided violence   deaths in a year: under 100 low, under 500 moderate, under 1,000 high, else very high.
accreditation   A, B as they are; C and D no accreditation.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from prevent_options.drafting.countries import alpha3
from prevent_options.drafting.data import Kind, Row

STATE: Final = "state"
TACTICS: Final[Mapping[str, str]] = {
    "polpris": "political_imprisonment",
    "disap": "enforced_disappearance",
    "tort": "torture",
    "kill": "extrajudicial_execution",
}
_BETTER_IS_HIGHER: Final = {0: "high", 1: "moderate", 2: "none"}
_REPRESSION: Final = ((1, "very_high"), (3, "high"), (5, "moderate"), (8, "low"))
_PREVALENCE: Final = {0: "none", 1: "low", 2: "high", 3: "very_high"}
_DEATHS: Final = ((99, "low"), (499, "moderate"), (999, "high"))
_ACCREDITATION: Final = {"A": "A", "B": "B", "C": "none", "D": "none"}
_READERS: Final = {
    "state_prev": "State Department",
    "ai_prev": "Amnesty International",
    "hrw_prev": "Human Rights Watch",
}
_ACTOR_TYPES: Final = {1: "state", 3: "rebel", 6: "militia"}
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
TWICE: Final = "may be the same deaths as extrajudicial_execution, told by another source: keep one of the two"
RECENT_YEARS: Final = 5
"""An armed actor is drafted when the file has violence by it in this many years before the file's last one."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """One fact: its word, the year it is about, the kind of data it was read from, and what a reader must beware of."""

    value: str
    year: int
    kind: Kind
    caution: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor with the intensity of each tactic that the data tell of."""

    name: str
    type: str
    tactics: Mapping[str, Drafted]


@dataclass(frozen=True, slots=True)
class CountryFacts:
    """What the data tell of one country; a fact they do not tell of is absent."""

    repression: Drafted | None
    accreditation: Drafted | None
    state: Mapping[str, Drafted]
    actors: tuple[Actor, ...]
    risk: str | None


def country_facts(code: str, data: Mapping[Kind, tuple[Row, ...]], until: int) -> CountryFacts:
    """Return what the data tell of a country.

    Parameters
    ----------
    code
        ISO 3166-1 alpha-3.
    data
        Rows by kind.
    until
        Last year that may be used.

    Raises
    ------
    InputError
        When a cell is no number.
    """
    repression = _latest(_rows(data.get("repression", ()), "iso_a3", code), until)
    status = _latest(_rows(data.get("institutions", ()), "iso3", code), until)
    armed = _armed(code, data, until)
    state = dict(_tactics(repression))
    for actor in armed:
        if actor.type == STATE:
            state |= actor.tactics
    if "killing" in state and "extrajudicial_execution" in state:
        state["killing"] = replace(state["killing"], caution=_with(state["killing"].caution, TWICE))
    return CountryFacts(
        repression=_sum(repression),
        accreditation=_accreditation(status),
        state=state,
        actors=tuple(actor for actor in armed if actor.type != STATE),
        risk=_risk(code, data.get("risk", ()), until),
    )


def _rows(rows: Iterable[Row], column: str, code: str) -> list[Row]:
    return [row for row in rows if row.cells[column] == code]


def _latest(rows: list[Row], until: int) -> Row | None:
    """Return the row of the last year that may be used."""
    return max((row for row in rows if _year(row) <= until), key=_year, default=None)


def _year(row: Row) -> int:
    return row.whole("year") or 0


def _tactics(row: Row | None) -> Iterator[tuple[str, Drafted]]:
    for column, tactic in TACTICS.items() if row else ():
        score = row.whole(column) if row else None
        if row is not None and score is not None and score in _BETTER_IS_HIGHER:
            yield tactic, Drafted(_BETTER_IS_HIGHER[score], _year(row), "repression")


def _sum(row: Row | None) -> Drafted | None:
    """Return the level of repression from the sum of the four scores, None when one of them is missing."""
    scores = [row.whole(column) for column in TACTICS] if row else []
    known = [score for score in scores if score is not None]
    if row is None or len(known) < len(TACTICS):
        return None
    return Drafted(next(word for top, word in _REPRESSION if sum(known) <= top), _year(row), "repression")


def _accreditation(row: Row | None) -> Drafted | None:
    word = _ACCREDITATION.get(row.cells["status"].strip()) if row else None
    return Drafted(word, _year(row), "institutions") if row and word else None


def _risk(code: str, rows: Iterable[Row], until: int) -> str | None:
    """Return the row of the risk file in words; its columns carry the years they are about in their names."""
    row = next((row for row in rows if alpha3(row.cells["ewp_name"]) == code), None)
    if row is None:
        return None
    years = [int(found[0]) for column in row.cells if (found := _YEAR.search(column))]
    if years and min(years) > until:
        return None
    return "; ".join(f"{key} {value}" for key, value in row.cells.items() if key != "ewp_name")


def _armed(code: str, data: Mapping[Kind, tuple[Row, ...]], until: int) -> list[Actor]:
    """Return armed actors with the last year of each kind of their violence, the state among them, by name."""
    held: dict[str, dict[str, Drafted]] = {}
    types: dict[str, str] = {}
    for name, kind, tactic, fact in (*_sexual(code, data, until), *_one_sided(code, data, until)):
        key = STATE if kind == STATE else name
        types[key] = kind if types.get(key, "unknown") == "unknown" else types[key]
        own = held.setdefault(key, {})
        if tactic not in own or own[tactic].year < fact.year:
            own[tactic] = fact
    return [Actor(name, types[name], tactics) for name, tactics in sorted(held.items())]


def _recent(rows: tuple[Row, ...], until: int) -> Iterator[Row]:
    """Yield rows of the last years of a file, up to the last year that may be used."""
    last = min(until, max((_year(row) for row in rows), default=0))
    return (row for row in rows if last - RECENT_YEARS < _year(row) <= last)


def _in_country(row: Row, code: str) -> bool:
    return any(alpha3(name) == code for name in row.cells["location"].split(","))


type _Told = tuple[str, str, str, Drafted]


def _sexual(code: str, data: Mapping[Kind, tuple[Row, ...]], until: int) -> Iterator[_Told]:
    for row in _recent(data.get("sexual_violence", ()), until):
        readings = {reader: row.whole(column) for column, reader in _READERS.items()}
        most = max((reading for reading in readings.values() if reading is not None), default=-1)
        if most > 0 and _in_country(row, code):
            kind = _ACTOR_TYPES.get(row.whole("actor_type") or 0, "unknown")
            fact = Drafted(_PREVALENCE[most], _year(row), "sexual_violence", _with(_unlike(readings), _spread(row)))
            yield row.cells["actor"], kind, "crsv", fact


def _one_sided(code: str, data: Mapping[Kind, tuple[Row, ...]], until: int) -> Iterator[_Told]:
    for row in _recent(data.get("one_sided", ()), until):
        deaths = row.whole("best_fatality_estimate") or 0
        if deaths > 0 and _in_country(row, code):
            kind = STATE if row.whole("is_government_actor") else "unknown"
            word = next((word for top, word in _DEATHS if deaths <= top), "very_high")
            yield row.cells["actor_name"], kind, "killing", Drafted(word, _year(row), "one_sided", _spread(row))


def _unlike(readings: Mapping[str, int | None]) -> str:
    """Say how sources differ: a source that reads none or nothing beside one that reports is no detail."""
    if len(set(readings.values())) == 1:
        return ""
    told = ", ".join(f"{reader} {'no reading' if r is None or r < 0 else r}" for reader, r in readings.items())
    return f"readings (0 none to 3 massive) differ: {told}"


def _spread(row: Row) -> str:
    """Say when a row is about several countries together."""
    places = [" ".join(name.split()) for name in row.cells["location"].split(",")]
    return f"this row is about {len(places)} countries together: {', '.join(places)}" if len(places) > 1 else ""


def _with(*cautions: str) -> str:
    return "; ".join(caution for caution in cautions if caution)
