"""Three uncertainties kept apart: shares that sum to one, facts that explain nothing where none is open."""

import json
from pathlib import Path

import pytest

from prevent_options.assess import Knowledge, assess, load_knowledge
from prevent_options.assess.pipeline import prepare
from prevent_options.assess.uncertainty import Uncertainty, three_uncertainties
from prevent_options.cli.app import run
from prevent_options.profile import CaseProfile, fact_paths, load_case, with_facts

DRAWS = 1000


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """Return the shipped knowledge."""
    return load_knowledge()


@pytest.fixture(scope="module")
def darfur(root: Path) -> CaseProfile:
    """Return the case of Darfur, which has uncertain and unknown facts."""
    return load_case(root / "cases" / "sdn-darfur-2024.yaml")


@pytest.fixture(scope="module")
def found(darfur: CaseProfile, knowledge: Knowledge) -> Uncertainty:
    """Return the three uncertainties of Darfur."""
    return three_uncertainties(darfur, knowledge, draws=DRAWS)


def test_shares_and_remainder_sum_to_one(found: Uncertainty) -> None:
    """Effects, facts, values and interaction share out the whole variance; no share is below 0 beyond its error."""
    assert [one.group for one in found.shares] == ["effects", "facts", "values", "interaction"]
    assert sum(one.share for one in found.shares) == pytest.approx(1.0)
    assert all(one.share > -4 * one.mc_error for one in found.shares)


def test_the_lead_is_that_of_the_default_order(found: Uncertainty, darfur: CaseProfile, knowledge: Knowledge) -> None:
    """First choice and runner-up are those of the plain ranking."""
    assert [tool.tool for tool in assess(darfur, knowledge, draws=DRAWS).tools[:2]] == [found.first, found.second]


def test_central_weights_are_weights(found: Uncertainty) -> None:
    """Each tool's central weights sum to one over tactics, and some tool is first in every draw."""
    assert all(sum(weight for _, weight in one.weights) == pytest.approx(1.0, abs=1e-4) for one in found.central)
    assert sum(one.p_first for one in found.central) == pytest.approx(1.0)


def test_first_places_are_the_acceptability_of_the_assessment(
    found: Uncertainty, darfur: CaseProfile, knowledge: Knowledge
) -> None:
    """Central weights come from the same draws as rank acceptability."""
    told = {tool.tool: tool.acceptability for tool in assess(darfur, knowledge, draws=DRAWS).tools}
    assert all(one.p_first == pytest.approx(told[one.tool], abs=0.005) for one in found.central)


def test_printed_with_direction_and_the_same_bytes(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Table and JSON say what larger means; the same seed gives the same bytes."""
    words = ["rank", str(root / "cases" / "nic-2023.yaml"), "--draws", "300", "--uncertainty"]
    texts = []
    for _ in range(2):
        assert run([*words, "--format", "json"]) == 0
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1]
    assert json.loads(texts[0])["schema"] == "prevent-options/uncertainty@1"
    assert run(words) == 0
    assert "larger is better" in capsys.readouterr().out


def test_without_open_facts_they_explain_nothing(root: Path, knowledge: Knowledge) -> None:
    """Where every fact is settled, nothing is drawn for the facts and their share is 0 up to its error."""
    case = settled(root / "cases")
    assert not prepare(case, knowledge, draws=100, seed=1, rules_as_of=None).setting.world.drawn()
    facts = next(one for one in three_uncertainties(case, knowledge, draws=DRAWS).shares if one.group == "facts")
    assert abs(facts.share) < 4 * facts.mc_error
    assert facts.mc_error < 0.1


def settled(cases: Path) -> CaseProfile:
    """Return the case of Nicaragua with each open fact set to a word that a fact of the same name has elsewhere."""
    case, words = load_case(cases / "nic-2023.yaml"), {"review": "none"}
    for file in sorted(cases.glob("*.yaml")):
        for path, fact in fact_paths(load_case(file)).items():
            if fact.options:
                words.setdefault(path.rpartition(".")[2], said(fact.options[0][0]))
    changes = {
        path: said(fact.options[0][0]) if fact.options else words[path.rpartition(".")[2]]
        for path, fact in fact_paths(case).items()
        if len(fact.options) != 1
    }
    return with_facts(case, changes)


def said(value: object) -> str:
    """Return a value as it is given on the command line."""
    return ", ".join(map(str, value)) if isinstance(value, tuple | list | frozenset) else str(value)
