"""Reading a catalogue folder: what is asked of it, what is wrong with it, all at once."""

import shutil
from pathlib import Path

import pytest

from prevent_options.catalogues import load_catalogues, load_vocabulary
from prevent_options.errors import InputError

TACTIC = """\
id: {id}
name: A name
parent: {parent}
definition: Something is done.
boundary: Something else is not.
legal_basis: [Rome Statute 7]
visibility: partly
attributability: low
revenue_link: none
basis: {{visibility: judgement, attributability: judgement, revenue_link: judgement}}
sources: [{{url: "https://example.org", support: recall}}]
"""
TOOL = """\
id: {id}
name: A tool
family: {family}
definition: Does something.
strategy: [dissuade]
instrument: legal
mechanism: raises a cost
actor_level: [elite]
reaches: [state]
pressure: [legal]
bodies:
  - {{body: {body}, relevance: {relevance}, why: near enough}}
authority: []
owners: [State]
owner_as_of: 2025-08
lead_time: {{decide: weeks, effect: weeks, basis: estimate, months: [1, 3]}}
reversibility: {{level: low, how: slowly}}
known_risks: [some]
works_best_when: It does.
evidence_note: None.
effort: {{units: 2, basis: judgement}}
monitoring: false
sources: [{{url: "https://example.org", support: recall}}]
"""
BODY = "id: {id}\nname: A body\nsummary: Studies.\n"
FACTOR = """\
id: {id}
name: It rains
opposite: It does not rain
kind: contextual
release_codes: [{code}]
present_when: {{fact: phase, is: ongoing}}
sources: [{{url: "https://example.org", support: recall}}]
"""
FAMILIES = """\
tactics:
  - {id: harm, name: Harm, definition: Harm.}
tools:
  - {id: push, name: Push, definition: Pushing.}
  - {id: pull, name: Pull, definition: Pulling.}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a small catalogue without fault."""
    for kind in ("tactics", "tools", "factors", "bodies"):
        (tmp_path / kind).mkdir()
    (tmp_path / "families.yaml").write_text(FAMILIES, "utf-8")
    _write(tmp_path, "tactics/top.yaml", TACTIC.format(id="top", parent="harm"))
    _write(tmp_path, "tactics/leaf.yaml", TACTIC.format(id="leaf", parent="top") + "aliases: [old_leaf]\n")
    _write(tmp_path, "tools/shove.yaml", TOOL.format(id="shove", family="push", body="shoves", relevance="0.5"))
    _write(tmp_path, "bodies/shoves.yaml", BODY.format(id="shoves"))
    _write(tmp_path, "factors/rain.yaml", FACTOR.format(id="rain", code="Rain"))
    return tmp_path


def _write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, "utf-8")


def _problems(folder: Path) -> str:
    with pytest.raises(InputError) as caught:
        load_catalogues(folder)
    return str(caught.value)


def test_a_folder_without_fault_loads_in_the_order_of_ids(folder: Path) -> None:
    """Mappings are sorted by id and the tree answers."""
    catalogues = load_catalogues(folder)
    assert list(catalogues.tactics) == ["leaf", "top"]
    assert list(catalogues.tool_families) == ["pull", "push"]
    assert catalogues.lineage("leaf") == ("leaf", "top", "harm")
    assert catalogues.lineage("harm") == ("harm",)
    assert catalogues.descendants("harm") == ("leaf", "top")
    assert catalogues.family_of("leaf") == catalogues.family_of("harm") == "harm"
    assert catalogues.is_within("leaf", "leaf")
    assert not catalogues.is_within("top", "leaf")


def test_a_name_that_is_nothing_raises(folder: Path) -> None:
    """Asking about an unknown tactic or tool is a programming error."""
    catalogues = load_catalogues(folder)
    for ask in (catalogues.lineage, catalogues.family_of, catalogues.descendants, catalogues.tools_in):
        with pytest.raises(KeyError):
            ask("nothing")


def test_an_id_stands_for_tools_by_family_tool_or_body(folder: Path) -> None:
    """A family, a tool and a body each lead to tools; an empty family leads to none."""
    catalogues = load_catalogues(folder)
    assert [catalogues.tools_in(name) for name in ("push", "shove", "shoves")] == [("shove",)] * 3
    assert catalogues.tools_in("pull") == ()


def test_a_tool_that_withdraws_what_a_body_supplies_is_not_in_the_body(folder: Path) -> None:
    """A reversed link does not make the tool one of the body's."""
    path = folder / "tools" / "shove.yaml"
    path.write_text(path.read_text("utf-8").replace("why:", "reverse: true, why:"), "utf-8")
    assert load_catalogues(folder).tools_in("shoves") == ()


def test_a_family_or_tool_goes_before_a_body_of_the_same_name(folder: Path) -> None:
    """Where a family and a body share an id, the id means the family."""
    _write(folder, "bodies/pull.yaml", BODY.format(id="pull"))
    _write(folder, "tools/tug.yaml", TOOL.format(id="tug", family="push", body="pull", relevance="1"))
    assert load_catalogues(folder).tools_in("pull") == ()


