"""Research questions: every kind of fact and parameter has one, and words that mean nothing are refused."""

from pathlib import Path

import pytest

from prevent_options.decision.questions import FILE, KINDS, load_questions
from prevent_options.errors import InputError
from prevent_options.rules.fact_schema import fact_specs


def test_every_fact_that_may_be_unknown_serves_a_question() -> None:
    """Whatever a case may leave open, the list of what to find out names the question of the field behind it."""
    questions = load_questions()
    open_ = [spec.path for spec in fact_specs().values() if spec.may_be_unknown and not spec.scope.startswith("any_")]
    assert [path for path in open_ if questions.about_fact(path) is None] == []


def test_every_kind_of_parameter_serves_a_question() -> None:
    """The same holds for what the model leaves open; a parameter named itself goes before its kind."""
    questions = load_questions()
    assert all(questions.about_parameter(kind, "anything") for kind in KINDS)
    named = questions.about_parameter("effect", "nhri_support_tpp")
    assert named is not None
    assert named.id == "RQ-06"


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("tactic.organisation", "tactic.organization", "tactic.organisation"),
        ("parameters: [elasticity]", "parameters: [elasticities]", "elasticity"),
        ("source: roundtable-report", "source: roundtable", "roundtable-report"),
        ("value: 0.6", "value: 0", "case_sd"),
    ],
)
def test_words_that_mean_nothing_are_refused(root: Path, tmp_path: Path, right: str, wrong: str, told: str) -> None:
    """A fact, kind or source that does not exist is told with its line and the nearest word."""
    path = tmp_path / FILE
    path.write_text((root / "priors" / FILE).read_text("utf-8").replace(right, wrong, 1), "utf-8")
    with pytest.raises(InputError) as error:
        load_questions(path)
    assert told in str(error.value)
    assert all(problem.line > 0 for problem in error.value.problems)
