"""The result other programs read: ``prevent-options/result@1`` as JSON, and one row a tool as CSV."""

import csv
import io
from collections.abc import Iterable

from prevent_options.assess.types import (
    Assessment,
    Lead,
    RuleFinding,
    Spread,
    SubstitutionFlag,
    TacticEffect,
    ToolResult,
)
from prevent_options.json_text import json_bytes, json_text

SCHEMA = "prevent-options/result@1"
DIGITS = 6
"""Decimals kept in results: finer than any figure is known, coarse enough for the same text on every machine."""

type Json = str | int | float | bool | list["Json"] | dict[str, "Json"] | None

CSV_COLUMNS = (
    "case",
    "goal",
    "rank",
    "rank_band",
    "tool",
    "family",
    "eligible",
    "in_use",
    "net_change_mean",
    "net_change_q05",
    "net_change_q50",
    "net_change_q95",
    "p_best",
    "expected_rank",
    "p_reduces",
    "p_backfire",
    "worst_tenth_mean",
    "p_goal",
    "acceptability",
    "confidence",
    "substitution",
)


def number(value: float) -> float:
    """Round a figure for output; minus zero becomes zero."""
    return round(float(value), DIGITS) + 0.0


def result_document(assessment: Assessment) -> dict[str, Json]:
    """Return the result as plain data, in the order in which it is documented."""
    return {
        "schema": SCHEMA,
        "case": assessment.case,
        "title": assessment.title,
        "goal": assessment.goal,
        "draws": assessment.draws,
        "seed": assessment.seed,
        "tools": _tools(assessment.tools),
        "unknown_facts": list(assessment.unknown_facts),
        "uncertain_facts": list(assessment.uncertain_facts),
        "rules": [_rule(rule) for rule in assessment.rules],
        "warnings": list(assessment.warnings),
        "lead": lead_document(assessment.lead),
    }


def _tools(tools: Iterable[ToolResult]) -> list[Json]:
    """Return the tools as plain data; what a rule says alike of several is written out once."""
    held = tuple(tools)
    rules = {id(rule): rule for tool in held for rule in tool.rules}
    told = {number: _rule(rule) for number, rule in rules.items()}
    return [_tool(tool, [told[id(rule)] for rule in tool.rules]) for tool in held]


def lead_document(lead: Lead | None) -> Json:
    """Return the lead of the first tool as plain data; None when there is no second."""
    return (
        None
        if lead is None
        else {
            "first": lead.first,
            "second": lead.second,
            "mean": number(lead.mean),
            "mc_error": number(lead.mc_error),
            "settled": lead.settled,
            "explained": {
                name: {"share": number(one.share), "mc_error": number(one.mc_error)}
                for name, one in (("facts", lead.facts), ("values", lead.values))
            },
        }
    )


def result_bytes(assessment: Assessment) -> bytes:
    """Return the result as JSON in UTF-8, as a file of it is written: the bytes of :func:`result_json`."""
    return json_bytes(result_document(assessment))


def result_json(assessment: Assessment) -> str:
    """Return the result as JSON text that ends with a newline; the same assessment gives the same bytes."""
    return json_text(result_document(assessment))


def result_csv(assessments: Iterable[Assessment]) -> str:
    """Return one row for each case and tool, with a header; cells that a spreadsheet could run are made text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for assessment in assessments:
        writer.writerows(csv_rows(assessment))
    return out.getvalue()


def csv_rows(assessment: Assessment) -> list[list[object]]:
    """Return one row for each tool, in the order of :data:`CSV_COLUMNS`, safe against spreadsheet formulas."""
    return [[safe_cell(cell) for cell in _row(assessment, tool)] for tool in assessment.tools]


def safe_cell(value: object) -> object:
    """Return text so that no spreadsheet takes it for a formula; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return "'" + value
    return value


