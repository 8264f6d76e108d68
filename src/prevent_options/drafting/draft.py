"""From facts about a country to the text of a case file: each drafted fact with source and year, the rest unknown."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

import yaml

from prevent_options.drafting.countries import name_of
from prevent_options.drafting.data import TITLES, Kind
from prevent_options.drafting.facts import Actor, CountryFacts, Drafted

STALE_YEARS = 3
"""A fact about a year more than this many years before the day of the case is marked as stale."""

_UNKNOWN_TACTIC = "extrajudicial_execution"


def draft(code: str, facts: CountryFacts, as_of: date, goal: str) -> str:
    """Return a case file as text; the same facts give the same text.

    Parameters
    ----------
    code
        ISO 3166-1 alpha-3.
    facts
        What the data tell.
    as_of
        Day of the case.
    goal
        ``reduce``, ``stop`` or ``foreclose``.
    """
    used = sorted(set(_all(facts)), key=lambda fact: (fact.kind, fact.year))
    lines = [
        f"# Drafted from public data for {as_of.isoformat()}: check every fact and fill in the rest before use.",
        "schema: prevent-options/case@1",
        f"id: {code.lower()}-{as_of.year}",
        f"title: {_text(name_of(code))}",
        f'country: "{code}"',
        f"as_of: {as_of.isoformat()}",
        "phase: unknown",
        f"goal: {goal}",
        f"repression_level: {_fact(facts.repression, as_of)}",
        "accommodation_capacity: unknown",
        "perpetrators:",
        *_perpetrators(code, facts, as_of),
        "nhri:",
        f"  accreditation: {_fact(facts.accreditation, as_of)}",
        *_sources(used),
        f"notes: {_text(_notes(facts, used, as_of))}",
    ]
    return "\n".join(lines) + "\n"


def _all(facts: CountryFacts) -> Iterator[Drafted]:
    yield from (fact for fact in (facts.repression, facts.accreditation) if fact)
    yield from facts.state.values()
    for actor in facts.actors:
        yield from actor.tactics.values()


def _perpetrators(code: str, facts: CountryFacts, as_of: date) -> Iterator[str]:
    """Yield the state, with an unknown tactic where the data tell of none, then the armed actors."""
    names: set[str] = set()
    yield from _perpetrator(Actor(f"Government of {name_of(code)}", "state", facts.state), "state", as_of)
    for actor in facts.actors:
        name = slug(actor.name, names)
        yield from _perpetrator(actor, name, as_of)


def _perpetrator(actor: Actor, name: str, as_of: date) -> Iterator[str]:
    yield f"  - id: {name}"
    yield f"    name: {_text(actor.name)}"
    yield f"    type: {actor.type}"
    yield "    structure: unknown"
    yield "    tactics:"
    known: list[tuple[str, Drafted | None]] = [*sorted(actor.tactics.items())]
    for tactic, fact in known or [(_UNKNOWN_TACTIC, None)]:
        yield f"      - tactic: {tactic}"
        yield f"        intensity: {_fact(fact, as_of)}"


def slug(name: str, taken: set[str]) -> str:
    """Return an id for a name that is not taken yet, and take it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:40].strip("-") or "actor"
    base = base if base[0].isalpha() else f"actor-{base}"
    found, number = base, 2
    while found in taken or found == "state":
        found, number = f"{base}-{number}", number + 1
    taken.add(found)
    return found


def _fact(fact: Drafted | None, as_of: date) -> str:
    if fact is None:
        return "unknown"
    stale = f"stale, more than {STALE_YEARS} years old" if is_stale(fact, as_of) else ""
    said = "; ".join(part for part in (stale, fact.caution and f"CAUTION {fact.caution}") if part)
    beside = f"  # {fact.year}" + (f": {said}" if said else "")
    return f"{{value: {fact.value}, sources: [{_source_id(fact.kind, fact.year)}], confidence: low}}{beside}"


def is_stale(fact: Drafted, as_of: date) -> bool:
    """Say whether a fact is about a year too long ago."""
    return as_of.year - fact.year > STALE_YEARS


def _source_id(kind: Kind, year: int) -> str:
    return f"{kind}_{year}"


def _sources(used: list[Drafted]) -> Iterator[str]:
    """Yield the list of sources, nothing when no fact was drafted."""
    if used:
        yield "sources:"
        yield from (_source(kind, year) for kind, year in sorted({(fact.kind, fact.year) for fact in used}))


def _source(kind: Kind, year: int) -> str:
    return f"  - {{id: {_source_id(kind, year)}, title: {_text(f'{TITLES[kind]}, row of {year}')}, date: {year}}}"


def _notes(facts: CountryFacts, used: list[Drafted], as_of: date) -> str:
    """Return what a reader must know of the draft: its age, the cut points, the risk rank."""
    stale = sorted({fact.year for fact in used if is_stale(fact, as_of)})
    cautions = sum(bool(fact.caution) for fact in _all(facts))
    parts = [
        "Drafted by machine from public data; nobody has checked it.",
        "Levels follow cut points that are judgement (docs/drafting.md).",
        f"Stale facts, about {', '.join(map(str, stale))}: check them first." if stale else "No fact is stale.",
        f"Read the cautions beside {cautions} facts." if cautions else "",
        f"{TITLES['risk']}: {facts.risk}." if facts.risk else "",
    ]
    return " ".join(part for part in parts if part)


def _text(text: str) -> str:
    """Return text as a YAML scalar on one line."""
    dumped: str = yaml.safe_dump(text, allow_unicode=True, width=10**6, default_style='"')
    return dumped.strip()
