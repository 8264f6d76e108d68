"""The command line: exit codes, streams, formats, and that bad input writes nothing and shows no traceback."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from prevent_options.assess.schema import result_json_schema
from prevent_options.cli.app import run
from prevent_options.cli.schema_command import MAKERS

CASE = "cases/sdn-darfur-2024.yaml"
FEW = ["--draws", "400"]


@pytest.fixture(autouse=True)
def _at_root(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)


def result(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    """Return the JSON result of a successful ``rank``."""
    assert run(["rank", CASE, "--format", "json", *FEW, *arguments]) == 0
    return json.loads(capsys.readouterr().out)


def test_result_json_follows_its_schema(capsys: pytest.CaptureFixture[str]) -> None:
    """What is written is what the schema promises, field by field."""
    Draft202012Validator(result_json_schema()).validate(result(capsys))


def test_result_json_holds_every_field_of_the_design(capsys: pytest.CaptureFixture[str]) -> None:
    """Programs outside read exactly these fields."""
    document = result(capsys)
    assert {"schema", "case", "goal", "draws", "seed", "tools", "unknown_facts", "rules", "warnings"} <= document.keys()
    assert (document["schema"], document["case"], document["draws"]) == (
        "prevent-options/result@1",
        "sdn-darfur-2024",
        400,
    )
    tool = document["tools"][0]
    assert {
        "tool",
        "family",
        "rank",
        "eligible",
        "p_best",
        "expected_rank",
        "rank_probabilities",
        "net_change",
        "p_reduces",
        "p_backfire",
        "worst_tenth_mean",
        "p_goal",
        "confidence",
        "tactics",
        "substitution",
        "rules",
        "evidence",
    } <= tool.keys()
    assert {"tactic", "mean", "q05", "q95", "p_increase", "direct", "spill_over"} <= tool["tactics"][0].keys()
    assert {"mean", "q05", "q50", "q95"} == tool["net_change"].keys()


def test_same_input_and_seed_give_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    """Two runs print the same result, another seed another one."""
    texts = []
    for seed in ("7", "7", "8"):
        assert run(["rank", CASE, "--format", "json", "--seed", seed, *FEW]) == 0
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1]
    assert texts[0] != texts[2].replace('"seed": 8', '"seed": 7')


def test_csv_has_a_row_for_each_tool(capsys: pytest.CaptureFixture[str]) -> None:
    """The table form of the result is whole."""
    assert run(["rank", CASE, "--format", "csv", *FEW]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == len(result(capsys)["tools"])
    assert rows[0]["rank"] == "1"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["rank", "nowhere.yaml"], "nowhere.yaml"),
        (["rank", CASE, "--set", "perpetrators.rsf.structur=diffuse"], "perpetrators.rsf.structure"),
        (["rank", CASE, "--set", "nhri.accreditation=Z"], "Z"),
        (["rank", CASE, "--set", "nhri.accreditation"], "FACT=VALUE"),
        (["rank", CASE, "--draws", "999999"], "4000"),
        (["rank", CASE, "--rules-as-of", "yesterday"], "2026-01-31"),
        (["explain", CASE, "gold_trade"], "gold_trade_interdiction"),
        (["compare", CASE], "nothing to compare"),
        (["rules", "show", "XXX-999"], "rules list"),
        (["memo", CASE, "-o", "memo.odt"], ".md"),
        (["memo", CASE, "-o", "memo.md", "--language", "de"], "one of en, fr, es"),
        (["batch", "nowhere", "-o", "out"], "nowhere: watchlist: does not exist"),
        (["frobnicate"], "frobnicate"),
    ],
)
def test_bad_input_ends_with_2_and_says_what_to_do(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Usage and input errors go to standard error; nothing is printed as a result."""
    assert run(arguments) == 2
    printed = capsys.readouterr()
    assert words in printed.err
    assert printed.out == ""


