"""Kept copies: they say what the sources say, or they are not used."""

import os
import pickle
from dataclasses import dataclass
from pathlib import Path

import pytest

from prevent_options.keeping import MOST_COPIES, VARIABLE, digest, files_under, kept


@dataclass(frozen=True)
class Book:
    """What the tests keep."""

    text: str


class Reader:
    """Makes a book from a file, and counts how often."""

    def __init__(self, source: Path) -> None:
        self.source, self.times = source, 0

    def __call__(self) -> Book:
        """Read the source."""
        self.times += 1
        return Book(self.source.read_text())

    def ask(self) -> Book:
        """Return the book, kept or read."""
        return kept(Book, [str(self.source)], self)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder for kept copies."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture
def reader(tmp_path: Path, folder: Path) -> Reader:
    """Return a reader of one file, whose copy is not there yet."""
    assert not folder.exists()
    source = tmp_path / "source.txt"
    source.write_text("one")
    return Reader(source)


def only(folder: Path) -> Path:
    """Return the one copy in a folder."""
    (copy,) = folder.iterdir()
    return copy


def test_the_second_time_nothing_is_read(reader: Reader) -> None:
    """A copy stands for its sources while they are the same."""
    assert reader.ask() == reader.ask() == Book("one")
    assert reader.times == 1


def test_a_changed_source_is_read_again(reader: Reader) -> None:
    """Same length, same time stamp, other text: the copy is of no use."""
    reader.ask()
    stamp = reader.source.stat()
    reader.source.write_text("two")
    os.utime(reader.source, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert reader.ask() == Book("two")


def test_a_damaged_copy_is_made_again(reader: Reader, folder: Path) -> None:
    """Half a copy, or a copy of something else, is not used."""
    reader.ask()
    copy = only(folder)
    for damaged in (copy.read_bytes()[:-3], b"", pickle.dumps("another thing")):
        copy.write_bytes(damaged)
        assert reader.ask() == Book("one")
    assert reader.times == 4


@pytest.mark.skipif(os.name != "posix", reason="permissions as on POSIX systems")
@pytest.mark.parametrize("which", ["file", "folder", "link"])
def test_what_others_may_write_is_not_trusted(reader: Reader, folder: Path, which: str) -> None:
    """A pickle that somebody else could have put there is never loaded."""
    reader.ask()
    copy = only(folder)
    copy.write_bytes(pickle.dumps(Book("forged")))
    if which == "link":
        elsewhere = folder.parent / "elsewhere"
        copy.rename(elsewhere)
        copy.symlink_to(elsewhere)
    else:
        (copy if which == "file" else folder).chmod(0o777)
    assert reader.ask() == Book("one")


def test_no_copies_when_switched_off(reader: Reader, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``off`` reads every time and leaves nothing."""
    monkeypatch.setenv(VARIABLE, "off")
    assert reader.ask() == reader.ask() == Book("one")
    assert reader.times == 2
    assert not folder.exists()


def test_a_place_that_cannot_be_written_costs_nothing_but_time(reader: Reader, folder: Path) -> None:
    """The result is there all the same."""
    folder.write_text("a file where the folder should be")
    assert reader.ask() == reader.ask() == Book("one")


def test_the_newest_copies_stay(reader: Reader, folder: Path) -> None:
    """Old copies do not heap up."""
    for number in range(MOST_COPIES + 3):
        reader.source.write_text(f"text {number}")
        reader.ask()
    assert len(list(folder.iterdir())) == MOST_COPIES
    times = reader.times
    reader.ask()
    assert reader.times == times


def test_names_count_as_well_as_texts(tmp_path: Path) -> None:
    """A file that moves is another source."""
    one, two = tmp_path / "a" / "x.yaml", tmp_path / "b" / "x.yaml"
    for path in (one, two):
        path.parent.mkdir()
        path.write_text("same")
    assert files_under(tmp_path, ".yaml") == [str(one), str(two)]
    assert digest([str(one)]) != digest([str(two)])
