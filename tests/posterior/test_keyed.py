"""Noise by name is what it says: normal or uniform, the same for a name, and unrelated between names."""

import numpy as np
import pytest

from prevent_options.posterior import keyed
from prevent_options.posterior.keyed import NOISES, TABLE, keyed_normals, keyed_strata, keyed_uniforms, normal_rows

DRAWS, NAMES = 4000, 400


@pytest.fixture(scope="module")
def noise() -> np.ndarray:
    """Return the normal noise of many names, shape (NAMES, DRAWS)."""
    return np.stack([keyed_normals(7, DRAWS, "case", f"tool {k}") for k in range(NAMES)]).astype(np.float64)


def test_a_name_draws_the_same_and_fewer_draws_are_the_first_of_more() -> None:
    """Noise hangs on seed and name only."""
    many = keyed_normals(1, DRAWS, "case", "sanctions")
    assert np.array_equal(many, keyed_normals(1, DRAWS, "case", "sanctions"))
    assert np.array_equal(many[:100], keyed_normals(1, 100, "case", "sanctions"))
    assert not np.array_equal(many, keyed_normals(2, DRAWS, "case", "sanctions"))
    assert not np.array_equal(many, keyed_normals(1, DRAWS, "case", "sanction"))


def test_moments_are_those_of_a_normal_distribution(noise: np.ndarray) -> None:
    """Over all names: mean 0, variance 1, no skew, kurtosis 3; each name's mean within Monte Carlo error."""
    assert abs(noise.mean()) < 0.005
    assert abs(noise.var() - 1) < 0.005
    assert abs((noise**3).mean()) < 0.05
    assert abs((noise**4).mean() - 3) < 0.15
    assert np.abs(noise.mean(axis=1)).max() < 5 / np.sqrt(DRAWS)


def test_no_two_names_are_related(noise: np.ndarray) -> None:
    """Correlations between names, of the noise and of its square, spread as those of independent noise do."""
    for values in (noise, noise**2):
        scaled = (values - values.mean(axis=1, keepdims=True)) / values.std(axis=1, keepdims=True)
        found = (scaled @ scaled.T / DRAWS)[np.triu_indices(NAMES, 1)]
        assert found.std() == pytest.approx(1 / np.sqrt(DRAWS), rel=0.03)
        assert np.abs(found).max() < 6 / np.sqrt(DRAWS)


def test_sums_over_names_spread_as_sums_of_independent_noise(noise: np.ndarray) -> None:
    """What many names add up to in one draw has their number as variance: no hidden common part."""
    total = noise.sum(axis=0)
    assert total.var() / NAMES == pytest.approx(1.0, abs=0.12)
    # Of neighbouring draws too, or a window of draws would tell less than its number.
    assert abs(np.corrcoef(total[:-1], total[1:])[0, 1]) < 5 / np.sqrt(DRAWS)


def test_no_number_serves_a_name_twice_and_more_draws_than_the_table_are_served() -> None:
    """A walk comes back to where it was only after the whole table."""
    assert np.unique(keyed_uniforms(3, DRAWS, "exit", "killing")).size == DRAWS
    assert np.unique(keyed_uniforms(3, TABLE, "exit", "killing")).size == TABLE


def test_uniforms_are_uniform_and_never_at_an_end() -> None:
    """Each tenth holds its share of draws, and logarithms of both sides exist."""
    found = np.concatenate([keyed_uniforms(5, DRAWS, "decision", str(k)) for k in range(100)])
    assert found.min() > 0
    assert found.max() < 1
    assert np.histogram(found, bins=10, range=(0, 1))[0] / found.size == pytest.approx(0.1, abs=0.002)


@pytest.mark.parametrize("draws", [100, 4000, 5000])
def test_strata_hold_one_number_each_in_random_order(draws: int) -> None:
    """Every part of (0, 1) has its number, and the order of two names has nothing to do with each other."""
    found = np.stack([keyed_strata(3, draws, "fact", str(k)) for k in range(60)])
    assert np.array_equal(np.sort((found * draws).astype(int), axis=1), np.tile(np.arange(draws), (60, 1)))
    related = np.corrcoef(found)[np.triu_indices(60, 1)]
    assert related.std() == pytest.approx(1 / np.sqrt(draws), rel=0.06)
    assert np.abs(related).max() < 5 / np.sqrt(draws)


@pytest.mark.parametrize("draws", [100, 4000, 5000])
def test_rows_are_the_noise_of_each_name(draws: int) -> None:
    """Several names at once draw what each draws alone."""
    names = [("case", "sanctions", str(k)) for k in range(20)]
    rows = normal_rows(4, draws, names)
    assert all(np.array_equal(row, keyed_normals(4, draws, *name)) for row, name in zip(rows, names, strict=True))


def test_noise_is_kept_for_the_cases_of_a_list_and_cannot_be_changed() -> None:
    """Asked for again, a name is given the same array, which nobody can write to; only so many are kept."""
    for draw in (keyed_normals, keyed_uniforms):
        noise = draw(3, DRAWS, "rule", "SUB-001")
        assert draw(3, DRAWS, "rule", "SUB-001") is noise
        with pytest.raises(ValueError, match="read-only"):
            noise[0] = 0.5
    for number in range(2 * NOISES):
        keyed_normals(3, 10, str(number))
    assert keyed._noise.cache_info().currsize == NOISES


def test_kept_strata_cannot_be_changed_by_whoever_got_them() -> None:
    """What one case asked for stays what the next one gets."""
    with pytest.raises(ValueError, match="read-only"):
        keyed_strata(3, DRAWS, "fact", "phase")[0] = 0.5
