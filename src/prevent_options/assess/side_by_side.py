"""Several goals side by side: the same case and draws, one assessment a goal; ``prevent-options/goals@1`` as JSON."""

from collections.abc import Sequence
from datetime import date

from prevent_options.assess.knowledge import Knowledge
from prevent_options.assess.pipeline import assess
from prevent_options.assess.result import Json, number
from prevent_options.assess.types import Assessment, ToolResult
from prevent_options.json_text import json_text
from prevent_options.profile import CaseProfile, with_facts

SCHEMA = "prevent-options/goals@1"
DIRECTION = {
    "rank": "1 is best",
    "p_goal": "larger is better",
    "net_change": "negative is less violence",
}
MEANING = {
    "reduce": "harm falls by a tenth or more",
    "stop": "harm falls by the case's threshold or more",
    "foreclose": "an onset that would have come is averted",
}
"""The event whose probability ``p_goal`` is, by goal."""


def assess_goals(
    profile: CaseProfile,
    knowledge: Knowledge,
    goals: Sequence[str],
    *,
    draws: int = 4000,
    seed: int = 1,
    rules_as_of: date | None = None,
) -> tuple[Assessment, ...]:
    """Assess one case under several goals with the same random numbers.

    Each goal is a full assessment, since rules may read the goal; the order of the goals is kept.

    Parameters
    ----------
    profile, knowledge, draws, seed, rules_as_of
        As for :func:`prevent_options.assess.assess`.
    goals
        Goals, each once; the case's own goal need not be among them.
    """
    return tuple(
        assess(with_facts(profile, {"goal": goal}), knowledge, draws=draws, seed=seed, rules_as_of=rules_as_of)
        for goal in goals
    )


def goals_document(assessments: Sequence[Assessment]) -> dict[str, Json]:
    """Return the goals side by side as plain data; tools stand in the order of the first goal."""
    first = assessments[0]
    by_goal = {one.goal: {tool.tool: tool for tool in one.tools} for one in assessments}
    return {
        "schema": SCHEMA,
        "case": first.case,
        "title": first.title,
        "goals": list(by_goal),
        "draws": first.draws,
        "seed": first.seed,
        "direction": dict(DIRECTION),
        "p_goal_means": {goal: MEANING[goal] for goal in by_goal},
        "tools": [
            {
                "tool": tool.tool,
                "name": tool.name,
                "by_goal": {goal: _under_goal(tools[tool.tool]) for goal, tools in by_goal.items()},
            }
            for tool in first.tools
        ],
        "warnings": list(dict.fromkeys(warning for one in assessments for warning in one.warnings)),
    }


def _under_goal(tool: ToolResult) -> Json:
    """Return where a tool stands under one goal; the goal stop looks at the end of the horizon, so harm differs."""
    return {
        "rank": tool.rank,
        "rank_band": tool.rank_band,
        "eligible": tool.eligible,
        "p_goal": number(tool.p_goal),
        "net_change": number(tool.net_change.mean),
    }


def goals_json(assessments: Sequence[Assessment]) -> str:
    """Return the goals side by side as JSON text that ends with a newline."""
    return json_text(goals_document(assessments))
