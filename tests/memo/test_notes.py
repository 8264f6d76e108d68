"""Paragraphs of the analyst: kept when the memo is made again, told apart, strictly read, never more than text."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest

from memo.conftest import HOSTILE
from memo.test_formats import docx_text, links, pdf_text, targets
from memo.test_memo import Page
from prevent_options.cli.app import run
from prevent_options.errors import InputError
from prevent_options.memo import KINDS, Kind, Look, Notes, build_context, documents, load_notes, not_printed, render
from prevent_options.memo.elements import body
from prevent_options.memo.notes import Slot

SLOTS = get_args(Slot.__value__)
LABEL = "Note of the analyst, not of the software"
NOTES = """\
schema: prevent-options/notes@1
case: fake-2024
written: 2024-12-01
slots:
  bottom-line: |
    First paragraph,
    on two lines.

    Second paragraph.
  dissent: The embassy sees it otherwise.
"""


def written(folder: Path, text: str) -> Path:
    """Write a file of notes and return its path."""
    path = folder / "notes.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_empty_line_ends_a_paragraph(tmp_path: Path) -> None:
    """Other line breaks are spaces, and the day is kept."""
    notes = load_notes(written(tmp_path, NOTES), "fake-2024")
    assert notes.slots["bottom-line"] == ("First paragraph, on two lines.", "Second paragraph.")
    assert notes.written == "2024-12-01"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("  dissent:", "  disent:", 10, "did you mean 'dissent'"),
        ("  dissent:", "  bottom-line:", 10, "bottom-line"),
        ("case: fake-2024", "case: other-2024", 2, "notes on 'other-2024'"),
        ("notes@1", "notes@2", 1, "prevent-options/notes@1"),
        ("  dissent: The embassy sees it otherwise.", "  dissent:", 10, "dissent"),
        ("written: 2024-12-01", "written: last week", 3, "written"),
        ("slots:", "spots:", 4, "slots"),
        ("The embassy", "The \x07 embassy", 10, "notes.yaml"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    """A slot that does not exist, one given twice, notes on another case, an empty slot: file, line, what to do."""
    path = written(tmp_path, NOTES.replace(old, new))
    with pytest.raises(InputError, match=re.escape(words)) as caught:
        load_notes(path, "fake-2024")
    assert f"{path}:{line}: " in str(caught.value)


@pytest.fixture(scope="module")
def full(fake: Any) -> dict[str, dict[str, bytes]]:
    """Return every kind in every format with a paragraph in every slot."""
    notes = Notes({slot: (f"Own words on {slot}.", f"More on {slot}.") for slot in SLOTS}, "2024-12-01")
    context = build_context(fake.assessment(), fake.profile(), fake.knowledge, analyst=notes)
    return {kind: documents(context, ("html", "md", "docx", "pdf"), Look(kind)) for kind in KINDS}


def texts(made: dict[str, bytes]) -> dict[str, str]:
    """Return the text of each format on one line; a PDF breaks words where its lines end."""
    found = {
        "html": body(made["html"].decode()).text(),
        "md": made["md"].decode(),
        "docx": docx_text(made["docx"]),
        "pdf": pdf_text(made["pdf"]),
    }
    return {form: " ".join(text.replace("\n> ", " ").split()) for form, text in found.items()}


def test_every_slot_has_its_place_in_the_option_memo_in_every_format(full: dict[str, dict[str, bytes]]) -> None:
    """Each paragraph is printed once, under a line that says whose words it is and when they were written."""
    for form, text in texts(full["options"]).items():
        for slot in SLOTS:
            assert text.count(f"Own words on {slot}.") == 1, (form, slot)
            before = text.split(f"Own words on {slot}.")[0]
            assert re.search(rf"{LABEL} \(2024-12-01\)[*\s>]*$", before), (form, slot, before[-80:])


def test_words_of_case_author_analyst_and_software_are_told_apart(full: dict[str, dict[str, bytes]]) -> None:
    """In every format the author's notes too stand under a line that says whose they are; in blocks of their own."""
    for form, text in texts(full["options"]).items():
        before = text.split("Words of the author.")[0]
        assert re.search(r"Words of the case's author[^.]*\.[*\s>]*$", before), (form, before[-100:])
    page = body(full["options"]["html"].decode())
    assert {aside.attributes["id"] for aside in page.find("aside")} == {f"note-{slot}" for slot in SLOTS}
    assert [quote.classes for quote in page.find("blockquote")] == [{"author"}]
    markdown = full["options"]["md"].decode()
    assert re.search(r"^> Own words on dissent\.$", markdown, re.MULTILINE)
    assert re.search(r"^> Words of the author\.$", markdown, re.MULTILINE)


