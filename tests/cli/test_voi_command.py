"""``voi`` as its users meet it: values that hold together, the promised fields, and plain words for bad input."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from prevent_options.cli.app import run

FAST = ("--draws", "1000")


@pytest.fixture(scope="module")
def document(root: Path) -> dict[str, Any]:
    """Return the values of the case of Darfur as other programs read them."""
    from prevent_options.assess import load_knowledge
    from prevent_options.assess.voi import value_of_information
    from prevent_options.assess.voi_result import voi_document
    from prevent_options.profile import load_case

    case = load_case(root / "cases" / "sdn-darfur-2024.yaml")
    return voi_document(value_of_information(case, load_knowledge(), draws=1000))


def test_json_has_the_promised_fields(document: dict[str, Any]) -> None:
    """EVPI, facts, parameters and studies, each with its error and the research question it would answer."""
    assert {"evpi", "mc_error", "facts", "parameters", "studies", "unit", "direction"} <= document.keys()
    assert all({"fact", "evppi", "mc_error", "question"} <= row.keys() for row in document["facts"])
    assert all({"kind", "name", "evppi", "mc_error", "question"} <= row.keys() for row in document["parameters"])
    assert all({"tool", "cases", "evsi", "mc_error", "question"} <= row.keys() for row in document["studies"])


def test_nothing_is_negative_and_nothing_beats_knowing_everything(document: dict[str, Any]) -> None:
    """Every value lies between 0 and EVPI."""
    values = [row["evppi"] for row in (*document["facts"], *document["parameters"])]
    values += [row["evsi"] for row in document["studies"]]
    assert min(values) >= 0.0
    assert max(values) <= document["evpi"]


def test_groups_are_worth_at_least_their_parts(document: dict[str, Any]) -> None:
    """All facts together beat each fact, everything of one kind each of its parameters."""
    facts = {row["fact"]: row["evppi"] for row in document["facts"]}
    assert facts["all"] == max(facts.values())
    whole = {row["name"]: row["evppi"] for row in document["parameters"] if row["kind"] == "all"}
    assert all(row["evppi"] <= whole[row["kind"]] for row in document["parameters"] if row["kind"] != "all")


def test_larger_studies_are_worth_more_and_none_more_than_the_effect(document: dict[str, Any]) -> None:
    """The value of a study grows with its cases towards the value of knowing the tool's effect."""
    effects = {row["name"]: row["evppi"] for row in document["parameters"] if row["kind"] == "effect"}
    by_tool: dict[str, list[float]] = {}
    for row in document["studies"]:
        by_tool.setdefault(row["tool"], []).append(row["evsi"])
    assert all(values == sorted(values) and values[-1] <= effects[tool] for tool, values in by_tool.items())


def test_what_nothing_reads_is_worth_exactly_nothing(document: dict[str, Any]) -> None:
    """An unknown fact that no rule, factor or burden reads is listed and worth 0 without error."""
    unread = [row for row in document["facts"] if not row["read"]]
    assert unread
    assert all(row["evppi"] == row["mc_error"] == 0.0 for row in unread)


def test_known_facts_are_not_asked_for(document: dict[str, Any], root: Path) -> None:
    """Only facts that are uncertain or unknown are listed, and all of these are."""
    from prevent_options.profile import fact_paths, load_case, unknown_facts

    case = load_case(root / "cases" / "sdn-darfur-2024.yaml")
    open_ = {path for path, fact in fact_paths(case).items() if len(fact.options) > 1} | set(unknown_facts(case))
    assert {row["fact"] for row in document["facts"]} - {"all"} == open_


def test_a_fact_that_is_set_is_worth_nothing_more(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Once the structure of the RSF is known it leaves the list."""
    case, fact = root / "cases" / "sdn-darfur-2024.yaml", "perpetrators.rsf.structure"
    assert run(["voi", str(case), *FAST, "--format", "json", "--set", f"{fact}=diffuse", "--cases", "20"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert fact not in {row["fact"] for row in found["facts"]}
    assert {row["cases"] for row in found["studies"]} == {20}


def test_the_structure_of_the_rsf_answers_the_question_of_the_roundtable(document: dict[str, Any]) -> None:
    """Elite-driven or diffuse is listed with its worth, its error and the question of the field it serves."""
    found = next(row for row in document["facts"] if row["fact"] == "perpetrators.rsf.structure")
    assert found["read"]
    assert found["evppi"] >= 0
    assert found["question"]["id"] == "RQ-01"


@pytest.mark.parametrize("goal", ["stop", "foreclose"])
def test_other_goals_have_their_own_unit(root: Path, capsys: pytest.CaptureFixture[str], goal: str) -> None:
    """Under stop values are probabilities, under foreclose shares of risk; the table says which."""
    case = root / "cases" / "lka-2023.yaml"
    assert run(["voi", str(case), *FAST, "--goal", goal, "--cases", "5"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert ("probability that harm falls" if goal == "stop" else "points of the risk of onset removed") in told


def test_same_seed_gives_the_same_bytes(root: Path) -> None:
    """Two runs print the same document."""
    from prevent_options.assess import load_knowledge
    from prevent_options.assess.voi import value_of_information
    from prevent_options.assess.voi_result import voi_json
    from prevent_options.profile import load_case

    case = load_case(root / "cases" / "bfa-2024.yaml")
    first, second = (voi_json(value_of_information(case, load_knowledge(), draws=300)) for _ in range(2))
    assert first == second


def _bad(
    root: Path, tmp_path: Path, change: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> tuple[int, str, str]:
    case = tmp_path / "bad.yaml"
    case.write_text(change((root / "cases" / "sdn-darfur-2024.yaml").read_text("utf-8")), "utf-8")
    code = run(["voi", str(case), *FAST])
    out, err = capsys.readouterr()
    return code, out, err


def test_nothing_to_choose_is_said_plainly(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A case that bars every family has no choice to inform."""
    from prevent_options.catalogues import load_catalogues

    families = ", ".join(load_catalogues().tool_families)
    code, out, err = _bad(root, tmp_path, lambda text: text.replace("[maro]", f"[{families}]"), capsys)
    assert (code, out) == (2, "")
    assert "no tool may be used" in err


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("{elite_driven: 0.5, diffuse: 0.5}", "{elite_driven: 0.5, diffuse: 0.6}", "1.1"),
        ("tactic_weights: {}", "tactic_weights: {killing: 0}", "weight"),
    ],
)
def test_probabilities_and_weights_that_cannot_be_are_refused(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], right: str, wrong: str, told: str
) -> None:
    """A fact whose probabilities do not sum to one, or weights that are all zero, end with exit code 2."""
    code, out, err = _bad(root, tmp_path, lambda text: text.replace(right, wrong, 1), capsys)
    assert (code, out) == (2, "")
    assert told in err
