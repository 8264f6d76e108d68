"""Reading text: scalars stay as written, lines are known, limits hold, and nothing but InputError comes out."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prevent_options.errors import InputError
from prevent_options.yamlio import Document, dotted, parse_document, read_document
from prevent_options.yamlio.builder import MAX_REPEATED
from prevent_options.yamlio.reader import MAX_BYTES

# Pieces that together reach most states of the parser more often than random letters do.
_PIECES = [
    "a",
    "b: ",
    "- ",
    "\n",
    "  ",
    "\t",
    "[",
    "]",
    "{",
    "}",
    ",",
    ": ",
    "&x ",
    "*x",
    "!t ",
    "? ",
    "|",
    ">",
    '"',
    "'",
    "#",
    "---\n",
    "...\n",
    "<<: ",
    "%YAML 1.2\n",
    "null",
    "~",
    "0",
    "é",
    "\ufeff",
    "\x07",
    "\ud800",
    "\\",
]


@pytest.mark.parametrize(
    "written",
    ["NO", "no", "on", "yes", "true", "012", "0o14", "1e-3", "1_000", "12:30", "2024-01-05", ".inf", "0x1F", "="],
)
def test_plain_scalars_stay_text(written: str) -> None:
    """Words, numbers, times and dates arrive as the characters that stand in the file."""
    assert parse_document(f"key: {written}\n", "f").data == {"key": written}


@pytest.mark.parametrize(("written", "read"), [("null", None), ("~", None), ("", None), ('"null"', "null"), ('""', "")])
def test_only_plain_null_is_nothing(written: str, read: str | None) -> None:
    """Plain null, ~ and an empty value are None; in quotes they are text."""
    assert parse_document(f"key: {written}\n", "f").data == {"key": read}


def test_keys_are_text_as_written() -> None:
    """Keys that other readers turn into numbers or booleans stay text."""
    assert parse_document("1: a\nNO: b\n2024-01-01: c\n", "f").data == {"1": "a", "NO": "b", "2024-01-01": "c"}


def test_lines_are_known_for_every_path() -> None:
    """A path has the line of its key or item; an unknown path has that of its nearest ancestor."""
    document = parse_document("a: 1\nb:\n  - id: x\n    c: 2\n  - y\n", "f")
    assert [document.line(at) for at in [("a",), ("b",), ("b", 0, "c"), ("b", 1), ("b", 0, "c", "no")]] == [
        1,
        2,
        4,
        5,
        4,
    ]
    assert Document({}, "f").line(("a",)) == 0


def test_paths_name_list_items() -> None:
    """Items with an id, tactic, tool or name are addressed by it, others by position."""
    data = {"p": [{"id": "rsf", "t": [{"tactic": "crsv"}]}, {"name": "South  Áfrika!"}, {"x": 1}, "word"]}
    addresses = [("p", 0, "t", 0, "trend"), ("p", 1), ("p", 2), ("p", 3), ("p", 9), ()]
    expected = ["p.rsf.t.crsv.trend", "p.south-áfrika", "p.2", "p.3", "p.9", "(top level)"]
    assert [dotted(address, data) for address in addresses] == expected


def test_anchors_and_aliases_repeat_values() -> None:
    """A few aliases are fine, and repeat what they point at."""
    assert parse_document("a: &x [1, 2]\nb: *x\n", "f").data == {"a": ["1", "2"], "b": ["1", "2"]}


def test_a_byte_order_mark_in_front_is_harmless() -> None:
    """Editors on Windows put a mark in front of UTF-8 text; it is not part of the text."""
    assert parse_document("\ufeffa: 1\n", "f").data == {"a": "1"}


def test_a_list_on_top_needs_leave() -> None:
    """A list may be the top level only where the caller allows it."""
    assert parse_document("- a\n", "f", allow_list=True).data == ["a"]
    with pytest.raises(InputError, match="expected a mapping"):
        parse_document("- a\n", "f")


def test_every_problem_is_reported_at_once() -> None:
    """Duplicate keys, tags, merge keys and a syntax error after them all appear, in order of lines."""
    with pytest.raises(InputError) as caught:
        parse_document("a: 1\na: 2\nb: !t 1\n<<: x\nc: [1\n", "f")
    assert [problem.line for problem in caught.value.problems] == [2, 3, 4, 5]


def test_nested_aliases_cost_nothing() -> None:
    """A nest of aliases stops at the limit instead of growing by powers of ten."""
    levels = [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 20)]
    with pytest.raises(InputError, match=str(MAX_REPEATED)):
        parse_document("\n".join(["a0: &a0 [x, x]", *levels]), "f")


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "- - "])
def test_depth_is_limited(opening: str) -> None:
    """A hundred thousand nested openings give a problem, neither a crash nor a long wait."""
    with pytest.raises(InputError):
        parse_document(opening * 100_000, "f")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """Missing files, folders and files that are too large are problems with the file's name."""
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * (MAX_BYTES + 1))
    for path, words in [(tmp_path / "no.yaml", "no such file"), (tmp_path, "directory"), (large, "1048577 bytes")]:
        with pytest.raises(InputError, match=words) as caught:
            read_document(path)
        assert caught.value.problems[0].file == str(path)


def test_windows_line_ends_and_other_encodings(tmp_path: Path) -> None:
    """Line ends of Windows are fine; UTF-16 is refused with advice."""
    file = tmp_path / "f.yaml"
    file.write_bytes(b"a: 1\r\nb: |\r\n  x\r\n  y\r\n")
    assert read_document(file).data == {"a": "1", "b": "x\ny\n"}
    file.write_bytes("a: 1\n".encode("utf-16"))
    with pytest.raises(InputError, match="UTF-8"):
        read_document(file)


def problems_of(error: InputError) -> list[str]:
    """Return the problems of an error, one a line."""
    assert len(str(error).splitlines()) == len(error.problems) > 0
    return str(error).splitlines()


def read_or_refuse(text: str) -> object:
    """Parse text; only InputError may come out."""
    try:
        return parse_document(text, "f", allow_list=True).data
    except InputError as error:
        return problems_of(error)


@given(st.text(st.characters(), max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever the characters, the answer is a document or an InputError."""
    read_or_refuse(text)


@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
@settings(max_examples=500, deadline=None)
def test_any_yaml_like_text_is_read_or_refused(text: str) -> None:
    """Whatever the mix of YAML's own signs, the answer is a document or an InputError."""
    assert isinstance(read_or_refuse(text), (dict, list))
