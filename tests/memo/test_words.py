"""Words for probabilities and figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prevent_options.assess.types import Spread
from prevent_options.memo import words


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (0.01, "almost no chance (1–5%)"),
        (0.05, "very unlikely (5–20%)"),
        (0.2, "unlikely (20–45%)"),
        (0.449, "unlikely (20–45%)"),
        (0.45, "roughly even chance (45–55%)"),
        (0.55, "likely (55–80%)"),
        (0.8, "very likely (80–95%)"),
        (0.95, "almost certain (95–99%)"),
        (0.99, "almost certain (95–99%)"),
        (0.0099, "None"),
        (0.991, "None"),
        (0.0, "None"),
        (1.0, "None"),
    ],
)
def test_each_probability_has_the_word_of_its_range(probability: float, word: str) -> None:
    """Words follow ICD 203, first row; below 1 and above 99 percent there is none."""
    assert str(words.likelihood(probability)) == word


@given(st.floats(0.01, 0.99))
def test_the_range_holds_the_probability(probability: float) -> None:
    """A word never stands beside a probability outside its range."""
    word = words.likelihood(probability)
    assert word is not None
    assert word.low - 1e-6 <= 100 * probability <= word.high + 1e-6


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan"), float("inf")])
def test_what_is_no_probability_is_refused(value: float) -> None:
    """A figure outside 0 to 1 is an error, not a word."""
    with pytest.raises(ValueError, match="no probability"):
        words.likelihood(value)


@given(st.floats(0, 1))
def test_every_clause_carries_a_range_or_says_there_is_none(probability: float) -> None:
    """A clause has its range in brackets, or says that it is outside the scale."""
    clause = words.chance(probability, "harm falls within 12 months")
    assert "–" in clause or "outside the scale" in clause


@pytest.mark.parametrize(
    ("value", "text"), [(-0.2, "−20%"), (0.08, "+8%"), (0.001, "0%"), (-0.004, "0%"), (1.5, "+150%")]
)
def test_changes_are_signed_whole_percentages(value: float, text: str) -> None:
    """Minus is a true minus sign, and nothing is minus zero."""
    assert words.change(value) == text


def test_a_missing_change_is_refused() -> None:
    """Not a number never becomes text."""
    with pytest.raises(ValueError, match="no change"):
        words.change(float("nan"))


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "fewer than 1 of 100"), (0.004, "fewer than 1 of 100"), (0.17, "17 of 100"), (1.0, "more than 99 of 100")],
)
def test_shares_of_draws_never_claim_certainty(value: float, text: str) -> None:
    """No share is none or all of the draws."""
    assert words.of_hundred(value) == text


def test_log_ratios_become_percentages() -> None:
    """A log ratio of minus ln 2 halves; huge ones are capped in words."""
    assert words.change_of_log(-0.6931) == "−50%"
    assert words.change_of_log(9.0) == "more than +900%"


def test_an_interval_shows_mean_and_both_ends() -> None:
    """Mean first, then the 5 and 95 percent points."""
    assert words.interval(Spread(-0.12, -0.34, -0.11, 0.08)) == "−12% [−34% to +8%]"


@pytest.mark.parametrize(
    ("items", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_read_as_in_a_sentence(items: list[str], text: str) -> None:
    """One, two and more items."""
    assert words.listed(items) == text
