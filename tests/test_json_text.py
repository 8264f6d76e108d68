"""Documents as JSON text: as the standard library would write them, but for how small numbers are spelt."""

import json

import pytest

from prevent_options.json_text import json_text

DOCUMENT = {
    "title": 'Côte d’Ivoire "état"\n\u2028 NaN,\n',
    "INfinity\nNaN": "SPAIN",
    "none": None,
    "yes": True,
    "count": 3,
    "figures": [0.1, -0.25, 1.0, 0.0, 123456.654321],
    "empty": [{}, []],
    "pairs": [{"from": "killing", "to": "torture"}],
}


def test_it_writes_what_the_standard_library_writes() -> None:
    """Text, numbers of the usual size, and empty parts are spelt as before."""
    assert json_text(DOCUMENT) == json.dumps(DOCUMENT, ensure_ascii=False, indent=1) + "\n"


def test_small_numbers_are_the_same_numbers() -> None:
    """``8e-05`` may be spelt ``0.00008``: the same number."""
    figures = {"small": [8e-05, -1e-06, 0.000123]}
    assert json.loads(json_text(figures)) == figures


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("place", ["last", "first"])
def test_numbers_that_are_not_finite_are_refused(wrong: float, place: str) -> None:
    """Wherever they stand."""
    document = {"list": [1.0, wrong]} if place == "last" else {"value": wrong, "next": 1}
    with pytest.raises(ValueError, match="not finite"):
        json_text(document)
