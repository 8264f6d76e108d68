"""Batch: every case on its own, nothing dropped, the same bytes every time."""

import csv
import io
import json
from pathlib import Path

import polars as pl
import pytest

from prevent_options.cli.app import run

FEW = ["--draws", "200", "--workers", "0"]


@pytest.fixture
def watchlist(root: Path, tmp_path: Path) -> Path:
    """Return a folder with two good cases, a broken one and two that share an id."""
    folder = tmp_path / "cases"
    folder.mkdir()
    for name in ("nic-2023", "lka-2023"):
        (folder / f"{name}.yaml").write_bytes((root / "cases" / f"{name}.yaml").read_bytes())
    (folder / "broken.yaml").write_text("schema: prevent-options/case@1\nid: broken\n", encoding="utf-8")
    text = (root / "cases" / "nic-2023.yaml").read_text(encoding="utf-8").replace("id: nic-2023", "id: twin", 1)
    for name in ("aa-twin", "zz-twin"):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def rows(output: Path) -> list[dict[str, str]]:
    """Return the rows of the results table."""
    return list(csv.DictReader(io.StringIO((output / "results.csv").read_text(encoding="utf-8"))))


def test_broken_cases_are_rows_and_the_others_finish(
    watchlist: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 1, two cases done, three failed with their reasons; no file name decides which of two twins is meant."""
    output = tmp_path / "out"
    assert run(["batch", str(watchlist), "-o", str(output), *FEW]) == 1
    failed = {row["case"]: row["problems"] for row in rows(output) if row["status"] == "failed"}
    assert failed.keys() == {"broken", "aa-twin", "zz-twin"}
    assert "broken.yaml" in failed["broken"]
    for twin in ("aa-twin", "zz-twin"):
        assert "id: twin is also the id of" in failed[twin]
        assert all(f"{name}.yaml" in failed[twin] for name in ("aa-twin", "zz-twin"))
    assert {row["case"] for row in rows(output) if row["status"] == "done"} == {"nic-2023", "lka-2023"}
    assert "broken.yaml" in capsys.readouterr().err


def test_each_case_has_its_files_and_a_link(watchlist: Path, tmp_path: Path) -> None:
    """Result, two memos and an entry in the index for each assessed case."""
    output = tmp_path / "out"
    run(["batch", str(watchlist), "-o", str(output), "--quiet", "--memos", *FEW])
    index = (output / "index.html").read_text(encoding="utf-8")
    for case in ("nic-2023", "lka-2023"):
        for file in (f"cases/{case}.json", f"memos/{case}.md", f"memos/{case}.html"):
            assert (output / file).is_file()
        assert f'href="cases/{case}.json"' in index
        assert f'href="memos/{case}.html"' in index
    assert "http://" not in index
    assert "https://" not in index


def test_two_runs_differ_in_the_manifest_only(watchlist: Path, tmp_path: Path) -> None:
    """When and where stand in the manifest, so that results can be compared byte by byte."""
    outputs = [tmp_path / "one", tmp_path / "two"]
    for output in outputs:
        run(["batch", str(watchlist), "-o", str(output), "--quiet", *FEW])
    first, second = ({p.relative_to(o): p.read_bytes() for p in o.rglob("*") if p.is_file()} for o in outputs)
    assert first.keys() == second.keys()
    assert {str(name) for name in first if first[name] != second[name]} <= {"manifest.json"}


def test_manifest_names_inputs_and_versions(watchlist: Path, tmp_path: Path) -> None:
    """What went in can be checked by hash."""
    output = tmp_path / "out"
    run(["batch", str(watchlist), "-o", str(output), "--quiet", *FEW])
    manifest = json.loads((output / "manifest.json").read_text(encoding="utf-8"))
    assert len(manifest["inputs"]) == 5
    assert (manifest["scenarios"], manifest["since"], manifest["left_out"]) == ([], None, [])
    assert {"version", "rules", "posterior", "priors", "templates", "seed", "draws", "run"} <= manifest.keys()


def test_a_folder_of_somebody_else_is_left_alone(watchlist: Path, tmp_path: Path) -> None:
    """An output folder that holds other files is refused, and they stay."""
    output = tmp_path / "mine"
    output.mkdir()
    (output / "thesis.txt").write_text("precious", encoding="utf-8")
    assert run(["batch", str(watchlist), "-o", str(output), *FEW]) == 2
    assert [path.name for path in output.iterdir()] == ["thesis.txt"]


def test_hostile_titles_stay_text_in_table_and_index(watchlist: Path, tmp_path: Path) -> None:
    """A title that is a formula or markup is neither in any output."""
    case = watchlist / "nic-2023.yaml"
    text = case.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("title:"))
    case.write_text(text.replace(line, 'title: "=cmd()<script>alert(1)</script>{{7*7}}"'), encoding="utf-8")
    output = tmp_path / "out"
    run(["batch", str(watchlist), "-o", str(output), "--quiet", *FEW])
    index = (output / "index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in index
    assert "{{7*7}}" in index


def test_memos_are_written_in_the_language_asked_for(watchlist: Path, tmp_path: Path) -> None:
    """Every memo of the batch says its language, and the manifest names it."""
    run(["batch", str(watchlist), "-o", str(tmp_path / "out"), "--quiet", "--memos", "--language", "fr", *FEW])
    pages = [path.read_text(encoding="utf-8") for path in (tmp_path / "out" / "memos").glob("*.html")]
    assert pages
    assert all('<html lang="fr">' in page for page in pages)
    assert '"language": "fr"' in (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")


def test_memos_come_in_the_formats_asked_for(watchlist: Path, tmp_path: Path) -> None:
    """Word and PDF for every case, the same bytes on every run; the manifest names the formats."""
    for name in ("a", "b"):
        asked = ["--memo-format", "docx", "--memo-format", "pdf"]
        run(["batch", str(watchlist), "-o", str(tmp_path / name), "--quiet", *asked, *FEW])
    made = sorted((tmp_path / "a" / "memos").iterdir())
    assert {path.suffix for path in made} == {".docx", ".pdf"}
    assert made[0].read_bytes()[:2] == b"PK"
    assert made[1].read_bytes()[:4] == b"%PDF"
    assert all(path.read_bytes() == (tmp_path / "b" / "memos" / path.name).read_bytes() for path in made)
    manifest = json.loads((tmp_path / "a" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["memo_formats"] == ["docx", "pdf"]


def test_short_watchlists_get_memos_unless_told_otherwise(watchlist: Path, tmp_path: Path) -> None:
    """Up to twenty cases have memos by default; ``--no-memos`` leaves them out."""
    run(["batch", str(watchlist), "-o", str(tmp_path / "with"), "--quiet", *FEW])
    run(["batch", str(watchlist), "-o", str(tmp_path / "without"), "--quiet", "--no-memos", *FEW])
    assert list((tmp_path / "with" / "memos").glob("*.html"))
    assert not (tmp_path / "without" / "memos").exists()


def test_choices_are_a_table_with_or_without_insights(watchlist: Path, tmp_path: Path) -> None:
    """One row a case, a failed one too: the lead always, what to find out and what goes together only where asked."""
    for name, extra in (("plain", []), ("full", ["--insights"])):
        run(["batch", str(watchlist), "-o", str(tmp_path / name), "--quiet", "--no-memos", *extra, *FEW])
    plain, full = (pl.read_csv(tmp_path / name / "choices.csv") for name in ("plain", "full"))
    assert plain["status"].to_list() == full["status"].to_list() == ["failed", "failed", "done", "done", "failed"]
    assert plain["case"].to_list() == ["aa-twin", "broken", "lka-2023", "nic-2023", "zz-twin"]
    shared = plain.columns[: plain.columns.index("worked_out")]
    assert plain.select(shared).equals(full.select(shared))
    assert plain["worked_out"].to_list() == [False] * plain.height
    assert plain["together"].null_count() == plain.height
    done = full.filter(pl.col("status") == "done")
    assert done["worked_out"].all()
    assert min(done["together_of"]) >= 8
    for row in done.iter_rows(named=True):
        named = {one["tool"] for one in rows(tmp_path / "full") if one["case"] == row["case"]}
        assert {row["first_id"], row["second_id"], *row["together_ids"].split(" + ")} <= named
        told = json.loads((tmp_path / "full" / "cases" / f"{row['case']}.json").read_text(encoding="utf-8"))["lead"]
        assert row["lead"] == told["mean"]
        assert row["share_facts"] == told["explained"]["facts"]["share"]


def test_tables_warn_of_what_clears_the_bar(watchlist: Path, tmp_path: Path) -> None:
    """A move stands in results.csv when its flag is told, as in the table of rank; the JSON has the others too."""
    run(["batch", str(watchlist), "-o", str(tmp_path / "out"), "--quiet", "--no-memos", *FEW])
    flags = {}
    for path in (tmp_path / "out" / "cases").glob("*.json"):
        case = json.loads(path.read_text(encoding="utf-8"))
        for tool in case["tools"]:
            flags[case["case"], tool["tool"]] = tool["substitution"]
    assert any(not flag["told"] for found in flags.values() for flag in found)
    for row in rows(tmp_path / "out"):
        if row["status"] == "done":
            told = dict.fromkeys(f"{f['from']} > {f['to']}" for f in flags[row["case"], row["tool"]] if f["told"])
            assert row["substitution"] == "; ".join(told)
