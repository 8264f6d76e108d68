"""What changes between two assessments, and why: facts, rules, ranks. Common random numbers keep noise out of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from prevent_options.assess.result import Json, number
from prevent_options.assess.types import Assessment, ToolResult


@dataclass(frozen=True, slots=True)
class ToolChange:
    """One tool before and after; None where it is not in that assessment."""

    tool: str
    before: ToolResult
    after: ToolResult
    rules: tuple[tuple[str, str, str], ...]  # (rule, state before, state after)

    @property
    def moved(self) -> float:
        """Change of the expected rank; negative is better."""
        return self.after.expected_rank - self.before.expected_rank


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two assessments side by side."""

    before: Assessment
    after: Assessment
    facts: tuple[tuple[str, str, str], ...]  # (fact, before, after)
    tools: tuple[ToolChange, ...]


def compare(before: Assessment, after: Assessment, facts: tuple[Mapping[str, str], Mapping[str, str]]) -> Comparison:
    """Compare two assessments.

    Parameters
    ----------
    before, after
        The assessments; tools of both are compared, in the order of the second.
    facts
        Every fact of each case as text.
    """
    old = {tool.tool: tool for tool in before.tools}
    changes = tuple(
        ToolChange(tool.tool, old[tool.tool], tool, _rule_changes(old[tool.tool], tool))
        for tool in after.tools
        if tool.tool in old
    )
    return Comparison(before, after, _fact_changes(*facts), changes)


def _fact_changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """Return facts that differ; a fact one case lacks is ``not in the case``."""
    return tuple(
        (fact, before.get(fact, "not in the case"), after.get(fact, "not in the case"))
        for fact in sorted(before.keys() | after.keys())
        if before.get(fact) != after.get(fact)
    )


def _rule_changes(before: ToolResult, after: ToolResult) -> tuple[tuple[str, str, str], ...]:
    """Return rules whose state for the tool differs, or that fire in another share of draws."""
    old, new = ({rule.id: _state(rule.state, rule.probability) for rule in tool.rules} for tool in (before, after))
    return tuple(
        (rule, old.get(rule, "silent"), new.get(rule, "silent"))
        for rule in sorted(old.keys() | new.keys())
        if old.get(rule) != new.get(rule)
    )


def _state(state: str, probability: float | None) -> str:
    """Return a state with the share of draws in which the rule fires."""
    return state if probability is None else f"{state} ({round(100 * probability)}% of draws)"


def comparison_json(comparison: Comparison) -> str:
    """Return the comparison as JSON text that ends with a newline."""
    document: dict[str, Json] = {
        "schema": "prevent-options/comparison@1",
        "before": comparison.before.case,
        "after": comparison.after.case,
        "goals": [comparison.before.goal, comparison.after.goal],
        "facts": [{"fact": fact, "before": old, "after": new} for fact, old, new in comparison.facts],
        "tools": [_tool(change) for change in comparison.tools],
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _tool(change: ToolChange) -> Json:
    return {
        "tool": change.tool,
        "rank": [change.before.rank, change.after.rank],
        "expected_rank": [number(change.before.expected_rank), number(change.after.expected_rank)],
        "net_change_mean": [number(change.before.net_change.mean), number(change.after.net_change.mean)],
        "p_backfire": [number(change.before.p_backfire), number(change.after.p_backfire)],
        "rules": [{"rule": rule, "before": old, "after": new} for rule, old, new in change.rules],
    }
