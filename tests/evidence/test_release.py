"""Reading a release: every row counted or reported, bad files refused by name."""

from pathlib import Path

import pytest

from prevent_options.errors import InputError
from prevent_options.evidence import ReleaseCodes, aggregate, read_release
from prevent_options.evidence.findings import AVERAGE
from prevent_options.evidence.release import REQUIRED, kind_of, plain_tool
from prevent_options.evidence.tables import read_table, table_files

CODES = ReleaseCodes(
    tools={"peace operations": "peace_operations"},
    factors={"Large_force": "large_force", "NA_code": "other"},
    names={"Private boats are absent": ("boats", True)},
)
ROW = {
    "effects_type": "Average",
    "Index.Number": "Peace.1",
    "Tool": "Peace operations_tool",
    "CD": "NA",
    "Factor_effect": "NA",
    "overall": "Decreases mass atrocities or CROs ",
    "Empirical": "Comparison of greater than one case",
    "Qual": "NA",
    "Quant": "Regression",
    "Method": "NA",
    "Outcome": "Mass atrocities",
    "full_citation": '"Ærø, Ann; Bé, B. ""Title,"" *Journal*"',
    "Year": "2013",
}
FACTOR = {
    "effects_type": "Contextual or design",
    "CD": "Large_force",
    "overall": "NA",
    "Factor_effect": "The factor is associated with lesser effectiveness of the tool ",
}


def release(folder: Path, *rows: dict[str, str], encoding: str = "utf-8-sig") -> Path:
    """Write a findings file and return its path."""
    lines = [",".join(REQUIRED), *(",".join({**ROW, **row}[name] for name in REQUIRED) for row in rows)]
    path = folder / "findings.csv"
    path.write_text("\r\n".join(lines) + "\r\n", encoding=encoding, newline="")
    return path


def test_a_row_becomes_a_finding_with_or_without_byte_order_mark(tmp_path: Path) -> None:
    """Byte order mark, Windows line ends and trailing spaces change nothing."""
    for encoding in ("utf-8-sig", "utf-8"):
        (finding,) = read_release(release(tmp_path, {}, encoding=encoding), CODES).findings
        assert (finding.body, finding.outcome, finding.kind) == ("peace_operations", "mass_atrocities", "regression")
        assert (finding.factor, finding.direction, finding.year) == (AVERAGE, 0, 2013)


