"""What changes between two assessments, and why: facts, rules, ranks, and the part that each cause has in a move."""

from collections.abc import Mapping
from dataclasses import dataclass

from prevent_options.assess.causes import (
    SUBSTITUTION,
    Change,
    Side,
    changes,
    facts_of,
    parts_of,
    steps_between,
    values_of,
)
from prevent_options.assess.result import Json, number
from prevent_options.assess.types import Assessment, ToolResult
from prevent_options.json_text import json_text

SCHEMA = "prevent-options/comparison@1"

type Parts = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ToolChange:
    """One tool before and after.

    Attributes
    ----------
    before, after
        Its results.
    rules
        Rules whose state for it differs, as ``(rule, before, after)``.
    rank_parts, expected_rank_parts, net_change_parts
        The part of each cause in the change of its rank, its expected rank and its net change; each adds up exactly.
    """

    tool: str
    before: ToolResult
    after: ToolResult
    rules: tuple[tuple[str, str, str], ...]
    rank_parts: Parts
    expected_rank_parts: Parts
    net_change_parts: Parts

    @property
    def moved(self) -> float:
        """Change of the expected rank; negative is better."""
        return self.after.expected_rank - self.before.expected_rank


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two assessments side by side; facts and values as ``(what, before, after)``."""

    before: Assessment
    after: Assessment
    facts: tuple[Change, ...]
    values: tuple[Change, ...]
    causes: tuple[str, ...]
    tools: tuple[ToolChange, ...]


def compare(before: Side, after: Side) -> Comparison:
    """Compare two sides; every cause that changed is one assessment more.

    Parameters
    ----------
    before, after
        Everything that decides the two assessments; tools of both are compared, in the order of the second.
    """
    first, steps = before.assessed(), steps_between(before, after)
    found = {part: side.assessed() for part, side in steps}
    second = found[steps[-1][0]] if steps else first
    by_tool = {part: {tool.tool: tool for tool in one.tools} for part, one in found.items()}
    old = {tool.tool: tool for tool in first.tools}
    in_force = (_ids(first), _ids(second))
    return Comparison(
        first,
        second,
        changes(_facts(before), _facts(after)),
        changes(values_of(before.profile), values_of(after.profile)),
        tuple(found),
        tuple(
            _change(old[tool.tool], tool, {part: tools[tool.tool] for part, tools in by_tool.items()}, in_force)
            for tool in second.tools
            if tool.tool in old
        ),
    )


def _facts(side: Side) -> dict[str, str]:
    """Return the facts of a side; whether violence may move elsewhere is told among them."""
    return facts_of(side.profile) | {SUBSTITUTION: "counted" if side.substitutes else "left out"}


def _ids(assessment: Assessment) -> frozenset[str]:
    """Return the rules that were in force for an assessment."""
    return frozenset(rule.id for rule in assessment.rules)


def _change(
    before: ToolResult,
    after: ToolResult,
    reached: Mapping[str, ToolResult],
    in_force: tuple[frozenset[str], frozenset[str]],
) -> ToolChange:
    """Return what changed of one tool, from its results after each step."""

    def parts(figure: str) -> Parts:
        return parts_of(
            _figure(before, figure),
            {part: _figure(one, figure) for part, one in reached.items()},
            _figure(after, figure),
        )

    return ToolChange(
        after.tool,
        before,
        after,
        _rule_changes(before, after, in_force),
        {part: int(size) for part, size in parts("rank").items()},
        parts("expected_rank"),
        parts("net_change"),
    )


def _figure(tool: ToolResult, name: str) -> float:
    return tool.net_change.mean if name == "net_change" else float(getattr(tool, name))


def _rule_changes(
    before: ToolResult, after: ToolResult, in_force: tuple[frozenset[str], frozenset[str]]
) -> tuple[tuple[str, str, str], ...]:
    """Return rules whose state for the tool differs, or that fire in another share of draws.

    A rule that one side does not have was not asked there: it is not in force, and not silent.
    """
    old, new = ({rule.id: _state(rule.state, rule.probability) for rule in tool.rules} for tool in (before, after))
    return tuple(
        (rule, old.get(rule) or _unsaid(rule, in_force[0]), new.get(rule) or _unsaid(rule, in_force[1]))
        for rule in sorted(old.keys() | new.keys())
        if old.get(rule) != new.get(rule)
    )


def _unsaid(rule: str, in_force: frozenset[str]) -> str:
    return "silent" if rule in in_force else "not in force"


def _state(state: str, probability: float | None) -> str:
    """Return a state with the share of draws in which the rule fires."""
    return state if probability is None else f"{state} ({round(100 * probability)}% of draws)"


def comparison_json(comparison: Comparison) -> str:
    """Return the comparison as JSON text that ends with a newline."""
    document: dict[str, Json] = {
        "schema": SCHEMA,
        "before": comparison.before.case,
        "after": comparison.after.case,
        "goals": [comparison.before.goal, comparison.after.goal],
        "draws": [comparison.before.draws, comparison.after.draws],
        "seeds": [comparison.before.seed, comparison.after.seed],
        "facts": [{"fact": fact, "before": old, "after": new} for fact, old, new in comparison.facts],
        "values": [{"value": name, "before": old, "after": new} for name, old, new in comparison.values],
        "causes": list(comparison.causes),
        "tools": [_tool(change) for change in comparison.tools],
    }
    return json_text(document)


def _tool(change: ToolChange) -> Json:
    before, after = change.before, change.after
    return {
        "tool": change.tool,
        "rank": [before.rank, after.rank],
        "rank_band": [before.rank_band, after.rank_band],
        "expected_rank": [number(before.expected_rank), number(after.expected_rank)],
        "net_change_mean": [number(before.net_change.mean), number(after.net_change.mean)],
        "p_backfire": [number(before.p_backfire), number(after.p_backfire)],
        "because": {
            "rank": dict(change.rank_parts),
            "expected_rank": dict(change.expected_rank_parts),
            "net_change_mean": dict(change.net_change_parts),
        },
        "rules": [{"rule": rule, "before": old, "after": new} for rule, old, new in change.rules],
    }
