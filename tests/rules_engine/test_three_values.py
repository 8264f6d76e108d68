"""Four states from three truth values; the share of draws agrees with them."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prevent_options.rules import load_fact_priors, sample_world
from prevent_options.rules.case_profile import profile_of
from prevent_options.yamlio import Document
from rules_engine.kit import Judge, Profile, Write

TRUE = {"fact": "phase", "is": "ongoing"}
FALSE = {"fact": "goal", "is": "stop"}
UNKNOWN = {"fact": "nhri.accreditation", "is": "A"}
FACTS: dict[str, object] = {"phase": "ongoing"}
VALUES = {"T": TRUE, "F": FALSE, "U": UNKNOWN}
ORDER = "FUT"
STATES = {"T": "fired", "F": "silent", "U": "unknown"}


@pytest.mark.parametrize(("left", "right"), list(itertools.product("TFU", repeat=2)))
@pytest.mark.parametrize("join", ["all", "any"])
def test_kleene_tables(left: str, right: str, join: str, write: Write, judge: Judge, profile: Profile) -> None:
    """``all`` is the least and ``any`` the greatest of false, unknown, true."""
    folder = write({join: [VALUES[left], VALUES[right]]})
    expected = (min if join == "all" else max)((left, right), key=ORDER.index)
    assert judge(folder, profile(FACTS)).rules[0].state == STATES[expected]


@pytest.mark.parametrize(("value", "expected"), [("T", "silent"), ("F", "fired"), ("U", "unknown")])
def test_not_turns_true_and_false_and_leaves_unknown(
    value: str, expected: str, write: Write, judge: Judge, profile: Profile
) -> None:
    """The contrary of what nobody knows is not known either."""
    assert judge(write({"not": VALUES[value]}), profile(FACTS)).rules[0].state == expected


def test_a_tool_part_that_does_not_match_is_not_applicable(write: Write, judge: Judge, profile: Profile) -> None:
    """The rule says nothing about other tools, and says so."""
    found = judge(write({"all": [{"tool": "mediation"}, TRUE]}), profile(FACTS))
    assert found.state("TEST-001", "mediation") == "fired"
    assert found.state("TEST-001", "fincen_311") == "not_applicable"


def test_probabilities_on_one_side_of_a_test_settle_it(write: Write, judge: Judge, profile: Profile) -> None:
    """An uncertain fact whose values all pass makes a test true."""
    case = profile({"repression_level": {"high": 0.4, "very_high": 0.6}})
    assert judge(write({"fact": "repression_level", "at_least": "high"}), case).rules[0].state == "fired"
    assert judge(write({"fact": "repression_level", "at_least": "very_high"}), case).rules[0].state == "unknown"


@given(share=st.floats(0.02, 0.98))
def test_the_share_of_draws_is_the_stated_probability(share: float) -> None:
    """A rule on an uncertain fact fires in that share of draws, to within one draw in D, whatever the share."""
    share = round(share, 6)
    case = profile_of({"nhri.accreditation": {"A": share, "B": round(1 - share, 6)}}, Document({}, "test"), ())
    words, codes = sample_world(case, load_fact_priors(), draws=1000, seed=3).sample("nhri.accreditation")
    assert abs((codes == words.index("A")).mean() - share) <= 2 / 1000


def test_is_unknown_asks_about_knowledge_and_is_never_unknown(write: Write, judge: Judge, profile: Profile) -> None:
    """Whether a fact is known is always known."""
    folder = write({"fact": "nhri.accreditation", "is_unknown": True})
    assert judge(folder, profile()).rules[0].state == "fired"
    assert judge(folder, profile({"nhri.accreditation": "A"})).rules[0].state == "silent"


def test_some_actor_under_a_negation_means_no_actor(write: Write, judge: Judge, profile: Profile) -> None:
    """``not`` around the posture of an actor holds only when nobody has it."""
    folder = write({"not": {"fact": "actor.posture", "is": "facilitate"}})
    both = profile({"actors": [{"posture": "facilitate"}, {"posture": "limit"}]})
    assert judge(folder, both).rules[0].state == "silent"
    assert judge(folder, profile({"actors": [{"posture": "limit"}]})).rules[0].state == "fired"
    assert judge(folder, profile({"actors": []})).rules[0].state == "fired"
    assert judge(folder, profile()).rules[0].state == "unknown"


def test_the_same_actor_is_meant_throughout_a_rule(write: Write, judge: Judge, profile: Profile) -> None:
    """Two facts of "some actor" joined by all must hold for one and the same."""
    folder = write({"all": [{"fact": "actor.posture", "is": "facilitate"}, {"fact": "actor.leverage", "is": "high"}]})
    two = [{"posture": "facilitate", "leverage": "low"}, {"posture": "limit", "leverage": "high"}]
    apart = profile({"actors": two})
    assert judge(folder, apart).rules[0].state == "silent"
    assert judge(folder, profile({"actors": [{"posture": "facilitate", "leverage": "high"}]})).rules[0].state == "fired"
