"""Bring the catalogues of ``templates/locale`` up to date: every message of code and templates, none that is gone.

Translations are kept; a new message stands at its place without one until somebody writes it, and the tests fail until
then. ``--check`` changes nothing and says what is missing, gone, or has other places for values.
"""

import ast
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import get_args

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from prevent_options.catalogues import load_catalogues, words
from prevent_options.memo.language import LANGUAGES
from prevent_options.memo.words import plain
from prevent_options.profile import Fact, ListFact, scales
from prevent_options.profile.models import (
    CaseProfile,
    Nhri,
    Perpetrator,
    RegionalActor,
    Revenue,
    TacticUse,
    Transmission,
)

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "templates" / "locale"
MEMO = ROOT / "src" / "prevent_options" / "memo"
DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""The catalogues carry one date, so that they change only with their messages."""

CALLS = {"said": slice(0, 1), "counted": slice(1, 3)}
"""Functions whose arguments hold messages, and which of them do."""

MARK = "marked"
"""Where messages stand that are said later: every text within, but for the keys of mappings."""

HEADER = "{name} messages of the memo of prevent-options.\nMachine-drafted, not reviewed by a person."
NAMES = {"fr": "French", "es": "Spanish"}
OTHER_WORDS = (
    *("fired", "not_applicable", "weak", "moderate", "strong", "evidence", "judgement", "mixed"),
    *("revenue", "regional_actors", "transmission", "tools_in_use"),
)
"""States of rules, what a rule rests on, and facts that hold others."""

OPEN_WORDS = (
    *(
        "estimate",
        "arms",
        "money",
        "fighters",
        "gold",
        "gold_trade",
        "trade",
        "transit",
        "aid",
        "military_aid",
        "loans",
    ),
    *(
        "loans",
        "diplomacy",
        "sanctions",
        "mediation",
        "minerals",
        "coltan",
        "troops",
        "foreign_sponsor",
        "finance",
        "visas",
    ),
    *("security_council", "looting", "state_support", "security_cooperation", "joint_operations"),
)
"""Open words that several shipped cases and catalogue entries use; others stay as their author wrote them."""

PLACE = re.compile(r"\{(\w*)\}")


def in_code(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the messages of a module with their lines; both branches of a choice are messages."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            for argument in node.args[CALLS.get(node.func.id, slice(0))]:
                yield from texts(argument)
            if node.func.id == MARK:
                yield from constants(node.args[0])


def texts(node: ast.expr) -> Iterator[tuple[str, int]]:
    """Yield the texts an argument may be: a constant, or those of either branch."""
    match node:
        case ast.Constant(value=str(text)):
            yield text, node.lineno
        case ast.IfExp():
            yield from texts(node.body)
            yield from texts(node.orelse)
        case _:
            return


def constants(node: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield every text in marked messages, however deep, but for the keys of mappings."""
    branches = (node.body, node.orelse) if isinstance(node, ast.IfExp) else ast.iter_child_nodes(node)
    inside = node.values if isinstance(node, ast.Dict) else branches
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value, node.lineno
    for part in inside:
        yield from constants(part)


def in_template(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the messages of a template with their lines."""
    options = {"trim_blocks": "true", "lstrip_blocks": "true"}
    with path.open("rb") as file:
        for line, _, message, _ in babel_extract(file, ("_",), [], options):
            yield (message if isinstance(message, str) else str(message[0])), line


def vocabulary() -> Iterator[tuple[str, str]]:
    """Yield the words for facts and their values, and the names in the catalogue, with the file they come from."""
    models = (CaseProfile, Perpetrator, Revenue, TacticUse, RegionalActor, Transmission, Nhri)
    fields = [entry for model in models for entry in model.model_fields.items()]
    facts = [name.rstrip("_") for name, field in fields if isinstance(field.default, (Fact, ListFact))]
    values = [word for scale in vars(scales).values() if isinstance(scale, tuple) for word in scale if len(word) > 1]
    closed = (words.Strategy, words.Level, words.Reversible, words.PerpetratorType)
    closed_words = [word for alias in closed for word in get_args(alias.__value__)]
    for word in dict.fromkeys([*facts, *values, *closed_words, *OTHER_WORDS, *OPEN_WORDS]):
        yield plain(word), "src/prevent_options/profile/scales.py"
    catalogues = load_catalogues()
    kinds = (catalogues.tactic_families, catalogues.tactics, catalogues.tool_families, catalogues.tools)
    for kind in kinds:
        for entry in kind.values():
            yield entry.name, "priors/catalogue"


def found() -> dict[str, list[tuple[str, int]]]:
    """Return every message with the places where it stands."""
    messages: dict[str, list[tuple[str, int]]] = {}
    for path in sorted(MEMO.rglob("*.py")):
        for text, _ in sorted(in_code(path), key=lambda entry: entry[1]):
            messages.setdefault(text, []).append((path.relative_to(ROOT).as_posix(), 0))
    for path in sorted((ROOT / "templates").glob("*.j2")):
        for text, _ in in_template(path):
            messages.setdefault(text, []).append((path.relative_to(ROOT).as_posix(), 0))
    for text, place in vocabulary():
        messages.setdefault(text, []).append((place, 0))
    return {text: messages[text] for text in messages if text}


def known(code: str) -> dict[str, str]:
    """Return the translations of a language by their messages."""
    path = LOCALE / f"{code}.po"
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id and not m.fuzzy}


def catalogue(code: str) -> bytes:
    """Return the catalogue of a language as it should be: all messages in order, with the translations there are."""
    made = Catalog(
        locale=code,
        project="prevent-options",
        version="1",
        msgid_bugs_address="none",
        header_comment="\n".join(f"# {line}" for line in HEADER.format(name=NAMES[code]).split("\n")),
        creation_date=DAY,
        revision_date=DAY,
        last_translator="machine draft",
        language_team=NAMES[code],
        fuzzy=False,
    )
    translations = known(code)
    for text, places in found().items():
        made.add(text, translations.get(text, ""), locations=list(dict.fromkeys(places)))
    held = BytesIO()
    write_po(held, made, width=120, include_lineno=False)
    return re.sub(rb'"Generated-By:.*\n', b"", held.getvalue())


def problems(code: str) -> list[str]:
    """Return what is wrong with a catalogue: a message missing, fuzzy or gone, or other places for values."""
    messages, translations = found(), known(code)
    wrong = [f"{code}: not translated: {text}" for text in messages if not translations.get(text)]
    wrong += [
        f"{code}: other placeholders: {text}"
        for text, translation in translations.items()
        if translation and sorted(set(PLACE.findall(text))) != sorted(set(PLACE.findall(translation)))
    ]
    wrong += [f"{code}: no message of code or templates: {text}" for text in translations if text not in messages]
    return wrong


def main() -> int:
    """Write the catalogues, or check them."""
    codes = [code for code in LANGUAGES if code != "en"]
    if "--check" not in sys.argv[1:]:
        LOCALE.mkdir(exist_ok=True)
        for code in codes:
            (LOCALE / f"{code}.po").write_bytes(catalogue(code))
    wrong = [line for code in codes for line in problems(code)]
    sys.stderr.write("".join(f"{line}\n" for line in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
