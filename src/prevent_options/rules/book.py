"""The book of rules: those in force on a day, and what is left of each for each tool."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from prevent_options.rules.conditions import Condition
from prevent_options.rules.plan import Plan, plan_of
from prevent_options.rules.rule import Rule


@dataclass(frozen=True, eq=False)
class RuleBook:
    """Checked rules.

    Attributes
    ----------
    rules
        In the order of their ids.
    factor_conditions
        Id of a contextual factor to the condition under which it is present, quantified.
    """

    rules: tuple[Rule, ...]
    factor_conditions: Mapping[str, Condition]
    _plans: dict[tuple[str, tuple[str, ...]], Plan] = field(default_factory=dict, repr=False)

    def in_force(self, day: date | None) -> "RuleBook":
        """Return the rules in force on a day; without a day, those that have no end."""
        return replace(self, rules=tuple(rule for rule in self.rules if rule.in_force(day)))

    def missing_on(self, day: date | None) -> str:
        """Say how many rules speak on a day, where some that are in force without a day do not; else nothing."""
        then = self.in_force(day).rules
        if set(self.in_force(None).rules) <= set(then):
            return ""
        return (
            f"{len(then)} of {len(self.rules)} rules were in force on {day}: what the others say, their cautions about "
            "harm included, is missing here."
        )

    def only(self, rules: tuple[Rule, ...]) -> "RuleBook":
        """Return the book with some of its rules; what was worked out for them is shared."""
        return replace(self, rules=rules)

    def plan(self, rule: Rule, tools: tuple[str, ...]) -> Plan:
        """Return what is left of a rule for each tool; worked out once for all cases."""
        key = (rule.id, tools)
        if key not in self._plans:
            self._plans[key] = plan_of(rule.when, tools)
        return self._plans[key]
