"""The value of information against closed forms, against another implementation, and against what must hold."""

import json
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prevent_options.decision.voi import Value, evpi, evppi, joined, nested, smooth, steadied, strata, study

D = 4000
NORMAL = NormalDist()


def _rng(seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(seed))


def _loss(mean: float, sd: float) -> float:
    """Return E max(0, N(mean, sd²)) − max(0, mean): what knowing a normal gain is worth against doing nothing."""
    at = mean / sd
    return sd * NORMAL.pdf(at) + mean * NORMAL.cdf(at) - max(0.0, mean)


def _two_arms(mean: float, known: float, other: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return utilities of nothing and of one arm, mean + known x + other y, and x."""
    rng = _rng(seed)
    x, y = rng.standard_normal((2, D))
    return np.stack([np.zeros(D), mean + known * x + other * y]), x


@pytest.mark.parametrize(
    ("mean", "known", "other"), [(0.02, 0.05, 0.15), (-0.02, 0.05, 0.15), (0.0, 0.1, 0.1), (0.1, 0.1, 0.1)]
)
def test_two_arm_normal_has_the_closed_form(mean: float, known: float, other: float) -> None:
    """EVPI and EVPPI of two normal arms are the normal loss, within the error that is reported."""
    for seed in range(5):
        utility, x = _two_arms(mean, known, other, seed)
        everything, part = evpi(utility), evppi(utility, smooth(x[:, None]), _rng(seed))
        assert everything.value == pytest.approx(_loss(mean, np.hypot(known, other)), abs=4 * everything.error)
        assert part.value == pytest.approx(_loss(mean, known), abs=4 * part.error + 1e-4)


def test_error_is_the_spread_of_the_estimate() -> None:
    """Over repeated draws the estimate scatters as its error says, and is not biased by more than a third of it."""
    found = []
    for seed in range(60):
        utility, x = _two_arms(0.02, 0.05, 0.15, seed)
        found.append(evppi(utility, smooth(x[:, None]), _rng(seed)))
    values = np.array([one.value for one in found])
    error = float(np.mean([one.error for one in found]))
    assert 0.7 < values.std() / error < 1.4
    assert abs(values.mean() - _loss(0.02, 0.05)) < error / 3


@pytest.mark.parametrize("cases", [4, 25, 100])
def test_study_of_a_normal_arm_has_the_closed_form(cases: int) -> None:
    """EVSI is the loss of the preposterior mean, whose variance is a⁴ / (a² + s²/n)."""
    known, spread = 0.1, 0.4
    utility, x = _two_arms(0.02, known, 0.05, cases)
    sd = spread / np.sqrt(cases)
    seen = study(known * x, sd, _rng(cases + 1).standard_normal(D))
    found = evppi(utility, smooth(seen[:, None]), _rng(cases))
    assert found.value == pytest.approx(_loss(0.02, known**2 / np.hypot(known, sd)), abs=4 * found.error)


def test_bent_relation_has_the_closed_form() -> None:
    """A gain of b (x² − 1) is worth 2 b φ(1) when x is known: the basis bends as far as it must."""
    rng = _rng(3)
    x = rng.standard_normal(D)
    utility = np.stack([np.zeros(D), 0.1 * (x**2 - 1.0) + 0.1 * rng.standard_normal(D)])
    found = evppi(utility, smooth(x[:, None]), _rng(4))
    assert found.value == pytest.approx(0.2 * NORMAL.pdf(1.0), abs=4 * found.error)


def test_fact_with_two_values_has_the_closed_form() -> None:
    """A fact that holds in a third of cases and then turns −c into +2c is worth a third of 2c."""
    fact = np.arange(D) % 3 == 0
    rng = _rng(5)
    utility = np.stack([np.zeros(D), np.where(fact, 0.1, -0.1) + 0.2 * rng.standard_normal(D)])
    found = evppi(utility, strata(np.stack([fact, ~fact], axis=1)), _rng(6))
    assert found.value == pytest.approx(0.1 / 3, abs=4 * found.error)


def test_stratification_is_exact_without_noise() -> None:
    """Where the fact alone decides, the estimate is the stratified mean to rounding."""
    fact = np.arange(D) % 4
    gains = np.array([0.3, -0.2, 0.05, -0.4])
    utility = np.stack([np.zeros(D), gains[fact]])
    found = evppi(utility, strata(np.eye(4)[fact] > 0), _rng(1))
    assert found.value == pytest.approx(np.maximum(gains, 0).mean() - max(0.0, gains.mean()), abs=1e-6)


@pytest.mark.parametrize("arms", [2, 12, 40])
def test_what_says_nothing_is_worth_nothing(arms: int) -> None:
    """Facts and parameters without bearing on any arm come out below a hundredth of what everything is worth."""
    values = []
    for seed in range(12):
        rng = _rng(seed)
        utility = 0.2 * rng.standard_normal((arms, D)) - np.linspace(0, 0.05, arms)[:, None]
        fact = np.eye(3)[rng.integers(0, 3, D)] > 0
        values += [evppi(utility, basis, rng).value for basis in (strata(fact), smooth(rng.standard_normal((D, 1))))]
        assert values[-1] < 0.02 * evpi(utility).value
    assert np.median(values) == 0.0
    assert np.mean(values) < 2e-3 * evpi(utility).value


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.integers(2, 8), st.integers(1, 8))
def test_never_negative_and_never_more_than_everything(seed: int, arms: int, columns: int) -> None:
    """For any utilities and parameters the value lies between nothing and everything, errors granted."""
    rng = _rng(seed)
    x = rng.standard_normal((500, columns))
    utility = rng.standard_normal((arms, columns)) @ x.T + rng.standard_normal((arms, 500))
    everything, part = evpi(utility), evppi(utility, smooth(x), rng)
    assert 0.0 <= part.value <= everything.value + 4 * np.hypot(part.error, everything.error)


def test_knowing_more_is_worth_more() -> None:
    """The pair is worth at least each of its two parameters, and the joined basis finds what the pair holds."""
    rng = _rng(8)
    x, y = rng.standard_normal((2, D))
    utility = np.stack([np.zeros(D), 0.1 * x + 0.1 * y + 0.05 * rng.standard_normal(D)])
    alone = [evppi(utility, smooth(one[:, None]), _rng(9)) for one in (x, y)]
    both = evppi(utility, smooth(np.stack([x, y], axis=1)), _rng(9))
    wide = evppi(utility, joined([x[:, None], y[:, None]]), _rng(9))
    assert both.value > max(one.value for one in alone)
    assert both.value == pytest.approx(_loss(0.0, np.hypot(0.1, 0.1)), abs=4 * both.error)
    assert wide.value == pytest.approx(both.value, abs=2 * both.error)


def test_nesting_is_kept_where_noise_would_break_it() -> None:
    """A group is worth at least each part and at most everything."""
    values = {"a": Value(0.03, 0.01), "b": Value(0.01, 0.01), "ab": Value(0.02, 0.01), "c": Value(0.09, 0.01)}
    found = nested(values, {"ab": ["a", "b"]}, Value(0.05, 0.001))
    assert found["ab"].value == 0.03
    assert found["c"].value == 0.05


def test_taking_off_what_parameters_explain_keeps_the_value_and_lowers_the_error() -> None:
    """The value of a fact is the same without the parameters' part, with a smaller error."""
    rng = _rng(10)
    fact, x = np.arange(D) % 2 == 0, rng.standard_normal((D, 3))
    utility = np.stack([np.zeros(D), np.where(fact, 0.05, -0.05) + 0.3 * x[:, 0]])
    basis = strata(np.stack([fact, ~fact], axis=1))
    plain = evppi(utility, basis, _rng(1))
    steady = evppi(steadied(utility, x), basis, _rng(1), utility)
    assert steady.value == pytest.approx(0.025, abs=3 * steady.error)
    assert steady.error < 0.9 * plain.error


def _halton(count: int, base: int) -> np.ndarray:
    """Return the first points of a Halton sequence."""
    rest, out, part = np.arange(1, count + 1), np.zeros(count), 1.0
    while rest.any():
        part /= base
        out += part * (rest % base)
        rest //= base
    return out


def _reference() -> tuple[dict[str, object], np.ndarray, np.ndarray]:
    """Return the recorded values of mgcv with the parameters and utilities they were made from."""
    recorded = json.loads((Path(__file__).parent / "reference" / "voi_mgcv.json").read_text("utf-8"))
    inverse = np.vectorize(NORMAL.inv_cdf)
    z = np.stack([inverse(_halton(recorded["draws"], base)) for base in (2, 3, 5, 7, 11, 13, 17)])
    x = z[:4]
    utility = np.stack(
        [
            np.zeros(len(z[0])),
            0.02 + 0.10 * x[0] + 0.05 * x[1] + 0.10 * z[4],
            0.01 + 0.08 * (np.exp(0.5 * x[1]) - np.exp(0.125)) + 0.10 * z[5],
            -0.01 + 0.06 * (x[0] ** 2 - 1) - 0.07 * x[2] + 0.10 * z[6],
        ]
    )
    return recorded, x, utility


def test_same_answers_as_additive_models_in_r() -> None:
    """On the same draws each parameter, and a pair, is worth what mgcv says, within the error."""
    recorded, x, utility = _reference()
    for one, value in zip(x, recorded["single"], strict=True):
        found = evppi(utility, smooth(one[:, None]), _rng(1))
        assert found.value == pytest.approx(value, abs=2 * found.error + 5e-4)
    pair = evppi(utility, smooth(x[:2].T), _rng(1))
    assert pair.value == pytest.approx(recorded["pair"], abs=2 * pair.error + 5e-4)
