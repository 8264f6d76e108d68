"""Reviewing the rules as a whole: what is doubtful, which ones speak in which cases, what changed between two books."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Final, Literal, NamedTuple

from prevent_options.catalogues import Tool
from prevent_options.profile import CaseProfile
from prevent_options.rules.book import RuleBook
from prevent_options.rules.engine import State, evaluate
from prevent_options.rules.fact_priors import FactPriors
from prevent_options.rules.loading import SOURCE_WORDS
from prevent_options.rules.rule import Rule
from prevent_options.rules.worlds import sample_world

LARGE_SHIFT: Final = 0.35
"""A log rate ratio that only a study may justify: the largest average effects of the evidence are about as large."""
DRAWS: Final = 200
"""States depend on the support of facts, not on draws; few are enough."""

type Kind = Literal["added", "removed", "changed"]


class Doubt(NamedTuple):
    """Something in one rule that a reviewer should look at."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often one rule has each state over a set of cases."""

    rule: str
    states: Mapping[State, int]

    @property
    def speaks(self) -> bool:
        """Whether it fires or is unknown in any case."""
        return bool(self.states["fired"] or self.states["unknown"])


class Change(NamedTuple):
    """One rule that differs between two books; ``parts`` names what changed."""

    rule: str
    kind: Kind
    parts: tuple[str, ...]


def lint(book: RuleBook, tools: tuple[str, ...]) -> Iterator[Doubt]:
    """Yield what is doubtful in rules that are valid.

    Parameters
    ----------
    book
        The rules.
    tools
        Ids of all tools.
    """
    for rule in book.rules:
        yield from (Doubt(rule.id, text) for text in _doubts(rule, book, tools))


def _doubts(rule: Rule, book: RuleBook, tools: tuple[str, ...]) -> Iterator[str]:
    studies = set(rule.sources) - SOURCE_WORDS
    if not book.plan(rule, tools):
        yield "no tool can ever meet its condition"
    if rule.basis == "evidence" and not studies and "evidence-review" not in rule.sources:
        yield "its basis is evidence and no source is a study"
    if not studies and any(abs(effect.mean) > LARGE_SHIFT for effect in rule.effects if effect.kind == "shift"):
        yield f"it shifts an effect by more than {LARGE_SHIFT} and no study stands behind it"
    if rule.strength == "strong" and rule.effects and not studies:
        yield "its strength is strong, it changes numbers, and no study stands behind it"
    if rule.effective_until is not None and rule.effective_until <= rule.effective_from:
        yield "it is never in force"


def coverage(
    book: RuleBook, cases: Iterable[CaseProfile], tools: Iterable[Tool], priors: FactPriors
) -> tuple[Coverage, ...]:
    """Return how often each rule speaks in a set of cases.

    Parameters
    ----------
    book, tools, priors
        What the cases are assessed with.
    cases
        The cases.
    """
    counts: dict[str, dict[State, int]] = {
        rule.id: dict.fromkeys(("fired", "unknown", "silent", "not_applicable"), 0) for rule in book.rules
    }
    asked = tuple(tools)
    for case in cases:
        world = sample_world(case, priors, draws=DRAWS, seed=1)
        for found in evaluate(book, case, world, asked).rules:
            counts[found.id][found.state] += 1
    return tuple(Coverage(rule, states) for rule, states in counts.items())


_PARTS: Final = tuple(part.name for part in fields(Rule) if part.name not in {"id", "file"})


def diff(before: RuleBook, after: RuleBook) -> tuple[Change, ...]:
    """Return the rules that differ between two books, by id."""
    old, new = ({rule.id: rule for rule in book.rules} for book in (before, after))
    found = []
    for name in sorted(old.keys() | new.keys()):
        if name not in old or name not in new:
            found.append(Change(name, "added" if name in new else "removed", ()))
        elif parts := tuple(part for part in _PARTS if getattr(old[name], part) != getattr(new[name], part)):
            found.append(Change(name, "changed", parts))
    return tuple(found)
