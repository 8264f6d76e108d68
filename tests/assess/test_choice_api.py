"""The Python API answers as the commands do."""

from pathlib import Path

from prevent_options import api


def test_api_finds_sets_within_the_limits_it_is_given(root: Path) -> None:
    """Two tools at most, effort at most 4, and a set that beats none of its cheaper rivals is not first."""
    found = api.portfolios(root / "cases" / "bfa-2024.yaml", max_tools=2, budget=4, draws=200)
    assert all(len(option.tools) <= 2 and option.effort <= 4 for option in found.portfolios)
    utilities = [option.utility for option in found.portfolios]
    assert utilities == sorted(utilities, reverse=True)


def test_api_values_information(root: Path) -> None:
    """A fact that is set is no longer worth finding out."""
    case = root / "cases" / "bfa-2024.yaml"
    before = api.voi(case, draws=200, cases=(10,))
    fact = next(one.fact for one in before.facts if one.state != "together" and one.fact.endswith("structure"))
    after = api.voi(case, changes={fact: "diffuse"}, draws=200, cases=(10,))
    assert fact not in {one.fact for one in after.facts}
    assert {one.cases for one in after.studies} == {10}
