"""The picture of the flow between tactics: what it draws, and that hostile text stays text."""

import re
from xml.etree import ElementTree as ET

import pytest

from memo.test_hostile import HOSTILE
from prevent_options.memo.flow import MOST, flow
from prevent_options.memo.parts import Band


def widths(svg: str) -> list[float]:
    """Return the widths of the bands."""
    return [float(width) for width in re.findall(r'stroke-width="([0-9.]+)"', svg)]


def test_width_follows_the_expected_change() -> None:
    """Twice the change is a band of twice the width; movements between the same tactics are added up."""
    svg = flow([Band("a", "b", 0.02), Band("a", "c", 0.01), Band("a", "b", 0.02)], "title")
    wide, thin = widths(svg)
    assert wide / thin == pytest.approx(4, rel=0.05)


def test_only_the_widest_are_drawn_and_falls_are_not() -> None:
    """More than eight bands cannot be told apart; what does not rise is no movement."""
    bands = [Band(f"from {n}", f"to {n}", 0.01 * n) for n in range(12)]
    svg = flow(bands, "title")
    assert len(widths(svg)) == MOST
    assert "from 0" not in svg
    assert flow([Band("a", "b", -0.1)], "title") == ""


def test_picture_is_well_formed_whatever_the_names() -> None:
    """Names of a case are text in the picture: no element, attribute or template code comes from them."""
    svg = flow([Band(HOSTILE, HOSTILE, 0.1)], HOSTILE)
    tree = ET.fromstring(svg)  # noqa: S314 - our own picture
    assert {element.tag.rpartition("}")[2] for element in tree.iter()} == {"svg", "title", "desc", "path", "text"}
    assert "{{" not in svg
