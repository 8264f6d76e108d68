"""Odd but legal cases in a memo: what is unknown stays unknown, what is uncertain says so, no two parts disagree."""

from typing import Any

import pytest

from prevent_options.memo import MemoContext, render
from prevent_options.memo.rendering import Look
from prevent_options.memo.safe import clean

OPEN = {
    "tactic": "killing",
    "intensity": {"low": 0.4, "high": 0.6},
    "trend": {"falling": 0.5, "rising": 0.5},
    "organisation": {"private": 0.5, "ordered": 0.5},
    "visibility": {"hidden": 0.5, "visible": 0.5},
}


def situation(memo: MemoContext) -> str:
    """Return all that the memo says of perpetrators and others."""
    lines = [line.text for who in memo.perpetrators for line in (who.traits, *who.lines)]
    return "\n".join([*lines, *(line.text for line in memo.others)])


def no_change(memo: MemoContext) -> str:
    """Return all that the memo says of leaving things as they are."""
    return "\n".join(criterion.line.text for criterion in memo.no_change.criteria)


def test_an_unknown_list_is_never_an_empty_one(fake: Any) -> None:
    """Nobody knows who else acts or which tools are in use; only where the case says that there is none, none is."""
    unknown = fake.memo({"regional_actors": "unknown", "tools_in_use": "unknown"})
    assert "Regional actors: unknown." in situation(unknown)
    assert "which tools are in use is unknown" in no_change(unknown)
    assert "Tools in use: unknown." in [line.text for line in unknown.actors]
    none = fake.memo({"regional_actors": [], "tools_in_use": []})
    assert "Regional actors: the case names none." in situation(none)
    assert "no tool in use" in no_change(none)
    assert none.actors == ()


def test_an_even_chance_is_no_trend_and_every_share_is_told(fake: Any) -> None:
    """Falling or rising, one to one, is neither; level, organisation and visibility carry their probability."""
    guard = fake.profile().perpetrators[0].model_dump(mode="json") | {"tactics": [OPEN]}
    text = situation(fake.memo({"perpetrators": [guard]}))
    assert "High: killing 60%." in text
    assert "falling" not in text
    assert "Ordered or authorised: killing 50%. Tolerated or private: killing 50%." in text
    assert "Hidden, so counts are minimums: killing 50%." in text
    assert "rises" not in no_change(fake.memo({"perpetrators": [guard]}))


def test_traits_nobody_knows_are_named(fake: Any) -> None:
    """Not "unknown; unknown; command unknown"; and no trend is not "as it is"."""
    bare = {"id": "guard", "name": "The Guard", "type": "unknown", "tactics": [{"tactic": "killing"}]}
    memo = fake.memo({"perpetrators": [bare], "nhri": {"exists": {"true": 0.5, "false": 0.5}}})
    assert "type unknown; structure unknown; command unknown" in situation(memo)
    assert "exists 50%, does not exist 50%" in situation(memo)
    assert "the trend of 1 tactic is unknown" in no_change(memo)


def test_moves_below_the_bar_are_told_as_such_everywhere(fake: Any) -> None:
    """As `rank` and `explain` count them: they are no warning in the bottom line, and named apart in annex B."""
    whole = fake.assessment()
    weak = [
        tool._replace(substitution=tuple(flag._replace(told=False) for flag in tool.substitution))
        for tool in whole.tools
    ]
    memo = fake.memo(tools=tuple(weak))
    assert "no move of violence to another tactic clears the bar" in "\n".join(line.text for line in memo.bottom_line)
    assert memo.ranking[0].moves_to == "no warning; below the bar: pillage"
    assert {"R:SUB-011"} == set(memo.ranking[0].refs)
    signs = [row.line for option in memo.options for row in option.criteria if row.name == "Signs"]
    assert not [line for line in signs if "R:SUB-011" in line.refs]
    assert fake.memo().ranking[0].moves_to == "pillage"


@pytest.mark.parametrize(
    ("goal", "measure"),
    [
        ("reduce", "total harm over 12 months"),
        ("stop", "total harm at the end of 12 months"),
        ("foreclose", "the risk of onset within 12 months"),
    ],
)
def test_figures_are_of_what_the_goal_measures(fake: Any, goal: str, measure: str) -> None:
    """The end of the horizon under stop, the risk of onset under foreclose, as `rank` says below its table."""
    memo = fake.memo({"goal": goal}, goal=goal)
    assert f"{measure} is lower than with no change" in memo.bottom_line[1].text
    assert f"Change of {measure} against no change" in render(memo, "md")


def test_the_brief_speaks_of_what_it_shows(fake: Any) -> None:
    """Its picture has six rows, and what is to be found out first stands in the option memo."""
    row = fake.assessment().tools[0]
    tools = tuple(row._replace(tool=row.tool if n == 1 else "sanctions", name=f"Tool {n}", rank=n) for n in range(1, 9))
    text = render(fake.memo(tools=tools), "md", Look("brief"))
    assert "of the first 6 tools" in text
    assert "of the first 8 tools" not in text
    assert " in the option memo)." in text


def test_what_an_open_rule_says_is_told_under_its_condition(fake: Any) -> None:
    """A rule that nobody can settle asserts nothing."""
    said = {row.id: row.messages for row in fake.memo().rules}
    assert said["NHRI-002"] == ("If it holds: Watch the markets.",)
    assert said["SUB-011"] == ("Watch the markets.",)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("by قوات الدعم: 2 rules", "by قوات الدعم\N{LEFT-TO-RIGHT MARK}: 2 rules"),
        ("عربي", "عربي\N{LEFT-TO-RIGHT MARK}"),
        ("苏丹: 2", "苏丹: 2"),
    ],
)
def test_a_number_behind_a_name_from_the_right_stays_behind_it(text: str, shown: str) -> None:
    """A mark ends each run from right to left, once, however often text is cleaned."""
    assert clean(text) == shown
    assert clean(clean(text)) == shown


@pytest.mark.parametrize(
    ("threshold", "words"),
    [(0.8, "at least 80%"), (0.004, "at least 0.4%"), (0.995, "at least 99.5%"), (1, "at least 100%")],
)
def test_a_threshold_is_told_as_it_was_stated(fake: Any, threshold: float, words: str) -> None:
    """Never rounded to nothing, nor to all of the harm."""
    memo = fake.memo({"goal": "stop", "values": {"goal_threshold": threshold}}, goal="stop")
    assert f"{words}." in memo.bottom_line[1].text


def test_a_possible_value_never_has_no_probability(fake: Any) -> None:
    """One in a thousand is less than one percent, and the other value is not certain."""
    memo = fake.memo({"nhri": {"accreditation": {"A": 0.001, "B": 0.999}}})
    assert "accreditation A <1%, B >99%" in situation(memo)
