"""Option memos: what the assessment says, for a reader with two pages of patience and an analyst behind him."""

from prevent_options.memo.citations import load_citations
from prevent_options.memo.context import build_context
from prevent_options.memo.make import insights_of, make_memo
from prevent_options.memo.notes import load_notes, notes_json_schema
from prevent_options.memo.parts import Insights, MemoContext, Notes, Sensitivity, Swing, Worth
from prevent_options.memo.rendering import KINDS, Kind, Look, check_format, documents, not_printed, render, write_memo

__all__ = [
    "KINDS",
    "Insights",
    "Kind",
    "Look",
    "MemoContext",
    "Notes",
    "Sensitivity",
    "Swing",
    "Worth",
    "build_context",
    "check_format",
    "documents",
    "insights_of",
    "load_citations",
    "load_notes",
    "make_memo",
    "not_printed",
    "notes_json_schema",
    "render",
    "write_memo",
]
