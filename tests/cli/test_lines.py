"""Lines for people: nothing is lost or wider than asked, and breaks stand where an id can be read on."""

from prevent_options.cli.lines import folded, grouped, hanging


def test_an_id_is_folded_at_its_joints_and_joins_again() -> None:
    """Every line is within the width and ends at a joint; put together it is the id."""
    name = "regional_actors.united-arab-emirates.posture"
    lines = folded(name, 20).split("\n")
    assert "".join(lines) == name
    assert all(len(line) <= 20 for line in lines)
    assert all(line[-1] in "._-" for line in lines[:-1])
    assert folded("short", 20) == "short"
    assert folded("unbreakablename", 5) == "unbreakablename"


def test_further_lines_hang_below_the_first() -> None:
    """All words are there, each further line is indented more."""
    text = "tool: " + "reason " * 30
    lines = hanging(text, 40).split("\n")
    assert " ".join(line.strip() for line in lines) == text.strip()
    assert lines[0].startswith("  tool")
    assert all(line.startswith("    ") and len(line) <= 40 for line in lines[1:])


def test_facts_are_grouped_by_whose_they_are() -> None:
    """One line an owner, in order of first appearance, every fact on one of them."""
    paths = ["a.b.c", "phase", "a.b.d.e", "nhri.review", "a.z.c"]
    assert grouped(paths) == ["a.b: c, d.e", "phase", "nhri: review", "a.z: c"]
