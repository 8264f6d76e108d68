"""Facts by path: every fact has one, each can be set, and mistakes name what is near."""

from collections.abc import Callable

import pytest

from prevent_options.errors import InputError
from prevent_options.paths import data_dir
from prevent_options.profile import (
    CaseProfile,
    Vocabulary,
    fact_paths,
    load_case,
    settable_paths,
    unknown_facts,
    with_facts,
)

type Read = Callable[..., CaseProfile]


@pytest.fixture(scope="module")
def darfur() -> CaseProfile:
    """Return the case of the demo."""
    return load_case(data_dir("cases") / "sdn-darfur-2024.yaml")


@pytest.mark.parametrize(
    ("path", "text", "options"),
    [
        ("perpetrators.rsf.structure", "diffuse", (("diffuse", 1.0),)),
        ("perpetrators.rsf.structure", "elite_driven:0.7,diffuse:0.3", (("elite_driven", 0.7), ("diffuse", 0.3))),
        ("perpetrators.rsf.structure", " unknown ", ()),
        ("perpetrators.arab-militias.command_control", "tight", (("tight", 1.0),)),
        ("perpetrators.rsf.tactics.crsv.intensity", "low : 1e-1 , high:0.9", (("low", 0.1), ("high", 0.9))),
        ("perpetrators.rsf.revenue.sources", "gold,looting", ((("gold", "looting"), 1.0),)),
        ("perpetrators.rsf.revenue.sources", "[gold, looting]", ((("gold", "looting"), 1.0),)),
        ("perpetrators.rsf.revenue.sources", "gold:0.5,looting:0.5", ((("gold",), 0.5), (("looting",), 0.5))),
        ("perpetrators.rsf.revenue.sources", "[]", (((), 1.0),)),
        ("regional_actors.united-arab-emirates.posture", "limit", (("limit", 1.0),)),
        ("transmission.0.via", "radio", ((("radio",), 1.0),)),
        ("transmission.1.from", "a place: far, away", (("a place: far, away", 1.0),)),
        ("nhri.accreditation", "B", (("B", 1.0),)),
        ("nhri.exists", "false", (("false", 1.0),)),
        ("phase", "latent", (("latent", 1.0),)),
    ],
)
def test_facts_are_set_from_text(darfur: CaseProfile, path: str, text: str, options: object) -> None:
    """The text of an option becomes the options of the fact, and nothing else changes."""
    changed = with_facts(darfur, {path: text})
    before, after = fact_paths(darfur), fact_paths(changed)
    assert after[path].options == options
    assert {name for name in before if before[name] != after[name]} <= {path}


def test_choices_and_limits_are_set(darfur: CaseProfile) -> None:
    """Goal, horizon, limits, weights and tools in use are set in the same way, several at once."""
    settings = {
        "goal": "stop", "horizon_months": "24", "constraints.max_tools": "2",
        "constraints.unavailable": "maro,mediation",
        "values.goal_threshold": "0.5", "values.tactic_weights.crsv": "2", "tools_in_use": "mediation",
        "perpetrators.rsf.tactics.crsv.forms": "rape", "regional_actors.chad.over": "rsf", "as_of": "2024-12",
    }  # fmt: skip
    case = with_facts(darfur, settings)
    assert (case.goal, case.horizon_months, case.constraints.max_tools) == ("stop", 24, 2)
    assert (case.constraints.unavailable, case.values.goal_threshold) == (("maro", "mediation"), 0.5)
    assert (case.values.tactic_weights, [use.tool for use in case.tools_in_use]) == ({"crsv": 2.0}, ["mediation"])
    assert (case.perpetrators[0].tactics[0].forms, case.regional_actors[1].over) == (("rape",), ("rsf",))
    assert with_facts(darfur, {"constraints.max_tools": "null"}).constraints.max_tools is None


def test_plain_values_are_taken_as_they_are(darfur: CaseProfile) -> None:
    """Python callers hand in numbers, lists and mappings; probabilities stay the numbers they are."""
    case = with_facts(
        darfur, {"perpetrators.rsf.structure": {"diffuse": 1 / 3, "elite_driven": 2 / 3}, "horizon_months": 6}
    )
    assert dict(case.perpetrators[0].structure.options) == {"diffuse": 1 / 3, "elite_driven": 2 / 3}
    assert case.horizon_months == 6


def test_nothing_set_is_nothing_changed(darfur: CaseProfile) -> None:
    """Without settings the copy equals the case."""
    assert with_facts(darfur, {}) == darfur


def test_every_settable_fact_can_be_made_unknown(darfur: CaseProfile) -> None:
    """Each fact path of a real case takes unknown, and is then listed among the unknown."""
    paths = fact_paths(darfur)
    assert set(paths) <= set(settable_paths(darfur))
    assert set(unknown_facts(with_facts(darfur, dict.fromkeys(paths, "unknown")))) == set(paths)


def test_a_path_that_does_not_exist_names_the_three_nearest(darfur: CaseProfile) -> None:
    """A slip in a path is answered with the paths that look like it."""
    with pytest.raises(InputError, match=r"no fact 'perpetrators\.rfs\.structure'") as caught:
        with_facts(darfur, {"perpetrators.rfs.structure": "diffuse"})
    expected = caught.value.problems[0].expected
    assert "perpetrators.rsf.structure" in expected
    assert expected.count(",") == 2


def test_all_mistakes_are_reported_at_once(darfur: CaseProfile) -> None:
    """Bad paths and bad values come together, each under its path."""
    settings = {"nhri.accreditation": "C", "goal": "end", "no.such": "x", "perpetrators.rsf.structure": "diffuse:0.5"}
    with pytest.raises(InputError) as caught:
        with_facts(darfur, settings)
    assert {problem.path for problem in caught.value.problems} == set(settings)
    assert {problem.file for problem in caught.value.problems} == {"--set"}


def test_weights_of_unknown_tactics_are_refused(read: Read, vocabulary: Vocabulary) -> None:
    """A weight may be set for any tactic of the catalogue, and only for those."""
    assert with_facts(read(), {"values.tactic_weights.pillage": "3"}, vocabulary).values.tactic_weights == {
        "pillage": 3.0
    }
    with pytest.raises(InputError, match="did you mean 'rape'"):
        with_facts(read(), {"values.tactic_weights.raper": "1"}, vocabulary)