def test_a_condition_is_kept_as_it_stands_with_its_line(folder: Path) -> None:
    """The rules layer gets plain data and can point to its line."""
    catalogues = load_catalogues(folder)
    assert catalogues.factors["rain"].present_when == {"fact": "phase", "is": "ongoing"}
    document = catalogues.documents["factors", "rain"]
    assert document.file == str(folder / "factors" / "rain.yaml")
    assert document.line(("present_when", "fact")) == 6


BROKEN = {
    "unknown parent": ("tactics/leaf.yaml", TACTIC.format(id="leaf", parent="topp"), "did you mean top?"),
    "second parent": ("tactics/leaf.yaml", TACTIC.format(id="leaf", parent="top") + "also_under: [x]\n", "unknown x"),
    "unknown form": (
        "tactics/leaf.yaml",
        TACTIC.format(id="leaf", parent="top") + "forms: [x]\n",
        "forms.0: unknown x",
    ),
    "cycle": ("tactics/top.yaml", TACTIC.format(id="top", parent="leaf"), "stands above itself"),
    "wrong id": ("tactics/leaf.yaml", TACTIC.format(id="leef", parent="top"), "the id leef in the file leaf.yaml"),
    "alias of another": (
        "tactics/more.yaml",
        TACTIC.format(id="more", parent="top") + "aliases: [old_leaf]\n",
        "old_leaf, which already stands for leaf",
    ),
    "alias like an id": (
        "tactics/top.yaml",
        TACTIC.format(id="top", parent="harm") + "aliases: [leaf]\n",
        "leaf, which already stands for leaf",
    ),
    "tool family": (
        "tools/shove.yaml",
        TOOL.format(id="shove", family="shov", body="shoves", relevance=1),
        "unknown shov",
    ),
    "body": (
        "tools/shove.yaml",
        TOOL.format(id="shove", family="push", body="shove", relevance=1),
        "did you mean shoves?",
    ),
    "relevance": (
        "tools/shove.yaml",
        TOOL.format(id="shove", family="push", body="shoves", relevance="1.2"),
        "at most 1",
    ),
    "no relevance": (
        "tools/shove.yaml",
        TOOL.format(id="shove", family="push", body="shoves", relevance=0),
        "relevance 0",
    ),
    "release code": ("factors/wet.yaml", FACTOR.format(id="wet", code="Rain"), "Rain, which rain has already"),
    "family twice": ("families.yaml", FAMILIES + "  - {id: pull, name: Pull, definition: Pulling.}\n", "second time"),
    "family and tactic": ("families.yaml", FAMILIES.replace("harm", "top"), "top, which is also a tactic"),
    "capital letter": ("tactics/leaf.yaml", TACTIC.format(id="Leaf", parent="top"), "expected lower-case letters"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_promise_is_told_with_its_line(folder: Path, case: str) -> None:
    """Each check between files finds its fault and names file and line."""
    name, text, words = BROKEN[case]
    _write(folder, name, text)
    found = _problems(folder)
    assert words in found
    assert f"{folder / name}:" in found


def test_all_problems_come_at_once(folder: Path) -> None:
    """Faults within a file, between files and in unreadable files are told together, each once."""
    _write(folder, "tactics/top.yaml", "id: top\nid: top\n")
    _write(folder, "tactics/stray.yaml", TACTIC.format(id="stray", parent="nowhere"))
    _write(folder, "tools/shove.yaml", TOOL.format(id="shove", family="none", body="shoves", relevance=2))
    found = _problems(folder)
    assert "stray.yaml" in found
    assert "shove.yaml" in found
    assert "top.yaml" in found
    assert "unknown top" not in found


def test_a_body_named_twice_and_a_release_tool_named_twice(folder: Path) -> None:
    """A tool names each body once, and each tool of the release belongs to one body."""
    path = folder / "tools" / "shove.yaml"
    text = path.read_text("utf-8")
    link = "  - {body: shoves, relevance: 0.5, why: near enough}\n"
    path.write_text(text.replace(link, link * 2), "utf-8")
    for name in ("pokes", "shoves"):
        _write(folder, f"bodies/{name}.yaml", BODY.format(id=name) + "release_tool: Shove\n")
    found = _problems(folder)
    assert "shoves twice" in found
    assert "Shove, which pokes has already" in found


def test_an_empty_or_missing_folder_is_an_error(folder: Path) -> None:
    """No tactics at all, or no catalogue at all, never passes for a small catalogue."""
    shutil.rmtree(folder / "bodies")
    assert "bodies: (folder): no entries" in _problems(folder)
    assert "families.yaml" in _problems(folder / "nowhere")


def test_the_vocabulary_agrees_with_the_catalogues() -> None:
    """The cheap list of names says the same as the catalogues read in full."""
    catalogues, vocabulary = load_catalogues(), load_vocabulary()
    for entries, names in ((catalogues.tactics, vocabulary.tactics), (catalogues.tools, vocabulary.tools)):
        aliases = {alias: name for name, entry in entries.items() for alias in entry.aliases}
        assert names == {name: name for name in entries} | aliases
    assert vocabulary.tactic_families == tuple(catalogues.tactic_families)
    assert vocabulary.tool_families == tuple(catalogues.tool_families)
