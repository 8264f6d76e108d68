"""A finding tells what was read and what failed; rules are dated; what is wrong is said when a rule is loaded."""

from datetime import date

import pytest

from prevent_options.errors import InputError
from rules_engine.kit import Judge, Load, Profile, Write

ONGOING = {"fact": "phase", "is": "ongoing"}


def test_a_finding_carries_the_values_it_read(write: Write, judge: Judge, profile: Profile) -> None:
    """Every fact is in the trace with its value, also one that could not change the result."""
    folder = write({"any": [ONGOING, {"fact": "nhri.accreditation", "is": "A"}]})
    (scope,) = judge(folder, profile({"phase": "ongoing"})).rules[0].scopes
    assert {read.path: read.value for read in scope.reads} == {"phase": "ongoing", "nhri.accreditation": "unknown"}
    assert scope.failed == ()


def test_a_silent_rule_says_which_condition_failed(write: Write, judge: Judge, profile: Profile) -> None:
    """The test that kept it from firing is named with what was found."""
    folder = write({"all": [ONGOING, {"fact": "repression_level", "at_least": "high"}]})
    (scope,) = judge(folder, profile({"phase": "ongoing", "repression_level": "low"})).rules[0].scopes
    assert [str(failure) for failure in scope.failed] == ["repression_level at_least high (found low)"]


def test_rules_that_ask_the_same_share_what_was_read(write: Write, judge: Judge, profile: Profile) -> None:
    """A test is read once for a case, whichever rule asks; a test asked twice by one rule fails once."""
    write({"all": [ONGOING, {"any": [ONGOING, {"fact": "goal", "is": "stop"}]}]}, id="TEST-001")
    first, second = judge(write(ONGOING, id="TEST-002"), profile({"phase": "latent", "goal": "reduce"})).rules
    assert first.scopes[0].verdict.readings[0] is second.scopes[0].verdict.readings[0]
    assert first.scopes[0].lacking == ("phase is ongoing (found latent)", "goal is stop (found reduce)")


def test_rules_are_in_force_from_a_day_until_a_day(write: Write, book_of: Load) -> None:
    """Without a day the rules without end hold; an older day replays the older rules. The clock is never asked."""
    write(ONGOING, id="TEST-001", effective={"from": "2026-01-01"})
    folder = write(ONGOING, id="TEST-002", effective={"from": "2025-01-01", "until": "2026-01-01"})
    book = book_of(folder)
    assert [rule.id for rule in book.in_force(None).rules] == ["TEST-001"]
    assert [rule.id for rule in book.in_force(date(2025, 12, 31)).rules] == ["TEST-002"]
    assert [rule.id for rule in book.in_force(date(2026, 1, 1)).rules] == ["TEST-001"]
    assert book.in_force(date(2024, 12, 31)).rules == ()


