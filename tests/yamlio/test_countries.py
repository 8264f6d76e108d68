"""A country that is misspelt gets a code that is near, and none where nothing is."""

import pytest

from prevent_options.yamlio.types import read_iso3


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("NO", "write NOR"),
        ("SUDN", "did you mean SDN?"),
        ("Atlantis", "look the code up in ISO 3166-1"),
        ("XYZ", "look the code up in ISO 3166-1"),
    ],
)
def test_only_a_near_code_is_suggested(written: str, told: str) -> None:
    """Some code shares a few letters with any long word."""
    with pytest.raises(ValueError, match="not valid") as caught:
        read_iso3(written)
    assert told in str(caught.value.args)
