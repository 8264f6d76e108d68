"""Annex C says what stands beside the ranking: steps that add up, what effort buys, attitudes, goals; ties are ties."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from memo.anchors import lost, unanchored
from memo.real import real_memo
from memo.wording import CHECKS
from prevent_options.assess import Knowledge, load_knowledge
from prevent_options.assess.attitude import AttitudeRow, Attitudes, FirstBy
from prevent_options.assess.beside import Beside
from prevent_options.assess.insights import CaseInsights
from prevent_options.assess.other_goals import FirstUnder
from prevent_options.assess.portfolio_types import Rung
from prevent_options.assess.types import Spread, Step
from prevent_options.decision.voi import Value
from prevent_options.memo import KINDS, Look, MemoContext, build_context, render

CASES = ("bfa-2024", "bgd-rab-2021", "cod-east-2024", "lka-2023", "nic-2023", "sdn-darfur-2024")
PLACES = {"gold": (1, 1), "sanctions": (2, 1), "exits": (3, 2), "mediation": (4, 2)}
STOPPED = {"exits": (1, 1), "mediation": (2, 2), "gold": (3, 2), "sanctions": (4, 3)}
STEPS = (
    Step("average effect", -0.2, -0.2, -0.2004, -0.2004, "resource_interdiction", "evidence"),
    Step("Title of SUB-011", 0.0, -0.2, 0.0501, -0.1503, "rule SUB-011", "judgement"),
    Step("reach", 0.0, -0.2, 0.0001, -0.1502, "catalogue: which perpetrators the tool can act on", "judgement"),
    Step("other tactics move along", 0.0, -0.2, -0.0098, -0.16, "priors/assumptions.yaml: complement", "judgement"),
)
RUNGS = (
    Rung(("gold",), (), Spread(-0.16, -0.4, -0.16, 0.1), 0.25, 2.0, 0.16, 0.75),
    Rung(("gold", "mediation"), ("mediation",), Spread(-0.18, -0.5, -0.2, 0.2), 0.22, 4.0, 0.18, 0.55),
)


def first_by(by: Any, tool: str, rank: int, band: int, *level: str) -> FirstBy:
    """Return a tool that is first under an attitude."""
    return FirstBy(by, AttitudeRow(tool, 1, rank, band, 0.16, -0.2, 0.3, 0.9), level)


def found(**changes: Any) -> CaseInsights:
    """Return what a memo tells beside a ranking."""
    attitudes = Attitudes(
        (
            first_by("expected", "gold", 1, 1, "sanctions"),
            first_by("worst_tenth", "exits", 3, 2),
            first_by("regret", "gold", 1, 1, "sanctions", "exits", "mediation"),
        ),
        0.95,
    )
    goals = (
        FirstUnder("reduce", "gold", ("sanctions",), 0.4, PLACES),
        FirstUnder("stop", "exits", (), 0.02, STOPPED),
        FirstUnder("foreclose", "gold", ("sanctions",), 0.1, PLACES),
    )
    beside = Beside("gold", STEPS, attitudes, goals)
    fields = {"frontier": RUNGS, "set_tools": 4, "beside": beside} | changes
    return CaseInsights("", "gold", (), (), (), (), 20, Value(0.2, 0.01), None, **fields)


@pytest.fixture
def memo(fake: Any) -> MemoContext:
    """Return the fake memo with what stands beside its ranking."""
    return build_context(fake.assessment(), fake.profile(), fake.knowledge, insights=found())


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """Return the shipped knowledge."""
    return load_knowledge()


def test_steps_add_up_as_printed_and_lead_to_their_sources(memo: MemoContext) -> None:
    """A step that is nothing as printed is left out; each other one names what it rests on, and the rule itself."""
    rows = memo.beside.steps
    assert [row.name for row in rows] == ["average effect in studies", "Title of SUB-011", "other tactics move along"]
    assert [row.change for row in rows] == [-20.0, 5.0, -1.0]
    assert rows[-1].after == -16.0
    assert [row.refs for row in rows] == [("D",), ("R:SUB-011",), ("J:complement",)]
    assert [row.basis for row in rows] == ["evidence", "judgement", "judgement"]
    assert memo.beside.steps_title == "Largest step, −20.0 points: average effect in studies"


@pytest.mark.parametrize("name", CASES)
def test_steps_of_shipped_cases_sum_to_the_figure_of_the_ranking(root: Path, knowledge: Knowledge, name: str) -> None:
    """To a tenth of a point, in every case, and each step is the next one's beginning; rules have a place."""
    _, assessment, memo = real_memo(root / "cases" / f"{name}.yaml", knowledge, draws=400)
    first = next(tool for tool in assessment.tools if tool.eligible and not tool.in_use)
    rows = memo.beside.steps
    assert round(sum(row.change for row in rows), 1) == rows[-1].after
    assert rows[-1].after == pytest.approx(100 * first.net_change.mean, abs=0.05001)
    page = render(memo, "html")
    assert lost(page) == []
    assert unanchored(page) == []
    text = render(memo, "md")
    for number in (9, 10, 11, 12):
        assert f"Table {number}." in text
    assert [check for check, of in CHECKS.items() if of(text)] == []


