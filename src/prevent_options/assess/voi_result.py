"""The value of information as JSON: ``prevent-options/voi@1``."""

from prevent_options.assess.result import Json, number
from prevent_options.assess.voi_types import Asked, ValueOfInformation
from prevent_options.json_text import json_text

SCHEMA = "prevent-options/voi@1"
DIRECTION = "larger is worth more; never below 0; who knows more never knows less"


def voi_document(found: ValueOfInformation) -> dict[str, Json]:
    """Return the values as plain data, in the order in which they are documented."""
    return {
        "schema": SCHEMA,
        "case": found.case,
        "title": found.title,
        "goal": found.goal,
        "draws": found.draws,
        "seed": found.seed,
        "unit": found.unit,
        "direction": DIRECTION,
        "today": {"tool": found.best, "utility": number(found.utility)},
        "evpi": number(found.evpi),
        "mc_error": number(found.mc_error),
        "facts": [
            {
                "fact": one.fact,
                "state": one.state,
                "read": one.read,
                "evppi": number(one.evppi),
                "mc_error": number(one.mc_error),
                "question": _asked(one.asked),
            }
            for one in found.facts
        ],
        "parameters": [
            {
                "kind": one.kind,
                "name": one.name,
                "evppi": number(one.evppi),
                "mc_error": number(one.mc_error),
                "question": _asked(one.asked),
            }
            for one in found.parameters
        ],
        "studies": [
            {
                "tool": one.tool,
                "cases": one.cases,
                "standard_error": number(one.sd),
                "evsi": number(one.evsi),
                "mc_error": number(one.mc_error),
                "question": _asked(one.asked),
            }
            for one in found.studies
        ],
        "warnings": list(found.warnings),
    }


def voi_json(found: ValueOfInformation) -> str:
    """Return the values as JSON text that ends with a newline; the same values give the same bytes."""
    return json_text(voi_document(found))


def _asked(asked: Asked | None) -> Json:
    return None if asked is None else {"id": asked.id, "question": asked.question}
