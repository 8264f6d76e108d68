"""Assess: one case in, tools in rank order with their uncertainty out."""

from prevent_options.assess.knowledge import Knowledge, load_knowledge
from prevent_options.assess.pipeline import DrawnCase, assess, draw_case, summary
from prevent_options.assess.result import CSV_COLUMNS, csv_rows, result_bytes, result_csv, result_json, safe_cell
from prevent_options.assess.types import Assessment, Explanation, ToolResult

__all__ = [
    "CSV_COLUMNS",
    "Assessment",
    "DrawnCase",
    "Explanation",
    "Knowledge",
    "ToolResult",
    "assess",
    "csv_rows",
    "draw_case",
    "load_knowledge",
    "result_bytes",
    "result_csv",
    "result_json",
    "safe_cell",
    "summary",
]