def test_what_effort_buys_calls_a_tie_a_tie(memo: MemoContext) -> None:
    """A set that leaves less harm than the row above in 55 of 100 outcomes is a tie with it, one in 75 is not."""
    first, second = memo.beside.rungs
    assert (first.settled, second.settled) == ("75 of 100", "55 of 100: a tie")
    assert (first.tools, second.tools) == ("Gold trade interdiction", "Gold trade interdiction and Mediation (in use)")
    assert (second.short, second.net) == ("A and Mediation", "−18% [−50% to +20%]")
    assert memo.beside.rungs_title == "Effort 2 changes harm by −16% on average, effort 4 by −18%"
    assert "Sets of 4 tools" in memo.beside.rungs_note


def test_the_default_order_stands_beside_every_attitude(memo: MemoContext) -> None:
    """Each row has the tool's place in the ranking and its ties; no change is there to compare with."""
    rows = memo.beside.attitudes
    assert [row.first for row in rows] == [
        "Gold trade interdiction (option A)",
        "Exits for fighters (option C)" if memo.options[-1].name == "Exits for fighters" else "Exits for fighters",
        "Gold trade interdiction (option A)",
        "No change",
    ]
    assert [row.place for row in rows] == ["rank 1, band 1", "rank 3, band 2", "rank 1, band 1", ""]
    assert [row.tied for row in rows] == [
        "Personal sanctions",
        "none",
        "Personal sanctions, Exits for fighters and 1 more",
        "",
    ]
    assert [row.regret for row in rows] == ["90", "90", "90", "95"]
    assert rows[-1].expected == rows[-1].worst == "0%"
    assert "nothing here replaces it" in render(memo, "md")
    assert memo.beside.attitudes_note.startswith(
        "Other attitudes put Exits for fighters first, which the ranking holds"
    )


def test_an_attitude_that_agrees_is_said_to(fake: Any) -> None:
    """Where every attitude stays within the first band the memo says so instead of naming a tool."""
    agreed = Attitudes(tuple(first_by(by, "gold", 1, 1) for by in ("expected", "worst_tenth", "regret")), 1.0)
    beside = replace(found().beside, attitudes=agreed)
    memo = build_context(fake.assessment(), fake.profile(), fake.knowledge, insights=found(beside=beside))
    assert memo.beside.attitudes_note.startswith("No attitude puts a tool first that the ranking tells apart")


def test_goals_stand_side_by_side_with_their_ties(memo: MemoContext) -> None:
    """The case's own goal is marked; the first option's place is told under each; ties are named."""
    rows = memo.beside.goals
    assert rows[0].goal == "reduce: less violence in an ongoing campaign (goal of the case)"
    assert [row.tied for row in rows] == ["Personal sanctions", "none", "Personal sanctions"]
    assert [row.option for row in rows] == ["rank 1, band 1", "rank 3, band 2", "rank 1, band 1"]
    assert [row.event for row in rows] == ["40 of 100", "2 of 100", "10 of 100"]
    assert memo.beside.goals_note == "Gold trade interdiction is neither first nor a tie with the first under: stop."


