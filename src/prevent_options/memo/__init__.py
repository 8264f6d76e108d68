"""Option memos: what the assessment says, for a reader with two pages of patience and an analyst behind him."""

from prevent_options.memo.citations import load_citations
from prevent_options.memo.context import build_context
from prevent_options.memo.make import make_memo
from prevent_options.memo.parts import Insights, MemoContext, Sensitivity, Swing, Worth
from prevent_options.memo.rendering import KINDS, Kind, Look, check_format, documents, render, write_memo

__all__ = [
    "KINDS",
    "Insights",
    "Kind",
    "Look",
    "MemoContext",
    "Sensitivity",
    "Swing",
    "Worth",
    "build_context",
    "check_format",
    "documents",
    "load_citations",
    "make_memo",
    "render",
    "write_memo",
]
