"""The one strict reader of YAML: every scalar stays text until a field says what it is, every problem has a line."""

from prevent_options.yamlio.document import Address, Document, dotted, shown
from prevent_options.yamlio.flaws import Flaw, flawed, nearest
from prevent_options.yamlio.reader import at_source, load_document, parse_document, read_document, scan_text
from prevent_options.yamlio.validate import StrictModel, validate_document, validation_problems

__all__ = [
    "Address",
    "Document",
    "Flaw",
    "StrictModel",
    "at_source",
    "dotted",
    "flawed",
    "load_document",
    "nearest",
    "parse_document",
    "read_document",
    "scan_text",
    "shown",
    "validate_document",
    "validation_problems",
]