def test_under_stop_figures_are_chances_and_more_is_better(fake: Any) -> None:
    """What the goal counts is no change of harm: table and heads say so, and effort has the goal in a column."""
    memo = build_context(fake.assessment(goal="stop"), fake.profile(), fake.knowledge, insights=found())
    text = render(memo, "md")
    assert "outcomes in which harm falls enough, more is better" in text
    assert memo.beside.attitudes[0].expected == "16 of 100"
    assert [row.goal for row in memo.beside.rungs] == ["16 of 100", "18 of 100"]
    assert "| Harm rises in | Goal |" in text
    assert "little to lose" not in text


@pytest.mark.parametrize(("name", "marks"), [("waterfall", r'class="(?:bar|rise)"'), ("efforts", r'class="mean"')])
def test_pictures_have_a_mark_for_each_row_a_direction_and_words(memo: MemoContext, name: str, marks: str) -> None:
    """Grey or framed, never colour alone; which way is less harm; title and description tell all figures."""
    page = render(memo, "html")
    picture = page.split(f'aria-labelledby="{name}-title')[1].split("</svg>")[0]
    assert len(re.findall(marks, picture)) == {"waterfall": 4, "efforts": 2}[name]
    assert "less harm ←" in picture
    assert "→ more harm" in picture
    told = picture.split("<desc")[1].split("</desc>")[0]
    assert ("Net change: −16.0" if name == "waterfall" else "effort 4, Gold trade interdiction and Mediation") in told


def test_a_fall_is_grey_and_a_rise_is_framed(memo: MemoContext) -> None:
    """Of three steps and their sum, one rises."""
    picture = render(memo, "html").split('aria-labelledby="waterfall-title')[1].split("</svg>")[0]
    assert picture.count('class="bar"') == 3
    assert picture.count('class="rise"') == 1
    assert picture.count('class="stair"') == 3


def test_a_long_scale_of_effort_keeps_to_a_page(memo: MemoContext) -> None:
    """Twenty units of effort take no more room than twelve; what lies between two sets is left to scale."""
    long = (memo.beside.rungs[0], replace(memo.beside.rungs[1], units=22.0))
    tall = replace(memo, beside=replace(memo.beside, rungs=long))
    box = re.search(r'viewBox="0 0 760 (\d+)"[^>]*aria-labelledby="efforts', render(tall, "html"))
    assert box is not None
    assert 500 < int(box[1]) < 700


def test_the_brief_stays_as_it_is_and_every_annex_has_the_tables(memo: MemoContext) -> None:
    """A brief has no annex, so nothing of this stands in it."""
    for kind in KINDS:
        text = render(memo, "md", Look(kind))
        assert ("Table 9." in text) is (kind != "brief")
        assert ("The goals side by side" in text) is (kind != "brief")


def test_a_single_tool_has_steps_and_nobody_to_be_compared_with(fake: Any) -> None:
    """With one tool left, effort, attitudes and goals would compare it with itself."""
    tools = fake.assessment().tools
    alone = tuple(tool if tool.tool == "gold" else tool._replace(eligible=False) for tool in tools)
    memo = build_context(fake.assessment(tools=alone), fake.profile(), fake.knowledge, insights=found())
    assert memo.beside.steps
    assert (memo.beside.rungs, memo.beside.attitudes, memo.beside.goals) == ((), (), ())


def test_nothing_that_was_not_worked_out_leaves_an_empty_place(fake: Any) -> None:
    """Without insights the annex goes from one part to the next; there is no head without a table."""
    text = render(fake.memo(), "md")
    assert not re.search(r"Table (?:9|10|11|12)\.", text)
    assert CHECKS["empty_sections"](text) == []
