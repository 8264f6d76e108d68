"""Pick-freeze: the shares of functions whose shares are known."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from prevent_options.decision.pick_freeze import INTERACTION, pick_freeze

type Draws = NDArray[np.float64]

DRAWS = 40_000


def frozen(function: Callable[..., Draws]) -> tuple[Draws, dict[str, Draws]]:
    """Return a function of three standard normal inputs, and with each input kept and the others drawn again."""
    rng = np.random.default_rng(5)
    first, again = rng.normal(size=(2, 3, DRAWS))
    kept = {name: function(*(first[i] if i == k else again[i] for i in range(3))) for k, name in enumerate("abc")}
    return function(*first), kept


def test_a_sum_has_the_shares_of_its_parts() -> None:
    """Variances 1, 4 and 9: shares 1/14, 4/14 and 9/14, nothing together, each within four errors."""
    found = {one.group: one for one in pick_freeze(*frozen(lambda a, b, c: a + 2 * b + 3 * c))}
    for group, share in {"a": 1 / 14, "b": 4 / 14, "c": 9 / 14, INTERACTION: 0.0}.items():
        assert found[group].share == pytest.approx(share, abs=4 * found[group].mc_error)
        assert found[group].mc_error < 0.02


def test_a_product_is_all_interaction() -> None:
    """No factor of a product with mean zero explains anything alone; an input nobody reads explains nothing."""
    found = {one.group: one for one in pick_freeze(*frozen(lambda a, b, _: a * b))}
    assert found[INTERACTION].share == pytest.approx(1.0, abs=4 * found[INTERACTION].mc_error)
    assert all(abs(found[group].share) < 4 * found[group].mc_error for group in "abc")
    assert sum(one.share for one in found.values()) == pytest.approx(1.0)


def test_a_constant_has_nothing_to_share_out() -> None:
    """Without variance there are no shares, not shares of zero."""
    same = np.full(10, 2.0)
    assert pick_freeze(same, {"a": same}) == ()
