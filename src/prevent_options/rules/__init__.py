"""Rules: expert judgement in YAML, evaluated with three truth values and draw by draw."""

from prevent_options.rules.book import RuleBook
from prevent_options.rules.engine import Finding, Findings, Read, RuleState, ScopeFinding, State, evaluate, fires
from prevent_options.rules.fact_priors import FactPriors, load_fact_priors
from prevent_options.rules.rule import Effect, Reporting, Rule, Substitution
from prevent_options.rules.worlds import Mask, World, sample_world

__all__ = [
    "Effect",
    "FactPriors",
    "Finding",
    "Findings",
    "Mask",
    "Read",
    "Reporting",
    "Rule",
    "RuleBook",
    "RuleState",
    "ScopeFinding",
    "State",
    "Substitution",
    "World",
    "evaluate",
    "fires",
    "load_fact_priors",
    "sample_world",
]