def test_bad_case_reports_every_problem_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A memo of a case with two flaws names both lines and leaves no file."""
    text = (
        Path(CASE)
        .read_text(encoding="utf-8")
        .replace("goal: reduce", "goal: win")
        .replace('country: "SDN"', "country: XYZ")
    )
    bad, memo = tmp_path / "bad.yaml", tmp_path / "memo.md"
    bad.write_text(text, encoding="utf-8")
    assert run(["memo", str(bad), "-o", str(memo)]) == 2
    problems = capsys.readouterr().err.splitlines()
    assert sum(line.startswith(f"{bad}:") for line in problems) == 2
    assert not memo.exists()


def test_ranking_never_imports_the_sampler(root: Path) -> None:
    """`rank` in a process of its own loads neither PyMC nor what it needs."""
    code = (
        "import sys; from prevent_options.cli.app import run; "
        f"assert run(['rank', {CASE!r}, '--format', 'json', '--draws', '200']) == 0; "
        "heavy = {'pymc', 'pytensor', 'arviz', 'nutpie', 'numba', 'matplotlib', 'polars', 'pandas'}; "
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_ranking_says_what_its_lead_hangs_on(capsys: pytest.CaptureFixture[str]) -> None:
    """Shares of facts and values stand in the JSON; the table says the same ones in a sentence."""
    assert run(["rank", CASE, *FEW, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)["lead"]["explained"]
    assert all(-0.2 < told[name]["share"] <= 1 and told[name]["mc_error"] > 0 for name in ("facts", "values"))
    assert run(["rank", CASE, *FEW]) == 0
    said = " ".join(capsys.readouterr().out.split())
    facts, values = (max(0, round(100 * told[name]["share"])) for name in ("facts", "values"))
    assert f"facts that are open explain {facts}% and the weights of tactics {values}%" in said


def test_tables_fit_80_columns_without_a_terminal_and_carry_no_colour(capsys: pytest.CaptureFixture[str]) -> None:
    """Output into a file is plain and narrow."""
    assert run(["rank", CASE, *FEW]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert not any("\x1b" in line for line in lines)


def test_table_shows_tool_ids_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """No name is cut short with an ellipsis."""
    assert run(["rank", CASE, *FEW]) == 0
    assert "…" not in capsys.readouterr().out


def test_explain_sums_to_the_net_effect(capsys: pytest.CaptureFixture[str]) -> None:
    """The running sum of the waterfall is the sum of its changes, step by step."""
    assert run(["explain", CASE, "gold_trade_interdiction", "--format", "json", *FEW]) == 0
    steps = json.loads(capsys.readouterr().out)["steps"]
    total = 0.0
    for step in steps:
        total += step["change"]
        assert step["running"] == pytest.approx(total, abs=1e-4)
    assert {step["basis"] for step in steps} == {"evidence", "judgement", "model"}


def test_validate_accepts_all_that_ships(capsys: pytest.CaptureFixture[str]) -> None:
    """Cases, rules and studies of the project are valid."""
    assert run(["validate", "cases", "rules", "priors/evidence/studies"]) == 0
    assert "no problem found" in capsys.readouterr().out


@pytest.mark.parametrize("kind", list(MAKERS))
def test_schemas_are_json_schemas(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every schema is valid as a schema."""
    assert run(["schema", kind]) == 0
    Draft202012Validator.check_schema(json.loads(capsys.readouterr().out))


def test_rules_of_an_earlier_day_can_be_replayed(capsys: pytest.CaptureFixture[str]) -> None:
    """Before the first rule came into force, only what bars a tool speaks, and the first warning says so."""
    document = result(capsys, "--rules-as-of", "2025-12-31")
    assert {rule["kind"] for rule in document["rules"]} == {"eligibility"}
    assert "rules were in force on 2025-12-31" in document["warnings"][0]


@pytest.mark.parametrize(
    "words",
    [
        ["explain", CASE, "mediation"],
        ["compare", CASE, "--goal", "stop"],
        ["turning", CASE],
        ["rank", CASE, "--attitude", "regret"],
        ["rank", CASE, "--uncertainty"],
        ["substitution", "play", CASE, "mediation"],
    ],
)
def test_results_without_warnings_have_missing_rules_told_beside_them(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """On standard error, once; the result itself stays as it is."""
    assert run([*words, "--draws", "100", "--rules-as-of", "2025-12-31"]) == 0
    out, err = capsys.readouterr()
    assert err.count("rules were in force on 2025-12-31") == 1
    assert "in force on" not in out


def test_a_batch_without_memos_never_reads_them_in(root: Path) -> None:
    """What a process of a batch imports holds neither memos nor what they are written with."""
    code = (
        "import sys, prevent_options.batch.work; "
        "memos = {'prevent_options.memo', 'prevent_options.assess.insights', 'docx', 'babel', 'polars'}; "
        "assert not memos & set(sys.modules), memos & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_goal_stop_shows_what_it_orders_by(capsys: pytest.CaptureFixture[str]) -> None:
    """The probability of stopping stands in the table, falling from row to row, with its direction in the head."""
    assert run(["rank", CASE, "--goal", "stop", *FEW]) == 0
    head, body = capsys.readouterr().out.split("\N{BOX DRAWINGS LIGHT HORIZONTAL} \n", 1)
    assert "larger is better" in head
    shares = [float(line.split()[2].removesuffix("%")) for line in body.splitlines() if line[:5].strip().isdigit()]
    assert len(shares) > 20
    assert shares == sorted(shares, reverse=True)
    assert run(["rank", CASE, "--goal", "reduce", *FEW]) == 0
    assert "stops" not in capsys.readouterr().out
