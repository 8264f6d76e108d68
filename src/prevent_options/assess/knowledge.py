"""Knowledge: rules, posterior and catalogues, loaded once and never changed."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from prevent_options.assumptions import Assumptions, load_assumptions
from prevent_options.catalogues import Catalogues, load_catalogues
from prevent_options.keeping import kept, knowledge_files
from prevent_options.paths import data_dir
from prevent_options.posterior import Posterior, load_posterior
from prevent_options.repertoire import Repertoire, load_repertoire
from prevent_options.rules import FactPriors, RuleBook, load_fact_priors

READERS = ("assess", "assumptions", "catalogues", "profile", "repertoire", "rules", "yamlio")
"""Code whose objects :class:`Texts` holds, or that decides what they hold."""


class Texts(NamedTuple):
    """All knowledge that people write: what stands in YAML, read and checked."""

    catalogues: Catalogues
    rules: RuleBook
    fact_priors: FactPriors
    assumptions: Assumptions
    repertoire: Repertoire


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything an assessment needs besides the case."""

    catalogues: Catalogues
    rules: RuleBook
    fact_priors: FactPriors
    posterior: Posterior
    assumptions: Assumptions
    repertoire: Repertoire

    def rules_in_force(self, day: date | None) -> RuleBook:
        """Return the rules in force on a day; without a day, those that have no end. Never asks the clock."""
        return self.rules.in_force(day)


def load_knowledge() -> Knowledge:
    """Read the shipped knowledge.

    Raises
    ------
    InputError
        When a rule, a catalogue entry or the posterior is damaged; all problems at once.
    """
    texts = load_texts()
    return Knowledge(
        catalogues=texts.catalogues,
        rules=texts.rules,
        fact_priors=texts.fact_priors,
        posterior=load_posterior(data_dir("priors") / "posterior"),
        assumptions=texts.assumptions,
        repertoire=texts.repertoire,
    )


def load_texts() -> Texts:
    """Read what stands in YAML, from a kept copy where there is one; for commands that need no posterior.

    Raises
    ------
    InputError
        When a rule or a catalogue entry is damaged; all problems at once.
    """
    return kept(Texts, knowledge_files(READERS), _read_texts)


def _read_texts() -> Texts:
    """Read and check all YAML; the plans of the rules are worked out too, because every case needs them."""
    # Only here, because where a copy is kept nothing of it is needed.
    from prevent_options.rules.loading import load_rules  # noqa: PLC0415

    catalogues = load_catalogues()
    rules, tools = load_rules(catalogues), tuple(catalogues.tools)
    for rule in rules.rules:
        rules.plan(rule, tools)
    return Texts(catalogues, rules, load_fact_priors(), load_assumptions(), load_repertoire(catalogues))
