"""What would change the first choice as JSON: ``prevent-options/turning@1``."""

from prevent_options.assess.result import Json, number
from prevent_options.assess.turning_types import FactSwing, Turning
from prevent_options.json_text import json_text

SCHEMA = "prevent-options/turning@1"
DIRECTION = "lead above 0: today's first tool stays first; log rate ratios: minus is less violence"


def turning_document(found: Turning) -> dict[str, Json]:
    """Return what was found as plain data."""
    near = found.nearest
    return {
        "schema": SCHEMA,
        "case": found.case,
        "title": found.title,
        "goal": found.goal,
        "draws": found.draws,
        "seed": found.seed,
        "unit": found.unit,
        "direction": DIRECTION,
        "today": {"first": found.first, "runner_up": found.runner_up, "lead": number(found.lead)},
        "facts": [_swing(swing) for swing in found.facts],
        "untried": [{"fact": fact, "value": value, "because": because} for fact, value, because in found.untried],
        "tools": [
            {
                "tool": one.tool,
                "behind": number(one.behind),
                "shift": None if one.shift is None else number(one.shift),
            }
            for one in found.shifts
        ],
        "parameters": [
            {
                "kind": one.kind,
                "name": one.name,
                "today": number(one.today),
                "at": number(one.at),
                "spread": None if one.spread is None else number(one.spread),
                "first": one.first,
            }
            for one in found.levels
        ],
        "nearest": None
        if near is None
        else {
            "facts": [{"fact": fact, "value": value} for fact, value in near.facts],
            "probability": None if near.share is None else number(near.share),
            "words": near.words,
        },
    }


def turning_json(found: Turning) -> str:
    """Return what was found as JSON text that ends with a newline; the same input gives the same bytes."""
    return json_text(turning_document(found))


def _swing(swing: FactSwing) -> Json:
    return {
        "fact": swing.fact,
        "state": swing.state,
        "low": number(swing.low),
        "high": number(swing.high),
        "values": [
            {
                "value": one.value,
                "probability": None if one.share is None else number(one.share),
                "first": one.first,
                "lead": number(one.lead),
                "barred": one.barred,
            }
            for one in swing.trials
        ],
        "thresholds": [
            {"value": one.value, "today": number(one.today), "at": number(one.at), "first": one.first}
            for one in swing.thresholds
        ],
    }
