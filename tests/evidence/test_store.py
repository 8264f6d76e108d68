"""The evidence that ships: valid, each study once, equal to what an import of the release gives."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from prevent_options.catalogues import load_catalogues
from prevent_options.errors import InputError
from prevent_options.evidence import (
    EvidenceStore,
    import_release,
    load_left_out,
    load_store,
    load_studies,
    release_codes,
    summarise,
)
from prevent_options.evidence.check import check_store
from prevent_options.evidence.citation import read_citation
from prevent_options.evidence.findings import AVERAGE, Finding, Findings
from prevent_options.evidence.overlap import filed_elsewhere, find_overlaps, matched, owners, same_study, told_by
from prevent_options.evidence.summary import evidence_ids

PUBLISHED = {
    "peace_operations": "1/3/0 9/16/2 3/2/0 29/27/5 0/1/4",
    "prosecutions": "9/15/1 4/4/0 3/3/0 14/8/5 0/0/2",
    "mediation": "2/4/1 0/0/2 0/0/0 19/28/1 0/0/0",
    "targeted_sanctions": "1/4/0 0/0/0 2/3/1 1/5/0 0/0/5",
    "comprehensive_sanctions": "0/3/0 0/0/0 0/5/6 3/1/3 0/2/10",
    "arms_embargoes": "1/0/0 0/0/0 1/1/0 2/8/1 0/0/2",
    "diplomatic_sanctions": "0/1/0 0/0/0 1/1/0 0/1/1 0/0/0",
    "naming_and_shaming_studies": "1/1/0 0/2/0 3/9/3 1/0/0 0/0/0",
    "amnesties": "0/1/1 1/0/1 2/0/0 14/5/1 0/0/3",
    "development_assistance": "0/0/0 0/1/2 1/3/1 10/11/11 0/0/4",
    "security_assistance": "0/0/0 1/1/2 2/1/5 1/6/6 0/1/1",
    "support_to_nsags": "0/0/0 0/3/2 0/0/0 1/5/4 0/0/0",
}
"""Average effects in the museum's own table of release V3, all years: mass atrocities, violence against civilians,
human rights, conflict, adverse consequences; decreases / no or mixed / increases."""

COLUMNS = ("mass_atrocities", "violence_against_civilians", "human_rights", "conflict", "adverse")


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    """Return the evidence store that ships."""
    return root / "priors" / "evidence"


@pytest.fixture(scope="module")
def store(folder: Path) -> EvidenceStore:
    """Return the evidence store that ships, read."""
    return load_store(folder)


def cells(text: str) -> list[list[int]]:
    """Return the counts of one line of the published table."""
    return [[int(count) for count in cell.split("/")] for cell in text.split()]


def totals(store: EvidenceStore, body: str, outcome: str) -> list[int]:
    """Return the counts of one body and outcome over kinds and periods."""
    rows = [row.all_counts for row in store.table.average if (row.body, row.outcome) == (body, outcome)]
    return [sum(counts) for counts in zip(*rows, strict=True)] or [0, 0, 0]


def test_importing_the_release_again_gives_the_tables_that_ship(shared: Path, folder: Path) -> None:
    """The shipped counts come from the release and from nothing else; every code of it is known."""
    codes = release_codes(load_catalogues())
    report = import_release(shared / "data" / "ushmm", folder, codes, write=False)
    assert (report.rows, report.left_out, report.unread) == (1288, 0, ())
    for name, text in report.files.items():
        assert (folder / "release" / name).read_text(encoding="utf-8") == text, name


def test_counts_agree_with_the_table_the_museum_publishes(store: EvidenceStore) -> None:
    """Findings through 2020 never exceed those of all years, and more than half of the 60 cells are already complete.

    One exception is the release's own: support to armed groups on conflict stands at 2 decreases and 4 no effect in
    the rows and at 1 and 5 in the published table.
    """
    complete = 0
    for body, line in PUBLISHED.items():
        for outcome, published in zip(COLUMNS, cells(line), strict=True):
            counted = totals(store, body, outcome)
            complete += counted == published
            if (body, outcome) != ("support_to_nsags", "conflict"):
                assert all(a <= b for a, b in zip(counted, published, strict=True)), (body, outcome, counted)
    assert complete == 32


def test_the_store_has_no_problem(store: EvidenceStore) -> None:
    """No study twice, no size against its direction, no year missing without a reason."""
    assert check_store(store) == ()


def test_the_checks_find_what_they_look_for(store: EvidenceStore) -> None:
    """A copy under another id, a missing year, a wrong group, a slip of the scale and a flipped sign."""
    study = next(study for study in store.studies if study.id == "calderon2015-mexico-kingpins")
    finding = study.findings[0]
    assert finding.size is not None
    huge = finding.model_copy(update={"size": finding.size.model_copy(update={"unit_log_ratio": -4.0})})
    copy = study.model_copy(update={"id": "copy", "doi": "10.1/x", "year": "unknown", "findings": (huge,)})
    lost = study.model_copy(update={"id": "lost", "citation": "Other (2015).", "doi": None, "same_study_as": "nobody"})
    twin = lost.model_copy(
        update={"id": "twin", "citation": "Twin (2015).", "doi": "https://doi.org/10.1/X", "same_study_as": None}
    )
    bad = replace(store, studies=(*store.studies, copy, lost, twin))
    found = {(Path(problem.file).stem, problem.path) for problem in check_store(bad)}
    assert found == {
        ("calderon2015-mexico-kingpins", "citation"),
        ("copy", "doi"),
        ("twin", "doi"),
        ("copy", "year"),
        ("copy", "findings.0.size"),
        ("copy", "findings.0.size.derivation"),
        ("lost", "same_study_as"),
    }


def test_a_study_counts_once(store: EvidenceStore) -> None:
    """No record gives both a size and a direction, and none that the release holds gives a direction again."""
    sized = {size.study for size in store.quantified}
    voting = {vote.study for vote in store.votes}
    assert not sized & voting
    assert not store.elsewhere & voting
    assert "hultman2013-observers-civilian-killings" not in voting
    assert {"carnegie-mikulaschek2017-iv", "fjelde2019-local-presence"} <= voting


def test_every_record_of_the_review_is_read_or_left_out_with_a_reason(shared: Path, folder: Path) -> None:
    """No record is lost, none stands in both places, and none whose result was not seen is read."""
    text = (shared / "reference" / "effects.yaml").read_text(encoding="utf-8")
    records = re.findall(r"^- id: (\S+)$", text, re.MULTILINE)
    read = {study.id for study in load_studies(folder / "studies")}
    left = {record.id for record in load_left_out(folder)}
    assert len(records) == 140
    assert set(records) == read | left
    assert not read & left
    unseen = re.findall(r"^- id: (\S+)$(?:(?!^- id:)[\s\S])*?^  direction: not_seen$", text, re.MULTILINE)
    assert len(unseen) == 2
    assert set(unseen) <= left


def test_several_sizes_of_one_study_weigh_as_much_as_one(store: EvidenceStore) -> None:
    """The spread grows with the root of the number of sizes."""
    spreads = [size.spread for size in store.quantified if size.study == "stoop2018-doddfrank"]
    assert spreads == pytest.approx([0.5 * 3**0.5] * 3)


def test_every_size_follows_from_its_derivation(store: EvidenceStore) -> None:
    """The arithmetic written down gives the number written down."""
    from math import log

    names = {"ln": log}
    for study in store.studies:
        for finding in study.findings:
            if finding.size and "as reported" not in finding.size.derivation:
                value = eval(finding.size.derivation, {"__builtins__": {}}, names)  # noqa: S307 - the project's own file
                assert finding.size.unit_log_ratio == pytest.approx(value, abs=0.002), study.id


def test_summaries_say_what_stands_behind_a_body(store: EvidenceStore) -> None:
    """Leader removal has sizes and no release; mediation has the release."""
    summary = summarise(store)
    assert summary["leader_removal"].quantified == 2
    assert 0 < summary["mediation"].share_direct < 0.3
    ids = evidence_ids(store)
    assert "ushmm-v3-2025" in ids["mediation"]
    assert ids["resource_interdiction/deprivation"] == ["parker-vadheim2017-doddfrank", "stoop2018-doddfrank"]
    assert "civilian_protection_practice" not in summary


def _found(body: str, citation: str, year: int, outcome: str = "conflict") -> Finding:
    """Return a finding of a release."""
    return Finding(2, body, AVERAGE, outcome, "regression", 0, "P.1", read_citation(citation, year), year)


PROROK = 'Prorok, Alyssa K.. "The (In)compatibility of Peace and Justice? The Court," *Organization*'


def test_a_record_and_a_finding_of_one_study_are_recognised(store: EvidenceStore) -> None:
    """Same body and work; of two papers of the same authors a year apart, each is its own."""
    prorok = next(study for study in store.studies if study.id == "prorok2017-icc-conflict-termination")
    assert same_study(prorok, _found("prosecutions", PROROK, 2017))
    assert not same_study(prorok, _found("amnesties", PROROK, 2017))
    assert not same_study(prorok, _found("prosecutions", PROROK.replace("Prorok, ", "Prorok, A; Huth, "), 2017))
    authors = "Hultman, Lisa; Kathman, Jacob; Shannon, Megan"
    hultman = _found("peace_operations", f'{authors}. "Beyond Keeping Peace: United Nations Effectiveness," *A*', 2014)
    assert [study.id for study in owners(store.studies, hultman)] == ["hultman2014-troops-battle-deaths"]


def test_a_record_that_is_direct_where_the_release_is_not_enters_by_itself(store: EvidenceStore) -> None:
    """Sexual violence that a release files under human rights is not lost; where the release is direct, it counts."""
    study = next(study for study in store.studies if study.id == "kirschner-miller2019-pko-crsv")
    for outcome, kept in (("human_rights", "record"), ("violence_against_civilians", "release")):
        finding = _found(
            study.body, 'Kirschner Shanna; Miller, Adam. "Does," DOI: 10.1177/0022002719831069', 2019, outcome
        )
        found = matched([study], Findings((finding,), (), (), 1))
        assert [(one.record, one.kept_as) for one in find_overlaps([study], found)] == [(study.id, kept)]
        assert told_by([study], found)(finding) == (kept == "record")


def test_a_record_the_release_has_under_another_body_is_told(store: EvidenceStore) -> None:
    """It would count twice; under both bodies it is a study of two tools."""
    prorok = next(study for study in store.studies if study.id == "prorok2017-icc-conflict-termination")
    away, home = _found("amnesties", PROROK, 2017), _found("prosecutions", PROROK, 2017)
    (problem,) = filed_elsewhere([prorok], Findings((away,), (), (), 1))
    assert problem.file == "studies/prorok2017-icc-conflict-termination.yaml"
    assert "the release has it under amnesties" in problem.found
    assert filed_elsewhere([prorok], Findings((away, home), (), (), 2)) == ()


BAD = {
    "standard_error: null": ("standard_error: -0.2", "standard_error"),
    "prior_sd: 0.5": ("prior_sd: 0", "prior_sd"),
    "scale: percent_change": ("scale: furlongs", "scale"),
    "year: 2015": ("year: 2015-16", "year"),
    "outcome: lethal": ("outcome: weather", "outcome"),
    "kind: identification": ("kind: gut_feeling", "kind"),
    "id: calderon2015-mexico-kingpins": ("id: somebody-else", "id"),
    "      dose: 1": ("      dosage: 1", "dosage"),
}


def test_a_year_is_asked_for_in_words(folder: Path, tmp_path: Path) -> None:
    """Nobody has to read a regular expression."""
    name = "calderon2015-mexico-kingpins.yaml"
    text = (folder / "studies" / name).read_text(encoding="utf-8")
    (tmp_path / name).write_text(text.replace("year: 2015", "year: 2015-16"), encoding="utf-8")
    with pytest.raises(InputError, match="expected a year such as 2017, or unknown; write one year"):
        load_studies(tmp_path)


@pytest.mark.parametrize("good", BAD)
def test_a_damaged_study_is_refused_with_its_line(folder: Path, tmp_path: Path, good: str) -> None:
    """Every field is checked; the error names file, line and field."""
    name = "calderon2015-mexico-kingpins.yaml"
    text = (folder / "studies" / name).read_text(encoding="utf-8").replace("prior_sd: 1.0", "prior_sd: 0.5")
    assert good in text
    bad, field = BAD[good]
    (tmp_path / name).write_text(text.replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_studies(tmp_path)
    assert any(problem.path.endswith(field) and problem.line for problem in caught.value.problems), str(caught.value)


def test_a_size_needs_exactly_one_spread(folder: Path, tmp_path: Path) -> None:
    """A standard error and a stated spread together are one too many, and none is one too few."""
    name = "calderon2015-mexico-kingpins.yaml"
    text = (folder / "studies" / name).read_text(encoding="utf-8")
    for bad in (
        text.replace("standard_error: null", "standard_error: 0.3"),
        text.replace("prior_sd: 1.0", "prior_sd: null"),
    ):
        (tmp_path / name).write_text(bad, encoding="utf-8")
        with pytest.raises(InputError, match="exactly one of them"):
            load_studies(tmp_path)
