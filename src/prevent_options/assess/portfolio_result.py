"""Portfolios as JSON: ``prevent-options/portfolio@1``."""

from prevent_options.assess.portfolio_types import Exit, Option, Portfolios
from prevent_options.assess.result import Json, number
from prevent_options.json_text import json_text

SCHEMA = "prevent-options/portfolio@1"
DIRECTION = "net_change: change of total harm as a fraction, negative is less harm; utility: larger is better"


def portfolio_document(found: Portfolios) -> dict[str, Json]:
    """Return the answer as plain data, in the order in which it is documented."""
    request = found.request
    return {
        "schema": SCHEMA,
        "case": found.case,
        "title": found.title,
        "goal": found.goal,
        "draws": found.draws,
        "seed": found.seed,
        "direction": DIRECTION,
        "limits": {
            "max_tools": request.max_tools,
            "budget": request.budget,
            "with": list(request.required),
            "without": list(request.excluded),
            "allow": list(request.allowed),
        },
        "sets": found.sets,
        "portfolios": [_option(option) for option in found.portfolios],
        "frontier": [_option(option) for option in found.frontier],
        "focus": [
            {
                "level": one.level,
                "p_best": number(one.p_best),
                "portfolio": None if one.option is None else _option(one.option),
            }
            for one in found.focus
        ],
        "barred": [{"tool": name, "because": list(reasons)} for name, reasons in found.barred],
        "warnings": list(found.warnings),
    }


def portfolio_json(found: Portfolios) -> str:
    """Return the answer as JSON text that ends with a newline; the same answer gives the same bytes."""
    return json_text(portfolio_document(found))


def _option(option: Option) -> dict[str, Json]:
    net = option.net_change
    return {
        "tools": list(option.tools),
        "in_use": list(option.in_use),
        "net_change": {
            "mean": number(net.mean),
            "q05": number(net.q05),
            "q50": number(net.q50),
            "q95": number(net.q95),
        },
        "p_backfire": number(option.p_backfire),
        "worst_tenth_mean": number(option.worst_tenth_mean),
        "effort": number(option.effort),
        "utility": number(option.utility),
        "p_beats_first": number(option.p_beats_first),
        "steps": [
            {
                "tool": step.tool,
                "after": list(step.after),
                "because": step.because,
                "months": [number(month) for month in step.months],
            }
            for step in option.steps
        ],
        "interactions": [
            {"id": tie.id, "title": tie.title, "tools": list(tie.tools), "shift": number(tie.shift)}
            for tie in option.ties
        ],
        "exits": [_exit(one) for one in option.exits],
    }


def _exit(one: Exit) -> dict[str, Json]:
    companion = one.companion
    return {
        "perpetrator": one.perpetrator,
        "from": one.source,
        "to": one.target,
        "rise": number(one.rise),
        "p_increase": number(one.p_increase),
        "companion": None
        if companion is None
        else {"tool": companion.tool, "change": number(companion.change), "effort": number(companion.effort)},
        "rules": list(one.rules),
    }
