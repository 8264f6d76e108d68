"""Cases alike in everything an assessment reads have the same figures; what differs is told of each by itself."""

from pathlib import Path

import pytest

from prevent_options.assess import assess, load_knowledge
from prevent_options.assess.alike import Likeness, likeness
from prevent_options.profile import CaseProfile, as_document, load_cases, with_facts
from prevent_options.profile.change import settable_paths
from prevent_options.profile.load import case_from_document
from prevent_options.yamlio import Document

DRAWS = 200


@pytest.fixture(scope="module")
def cases(root: Path) -> tuple[CaseProfile, ...]:
    """Return the shipped cases."""
    return load_cases(root / "cases")


@pytest.fixture(scope="module")
def alike() -> Likeness:
    """Return what makes cases alike under the rules in force."""
    return likeness(load_knowledge(), None)


def read_again(document: dict[str, object]) -> CaseProfile:
    """Return the case of plain data."""
    return case_from_document(Document(document, "other"))


def without_sources(node: object) -> object:
    """Return plain data of a case as if no fact had a source."""
    if isinstance(node, dict):
        if "value" in node and node.keys() & {"sources", "confidence"}:
            return without_sources(node["value"])
        return {key: without_sources(value) for key, value in node.items()}
    return [without_sources(item) for item in node] if isinstance(node, list) else node


def renamed(case: CaseProfile) -> CaseProfile:
    """Return a case under other names: id, title, perpetrators, sources, notes; what it says stays."""
    document = as_document(case) | {"id": "other", "title": "Another one", "notes": "nobody has read this"}
    document.pop("sources", None)
    plain = without_sources(document)
    assert isinstance(plain, dict)
    for actor in plain["perpetrators"]:
        actor["name"] = f"not {actor['name']}"
    return read_again(plain)


def elsewhere(case: CaseProfile, country: str) -> CaseProfile:
    """Return a case as if it were one of another country."""
    return case.model_copy(update={"country": country})


def test_names_and_sources_move_no_figure(cases: tuple[CaseProfile, ...], alike: Likeness) -> None:
    """Told as a case that differs in all of them, an assessment is that case's own, down to every word and digit."""
    for case in cases:
        other = renamed(case)
        assert alike.agreement(other) == alike.agreement(case)
        own = assess(other, alike.knowledge, draws=DRAWS)
        assert alike.told_as(assess(case, alike.knowledge, draws=DRAWS), other) == own
        assert own.case == "other"


@pytest.mark.parametrize(("here", "there"), [("SWE", "NOR"), ("NGA", "GHA"), ("MMR", "LKA")])
def test_countries_that_no_rule_tells_apart_share_figures_and_keep_their_names(
    cases: tuple[CaseProfile, ...], alike: Likeness, here: str, there: str
) -> None:
    """What rules read of the country is told of each case's own, found true or not."""
    for case in cases[:3]:
        one, other = elsewhere(case, here), elsewhere(case, there)
        assert alike.agreement(one) == alike.agreement(other)
        own = assess(other, alike.knowledge, draws=DRAWS)
        assert alike.told_as(assess(one, alike.knowledge, draws=DRAWS), other) == own
        told = {read for rule in own.rules for read in rule.reads if read[0] == "country"}
        assert told == {("country", there)}


@pytest.mark.parametrize(("here", "there"), [("NGA", "SWE"), ("NGA", "KEN"), ("MLI", "NGA")])
def test_countries_that_a_rule_tells_apart_are_not_alike(
    cases: tuple[CaseProfile, ...], alike: Likeness, here: str, there: str
) -> None:
    """A member of a regional body is not alike a state that is none."""
    for case in cases:
        assert alike.agreement(elsewhere(case, here)) != alike.agreement(elsewhere(case, there))


def changed(case: CaseProfile, path: str) -> CaseProfile:
    """Return a case with one fact changed: to unknown, or from it to something."""
    plain = {"goal": "stop", "horizon_months": "7", "as_of": "2019-03", "values.goal_threshold": "0.31"}
    plain |= {"constraints.max_tools": "4", "constraints.budget.limit": "3.5", "constraints.unavailable": "mediation"}
    if path.startswith("values.tactic_weights."):
        return with_facts(case, {path: "7.5"})
    return with_facts(case, {path: plain.get(path, "unknown")})


def test_every_fact_tells_cases_apart(cases: tuple[CaseProfile, ...], alike: Likeness) -> None:
    """Whatever can be set of a case is part of what must agree, as soon as it is another value."""
    seen = 0
    for case in cases:
        for path in settable_paths(case):
            other = changed(case, path)
            same = as_document(other) == as_document(case)
            assert (alike.agreement(other) == alike.agreement(case)) is same, path
            seen += not same
    assert seen > 100


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("area", "Elsewhere"),
        ("tools_in_use", ["mediation"]),
        ("regional_actors", [{"name": "State Z", "posture": "limit"}]),
        ("transmission", [{"from": "unknown", "via": ["fighters"]}]),
        ("constraints", {"unavailable": ["mediation"]}),
        ("horizon_months", "5"),
    ],
)
def test_fields_that_name_nothing_tell_cases_apart(
    cases: tuple[CaseProfile, ...], alike: Likeness, field: str, value: object
) -> None:
    """All that is not known to be a name or a source counts, whether or not anything reads it."""
    for case in cases:
        other = read_again(as_document(case) | {field: value})
        assert alike.agreement(other) != alike.agreement(case)


def test_ids_of_perpetrators_are_no_names(cases: tuple[CaseProfile, ...], alike: Likeness) -> None:
    """Noise is drawn by them."""
    for case in cases:
        first, *rest = case.perpetrators
        other = case.model_copy(update={"perpetrators": (first.model_copy(update={"id": "zz"}), *rest)})
        assert alike.agreement(other) != alike.agreement(case)
