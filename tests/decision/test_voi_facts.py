"""The value of knowing facts from their sums by value is the one that the regression on their columns gives."""

import numpy as np
import pytest

from prevent_options.decision.voi import Doubles, evppi, strata
from prevent_options.decision.voi_facts import facts_known

DRAWS, TOOLS = 6000, 12


@pytest.fixture(scope="module")
def facts() -> dict[str, np.ndarray]:
    """Return three facts: one with a value no draw has, one of four values, one that moves nothing."""
    rng = np.random.default_rng(11)
    codes = {"structure": (rng.random(DRAWS) < 0.4).astype(int), "posture": rng.integers(0, 4, DRAWS)}
    codes["idle"] = rng.integers(0, 3, DRAWS)
    return {name: np.stack([found == value for value in range(4)], axis=1) for name, found in codes.items()}


@pytest.fixture(scope="module")
def utility(facts: dict[str, np.ndarray]) -> Doubles:
    """Return utilities whose first two tools change places with the facts; noise is shared between tools."""
    rng = np.random.default_rng(12)
    out = rng.standard_normal((TOOLS, DRAWS)) + rng.standard_normal(DRAWS) - np.linspace(0.0, 1.0, TOOLS)[:, None]
    out[0] += 0.5 * facts["structure"][:, 0]
    out[1] += facts["structure"][:, 1] + 0.6 * facts["posture"][:, 2]
    return np.asarray(out)


def test_each_fact_is_worth_what_the_regression_on_its_columns_says(
    facts: dict[str, np.ndarray], utility: Doubles
) -> None:
    """Values and errors agree within the noise that both redraw; a fact that moves nothing is worth nothing in both."""
    quick = facts_known(utility, facts, seed=1)
    for name, masks in facts.items():
        full = evppi(utility, strata(masks), np.random.default_rng(5))
        assert quick[name].value == pytest.approx(full.value, abs=0.3 * full.error)
        assert quick[name].error == pytest.approx(full.error, rel=0.4)
    assert quick["structure"].value > 10 * quick["structure"].error
    assert (quick["idle"].value, quick["idle"].error) == (0.0, 0.0)


def test_knowing_a_fact_is_worth_the_gain_of_choosing_by_its_value(
    facts: dict[str, np.ndarray], utility: Doubles
) -> None:
    """With clear effects the value is near the plain one: the mean of the best means by value, less the best mean."""
    masks = facts["structure"][:, :2]
    by_value = utility @ masks / masks.sum(axis=0)
    plain = by_value.max(axis=0) @ masks.mean(axis=0) - utility.mean(axis=1).max()
    found = facts_known(utility, {"structure": facts["structure"]}, seed=1)["structure"]
    assert abs(found.value - plain) < 2.0 * found.error


def test_without_facts_nothing_is_worked_out(utility: Doubles) -> None:
    """A case in which everything is certain has no rows."""
    assert facts_known(utility, {}, seed=1) == {}
