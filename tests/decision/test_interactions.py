"""The judgements on tools together: what ships is sound, and what is wrong is told with its place."""

from pathlib import Path

import pytest

from prevent_options.catalogues import Catalogues, load_catalogues
from prevent_options.decision.interactions import FILE, load_interactions
from prevent_options.errors import InputError


@pytest.fixture(scope="module")
def catalogues() -> Catalogues:
    """Return the shipped catalogues."""
    return load_catalogues()


def test_shipped_judgements_are_read_and_carry_their_grounds(catalogues: Catalogues) -> None:
    """Every shipped entry names sources, a date and a reason."""
    found = load_interactions(catalogues)
    entries = [*found.overlaps, found.several_tools, *found.interactions, *found.conflicts, *found.sequences]
    assert len({entry.id for entry in entries}) == len(entries)
    assert all(entry.sources and entry.date and entry.why for entry in entries)


def test_an_interaction_whose_sign_is_judged_alone_is_called_judgement(catalogues: Catalogues) -> None:
    """An entry that cites a study is mixed or evidence; nothing claims to be evidence without one."""
    words = {"judgement", "planners", "tools-catalogue", "evidence-review", "roundtable-report"}
    for entry in load_interactions(catalogues).interactions:
        if set(entry.sources) <= words:
            assert entry.basis == "judgement"


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("with: [perpetrator_buyoff]", "with: [perpetrator_buyof]", "perpetrator_buyoff"),
        ("sources: [krcmaric2018-exile, judgement]", "sources: [krcmaric2018]", "krcmaric2018-exile"),
        ("factor: several_tools_at_once", "factor: several_tools", "several_tools_at_once"),
        ("id: INT-002", "id: INT-001", "stands twice"),
        ("shift: {mean: -0.05, sd: 0.05}", "shift: {mean: -0.05, sd: -1}", "interactions"),
        ("kind: legal", "kind: lawful", "legal"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    root: Path, tmp_path: Path, catalogues: Catalogues, right: str, wrong: str, told: str
) -> None:
    """A name nobody knows, a repeated id or a value out of range stops the file, with line and path."""
    text = (root / "priors" / FILE).read_text("utf-8")
    assert right in text
    path = tmp_path / FILE
    path.write_text(text.replace(right, wrong, 1), "utf-8")
    with pytest.raises(InputError) as error:
        load_interactions(catalogues, path)
    assert told in str(error.value)
    assert all(problem.line > 0 for problem in error.value.problems)
