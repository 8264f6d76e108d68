"""The panel of country-years speaks in the matrix, under its own name, of the pairs it is about."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from prevent_options.catalogues import load_catalogues
from prevent_options.errors import InputError
from prevent_options.memo.citations import load_citations
from prevent_options.model.gate import MAX_RHAT, MIN_ESS
from prevent_options.paths import data_dir
from prevent_options.repertoire import Query, Repertoire, load_repertoire
from prevent_options.repertoire.panel import FILE, PANEL, panel_findings

FOLDER = data_dir("priors") / "substitution"
TACTICS = ("extrajudicial_execution", "enforced_disappearance", "torture", "political_imprisonment")
PAIRS = {(one, other) for one in TACTICS for other in TACTICS if one != other}


@pytest.fixture(scope="module")
def repertoire() -> Repertoire:
    """Return the shipped matrix."""
    return load_repertoire(load_catalogues())


def test_every_pair_of_the_panel_shows_it_for_states_only(repertoire: Repertoire) -> None:
    """Twelve pairs name the panel among their findings; for a militia none does."""
    for source, target in PAIRS:
        shown = repertoire.cell(source, target, Query(("legal",), "state"))
        assert f"panel-{source}-{target}" in shown.direct
        assert PANEL in repertoire.sources_of(shown)
        assert PANEL not in repertoire.sources_of(repertoire.cell(source, target, Query(("legal",), "militia")))
    assert PANEL not in repertoire.sources_of(repertoire.cell("killing", "pillage", Query(("legal",), "state")))


def test_a_pair_that_shifts_in_the_panel_is_likelier_than_one_that_does_not(repertoire: Repertoire) -> None:
    """Disappearance to imprisonment moves; the same pair the other way round stays, and is below the base share."""
    query = Query(("incentive",), "state")
    there = repertoire.cell("enforced_disappearance", "political_imprisonment", query)
    back = repertoire.cell("political_imprisonment", "enforced_disappearance", query)
    assert back.open < repertoire.numbers.base.share < there.open


def test_the_panel_is_counted_once(repertoire: Repertoire) -> None:
    """No other finding of the matrix rests on the same country-years and names one of its pairs."""
    for finding in repertoire.findings:
        if finding.source == "evidence-review":
            assert not (finding.from_ and finding.to)


def test_the_shipped_fit_passed_the_gate_and_is_cited() -> None:
    """Diagnostics, citation, digest of the data and the command stand in the file; it holds nothing by country."""
    document = json.loads((FOLDER / FILE).read_text(encoding="utf-8"))
    found = document["diagnostics"]
    assert found["max_rhat"] <= MAX_RHAT
    assert min(found["min_ess_bulk"], found["min_ess_tail"]) >= MIN_ESS
    assert found["divergences"] == 0
    assert set(document["source"]) == {"citation", "sha256", "command"}
    assert {(pair["from"], pair["to"]) for pair in document["pairs"]} == PAIRS
    assert load_citations([PANEL])[PANEL] == document["source"]["citation"]


@pytest.mark.parametrize(
    "text", [None, "not json", "[]", '{"schema": "other@1"}', '{"schema": "prevent-options/panel@1", "years": [1, 2]}']
)
def test_a_damaged_panel_says_how_to_make_it_again(tmp_path: Path, text: str | None) -> None:
    """A missing or damaged file is bad input that names the command."""
    if text is not None:
        (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="substitution fit"):
        panel_findings(tmp_path)


def test_a_finding_follows_the_standard_errors(written: Callable[[float, float], Path]) -> None:
    """Two standard errors tell a move from none, on the side of a rise only."""
    for rise, se, answer in ((0.07, 0.03, "moves"), (0.05, 0.03, "stays"), (-0.09, 0.03, "stays")):
        (finding,) = panel_findings(written(rise, se))
        assert finding.answer == answer


@pytest.fixture
def written(tmp_path: Path) -> Callable[[float, float], Path]:
    """Return what writes a panel of one pair and returns its folder."""

    def write(rise: float, se: float) -> Path:
        pair = {"from": "torture", "to": "extrajudicial_execution", "rise": rise, "se": se}
        document = {"schema": "prevent-options/panel@1", "years": [1990, 2000], "pairs": [pair]}
        (tmp_path / FILE).write_text(json.dumps(document), encoding="utf-8")
        return tmp_path

    return write
