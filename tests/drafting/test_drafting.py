"""Drafts say what the data say, each fact with year and source; the rest is unknown. All numbers here are made up."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from prevent_options.cli.app import run
from prevent_options.drafting import draft_case, draft_watchlist
from prevent_options.drafting.countries import alpha3
from prevent_options.errors import InputError
from prevent_options.profile import parse_case

DAY = date(2020, 6, 1)
REPRESSION = """country,iso_a3,year,polpris,disap,tort,kill
Norway,NOR,2018,2,2,2,2
Norway,NOR,2019,2,2,1,
Namibia,NAM,2012,0,1,0,0
Namibia,NAM,2021,2,2,2,2
"""
SEXUAL = """year,actor,actor_type,location,state_prev,ai_prev,hrw_prev
2019,Front of Dawn,3.0,"Namibia (South West Africa), Angola",1.0,-99.0,3.0
2019,Quiet Army,3.0,Namibia,0.0,0.0,-99.0
2011,Old Guard,3.0,Namibia,3.0,3.0,3.0
"""
ONE_SIDED = """actor_name,year,best_fatality_estimate,is_government_actor,location
Government of Namibia,2019,1200,1,Namibia
Front of Dawn,2018,99,0,Namibia
Front of Dawn,2019,100,0,Namibia
"""
STATUS = "iso3,year,status\nNAM,2015,A\nNAM,2017,B\nNOR,2017,D\n"
RISK = "ewp_name,risk,rank.2020\nNorway,0.001,2\nNamibia,0.2,1\nAtlantis,0.1,3\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a folder with one file of each kind."""
    folder = tmp_path / "data"
    folder.mkdir()
    files = {"a": REPRESSION, "b": SEXUAL, "c": ONE_SIDED, "d": STATUS, "e": RISK}
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_every_drafted_fact_has_its_word_and_source(data: Path) -> None:
    """Scores, prevalence, deaths and status become words of the scales; later rows than the day are not read."""
    case = parse_case(draft_case("NAM", data, DAY), "draft")
    state, front = case.perpetrators
    told = {use.tactic: (use.intensity.certain, use.intensity.sources) for use in state.tactics}
    assert told == {
        "political_imprisonment": ("high", ("repression_2012",)),
        "enforced_disappearance": ("moderate", ("repression_2012",)),
        "torture": ("high", ("repression_2012",)),
        "extrajudicial_execution": ("high", ("repression_2012",)),
        "killing": ("very_high", ("one_sided_2019",)),
    }
    assert case.repression_level.certain == "very_high"
    assert case.nhri.accreditation.certain == "B"
    assert (front.name, front.type.certain) == ("Front of Dawn", "rebel")
    assert {use.tactic: use.intensity.certain for use in front.tactics} == {"crsv": "very_high", "killing": "moderate"}
    assert {source.id for source in case.sources} == {
        "repression_2012", "one_sided_2019", "sexual_violence_2019", "institutions_2017",
    }  # fmt: skip


def test_what_the_data_do_not_tell_is_unknown(data: Path) -> None:
    """A missing score, structure, phase, independence: unknown, never none or no."""
    case = parse_case(draft_case("Norway", data, DAY), "draft")
    (state,) = case.perpetrators
    assert "extrajudicial_execution" not in {use.tactic for use in state.tactics}
    assert case.repression_level.unknown
    assert case.phase.unknown
    assert state.structure.unknown
    assert case.nhri.accreditation.certain == "none"
    assert case.nhri.exists.unknown


def test_stale_facts_are_marked(data: Path) -> None:
    """More than three years before the day of the case; exactly three is not stale."""
    text = draft_case("NAM", data, DAY)
    assert "# 2012: stale" in text
    assert "sources: [institutions_2017], confidence: low}  # 2017\n" in text
    assert "Stale facts, about 2012: check them first." in text


def test_cautions_stand_beside_the_facts(data: Path) -> None:
    """Sources that differ, a row about several countries, deaths that two sources may both count; none elsewhere."""
    lines = draft_case("NAM", data, DAY).splitlines()
    beside = {before.split("tactic: ")[1]: line for before, line in pairwise(lines) if "tactic: " in before}
    assert (
        "CAUTION may be the same deaths as extrajudicial_execution" in lines[lines.index("      - tactic: killing") + 1]
    )
    assert beside["crsv"].endswith(
        "CAUTION readings (0 none to 3 massive) differ: State Department 1, Amnesty International no reading, "
        "Human Rights Watch 3; this row is about 2 countries together: Namibia (South West Africa), Angola"
    )
    assert "CAUTION" not in beside["torture"]
    assert "Read the cautions beside 2 facts." in lines[-1]
    assert "CAUTION" not in draft_case("NOR", data, DAY)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("NA", "NAM"),
        ("NO", "NOR"),
        ("norway", "NOR"),
        ("Myanmar (Burma)", "MMR"),
        ("DR Congo (Zaire)", "COD"),
        ("Kosovo", "XKX"),
        ("XX", None),
    ],
)
def test_countries_by_name_or_code(name: str, code: str | None) -> None:
    """Namibia and Norway are countries, not missing and not false."""
    assert alpha3(name) == code


