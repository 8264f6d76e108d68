"""The evidence on the command line: filters, records as JSON, checks, imports into a store of one's own."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from prevent_options.cli.app import run
from prevent_options.evidence.derivation import value_of
from prevent_options.evidence.release import REQUIRED


def listed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict]:
    """Return what ``evidence list`` gives as JSON."""
    assert run(["evidence", "list", "--format", "json", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    """Return a copy of the evidence store."""
    return Path(shutil.copytree(root / "priors" / "evidence", tmp_path / "evidence"))


def test_filters_choose_studies_by_what_they_found(capsys: pytest.CaptureFixture[str]) -> None:
    """Each narrows; one finding must have all that is asked of a finding; a missing year is in no span."""
    everything = listed(capsys)
    assert len(everything) == 95
    state = listed(capsys, "--perpetrator", "state", "--direction", "decreases")
    assert state
    for study in state:
        assert any((f["perpetrator"], f["direction"]) == ("state", "decreases") for f in study["findings"])
    recent = listed(capsys, "--since", "2015", "--until", "2017")
    assert {study["year"] for study in recent} == {"2015", "2016", "2017"}
    tool = listed(capsys, "--tool", "icc_referral", "--sized")
    assert {study["id"] for study in tool} == {"jo-simmons2016-icc-deterrence"}
    assert all(study["kind"] == "identification" for study in listed(capsys, "--kind", "identification"))
    assert listed(capsys, "--tool", "icc_referral", "--body", "mediation") == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["list", "--body", "mediatoin"], "mediation"),
        (["list", "--tool", "icc_referal"], "icc_referral"),
        (["list", "--outcome", "lethl"], "lethal"),
        (["list", "--tactic", "killings"], "killing"),
        (["list", "--perpetrator", "rebels"], "rebel"),
        (["list", "--kind", "regresion"], "regression"),
        (["list", "--since", "2020", "--until", "2010"], "swap them"),
        (["show", "stoop2018-doddfrank", "--since", "2030"], "shown whole"),
        (["show", "prosecutions", "--tool", "mediation"], "near: prosecutions"),
    ],
)
def test_a_filter_that_nothing_can_meet_is_refused(
    capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    """A misspelt word gives no empty list that looks like an answer, and no filter is passed over."""
    assert run(["evidence", *arguments]) == 2
    assert told in capsys.readouterr().err


def test_show_prints_a_study_a_body_and_a_factor(capsys: pytest.CaptureFixture[str]) -> None:
    """As JSON, with the counts of the release."""
    assert run(["evidence", "show", "stoop2018-doddfrank"]) == 0
    assert json.loads(capsys.readouterr().out)["doi"]
    assert run(["evidence", "show", "mediation", "--outcome", "conflict", "--format", "json"]) == 0
    body = json.loads(capsys.readouterr().out)
    assert {row["outcome"] for row in body["counts"]} == {"conflict"}
    assert run(["evidence", "show", "large_force", "--format", "json"]) == 0
    assert {row["body"] for row in json.loads(capsys.readouterr().out)["factors"]} == {"peace_operations"}
    assert run(["evidence", "show", "large_farce"]) == 2
    assert "near: large_force" in capsys.readouterr().err


def test_check_finds_what_is_wrong_in_a_store(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown body, a derivation that gives another number, a future year: all at once, exit code 1."""
    assert run(["evidence", "check", "--store", str(folder)]) == 0
    assert "without a year, for the reason in their year_note: embargoes" in capsys.readouterr().err
    path = folder / "studies" / "armand2020-radio-defection-lra.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ("demobilisation", "demobs"),
        ("tactic: killing", "tactic: killings"),
        ("ln(1 - 0.07)", "ln(1 - 0.7)"),
        ("year: 2020", "year: 2090"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert run(["evidence", "check", "--store", str(folder), "--format", "json"]) == 1
    found = {problem["path"] for problem in json.loads(capsys.readouterr().out)}
    assert found == {"body", "findings.0.tactic", "findings.0.size.derivation", "year"}


def test_a_tactic_of_another_family_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Torture is no killing: one of the two is a slip."""
    path = folder / "studies" / "demeritt2012-io-killing.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("tactic: killing", "tactic: torture"), encoding="utf-8")
    assert run(["evidence", "check", "--store", str(folder)]) == 1
    assert "torture, of the family bodily; a tactic of the outcome lethal" in capsys.readouterr().out


def test_check_finds_a_study_that_counts_in_the_release_and_by_its_own_size(folder: Path) -> None:
    """A record that gained a size must no longer count as a vote of the release."""
    from prevent_options.evidence import check_store, load_store

    store = load_store(folder)
    sized = next(study for study in store.studies if study.quantified)
    twice = type(store)(store.studies, store.table, {**store.placed, sized.id: "release"}, store.digests)
    assert [(p.file, p.path) for p in check_store(twice)] == [(sized.file, "findings")]


def test_check_against_the_release_finds_tables_that_are_out_of_date(shared: Path, folder: Path) -> None:
    """A size put into a record the release holds as well changes where it counts."""
    release = str(shared / "data" / "ushmm")
    assert run(["evidence", "check", "--store", str(folder), "--release", release]) == 0
    table = (folder / "release" / "counted_once.csv").read_text(encoding="utf-8")
    lines = [line for line in table.splitlines() if not line.startswith("#")]
    record = next(row["record"] for row in csv.DictReader(lines) if row["kept_as"] == "release")
    path = folder / "studies" / f"{record}.yaml"
    size = (
        "    size: {reported: x, scale: rate_ratio, unit: x, unit_log_ratio: -0.105, derivation: ln(0.9), dose: 1,\n"
        "      dose_reason: x, prior_sd: 0.5, prior_sd_reason: x}\n"
    )
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(k for k, line in enumerate(lines) if "direction:" in line)
    lines[place] = lines[place].replace("increases", "decreases").replace("none", "decreases")
    path.write_text("".join([*lines[: place + 1], size, *lines[place + 1 :]]), encoding="utf-8")
    assert run(["evidence", "check", "--store", str(folder), "--release", release]) == 1


def test_an_import_of_another_release_reports_and_keeps_what_it_can(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown factor is counted under its own name; a bad file leaves the store as it was."""
    row = {
        "effects_type": "Contextual or design",
        "Index.Number": "New.1",
        "Tool": "Mediation_tool",
        "CD": "Moon_phase",
        "Factor_effect": "The factor is associated with greater effectiveness of the tool",
        "overall": "NA",
        "Empirical": "One case study",
        "Qual": "Process tracing",
        "Quant": "NA",
        "Method": "NA",
        "Outcome": "Conflict",
        "full_citation": 'A, B. "T," 2023',
        "Year": "2023",
    }
    path = tmp_path / "all_sources.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, REQUIRED)
        writer.writeheader()
        writer.writerow(row)
    clean = {file: file.read_bytes() for file in (folder / "release").iterdir()}
    bad = tmp_path / "bad.csv"
    bad.write_bytes(path.read_bytes().replace(b"Mediation", b"M\xffdiation"))
    assert run(["evidence", "import", "ushmm", str(bad), "--store", str(folder)]) == 2
    assert "UTF-8" in capsys.readouterr().err
    assert {file: file.read_bytes() for file in (folder / "release").iterdir()} == clean
    assert run(["evidence", "import", "ushmm", str(path), "--store", str(folder)]) == 1
    told = capsys.readouterr().err
    assert "nothing explains 'Moon_phase'" in told
    assert "no tallies of practitioners" in told
    assert "mediation,release_moon_phase" in (folder / "release" / "factors.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "value"),
    [("ln(1 - 0.07)", -0.0726), ("(ln(2) + ln(8)) / 2", 1.3863), ("-ln(2) ** 1", -0.6931), ("1.5 as reported; x", 1.5)],
)
def test_a_derivation_is_computed(text: str, value: float) -> None:
    """Numbers, the four operations, powers and logarithms."""
    assert value_of(text) == pytest.approx(value, abs=1e-4)


@pytest.mark.parametrize(
    "text", ["", "x", "__import__('os')", "ln(-1)", "1/0", "9**9**9**9", "ln(1, 2)", "[1]", "(" * 150]
)
def test_a_derivation_that_is_no_arithmetic_is_refused(text: str) -> None:
    """Never run, never a crash."""
    with pytest.raises(ValueError, match=r"."):
        value_of(text)


def test_validate_checks_studies_statements_and_answers(
    folder: Path, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All shipped studies are valid; a study about nothing the catalogue has is refused with its line."""
    assert run(["validate", str(folder / "studies"), str(root / "docs" / "examples" / "elicitation.yaml")]) == 0
    for source, old, new in (
        (folder / "studies" / "armand2020-radio-defection-lra.yaml", "body: demobilisation", "body: demobs"),
        (root / "docs" / "examples" / "elicitation.yaml", "tool: visa_ban_7031c", "tool: visa_bans"),
    ):
        text = source.read_text(encoding="utf-8")
        assert old in text
        bad = tmp_path / source.name
        bad.write_text(text.replace(old, new), encoding="utf-8")
        capsys.readouterr()
        assert run(["validate", str(bad)]) == 2
        assert new.split()[1] in capsys.readouterr().err
