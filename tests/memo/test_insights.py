"""What was computed beyond the ranking stands in the memo: in its body, its annex and its pictures."""

from typing import Any

import pytest

from memo.wording import CHECKS
from prevent_options.assess.insights import CaseInsights, FactRange, Turn, Worth
from prevent_options.assess.portfolio_types import Option
from prevent_options.assess.types import Lead, Spread
from prevent_options.decision.explained import Explained
from prevent_options.decision.voi import Value
from prevent_options.memo import MemoContext, build_context, render

STRUCTURE, POSTURE = "perpetrators.guard.structure", "regional_actors.state-a.posture"
SET = Option(("gold", "exits"), (), Spread(-0.3, -0.6, -0.3, 0.1), 0.12, 0.1, 4.0, 0.3, 0.5, (), (), ())
FOUND = CaseInsights(
    unit="share of all harm averted over the horizon",
    best="gold",
    turns=(Turn(STRUCTURE, "diffuse", 0.55, "exits", 0.05, 0.01, 0.8),),
    ranges=(
        FactRange(STRUCTURE, ("elite_driven", "diffuse"), (-0.3, -0.1)),
        FactRange(POSTURE, ("condone", "facilitate"), (-0.2, 0.05)),
    ),
    facts=(Worth(STRUCTURE, 0.021, 0.002), Worth(POSTURE, 0.004, 0.001)),
    studies=(Worth("gold", 0.034, 0.003),),
    cases=20,
    everything=Value(0.2, 0.01),
    best_set=SET,
)
LEAD = Lead("gold", "sanctions", 0.04, 0.005, Explained(0.12, 0.01), Explained(-0.001, 0.01))


@pytest.fixture
def memo(fake: Any) -> MemoContext:
    """Return the fake memo with everything that can be computed."""
    return build_context(fake.assessment(lead=LEAD), fake.profile(), fake.knowledge, insights=FOUND)


def test_the_body_says_what_turns_the_ranking_and_from_which_probability_on(memo: MemoContext) -> None:
    """The fact, its value, the tool and both probabilities stand in one sentence, before what hangs on rules."""
    assert memo.turning[0].text == (
        "If structure of The Guard were diffuse, Exits for fighters would rank first, from a probability of 80% on; "
        "today it has 55%."
    )


def test_a_probability_is_not_told_where_the_order_of_today_is_not_settled(fake: Any) -> None:
    """The point at which the order turns is counted from a lead; where that is noise, there is no such point."""
    unsettled = fake.assessment(lead=LEAD._replace(mean=0.005))
    memo = build_context(unsettled, fake.profile(), fake.knowledge, insights=FOUND)
    assert memo.turning[0].text == "If structure of The Guard were diffuse, Exits for fighters would rank first."
    assert "which may be chance" in " ".join(line.text for line in memo.dissent)


def test_the_body_says_what_knowing_is_worth_with_its_error_and_source(memo: MemoContext) -> None:
    """Two facts and a study come first, each with points, error and references to draws and rules."""
    texts = [line.text for line in memo.find_out]
    assert texts[0] == (
        "Structure of The Guard (elite-driven 45%, diffuse 55%): knowing it first is worth 2.1 ± 0.2 percentage "
        "points of expected harm."
    )
    assert texts[2] == (
        "A study of Gold trade interdiction in 20 cases: knowing its result first is worth 3.4 ± 0.3 "
        "percentage points of expected harm."
    )
    assert memo.find_out[0].refs == ("D", "R:SUB-011", "R:NHRI-002")
    assert f"({len(texts) - 1} items above)" in " ".join(line.text for line in memo.steps)


def test_the_lead_and_the_best_set_stand_in_the_body(memo: MemoContext) -> None:
    """The lead with its error is part of the case against; what does most together is part of the choice."""
    lead = (
        "Gold trade interdiction is ahead of Personal sanctions by only 4.0 ± 0.5 percentage points of expected harm."
    )
    assert lead in [line.text for line in memo.dissent]
    named = "A and C" if memo.options[-1].name == "Exits for fighters" else "A and Exits for fighters"
    assert memo.choice_note[-1].text == f"The best combination looked at is {named} (−30% on average; annex C)."
    assert "combinations are not assessed" not in " ".join(line.text for line in memo.choice_note)


@pytest.mark.parametrize("form", ["md", "html"])
def test_the_annex_has_tables_pictures_and_what_the_lead_hangs_on(memo: MemoContext, form: str) -> None:
    """Every range and every worth is a row; shares, everything and the set are sentences; wording rules hold."""
    text = render(memo, form)
    for said in ("Table 7.", "Table 8.", "facts of the case explain 12% of that by themselves, severity weights 0%"):
        assert said in text
    assert "would be worth 20.0 ± 1.0 percentage points of expected harm; nobody can" in text
    assert "Gold trade interdiction and Exits for fighters do most: −30% [−60% to +10%]" in text
    if form == "md":
        assert [name for name, check in CHECKS.items() if check(text)] == []
    else:
        for name, rows in (("tornado", 2), ("worth", 3)):
            picture = text.split(f'aria-labelledby="{name}-title')[1].split("</svg>")[0]
            assert picture.count('class="bar"') == rows
            assert "<desc" in picture


@pytest.mark.parametrize(
    ("goal", "counted"),
    [("reduce", "fall of harm"), ("stop", "probability that harm falls enough"), ("foreclose", "risk of onset")],
)
def test_worth_is_in_the_unit_of_the_goal(fake: Any, goal: str, counted: str) -> None:
    """What knowing is worth is told in what the goal counts."""
    memo = build_context(fake.assessment(goal=goal), fake.profile(), fake.knowledge, insights=FOUND)
    assert counted in render(memo, "md").split("Table 8")[0].rsplit("**", 1)[1]
