"""Imprisonment under shaming, institutions under interference, and what no case may lose."""

from pathlib import Path

import pytest

from acceptance.cases import Ranker

CASES = ("bfa-2024", "bgd-rab-2021", "cod-east-2024", "lka-2023", "nic-2023", "sdn-darfur-2024")


def test_shaming_a_case_of_political_imprisonment_warns_on_every_tool_that_shames(ranker: Ranker) -> None:
    """Nicaragua: each naming-and-shaming tool warns of a move, and says how weak the evidence is."""
    tools = [tool for tool in ranker("nic-2023").tools if tool.family == "naming_and_shaming" and tool.eligible]
    assert tools
    for tool in tools:
        flags = [flag for flag in tool.substitution if flag.source == "political_imprisonment"]
        assert flags, tool.tool
        assert {flag.strength for flag in flags} <= {"weak", "moderate"}
        outlets = {"extrajudicial_execution", "killing", "enforced_disappearance", "deportation"}
        assert outlets & {flag.target for flag in flags}, tool.tool


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"nhri.accreditation": "B", "nhri.government_interference": "low"}, "fired"),
        ({"nhri.accreditation": "A", "nhri.government_interference": "high"}, "fired"),
        ({"nhri.accreditation": "A", "nhri.government_interference": "unknown"}, "unknown"),
    ],
)
def test_co_optation_is_warned_of_or_said_to_be_unknown(ranker: Ranker, changes: dict[str, str], state: str) -> None:
    """B status or interference fires the co-optation warning; unknown interference is unknown, never silent."""
    tool = next(t for t in ranker("cod-east-2024", changes).tools if t.tool == "nhri_support_tpp")
    states = {rule.state for rule in tool.rules if rule.id.startswith("NHRI-") and "co-opt" in rule.title.lower()}
    assert state in states


@pytest.mark.parametrize("case", CASES)
def test_every_case_ranks_tools_of_several_families_with_proper_probabilities(ranker: Ranker, case: str) -> None:
    """Ranks are 1..n, probabilities of each rank sum to one, and reduces and backfires do not overlap."""
    assessment = ranker(case)
    able = [tool for tool in assessment.tools if tool.eligible]
    assert [tool.rank for tool in assessment.tools] == list(range(1, len(assessment.tools) + 1))
    assert len({tool.family for tool in able}) >= 8
    for tool in able:
        assert sum(tool.rank_probabilities) == pytest.approx(1)
        assert tool.p_reduces + tool.p_backfire <= 1 + 1e-9
        assert tool.net_change.q05 <= tool.net_change.q50 <= tool.net_change.q95


@pytest.mark.parametrize("case", CASES)
def test_direct_and_spill_over_add_up(ranker: Ranker, case: str) -> None:
    """For every tool and tactic the two parts sum to the effect."""
    for tool in ranker(case).tools:
        for effect in tool.tactics:
            assert effect.direct + effect.spill_over == pytest.approx(effect.mean, abs=1e-6)


@pytest.mark.parametrize("case", CASES)
def test_unknown_facts_reach_the_reader(ranker: Ranker, case: str) -> None:
    """No shipped case knows everything; what it does not know is listed."""
    assert ranker(case).unknown_facts


def test_fact_sheets_load_as_they_are(shared: Path) -> None:
    """The six fact sheets beside the checkout are cases, unchanged."""
    from prevent_options.profile import load_case

    sheets = sorted((shared / "reference" / "cases").glob("*.yaml"))
    assert len([load_case(sheet) for sheet in sheets]) == 6
