"""The shipped catalogues: whole, in their own words, and complete against the lists they come from."""

import csv
import re
from pathlib import Path

import pytest
import yaml

from prevent_options.catalogues import Catalogues, Tactic, load_catalogues

FAMILIES = {
    "lethal",
    "liberty",
    "bodily",
    "sexual_reproductive",
    "displacement",
    "deprivation",
    "exploitation",
    "group_destruction",
    "enabling",
}
UN_FORMS = {
    "rape",
    "sexual_slavery",
    "enforced_prostitution",
    "forced_pregnancy",
    "forced_abortion",
    "enforced_sterilisation",
    "forced_marriage",
    "other_sexual_violence",
    "sexual_trafficking",
}
# The user's own four families must always exist.
NAMED_FAMILIES = {"leader_targeting", "perpetrator_buyoff", "financial_interdiction", "nhri_support"}


@pytest.fixture(scope="module")
def catalogues() -> Catalogues:
    """Return the shipped catalogues."""
    return load_catalogues()


def _texts(tactic: Tactic) -> tuple[str, ...]:
    return (tactic.definition, tactic.boundary)


def _sentences(text: str) -> set[str]:
    """Return the sentences of a text without case, punctuation and spacing."""
    parts = (re.sub(r"\W+", " ", part).strip().lower() for part in re.split(r"[.;:]", text))
    return {part for part in parts if len(part.split()) > 3}


def test_nine_families_of_tactics_each_with_tactics(catalogues: Catalogues) -> None:
    """All nine families exist and none is empty."""
    assert set(catalogues.tactic_families) == FAMILIES
    assert all(catalogues.descendants(family) for family in FAMILIES)


def test_at_least_forty_five_tactics_and_no_orphan(catalogues: Catalogues) -> None:
    """Every tactic reaches one of the nine families."""
    assert len(catalogues.tactics) >= 45
    assert {catalogues.family_of(tactic) for tactic in catalogues.tactics} == FAMILIES


def test_sexual_violence_has_every_form_of_the_list(catalogues: Catalogues) -> None:
    """Every form on the list of the United Nations stands under conflict-related sexual violence."""
    assert set(catalogues.forms_of("crsv")) == UN_FORMS


def test_custody_is_apart_from_conflict_but_shares_forms(catalogues: Catalogues) -> None:
    """Sexual violence in custody is no conflict-related sexual violence, and its forms are named the same."""
    assert not catalogues.is_within("sexual_violence_in_custody", "crsv")
    assert catalogues.is_within("sexual_violence_in_custody", "sexual_reproductive")
    assert {"rape", "other_sexual_violence"} <= set(catalogues.forms_of("sexual_violence_in_custody"))


@pytest.mark.parametrize("tactic", ["forced_abortion", "forced_pregnancy", "enforced_sterilisation"])
def test_a_tactic_with_two_parents_lies_under_both(catalogues: Catalogues, tactic: str) -> None:
    """Reproductive forms belong to both umbrellas."""
    assert catalogues.is_within(tactic, "crsv")
    assert catalogues.is_within(tactic, "reproductive_violence")


def test_the_word_for_one_form_is_used_for_that_form_only(catalogues: Catalogues) -> None:
    """No definition, boundary or name says rape, except the entry of that form."""
    word = re.compile(r"\brap(e|ed|es|ing|ists?)\b", re.IGNORECASE)
    others = [tactic for name, tactic in catalogues.tactics.items() if name != "rape"]
    assert not [t.id for t in others if word.search(" ".join((*_texts(t), t.name)))]


def test_attribution_falls_in_the_order_the_studies_suggest(catalogues: Catalogues) -> None:
    """Killing and imprisonment are easiest to attribute, then torture, then disappearance and militia action."""
    order = ("killing", "political_imprisonment", "torture", "enforced_disappearance", "militia_formation")
    levels = [("low", "moderate", "high").index(catalogues.tactics[name].attributability) for name in order]
    assert levels == sorted(levels, reverse=True)


