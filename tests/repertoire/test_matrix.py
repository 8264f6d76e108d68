"""The matrix: what stands behind each pair, and that findings move it the way they point."""

from dataclasses import replace
from pathlib import Path

import pytest

from prevent_options.catalogues import Catalogues, load_catalogues
from prevent_options.evidence import load_store
from prevent_options.paths import data_dir
from prevent_options.repertoire import Query, Repertoire, load_exits, load_repertoire
from prevent_options.repertoire.models import FindingsFile
from prevent_options.yamlio import read_document, validate_document

PRESSURES = ("exposure", "legal", "financial", "military", "incentive", "protection")


@pytest.fixture(scope="module")
def catalogues() -> Catalogues:
    """Return the shipped catalogue."""
    return load_catalogues()


@pytest.fixture(scope="module")
def repertoire(catalogues: Catalogues) -> Repertoire:
    """Return the shipped matrix."""
    return load_repertoire(catalogues)


def test_every_pair_of_the_catalogue_has_a_cell_and_most_are_rare(repertoire: Repertoire) -> None:
    """All ordered pairs of tactics answer; where no finding names the pair, a move is unlikely under any pressure."""
    tactics = repertoire.catalogues.tactics
    unnamed = []
    for source in tactics:
        for target in tactics:
            if source != target:
                cell = repertoire.cell(source, target, Query(PRESSURES, "state"))
                assert 0 < cell.open < 1
                unnamed += [] if cell.direct else [cell.open]
    assert max(unnamed) < 0.25
    assert sum(unnamed) / len(unnamed) < 0.1


def test_a_finding_that_moves_raises_its_pair_and_one_that_stays_lowers_it(repertoire: Repertoire) -> None:
    """Taking a finding away undoes what it says, and leaves a pair it does not name nearly where it was."""
    asked = ("torture", "cruel_treatment", Query(("legal",), "state"))
    without = _without(repertoire, "courts-clean-torture")
    assert without.cell(*asked).open < repertoire.cell(*asked).open
    asked = ("killing", "militia_formation", Query(("exposure",), "state"))
    assert _without(repertoire, "militias-steered-together").cell(*asked).open > repertoire.cell(*asked).open


def _without(repertoire: Repertoire, name: str) -> Repertoire:
    kept = tuple(finding for finding in repertoire.findings if finding.id != name)
    assert len(kept) == len(repertoire.findings) - 1
    return replace(repertoire, findings=kept)


@pytest.mark.parametrize(
    ("source", "target", "pressure"),
    [
        ("extrajudicial_execution", "torture", "exposure"),  # seen to unseen
        ("killing", "enslavement", "financial"),  # without revenue to lucrative
        ("torture", "enforced_disappearance", "legal"),  # traceable to deniable
    ],
)
def test_violence_moves_along_the_traits_and_not_against_them(
    repertoire: Repertoire, source: str, target: str, pressure: str
) -> None:
    """A pair that points along a channel is likelier to open than the same pair the other way round."""
    query = Query((pressure,), "foreign_force")
    assert repertoire.cell(source, target, query).open > repertoire.cell(target, source, query).open


def test_a_tactic_the_case_calls_hidden_is_no_source_of_hiding(repertoire: Repertoire) -> None:
    """Visibility as the case states it goes before the catalogue's."""
    usual = repertoire.cell("hostage_taking", "torture", Query(("exposure",), "militia"))
    stated = Query(("exposure",), "militia", (), (("hostage_taking", 0.0),))
    assert repertoire.cell("hostage_taking", "torture", stated).open < usual.open


def test_sexual_violence_follows_its_own_process(repertoire: Repertoire) -> None:
    """Pressure on killing opens an exit to rape less often than one to torture, which is as hidden and as traceable."""
    query = Query(("exposure",), "rebel")
    torture, rape = (repertoire.cell("killing", to, query) for to in ("torture", "rape"))
    assert torture.pull == rape.pull
    assert rape.open < torture.open / 2


def test_a_finding_already_in_the_direct_effect_is_left_out(repertoire: Repertoire) -> None:
    """For tools that draw on the body in which the rise counts, the matrix does not count the study again."""
    asked = ("killing", "pillage")
    outside = repertoire.cell(*asked, Query(("financial",), "rebel"))
    inside = repertoire.cell(*asked, Query(("financial",), "rebel", ("resource_interdiction",)))
    assert "stoop2018-doddfrank" in repertoire.sources_of(outside)
    assert not {"stoop2018-doddfrank", "parker-vadheim2017-doddfrank"} & repertoire.sources_of(inside)
    assert inside.open < outside.open


def test_findings_say_where_their_study_counts_already(repertoire: Repertoire) -> None:
    """``body`` is set exactly where a study file codes a rise of the second tactic, so that none counts twice."""
    store = load_store(data_dir("priors") / "evidence")
    studies = {study.id: study for study in store.studies}
    for finding in repertoire.findings:
        study = studies.get(finding.source)
        rises = [f for f in study.findings if f.direction == "increases"] if study else []
        families = {repertoire.catalogues.family_of(tactic) for tactic in finding.to}
        coded = any(f.outcome in families or (f.tactic in finding.to) for f in rises)
        assert (finding.body is not None) == (finding.answer == "moves" and coded), finding.id
        assert study is None or finding.body in (None, study.body)


def test_every_record_with_a_tactic_response_is_counted_once_or_placed_elsewhere(shared: Path) -> None:
    """No finding on answers to pressure is lost: each stands among the findings, or elsewhere with a reason."""
    import yaml

    folder = data_dir("priors") / "substitution"
    file = validate_document(read_document(folder / "findings.yaml"), FindingsFile)
    here, elsewhere = {f.source for f in file.findings}, {e.source for e in file.elsewhere}
    assert not here & elsewhere
    records = yaml.safe_load((shared / "reference" / "effects.yaml").read_text(encoding="utf-8"))
    records = records if isinstance(records, list) else records["records"]
    words = ("substitution", "tactic shift", "complement", "delegation")
    speaks = {r["id"] for r in records if str(r["tactic_response"]).startswith(words)}
    assert speaks <= here | elsewhere
    assert (here | elsewhere) - {"evidence-review"} <= {r["id"] for r in records}


def test_every_tactic_has_signs_and_companions(catalogues: Catalogues) -> None:
    """Wherever violence may turn, a planner is told what to watch and what closes the exit."""
    exits = load_exits(catalogues)
    for tactic in (*catalogues.tactics, *catalogues.tactic_families):
        entry = exits.towards(tactic)
        assert entry.signs
        assert entry.companions
        assert entry.months[0] < entry.months[1]
