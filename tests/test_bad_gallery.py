"""The gallery of bad files: each says in its first lines which words its error must contain, and where."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from prevent_options.errors import InputError
from prevent_options.profile import Vocabulary, load_case
from prevent_options.yamlio import read_document

FOLDER = Path(__file__).parent / "bad"
# Rules in the gallery are read by the test of the rules; these two kinds are read here.
FILES = sorted([*FOLDER.glob("yaml-*.yaml"), *FOLDER.glob("case-*.yaml")])

# Enough of a catalogue to tell known ids from unknown ones, so that the gallery does not move with the real one.
VOCABULARY = Vocabulary(
    tactics=frozenset({"crsv", "rape", "killing", "pillage"}),
    tools=frozenset({"visa_ban_7031c", "arms_embargo", "mediation"}),
    families=frozenset({"leader_targeting", "mediation"}),
    tactic_families=frozenset({"lethal", "sexual_reproductive"}),
    parents={"rape": ("crsv",), "crsv": ("sexual_reproductive",), "killing": ("lethal",)},
)


class Expected(NamedTuple):
    """What the header of a bad file promises."""

    words: list[str]
    lines: list[int]
    problems: int | None


def header(path: Path) -> Expected:
    """Read the promises from the comments at the top of a bad file."""
    text = path.read_bytes().decode("utf-8", "replace")
    found = dict(re.findall(r"^# (expect|line|problems): (.*)$", text, re.MULTILINE))
    lines = [int(number) for number in found.get("line", "").split(",") if number]
    problems = int(found["problems"]) if "problems" in found else None
    return Expected([word.strip() for word in found["expect"].split("|")], lines, problems)


def read(path: Path) -> object:
    """Read a file as what its name says it is."""
    return load_case(path, VOCABULARY) if path.name.startswith("case-") else read_document(path)


def error_of(path: Path) -> InputError:
    """Return the error that reading a bad file raises."""
    with pytest.raises(InputError) as caught:
        read(path)
    return caught.value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_error_says_what_is_wrong_and_where(path: Path) -> None:
    """Every bad file gives the words and lines its header promises, and each problem says what to do."""
    expected, error = header(path), error_of(path)
    message = str(error)
    assert [word for word in expected.words if word not in message] == [], message
    assert {problem.line for problem in error.problems} >= set(expected.lines), message
    assert expected.problems in {None, len(error.problems)}, message
    assert all(p.found and p.expected and p.todo and p.path and p.file == str(path) for p in error.problems)
    assert len(message.splitlines()) == len(error.problems)


def test_the_gallery_is_large_enough_and_every_file_is_read() -> None:
    """At least 45 bad files stand in the gallery and none has a name that no test reads."""
    known = [path for path in FOLDER.iterdir() if re.match(r"(yaml|case|rule)-.*\.yaml$", path.name)]
    assert len(FILES) >= 45
    assert sorted(known) == sorted(FOLDER.iterdir())
