"""Every figure of a memo leads to draws, rule, study or source: on the page, in the claims, on the command line."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from memo.anchors import lost, unanchored
from memo.real import real_memo
from prevent_options.assess import Knowledge, load_knowledge
from prevent_options.cli.app import run
from prevent_options.errors import InputError
from prevent_options.memo import KINDS, Look, MemoContext, render
from prevent_options.memo.chain import Link, Trail, link
from prevent_options.memo.claims import claims
from prevent_options.memo.elements import Element, parse
from prevent_options.memo.references import place, shown_as
from prevent_options.memo.safe import anchor
from prevent_options.memo.tracing import ALL, trace

CASES = ("bfa-2024", "bgd-rab-2021", "cod-east-2024", "lka-2023", "nic-2023", "sdn-darfur-2024")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """Return the shipped knowledge."""
    return load_knowledge()


@pytest.fixture(scope="module", params=CASES)
def traced(request: pytest.FixtureRequest, root: Path, knowledge: Knowledge) -> tuple[MemoContext, Trail]:
    """Return the memo of a shipped case and the trail to follow its claims."""
    path = root / "cases" / f"{request.param}.yaml"
    profile, assessment, memo = real_memo(path, knowledge, draws=300)
    return memo, Trail(assessment, profile, knowledge, path)


@pytest.fixture(scope="module")
def pages(traced: tuple[MemoContext, Trail]) -> dict[str, str]:
    """Return the page of each kind of memo."""
    return {kind: render(traced[0], "html", Look(kind)) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_every_link_has_its_place_and_every_number_a_reference(pages: dict[str, str], kind: str) -> None:
    """No tag of any kind of memo leads nowhere, and no number stands without one."""
    assert lost(pages[kind]) == []
    assert unanchored(pages[kind]) == []


def test_a_number_without_reference_and_a_link_to_nowhere_are_found(pages: dict[str, str]) -> None:
    """The two checks find what they look for: in a list, in a cell, in running text, in an annex."""
    page = pages["options"]
    for place_, bad in (
        ('<li id="bottom-line-1">', '<li id="bottom-line-1">12% less. '),
        ('<td id="options-none-3">', '<td id="options-none-3">12% less. '),
        ('<section aria-labelledby="annex-f" class="annex">', '<section class="annex"><p>12% less.</p>'),
    ):
        assert page.count(place_) == 1
        assert len(unanchored(page.replace(place_, bad))) == 1
    assert len(unanchored(re.sub(r'<span class="refs">\[.*?\]</span>', "", page))) > 40
    tag = re.search(r'id="(ref-E[^"]*)"', page)
    assert tag is not None
    assert f"#{tag[1]}" in lost(page.replace(f'id="{tag[1]}"', 'id="elsewhere"'))


@pytest.mark.parametrize("kind", KINDS)
def test_claims_are_the_statements_of_the_page(
    traced: tuple[MemoContext, Trail], pages: dict[str, str], kind: str
) -> None:
    """Each claim stands on the page under its id, with its text, and its links lead where its references say."""
    tree = parse(pages[kind])
    on_page = {one.attributes["id"]: one for one in tree.find("li", "td", "span") if "id" in one.attributes}
    found = claims(traced[0], kind)
    assert len({claim.id for claim in found}) == len(found)
    told = [claim for claim in found if claim.id in on_page]
    assert {claim.id.split("-")[0] for claim in told} >= {"bottom", "dissent" if kind == "brief" else "assumptions"}
    for claim in told:
        element = on_page[claim.id]
        assert " ".join(claim.text.split()) in element.text().replace(" If not:", "")
        if kind != "brief":
            assert links(element) <= {anchor(place(ref)) for ref in claim.refs}
            assert links(element) or not claim.refs or claim.id.startswith("options-")


def links(element: Element) -> set[str]:
    """Return the places that the references of an element itself lead to, those of lists inside it aside."""
    outer = Element("p", children=[c for c in element.children if isinstance(c, str) or c.tag != "ul"])
    return {one.attributes["href"][1:] for one in outer.find("a")}


def test_every_claim_leads_to_its_end(traced: tuple[MemoContext, Trail]) -> None:
    """Each reference is followed to draws, rule, study, source, catalogue or judgement, each with an existing file."""
    memo, trail = traced
    for claim in claims(memo):
        for ref in claim.refs:
            for one in walk(link(ref, trail)):
                assert one.text
                assert (Path(one.file) if Path(one.file).is_absolute() else root_of(trail) / one.file).exists()


def walk(chain: Link) -> list[Link]:
    """Return a link and all behind it."""
    return [chain, *(further for one in chain.behind for further in walk(one))]


def root_of(trail: Trail) -> Path:
    """Return the top of the checkout."""
    return trail.case_file.parents[1]


def test_the_draws_of_a_chain_are_those_of_the_result(traced: tuple[MemoContext, Trail]) -> None:
    """The lead of the bottom line is the figure of the assessment, not a figure of its own."""
    memo, trail = traced
    lead = memo.bottom_line[1]
    (summary,) = (link(ref, trail) for ref in lead.refs)
    first = next(t for t in trail.assessment.tools if t.name == memo.options[0].name)
    figures = re.findall(r"[−+]?\d+%", dict(summary.facts)["net change of total harm"])
    assert figures == [f"{'−' if v < 0 else '+' if v > 0 else ''}{abs(v)}%" for v in rounded(first.net_change)]
    assert all(figure in lead.text for figure in figures)


def rounded(spread: Any) -> list[int]:
    """Return mean and ends in whole percent."""
    return [round(100 * value) for value in (spread.mean, spread.q05, spread.q95)]


def test_claims_are_found_by_id_tag_and_words(traced: tuple[MemoContext, Trail]) -> None:
    """Three ways to name a claim; what is nowhere is an input error that says what would be right."""
    memo, trail = traced
    by_id = trace("dissent-1", memo, trail)[0]
    words = by_id.claim.text[5:40].upper()
    assert by_id.claim in [one.claim for one in trace(words, memo, trail)]
    tag = next(ref for claim in claims(memo) for ref in claim.refs if ref.startswith("S:"))
    assert trace(tag, memo, trail)[0].chains[0].ref == tag
    study = next(ref for claim in claims(memo) for ref in claim.refs if re.fullmatch(r"E:.*\d{4}-.+", ref))
    assert study in [one.chains[0].ref for one in trace(shown_as(study), memo, trail)]
    assert len(trace(ALL, memo, trail)) == len(claims(memo))
    for nothing in ("bottom-line-99", "R:XXX-999", "D:none/none", "J:none", "", "not a word of it"):
        with pytest.raises(InputError, match="--trace"):
            trace(nothing, memo, trail)


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_command_prints_the_chain_to_the_study(root: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Citation, year, DOI, rule file and draws, from words of the memo."""
    case = str(root / "cases" / "sdn-darfur-2024.yaml")
    args = ["memo", case, "--draws", "200", "--trace", "moves-1", "--format", form]
    parts = ("10.1371/journal.pone.0201783", "2018", "studies/stoop2018-doddfrank.yaml", "200 draws, seed 1")
    printed = []
    for number in (1, 2, 3):  # which move comes first hangs on the draws
        assert run([*args[:5], f"moves-{number}", *args[6:]]) == 0
        printed.append(capsys.readouterr().out)
    out = next(text for text in printed if all(part in text for part in parts))
    if form == "json":
        told = json.loads(out)
        assert told["schema"] == "prevent-options/trace@1"
        assert told["claims"][0]["chains"][0]["behind"]
    assert run([*args[:4], "--trace", "R:SUB-007"]) == 0
    out = capsys.readouterr().out
    assert "rules/substitution/SUB-007-revenue-cut-looting.yaml" in out
    assert "stoop2018-doddfrank" in out


def test_without_file_and_claim_the_command_says_what_it_needs(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One of the two must be given."""
    assert run(["memo", str(root / "cases" / "lka-2023.yaml")]) == 2
    assert "--trace" in capsys.readouterr().err


def test_the_list_shows_every_claim_with_its_references(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who does not know an id finds it there."""
    assert run(["memo", str(root / "cases" / "lka-2023.yaml"), "--draws", "200", "--trace", ALL]) == 0
    out = capsys.readouterr().out
    assert re.search(r"^bottom-line-2 ", out, re.MULTILINE)
    assert "[D:" in out