def test_columns_in_another_order_more_columns_and_years_with_a_point_change_nothing(tmp_path: Path) -> None:
    """As a data frame writes a release again: the findings are the same, and nothing is left unread."""
    plain = read_release(release(tmp_path, {}, FACTOR), CODES)
    names = ["note", *reversed(REQUIRED), "more"]
    rows = [{**ROW, **row, "note": "", "more": "x", "Year": f"{ROW['Year']}.0"} for row in ({}, FACTOR)]
    path = tmp_path / "again.csv"
    lines = [",".join(names), *(",".join(row[name] for name in names) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    again = read_release(path, CODES)
    assert again.findings == plain.findings
    assert again.unread == ()


def test_a_factor_row_carries_its_catalogue_id(tmp_path: Path) -> None:
    """A finding of lesser effectiveness stands in the third place."""
    (finding,) = read_release(release(tmp_path, FACTOR), CODES).findings
    assert (finding.factor, finding.direction) == ("large_force", 2)


def test_an_unknown_factor_is_kept_under_its_own_name_and_reported(tmp_path: Path) -> None:
    """Nothing is dropped because the catalogue lacks an entry."""
    found = read_release(release(tmp_path, {**FACTOR, "CD": "Brand new / thing"}), CODES)
    assert found.findings[0].factor == "release_brand_new_thing"
    assert [(u.column, u.value, u.rows, u.kept, u.first_line) for u in found.unread] == [
        ("CD", "Brand new / thing", 1, True, 2)
    ]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"Tool": "Telepathy_tool"}, "Tool"),
        ({"Outcome": "Weather"}, "Outcome"),
        ({"overall": "Perhaps"}, "overall"),
        ({"Year": "n.d."}, "Year"),
    ],
)
def test_a_row_that_cannot_be_placed_is_reported_and_counted_as_left_out(
    tmp_path: Path, change: dict[str, str], column: str
) -> None:
    """The report names column, value and line; the other rows are read."""
    found = read_release(release(tmp_path, {}, change), CODES)
    assert len(found.findings) == 1
    assert found.left_out == 1
    assert [(unread.column, unread.kept, unread.first_line) for unread in found.unread] == [(column, False, 3)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"a,b\n1,2\n", "no column effects_type"),
        (b"\xff\xfe\x00broken", "not UTF-8"),
        ((",".join(REQUIRED) + "\n").encode(), "no rows after the header"),
        ((",".join(REQUIRED) + "\n1,2\n").encode(), "another number of values"),
    ],
)
def test_a_damaged_file_is_refused_with_words_that_say_why(tmp_path: Path, content: bytes, words: str) -> None:
    """Empty, other columns, broken encoding, no rows, short rows."""
    path = tmp_path / "findings.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=words):
        read_release(path, CODES)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A folder without the findings file is an error, not an empty release."""
    with pytest.raises(InputError, match="no such file"):
        read_release(tmp_path, CODES)


def test_practitioners_are_read_by_code_and_by_name_and_opposites_are_turned(tmp_path: Path) -> None:
    """A tally on the opposite of a factor counts against the factor."""
    release(tmp_path, {}).rename(tmp_path / "all_sources.csv")
    (tmp_path / "factors.csv").write_text(
        "Dedoose.name_factor,Name,Inverse.factor\nLarge_force,Large force,Small force\nNA,Rain,No rain\n"
    )
    header = "tool_name,Name.Final_practitioner,greater_practitioner,lesser_practitioner,no_mixed_practitioner"
    rows = ["Small force,3,1,0", "Private boats are absent,2,0,0", "No rain,1,0,0", "Unheard of,1,0,0"]
    (tmp_path / "practitioners.csv").write_text(
        "\n".join([header + ",number_practitioners", *(f"Peace operations,{row},13" for row in rows)])
    )
    found = read_release(tmp_path, CODES)
    assert [(t.factor, t.greater, t.lesser) for t in found.tallies] == [
        ("large_force", 1, 3),
        ("boats", 0, 2),
        ("release_rain", 0, 1),
    ]
    assert {(unread.value, unread.kept) for unread in found.unread} == {("Rain", True), ("Unheard of", False)}


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"Quant": "Statistics with an identification strategy"}, "identification"),
        ({"Quant": "Regression"}, "regression"),
        ({"Quant": "Simple probability"}, "probability"),
        ({"Quant": "NA", "Qual": "Structured case comparison"}, "comparison"),
        ({"Quant": "NA", "Qual": "Process tracing", "Empirical": "One case study"}, "case_study"),
        ({"Quant": "NA", "Method": "No discernible method"}, "no_method"),
    ],
)
def test_the_kind_of_study_is_the_strongest_design_named(change: dict[str, str], kind: str) -> None:
    """Numbers before comparison, comparison before one case."""
    assert kind_of({**ROW, **change}) == kind


def test_counts_and_tables_round_trip(tmp_path: Path) -> None:
    """What is written is what is read; findings that enter elsewhere are counted apart."""
    found = read_release(release(tmp_path, {}, {"Year": "2009"}, FACTOR), CODES)
    table = aggregate(found, lambda finding: finding.year == 2009)
    assert [(row.period, row.counts, row.all_counts, row.studies) for row in table.average] == [
        ("2011_2015", (1, 0, 0), (1, 0, 0), 1),
        ("to_2010", (0, 0, 0), (1, 0, 0), 0),
    ]
    for name, text in table_files(table).items():
        (tmp_path / name).write_text(text)
    assert read_table(tmp_path) == table


def test_a_damaged_table_names_file_line_and_column(tmp_path: Path) -> None:
    """All bad cells of a table are reported at once."""
    table = aggregate(read_release(release(tmp_path, {}), CODES))
    for name, text in table_files(table).items():
        (tmp_path / name).write_text(text.replace("2011_2015,1,0", "someday,-1,0"))
    with pytest.raises(InputError) as caught:
        read_table(tmp_path)
    assert [(problem.line, problem.path) for problem in caught.value.problems] == [(6, "decreases"), (6, "period")]


def test_tool_codes_and_names_read_alike() -> None:
    """The release writes a tool in three ways."""
    assert {plain_tool(name) for name in ("Naming_and_shaming_tool", "Naming and shaming")} == {"naming and shaming"}


def test_an_unknown_kind_of_study_is_reported_and_counted(tmp_path: Path) -> None:
    """A word on the method that nothing explains never vanishes; nor does a row that contradicts its own type."""
    found = read_release(
        release(tmp_path, {"Quant": "Machine learning"}, {"effects_type": FACTOR["effects_type"]}), CODES
    )
    assert len(found.findings) == 2
    assert [(u.column, u.value, u.kept) for u in found.unread] == [
        ("Quant", "Machine learning", True),
        ("effects_type", "Contextual or design", True),
    ]
    assert "counted by what else the row says" in str(found.unread[0])


def test_what_is_odd_about_a_row_is_reported_and_the_row_counted(tmp_path: Path) -> None:
    """A type nobody knows, a study that cannot be recognised, a row that stood before: nothing passes in silence."""
    rows = {"effects_type": "Overall"}, {"full_citation": "NA"}, {}, {}
    found = read_release(release(tmp_path, *rows), CODES)
    assert len(found.findings) == 4
    told = {u.column: str(u) for u in found.unread}
    assert "nothing explains 'Overall'; 1 rows, counted" in told["effects_type"]
    assert told["full_citation"].startswith("line 3: full_citation: is empty")
    assert told["row"] == "line 5: row: the very same row stood before; 1 rows, counted as it stands"


@pytest.mark.parametrize("sign", [";", "\t"])
def test_values_parted_by_another_sign_are_told(tmp_path: Path, sign: str) -> None:
    """A spreadsheet of another country saves it so; thirteen missing columns would not say that."""
    path = release(tmp_path, {})
    path.write_text(path.read_text(encoding="utf-8-sig").replace(",", sign), encoding="utf-8")
    with pytest.raises(InputError, match="values parted by"):
        read_release(path, CODES)


@pytest.mark.parametrize("year", ["2999", "20", "1492", "2013.5", "13.0", "-2013", "2013.0.0"])
def test_a_year_that_cannot_be_is_reported_and_not_counted(tmp_path: Path, year: str) -> None:
    """No study is of the future, and two digits are no year."""
    found = read_release(release(tmp_path, {"Year": year}, {}), CODES)
    assert (len(found.findings), found.left_out) == (1, 1)
    assert [(u.column, u.value) for u in found.unread] == [("Year", year)]