@pytest.mark.parametrize("kind", KINDS)
def test_a_slot_without_a_place_is_told(fake: Any, kind: Kind) -> None:
    """No paragraph is lost unseen: what this kind has no place for is named."""
    notes = Notes(dict.fromkeys(SLOTS, ("Text.",)))
    context = build_context(fake.assessment(), fake.profile(), fake.knowledge, analyst=notes)
    left = not_printed(context, Look(kind))
    assert render(context, "html", Look(kind)).count(LABEL) == len(SLOTS) - len(left)
    assert (left == ()) == (kind == "options")


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_notes_are_only_text(fake: Any, kind: Kind) -> None:
    """Nothing an analyst pastes becomes markup, template code, formula, field, script or link, in any format."""
    formula = '=cmd|" /C calc"!A0 {=1+1} #read("/etc/passwd") $ \\input{x} {{ memo.__class__ }} ' + HOSTILE
    plain = build_context(
        fake.assessment(), fake.profile(), fake.knowledge, analyst=Notes(dict.fromkeys(SLOTS, ("x",)))
    )
    bad = build_context(
        fake.assessment(), fake.profile(), fake.knowledge, analyst=Notes(dict.fromkeys(SLOTS, (formula,)))
    )
    before, made = (documents(context, ("html", "md", "docx", "pdf"), Look(kind)) for context in (plain, bad))
    tags = [
        [(tag, sorted(attributes)) for tag, attributes in Page(page["html"].decode()).tags] for page in (before, made)
    ]
    assert tags[0] == tags[1]
    assert targets(made["docx"]) == targets(before["docx"])
    assert links(made["pdf"]) == links(before["pdf"])
    for found in (made["html"].decode(), made["md"].decode()):
        assert "{{" not in found.replace("\\{\\{", "")
        assert "<script>alert" not in found.replace("\\<script", "")
    assert "7*7" in made["html"].decode()
    assert re.search(r"(?<!\\)\]\(javascript", made["md"].decode()) is None


def test_notes_stay_when_the_case_changes(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The memo is made again from another state of the case, and the paragraphs stand where they stood."""
    path = written(tmp_path, NOTES.replace("fake-2024", "lka-2023"))
    case = str(root / "cases" / "lka-2023.yaml")
    told = []
    for number, change in enumerate(("nhri.accreditation=A", "nhri.accreditation=B")):
        out = tmp_path / f"{number}.md"
        args = ["memo", case, "-o", str(out), "--notes", str(path), "--draws", "200", "--set", change]
        assert run(args) == 0
        told.append(out.read_text(encoding="utf-8"))
    assert told[0] != told[1]
    for text in told:
        assert text.index("## Bottom line") < text.index("> Second paragraph.") < text.index("## Choice")
        assert "> The embassy sees it otherwise." in text.split("## The case against")[1].split("\n## ")[0]
    capsys.readouterr()
    args = ["memo", case, "-o", str(tmp_path / "i.md"), "--notes", str(path), "--draws", "200", "--kind", "information"]
    assert run(args) == 0
    assert "no place for the notes in dissent" in capsys.readouterr().err


def test_a_bad_file_of_notes_writes_nothing(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The error names file and line, exit code 2, before anything is computed; `validate` says the same."""
    path = written(tmp_path, NOTES.replace("  dissent:", "  disent:"))
    out = tmp_path / "memo.md"
    assert run(["memo", str(root / "cases" / "lka-2023.yaml"), "-o", str(out), "--notes", str(path)]) == 2
    assert f"{path}:10: slots.disent" in capsys.readouterr().err
    assert not out.exists()
    assert run(["validate", str(path)]) == 2
    assert f"{path}:10: slots.disent" in capsys.readouterr().err