def _row(assessment: Assessment, tool: ToolResult) -> list[object]:
    net = tool.net_change
    moves = "; ".join(dict.fromkeys(f"{flag.source} > {flag.target}" for flag in tool.substitution if flag.told))
    figures = (
        tool.p_best,
        tool.expected_rank,
        tool.p_reduces,
        tool.p_backfire,
        tool.worst_tenth_mean,
        tool.p_goal,
        tool.acceptability,
    )
    return [
        assessment.case,
        assessment.goal,
        tool.rank,
        tool.rank_band,
        tool.tool,
        tool.family,
        str(tool.eligible).lower(),
        str(tool.in_use).lower(),
        *(number(value) for value in (net.mean, net.q05, net.q50, net.q95)),
        *(number(value) for value in figures),
        tool.confidence,
        moves,
    ]


def tool_document(tool: ToolResult) -> Json:
    """Return one tool of a result as plain data."""
    return _tool(tool, [_rule(rule) for rule in tool.rules])


def _tool(tool: ToolResult, rules: list[Json]) -> Json:
    return {
        "tool": tool.tool,
        "name": tool.name,
        "family": tool.family,
        "rank": tool.rank,
        "rank_band": tool.rank_band,
        "eligible": tool.eligible,
        "ineligible_because": list(tool.ineligible_because),
        "in_use": tool.in_use,
        "p_best": number(tool.p_best),
        "expected_rank": number(tool.expected_rank),
        "rank_probabilities": [number(p) for p in tool.rank_probabilities],
        "net_change": _spread(tool.net_change),
        "p_reduces": number(tool.p_reduces),
        "p_backfire": number(tool.p_backfire),
        "worst_tenth_mean": number(tool.worst_tenth_mean),
        "p_goal": number(tool.p_goal),
        "acceptability": number(tool.acceptability),
        "confidence": tool.confidence,
        "confidence_because": list(tool.confidence_because),
        "tactics": [_tactic(effect) for effect in tool.tactics],
        "substitution": [_flag(flag) for flag in tool.substitution],
        "rules": rules,
        "evidence": list(tool.evidence),
    }


def _spread(spread: Spread) -> Json:
    return {
        "mean": number(spread.mean),
        "q05": number(spread.q05),
        "q50": number(spread.q50),
        "q95": number(spread.q95),
    }


def _tactic(effect: TacticEffect) -> Json:
    return {
        "perpetrator": effect.perpetrator,
        "tactic": effect.tactic,
        "forms": list(effect.forms),
        "listed": effect.listed,
        "mean": number(effect.mean),
        "q05": number(effect.q05),
        "q95": number(effect.q95),
        "p_increase": number(effect.p_increase),
        "direct": number(effect.direct),
        "spill_over": number(effect.spill_over),
        "reporting": number(effect.reporting),
    }


def _flag(flag: SubstitutionFlag) -> Json:
    return {
        "perpetrator": flag.perpetrator,
        "from": flag.source,
        "to": flag.target,
        "p_increase": number(flag.p_increase),
        "mean": number(flag.mean),
        "via": flag.via,
        "rules": list(flag.rules),
        "basis": flag.basis,
        "strength": flag.strength,
        "findings": list(flag.findings),
        "p_rises_tenth": number(flag.p_tenth),
        "harm": number(flag.harm),
        "told": flag.told,
        "forms": list(flag.forms),
        "who": flag.who,
        "where": flag.where,
        "months": list(flag.months),
        "signs": [{"text": text, "hidden": hidden} for text, hidden in flag.signs],
        "companions": list(flag.companions),
    }


def _rule(rule: RuleFinding) -> Json:
    return {
        "id": rule.id,
        "title": rule.title,
        "kind": rule.kind,
        "state": rule.state,
        "probability": None if rule.probability is None else number(rule.probability),
        "basis": rule.basis,
        "strength": rule.strength,
        "messages": list(rule.messages),
        "reads": [{"fact": fact, "value": value} for fact, value in rule.reads],
        "failed": list(rule.failed),
        "sources": list(rule.sources),
    }