def test_watchlist_in_order_of_risk_names_what_is_left_out(data: Path) -> None:
    """The first countries by rank; one that has no code is named, where it stands among them."""
    assert draft_watchlist(data, 2, DAY)[1] == []
    drafts, left_out = draft_watchlist(data, 5, DAY)
    assert list(drafts) == ["NAM", "NOR"]
    assert left_out == ["Atlantis"]


def test_commands(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A watchlist is written and valid; a folder that holds something is refused."""
    out = tmp_path / "list"
    arguments = ["cases", "draft", "--data", str(data), "--as-of", "2020-06-01", "--top", "1", "-o", str(out)]
    assert run(arguments) == 0
    assert [path.name for path in out.iterdir()] == ["nam-2020.yaml"]
    assert run(["validate", str(out)]) == 0
    assert run(arguments) == 2
    assert "not empty" in capsys.readouterr().err
    draft = ["cases", "new", "Norway", "--data", str(data), "-o", str(out / "nor.yaml")]
    assert run(draft) == 0
    assert parse_case((out / "nor.yaml").read_text("utf-8"), "draft").as_of == date.today().isoformat()  # noqa: DTZ011
    (out / "nor.yaml").write_text("mine", "utf-8")
    assert run(draft) == 2
    assert "move the file away" in capsys.readouterr().err
    assert (out / "nor.yaml").read_text("utf-8") == "mine"
    assert run(["cases", "new", "Atlantis", "--data", str(data), "--as-of", "2020-06-01"]) == 2


def test_a_watchlist_needs_no_day_and_no_folder(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Today, and the folder that the help names."""
    monkeypatch.chdir(tmp_path)
    assert run(["cases", "draft", "--data", str(data), "--top", "3"]) == 0
    assert {path.name[:3] for path in Path("watchlist").iterdir()} == {"nam", "nor"}
    assert "left out: Atlantis" in capsys.readouterr().err
    assert run(["cases", "draft", "--help"]) == 0
    assert "default: watchlist" in " ".join(capsys.readouterr().out.split())


def test_a_name_of_two_countries_is_refused_with_both(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody gets a case of the other Congo."""
    assert run(["cases", "new", "Congo", "--data", str(data)]) == 2
    told = capsys.readouterr().err
    assert "COG" in told
    assert "COD" in told


def test_a_later_risk_rank_is_not_told(data: Path) -> None:
    """The columns of the risk file say of which year they are."""
    assert "rank.2020 1" in draft_case("NAM", data, DAY)
    assert "rank.2020" not in draft_case("NAM", data, date(2019, 12, 31))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (REPRESSION.replace("2,2,1,", "2,two,1,"), ["a.csv:3: disap: found 'two'", "expected a number"]),
        ("x,y\n1,2\n", ["no data"]),
    ],
)
def test_bad_data_are_named_with_their_row(text: str, words: list[str], tmp_path: Path) -> None:
    """A cell that is no number, a folder without any known file."""
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        draft_case("NOR", tmp_path, DAY)
    assert [word for word in words if word not in str(caught.value)] == [], str(caught.value)


@pytest.mark.parametrize("before", [0, 3000])
def test_a_file_that_is_not_in_utf8_says_how_to_save_it(before: int, tmp_path: Path) -> None:
    """In its first lines or far below them: bad input, never a traceback."""
    text = REPRESSION + "Norway,NOR,2001,2,2,2,2\n" * before + "Österreich,AUT,2001,2,2,2,2\n"
    (tmp_path / "a.csv").write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError, match="save it as UTF-8"):
        draft_case("NOR", tmp_path, DAY)


def test_the_real_files_give_a_whole_watchlist(shared: Path) -> None:
    """Every country of the risk file becomes a valid case."""
    drafts, left_out = draft_watchlist(shared / "data", 200, date(2026, 11, 1))
    assert len(drafts) > 150
    assert left_out == []
    assert "XKX" in drafts
