"""Bring the catalogues of ``templates/locale`` up to date: every message of code and templates, none that is gone.

Translations are kept; a new message stands at its place without one until somebody writes it, and the tests fail until
then. ``--check`` changes nothing and says what is out of date.
"""

import ast
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from prevent_options.memo.language import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "templates" / "locale"
MEMO = ROOT / "src" / "prevent_options" / "memo"
DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""The catalogues carry one date, so that they change only with their messages."""

CALLS = {"said": slice(0, 1), "counted": slice(1, 3), "marked": slice(0, 1)}
"""Functions whose arguments hold messages, and which of them do."""

HEADER = "{name} messages of the memo of prevent-options.\nMachine-drafted, not reviewed by a person."
NAMES = {"fr": "French", "es": "Spanish"}
PLACE = re.compile(r"\{(\w*)\}")


def in_code(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the messages of a module with their lines; both branches of a choice are messages."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            for argument in node.args[CALLS[node.func.id]]:
                yield from texts(argument)


def texts(node: ast.expr) -> Iterator[tuple[str, int]]:
    """Yield the texts an argument may be: constants, those of either branch, values of mappings."""
    match node:
        case ast.Constant(value=str(text)):
            yield text, node.lineno
        case ast.IfExp():
            yield from texts(node.body)
            yield from texts(node.orelse)
        case ast.Dict():
            for value in node.values:
                yield from texts(value)
        case ast.Tuple() | ast.List():
            for item in node.elts:
                yield from texts(item)
        case ast.Call():
            for item in node.args:
                yield from texts(item)
        case _:
            return


def in_template(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the messages of a template with their lines."""
    options = {"trim_blocks": "true", "lstrip_blocks": "true"}
    with path.open("rb") as file:
        for line, _, message, _ in babel_extract(file, ("_",), [], options):
            yield (message if isinstance(message, str) else str(message[0])), line


def found() -> dict[str, list[tuple[str, int]]]:
    """Return every message with the places where it stands."""
    messages: dict[str, list[tuple[str, int]]] = {}
    for path in sorted(MEMO.rglob("*.py")):
        for text, _ in sorted(in_code(path), key=lambda entry: entry[1]):
            messages.setdefault(text, []).append((path.relative_to(ROOT).as_posix(), 0))
    for path in sorted((ROOT / "templates").glob("*.j2")):
        for text, _ in in_template(path):
            messages.setdefault(text, []).append((path.relative_to(ROOT).as_posix(), 0))
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
    return held.getvalue()


def problems(code: str) -> list[str]:
    """Return what is wrong with a catalogue: not current, a message without translation, other places for values."""
    wrong = [f"{code}: not translated: {text}" for text in found() if not known(code).get(text)]
    wrong += [
        f"{code}: other placeholders: {text}"
        for text, translation in known(code).items()
        if translation and sorted(set(PLACE.findall(text))) != sorted(set(PLACE.findall(translation)))
    ]
    if not wrong and (LOCALE / f"{code}.po").read_bytes() != catalogue(code):
        wrong.append(f"{code}: not current; run `make messages`")
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
