"""Knowledge: rules, posterior and catalogues, loaded once and never changed."""

from dataclasses import dataclass
from datetime import date

from prevent_options.assumptions import Assumptions, load_assumptions
from prevent_options.catalogues import Catalogues, load_catalogues
from prevent_options.paths import data_dir
from prevent_options.posterior import Posterior, load_posterior
from prevent_options.repertoire import Repertoire, load_repertoire
from prevent_options.rules import FactPriors, RuleBook, load_fact_priors, load_rules


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
    catalogues = load_catalogues()
    posterior = load_posterior(data_dir("priors") / "posterior")
    return Knowledge(
        catalogues,
        load_rules(catalogues),
        load_fact_priors(),
        posterior,
        load_assumptions(),
        load_repertoire(catalogues),
    )