def test_all_bases_of_traits_are_judgement_or_a_page(catalogues: Catalogues) -> None:
    """Each trait of a tactic says where it comes from."""
    bases = [t.basis for t in catalogues.tactics.values()]
    words = {word for basis in bases for word in (basis.visibility, basis.attributability, basis.revenue_link)}
    assert all(word == "judgement" or word.startswith("http") for word in words)


def test_every_tactic_of_the_reference_is_kept(catalogues: Catalogues, shared: Path) -> None:
    """Ids, parents and second parents are those of the reference."""
    reference = yaml.safe_load((shared / "reference" / "tactics.yaml").read_text("utf-8"))
    for entry in reference["tactics"]:
        tactic = catalogues.tactics[entry["id"]]
        second = (entry["also_under"],) if "also_under" in entry else ()
        assert (tactic.parent, tactic.also_under) == (entry["parent"], second)


def test_no_sentence_is_the_references(catalogues: Catalogues, shared: Path) -> None:
    """Definitions and boundaries are in the project's own words."""
    reference = yaml.safe_load((shared / "reference" / "tactics.yaml").read_text("utf-8"))
    theirs = {s for t in reference["tactics"] for s in _sentences(t["definition"]) | _sentences(t["boundary"])}
    ours = {s for t in catalogues.tactics.values() for text in _texts(t) for s in _sentences(text)}
    assert not ours & theirs


def test_every_tactic_cited_in_the_fact_sheets_exists(catalogues: Catalogues, shared: Path) -> None:
    """The fact sheets name known tactics and known forms."""
    for path in sorted((shared / "reference" / "cases").glob("*.yaml")):
        case = yaml.safe_load(path.read_text("utf-8"))
        for use in (use for actor in case["perpetrators"] for use in actor["tactics"]):
            assert use["tactic"] in catalogues.tactics
            assert set(use.get("forms", ())) <= set(catalogues.forms_of(use["tactic"]))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_factor_of_the_release_is_known(catalogues: Catalogues, shared: Path) -> None:
    """Each factor code of the findings, and each code of the release's own list, has an entry of the same kind."""
    folder = shared / "data" / "ushmm"
    kinds = {code: factor.kind for factor in catalogues.factors.values() for code in factor.release_codes}
    used = {row["CD"].strip() for row in _rows(folder / "all_sources.csv")} - {"NA"}
    listed = {
        row["Dedoose.name_factor"]: row["Contextual.or.design.factor"].lower() for row in _rows(folder / "factors.csv")
    }
    assert used <= set(kinds)
    assert {code: kind for code, kind in listed.items() if code != "NA"} == kinds


def test_every_factor_practitioners_named_is_known(catalogues: Catalogues, shared: Path) -> None:
    """Names that the release gives without a code lead to an entry, by name or by opposite."""
    folder = shared / "data" / "ushmm"
    codes = {code for factor in catalogues.factors.values() for code in factor.release_codes}
    factors = catalogues.factors.values()
    names = {name for factor in factors for name in (*factor.release_names, *factor.release_opposites)}
    for row in _rows(folder / "factors.csv"):
        if row["Dedoose.name_factor"] in codes:
            names |= {row["Name"], row["Inverse.factor"]}
    assert {row["Name.Final_practitioner"] for row in _rows(folder / "practitioners.csv")} <= names


def test_a_factor_read_from_the_case_says_why(catalogues: Catalogues) -> None:
    """Each condition comes with the reason why it is a fair reading."""
    read = [factor for factor in catalogues.factors.values() if factor.present_when is not None]
    assert read
    assert all(factor.read_note for factor in read)


def test_the_named_families_of_tools_have_tools(catalogues: Catalogues) -> None:
    """The families the users named exist and have tools; 34 tools in 12 families at least."""
    used = {tool.family for tool in catalogues.tools.values()}
    assert used >= NAMED_FAMILIES
    assert len(catalogues.tools) >= 34
    assert len(used) >= 12
