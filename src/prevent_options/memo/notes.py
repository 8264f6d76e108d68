"""The analyst's own paragraphs, kept in a file beside the case (``prevent-options/notes@1``), one slot a section.

A memo is made again from its case at any time; the paragraphs stay in their file and are put back into their slots,
each marked as the analyst's. They are text and nothing else: no markup, no template code, no link.
"""

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from prevent_options.errors import InputError, Problem
from prevent_options.memo.parts import Notes
from prevent_options.yamlio import StrictModel, read_document, validate_document
from prevent_options.yamlio.types import PartialDate, Text

type Slot = Literal[
    "bottom-line",
    "choice",
    "situation",
    "options",
    "moves",
    "turning",
    "find-out",
    "assumptions",
    "dissent",
    "steps",
]
"""Sections of the memo that have a slot, by the id of the section on the page."""

_BLANK_LINE = re.compile(r"\n[ \t]*\n")


class NotesFile(StrictModel):
    """A file of notes.

    Attributes
    ----------
    case
        Id of the case the notes are about: notes on another case are refused.
    written
        When they were written; the memo prints it beside them.
    slots
        Text by section; an empty line ends a paragraph.
    """

    schema_: Annotated[Literal["prevent-options/notes@1"], Field(alias="schema")]
    case: Text
    written: PartialDate | None = None
    slots: Annotated[dict[Slot, Text], Field(min_length=1)]


def load_notes(path: Path, case: str) -> Notes:
    """Read the analyst's paragraphs for a case.

    Raises
    ------
    InputError
        With every problem of the file, each with its line; also when it is about another case.
    """
    document = read_document(path)
    found = validate_document(document, NotesFile)
    if found.case != case:
        raise InputError(
            [
                Problem(
                    str(path),
                    document.line(("case",)),
                    "case",
                    f"notes on {found.case!r}",
                    f"expected notes on {case!r}, the case of this memo",
                    "choose the file that belongs to the case, or correct the id",
                )
            ]
        )
    return Notes({slot: paragraphs(text) for slot, text in found.slots.items()}, found.written or "")


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text: an empty line ends one, other line breaks are spaces."""
    return tuple(" ".join(part.split()) for part in _BLANK_LINE.split(text) if part.strip())


def notes_json_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of a file of notes, for editors that complete and check."""
    schema: dict[str, object] = NotesFile.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "prevent-options/notes@1"} | schema
