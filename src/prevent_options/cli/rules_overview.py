"""What ``rules list`` and ``rules lint`` print, kept as plain words, so that neither reads the rules a second time."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from prevent_options.keeping import kept, knowledge_files

if TYPE_CHECKING:
    from prevent_options.catalogues import Catalogues
    from prevent_options.rules import RuleBook

READERS = (
    "assess",
    "assumptions",
    "catalogues",
    "cli/rules_overview",
    "keeping",
    "profile",
    "repertoire",
    "rules",
    "yamlio",
)
"""Code that decides what an overview holds."""


class RuleLine(NamedTuple):
    """One rule as a list tells it; it speaks from the first day up to, not including, the second."""

    id: str
    kind: str
    basis: str
    strength: str
    title: str
    begins: date
    ends: date | None

    def in_force(self, day: date | None) -> bool:
        """Say whether the rule holds on a day; without a day, whether it has no end."""
        if day is None:
            return self.ends is None
        return self.begins <= day and (self.ends is None or day < self.ends)


class Overview(NamedTuple):
    """All rules in the order of their ids, and what is doubtful in them: rule and words."""

    lines: tuple[RuleLine, ...]
    doubts: tuple[tuple[str, str], ...]


def overview() -> Overview:
    """Return the overview of the shipped rules, from a kept copy where there is one.

    Raises
    ------
    InputError
        When a rule or a catalogue entry is damaged; all problems at once.
    """
    return kept(Overview, knowledge_files(READERS), _read)


def overview_of(folder: Path) -> Overview:
    """Return the overview of a folder of rules.

    Raises
    ------
    InputError
        With every problem of the folder.
    """
    from prevent_options.catalogues import load_catalogues
    from prevent_options.rules.loading import load_rules

    catalogues = load_catalogues()
    return _looked_through(load_rules(catalogues, folder), catalogues)


def _read() -> Overview:
    """Read the shipped rules and look through them."""
    from prevent_options.assess.knowledge import load_texts

    texts = load_texts()
    return _looked_through(texts.rules, texts.catalogues)


def _looked_through(book: "RuleBook", catalogues: "Catalogues") -> Overview:
    """Return what a list tells of rules, and what is doubtful in them."""
    from prevent_options.rules.review import lint

    lines = (
        RuleLine(
            rule.id,
            rule.kind,
            rule.basis,
            rule.strength,
            rule.title,
            date.min if rule.ineligible else rule.effective_from,
            rule.effective_until,
        )
        for rule in book.rules
    )
    doubts = ((doubt.rule, doubt.text) for doubt in lint(book, tuple(catalogues.tools)))
    return Overview(tuple(lines), tuple(doubts))
