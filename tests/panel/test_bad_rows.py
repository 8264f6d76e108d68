"""Reading country-years: what is refused with its row, what is left out and counted, and which way the codes run."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from prevent_options.cli.app import run
from prevent_options.errors import InputError
from prevent_options.panel.read import read_panel
from prevent_options.panel.table import Panel, moments

type Write = Callable[..., Path]


def turned(rows: list[str], columns: tuple[int, ...] = (3, 4, 5, 6)) -> list[str]:
    """Return rows with some columns coded the other way."""
    out = []
    for row in rows:
        cells = row.split(",")
        for column in columns:
            cells[column] = str(2 - int(cells[column]))
        out.append(",".join(cells))
    return out


def changed(rows: list[str], row: int, column: int, value: str) -> list[str]:
    """Return rows with one cell changed."""
    cells = rows[row].split(",")
    cells[column] = value
    return [*rows[:row], ",".join(cells), *rows[row + 1 :]]


def test_higher_is_worse_inside_whatever_the_file_says(write: Write, good_rows: list[str]) -> None:
    """A file and its mirror image, each with its direction, are one panel."""
    plain = read_panel(write(good_rows))
    mirror = read_panel(write(turned(good_rows)), higher_is="worse")
    assert np.array_equal(plain.severity, mirror.severity)
    assert np.nanmean(plain.severity[:, :, 1]) < 1


def test_a_turned_file_is_asked_about(write: Write, good_rows: list[str]) -> None:
    """Codes that run the other way than the format says stop the reading."""
    with pytest.raises(InputError, match="--higher-is"):
        read_panel(write(turned(good_rows)))


def test_other_columns_need_a_direction(write: Write, good_rows: list[str]) -> None:
    """Of another source nobody knows which end is good."""
    path = write(good_rows, "country,iso_a3,year,killing,disap,tort,polpris")
    with pytest.raises(InputError, match="--higher-is"):
        read_panel(path, {"kill": "killing"})
    assert read_panel(path, {"kill": "killing"}, "better").report.used == len(good_rows)


def test_one_turned_column_is_named(write: Write, good_rows: list[str]) -> None:
    """A tactic coded against the others is a problem even where the user names a direction."""
    with pytest.raises(InputError, match="tort: its codes fall"):
        read_panel(write(turned(good_rows, (5,))), higher_is="better")


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        (3, "1.5", "panel.csv:4: kill: '1.5'"),
        (4, "many", "panel.csv:4: disap: 'many'"),
        (5, "3", "panel.csv:4: tort: '3'"),
        (2, "19x3", "panel.csv:4: year: '19x3'"),
        (2, "1990", "panel.csv:4: country: Land 0 1990 stands in row 2 too"),
        (0, "", "panel.csv:4: country: empty"),
    ],
)
def test_a_bad_cell_is_named_with_its_row(
    write: Write, good_rows: list[str], column: int, value: str, words: str
) -> None:
    """Each flaw carries file, row and column."""
    with pytest.raises(InputError) as caught:
        read_panel(write(changed(good_rows, 2, column, value)))
    assert words in str(caught.value)


def test_two_names_for_one_code_and_year_are_refused(write: Write, good_rows: list[str]) -> None:
    """A state that split is not counted twice in one year."""
    with pytest.raises(InputError, match="L00 1992 is Land 0 in row 4 and Old Land here"):
        read_panel(write([*good_rows, "Old Land,L00,1992,2,2,2,2"]))


def test_every_problem_is_reported_at_once_and_many_are_counted(write: Write, good_rows: list[str]) -> None:
    """Two kinds of flaw, one of them in 30 rows."""
    rows = changed(good_rows, 0, 2, "soon")
    for row in range(10, 40):
        rows = changed(rows, row, 3, "7")
    with pytest.raises(InputError) as caught:
        read_panel(write(rows))
    text = str(caught.value)
    assert "panel.csv:2: year" in text
    assert "10 more rows like these" in text


def test_what_is_left_out_is_counted(write: Write, good_rows: list[str]) -> None:
    """A missing tactic leaves the country-year out; a missing row is a gap that no change is read across."""
    rows = changed(changed(good_rows, 5, 3, ""), 8, 4, "-77")
    panel = read_panel(write([row for number, row in enumerate(rows) if number != 20]))
    assert panel.report.used == len(good_rows) - 3
    assert panel.report.left_out == {"a tactic has no code": 2}
    assert panel.report.gaps == 1
    whole = len(moments(read_panel(write(good_rows)).severity))
    assert whole - len(moments(panel.severity)) == 9  # each hole takes its own year and the two after it


def test_successors_are_kept_apart_and_named(real: Panel) -> None:
    """One code that two states bore one after another gives two series."""
    assert any("Soviet Union, then Russia" in line for line in real.report.lines())
    assert (real.report.rows, real.report.used) == (5584, 4755)


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "the file is empty"), ("country,year\n", "no column kill"), (None, "cannot be read")],
)
def test_a_file_that_is_no_panel_ends_with_2(
    tmp_path: Path, text: str | None, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command line says what is wrong and prints no result."""
    path = tmp_path / "file.csv"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    assert run(["substitution", "check", "--data", str(path), "--from", "2001"]) == 2
    printed = capsys.readouterr()
    assert words in printed.err
    assert printed.out == ""


def test_a_year_without_enough_before_it_is_refused(
    write: Write, good_rows: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is sampled where there is nothing to learn from or nothing to score."""
    for year in ("1991", "2050"):
        assert run(["substitution", "check", "--data", str(write(good_rows)), "--from", year]) == 2
    assert "at least 200" in capsys.readouterr().err


def test_a_column_map_must_name_what_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that nothing reads is an error of usage."""
    arguments = ["substitution", "check", "--data", str(tmp_path), "--from", "2001", "--column", "rape=x"]
    assert run(arguments) == 2
    assert "NAME=COLUMN" in capsys.readouterr().err
