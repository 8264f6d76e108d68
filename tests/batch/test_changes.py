"""What changed since an earlier batch: nothing when nothing did, and each cause by its own name when something did."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from prevent_options.assess import load_knowledge
from prevent_options.batch import Plan, Running, Settings, read_watchlist, run_batch
from prevent_options.batch import since as since_module
from prevent_options.batch.moves import CaseChange, read_change
from prevent_options.batch.since import load_since
from prevent_options.cli.app import run

from .conftest import FEW

SETTINGS = Settings(200, 1)


def batch(folder: Path, output: Path, settings: Settings = SETTINGS, since: Path | None = None) -> str | None:
    """Run a batch in this process and return its line on what changed."""
    return run_batch(Plan(read_watchlist(folder), settings, since=since), output, Running()).changed


def change(output: Path, case: str) -> CaseChange:
    """Return what changed in a case."""
    return read_change((output / "changes" / f"{case}.json").read_bytes())


def edit(folder: Path, case: str, old: str, new: str) -> None:
    """Replace a text that stands in a case file."""
    path = folder / f"{case}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def check_sums(changed: CaseChange) -> None:
    """Check that the parts of every tool add up to what its expected rank moved."""
    for move in changed.moves:
        whole = move.expected_rank[1] - move.expected_rank[0]
        assert sum(move.parts.values()) == pytest.approx(whole, abs=1e-5)


def test_nothing_moved_is_said_in_one_line(two: Path, tmp_path: Path) -> None:
    """The same list with the same seed: no case changed, the table has a head only."""
    batch(two, tmp_path / "a")
    line = batch(two, tmp_path / "b", since=tmp_path / "a")
    assert line == "Nothing moved since a: no rank, warning, fact or value changed in 2 cases."
    assert pl.read_parquet(tmp_path / "b" / "changes.parquet").height == 0
    assert line in (tmp_path / "b" / "index.html").read_text(encoding="utf-8")


def test_a_changed_fact_is_told_from_a_changed_value(two: Path, tmp_path: Path) -> None:
    """Facts in one case, values in the other: each move has its own cause and no noise."""
    batch(two, tmp_path / "a")
    edit(two, "nic-2023", "structure: {value: {elite_driven: 0.95, diffuse: 0.05}", "structure: {value: diffuse")
    edit(two, "lka-2023", "goal_threshold: 0.8", "goal_threshold: 0.3")
    edit(two, "lka-2023", "tactic_weights: {}", "tactic_weights: {torture: 5}")
    line = batch(two, tmp_path / "b", since=tmp_path / "a")
    assert line is not None
    assert "2 of 2 cases changed" in line
    facts, values = change(tmp_path / "b", "nic-2023"), change(tmp_path / "b", "lka-2023")
    assert [what for what, _, _ in facts.facts] == ["perpetrators.state.structure"]
    assert facts.values == ()
    assert [what for what, _, _ in values.values] == ["values"]
    assert set(facts.causes) == {"facts"}
    among = [move for move in facts.moves if move.tied]
    assert all(move.band[0] == move.band[1] and move.rank[0] != move.rank[1] for move in among)
    page = (tmp_path / "b" / "index.html").read_text(encoding="utf-8")
    assert ("(among ties)" in page) == any(move.tied for one in (facts, values) for move in one.moved[:5])
    assert "tools are tied</small>" in page
    assert set(values.causes) <= {"values"}
    for one in (facts, values):
        check_sums(one)
    table = pl.read_csv(tmp_path / "b" / "changes.csv")
    assert table.filter(pl.col("kind") == "fact")["what"].to_list() == ["perpetrators.state.structure"]


def test_another_seed_is_noise(two: Path, tmp_path: Path) -> None:
    """What moves by the seed alone is called noise."""
    batch(two, tmp_path / "a")
    batch(two, tmp_path / "b", replace(SETTINGS, seed=2), tmp_path / "a")
    changed = change(tmp_path / "b", "nic-2023")
    assert set(changed.causes) == {"noise"}
    check_sums(changed)


def earlier(output: Path, **digests: str) -> None:
    """Make a finished batch look as if its knowledge had been another."""
    path = output / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | digests), encoding="utf-8")


def test_changed_rules_are_told_from_new_evidence(two: Path, tmp_path: Path) -> None:
    """A batch of a day before any rule: what moved is due to the rules, although the posterior is another one too."""
    batch(two, tmp_path / "a", replace(SETTINGS, rules_as_of=date(2025, 12, 31)))
    earlier(tmp_path / "a", rules="other", posterior="other")
    batch(two, tmp_path / "b", since=tmp_path / "a")
    changed = change(tmp_path / "b", "nic-2023")
    assert set(changed.causes) == {"rules"}
    check_sums(changed)


def test_new_evidence_is_the_cause_when_only_the_posterior_changed(two: Path, tmp_path: Path) -> None:
    """An earlier posterior stands in the manifest, and its figures in the records."""
    batch(two, tmp_path / "a")
    earlier(tmp_path / "a", posterior="other")
    for path in (tmp_path / "a" / "parts").glob("*.json"):
        record = json.loads(path.read_text(encoding="utf-8"))
        record["tools"][0]["expected_rank"] += 1.5
        path.write_text(json.dumps(record), encoding="utf-8")
    batch(two, tmp_path / "b", since=tmp_path / "a")
    changed = change(tmp_path / "b", "nic-2023")
    assert set(changed.causes) == {"evidence"}
    check_sums(changed)


def test_cases_that_came_and_went_are_named(two: Path, tmp_path: Path) -> None:
    """Nobody is silently dropped from the list."""
    batch(two, tmp_path / "a")
    (two / "new.yaml").write_text(
        (two / "nic-2023.yaml").read_text(encoding="utf-8").replace("id: nic-2023", "id: new", 1), encoding="utf-8"
    )
    (two / "lka-2023.yaml").unlink()
    line = batch(two, tmp_path / "b", since=tmp_path / "a")
    assert line is not None
    assert line == (
        "Since a, no rank, warning, fact or value changed in 1 cases; no longer in the list: lka-2023; new: new."
    )
    told = pl.read_csv(tmp_path / "b" / "changes.csv").select("case", "kind", "what", "before", "after")
    assert told.rows() == [("new", "case", "new", None, "assessed"), ("lka-2023", "case", "gone", "assessed", None)]


@pytest.mark.parametrize("text", ["id: lka-2023\n", "not: a case\n", "[\n"])
def test_a_case_that_fails_now_is_not_said_to_have_left(two: Path, tmp_path: Path, text: str) -> None:
    """Whether or not the broken file still tells its id."""
    batch(two, tmp_path / "a")
    (two / "lka-2023.yaml").write_text(text, encoding="utf-8")
    line = batch(two, tmp_path / "b", since=tmp_path / "a")
    assert line == ("Since a, no rank, warning, fact or value changed in 1 cases; failed now, assessed then: lka-2023.")
    told = pl.read_csv(tmp_path / "b" / "changes.csv").select("case", "kind", "what", "before", "after")
    assert told.rows() == [("lka-2023", "case", "failed", "assessed", "failed")]


def test_a_folder_that_is_no_batch_cannot_be_compared_with(
    two: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2 before any work; so is the output folder itself."""
    output = tmp_path / "out"
    arguments = ["batch", str(two), "-o", str(output), "--workers", "0", *FEW]
    assert run([*arguments, "--since", str(two)]) == 2
    assert "--since: no manifest.json, which a batch writes last; the folder of a finished" in capsys.readouterr().err
    assert run([*arguments, "--since", str(two / "nowhere")]) == 2
    assert "--since: does not exist; the folder of a finished batch; name" in capsys.readouterr().err
    (two / "manifest.json").write_text('{"schema": "prevent-options/manifest@1"}', encoding="utf-8")
    assert run([*arguments, "--since", str(two)]) == 2
    assert "--since: a manifest.json without 'rules_as_of'" in capsys.readouterr().err
    assert not output.exists()
    assert run(arguments) == 0
    assert run([*arguments, "--since", str(output)]) == 2
    assert "output folder itself" in capsys.readouterr().err


def test_rules_of_a_foreign_folder_write_nowhere(two: Path, tmp_path: Path) -> None:
    """Names in a rules file of somebody else cannot leave the place they are unpacked to."""
    batch(two, tmp_path / "a")
    (tmp_path / "a" / since_module.RULES).write_text(
        json.dumps({"../../escape.yaml": "x", f"{tmp_path}/escape.yaml": "x"}), encoding="utf-8"
    )
    load_since(tmp_path / "a", tmp_path / "b").knowledge(load_knowledge())
    assert list(tmp_path.rglob("escape.yaml")) == []
