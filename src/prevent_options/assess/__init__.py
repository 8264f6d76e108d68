"""Assess: one case in, tools in rank order with their uncertainty out."""

from prevent_options.assess.causes import Side
from prevent_options.assess.compare import Comparison, compare, comparison_json
from prevent_options.assess.explain import explain, explanation_json
from prevent_options.assess.knowledge import Knowledge, load_knowledge
from prevent_options.assess.pipeline import DrawnCase, assess, draw_case, summary
from prevent_options.assess.priors import PriorRow, prior_table
from prevent_options.assess.result import CSV_COLUMNS, csv_rows, result_csv, result_json, safe_cell
from prevent_options.assess.schema import result_json_schema
from prevent_options.assess.types import Assessment, Explanation, ToolResult

__all__ = [
    "CSV_COLUMNS",
    "Assessment",
    "Comparison",
    "DrawnCase",
    "Explanation",
    "Knowledge",
    "PriorRow",
    "Side",
    "ToolResult",
    "assess",
    "compare",
    "comparison_json",
    "csv_rows",
    "draw_case",
    "explain",
    "explanation_json",
    "load_knowledge",
    "prior_table",
    "result_csv",
    "result_json",
    "result_json_schema",
    "safe_cell",
    "summary",
]