def test_what_bars_a_tool_holds_before_it_was_written_down(write: Write, book_of: Load) -> None:
    """A bar by law or nature has no first day, only a last one; how many rules are missing on a day is said."""
    write(ONGOING, id="TEST-001", effective={"from": "2026-01-01"})
    bar = {"kind": "eligibility", "then": [{"ineligible": "the law forbids it"}]}
    folder = write(ONGOING, id="TEST-002", effective={"from": "2026-01-01", "until": "2027-01-01"}, **bar)
    folder = write(ONGOING, id="TEST-003", effective={"from": "2026-01-01"}, **bar)
    book = book_of(folder)
    assert [rule.id for rule in book.in_force(date(1999, 1, 1)).rules] == ["TEST-002", "TEST-003"]
    assert [rule.id for rule in book.in_force(date(2027, 1, 1)).rules] == ["TEST-001", "TEST-003"]
    assert book.missing_on(date(2025, 12, 31)).startswith("2 of 3 rules were in force on 2025-12-31")
    assert book.missing_on(None) == book.missing_on(date(2026, 1, 1)) == ""


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (
            {"fact": "perpetrator.structur", "is": "diffuse"},
            ["did you mean 'perpetrator.structure'"],
        ),
        ({"fact": "perpetrator.structure", "is": "difuse"}, ["difuse", "elite_driven", "did you mean 'diffuse'"]),
        ({"fact": "perpetrator.structure", "at_least": "diffuse"}, ["at_least", "which has no order"]),
        ({"fact": "phase"}, ["a fact without operator"]),
        ({"fact": "phase", "is": "ongoing", "in": ["latent"]}, ["two operators"]),
        ({"fact": "phase", "matches": "o.*"}, ["the unknown operator 'matches'"]),
        ({"tool": "mediatio"}, ["mediatio", "did you mean 'mediation'"]),
        ({"tool": []}, ["an empty list"]),
        ({"python": "__import__('os')"}, ["the unknown operator 'python'"]),
        ({"fact": "tactics.crvs.intensity", "at_least": "low"}, ["the tactic 'crvs'", "did you mean 'crsv'"]),
        ({"all": []}, ["a list of conditions that is not empty"]),
        ("phase == 'ongoing'", ["expected a condition"]),
        ({"fact": "horizon_months", "at_least": "long"}, ["long", "a number"]),
    ],
)
def test_what_is_wrong_with_a_condition_is_said_at_load(
    when: object, words: list[str], write: Write, book_of: Load
) -> None:
    """A condition names only facts, words and ids that exist; the error has the line and the nearest right word."""
    with pytest.raises(InputError) as caught:
        book_of(write(when))
    message = str(caught.value)
    assert [word for word in words if word not in message] == [], message
    assert all(problem.line > 0 and "when" in problem.path for problem in caught.value.problems)


def _effect(**shift: float) -> dict[str, object]:
    """Return the changes that make a rule one with this shift."""
    return {"kind": "effect", "then": [{"effect": {"shift": shift}}]}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "eligibility"}, ["ineligible or scale"]),
        ({"then": [{"effect": {"shift": {"mean": 0.1, "sd": 0.1}}}]}, ["effect in a rule of kind guidance"]),
        ({"sources": ["smith2099"]}, ["smith2099"]),
        ({"effective": {"from": "2026-01-01", "until": "2025-01-01"}}, ["a day after 2026-01-01"]),
        ({"id": "test-1"}, ["test-1", "SUB-003"]),
        ({"strenght": "weak"}, ["the unknown key 'strenght'"]),
        (_effect(mean=1e30, sd=0.1), ["shift.mean: found 1e+30; expected at most 5"]),
        (_effect(mean=0.1, sd=1e9), ["shift.sd: found 1000000000.0; expected at most 3"]),
        ({"kind": "effect", "then": [{"scale": {"mean": 1e6, "sd": 0.1}}]}, ["scale.mean", "at most 5"]),
    ],
)
def test_what_is_wrong_with_a_rule_is_said_at_load(
    changes: dict[str, object], words: list[str], write: Write, book_of: Load
) -> None:
    """Kind and entries fit, sources exist, dates are in order, ids have their form, no key is unknown."""
    with pytest.raises(InputError) as caught:
        book_of(write(ONGOING, **changes))
    assert [word for word in words if word not in str(caught.value)] == [], str(caught.value)
    assert "a list of 1" not in str(caught.value), "a list is not short because its entry is wrong"


def test_an_id_is_never_used_twice_nor_again(write: Write, book_of: Load) -> None:
    """Two rules with one id, and a rule with a retired one, are refused."""
    folder = write(ONGOING)
    (folder / "test" / "TEST-001-again.yaml").write_text((folder / "test" / "TEST-001-a-rule.yaml").read_text())
    (folder / "retired.yaml").write_text("retired:\n  - {id: TEST-001, why: it was wrong}\n")
    with pytest.raises(InputError) as caught:
        book_of(folder)
    assert "expected each id once" in str(caught.value)
    assert "it was wrong" in str(caught.value)
