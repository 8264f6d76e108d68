"""The memo of a small made-up case: choice, wording, provenance, sameness of bytes."""

import re
from dataclasses import FrozenInstanceError
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from memo.conftest import CASE
from memo.wording import CHECKS, forecasts
from prevent_options.errors import InputError
from prevent_options.memo import Insights, Sensitivity, build_context, check_format, documents, render, write_memo


class Page(HTMLParser):
    """Collects what a test asks of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep each tag with its attributes."""
        self.tags.append((tag, dict(attrs)))

    def of(self, *names: str) -> list[dict[str, str | None]]:
        """Return the attributes of all tags with one of the names."""
        return [attributes for tag, attributes in self.tags if tag in names]


@pytest.fixture(scope="module")
def markdown(fake: Any) -> str:
    """Return the fake memo as Markdown."""
    return render(fake.memo(), "md")


@pytest.fixture(scope="module")
def page(fake: Any) -> str:
    """Return the fake memo as HTML."""
    return render(fake.memo(), "html")


def body(markdown: str) -> str:
    """Return the memo before its annexes."""
    return markdown.split("## Annex A.", maxsplit=1)[0]


@pytest.mark.parametrize("check", sorted(CHECKS))
def test_the_wording_rules_hold(markdown: str, check: str) -> None:
    """Nothing that a memo may not say is in the fake memo."""
    assert CHECKS[check](markdown) == []


def test_nothing_is_said_to_come(markdown: str) -> None:
    """Fixed text never says what will happen."""
    assert forecasts(markdown) == []


@pytest.mark.parametrize(
    ("check", "bad"),
    [
        ("likelihood_without_range", "It is likely that harm falls."),
        ("likelihood_without_range", "It is likely (5–20%) that harm falls."),
        ("other_rows", "It is probable."),
        ("likelihood_with_confidence", "It is likely (55–80%) and confidence is high."),
        ("form_for_the_whole", "Rape rose."),
        ("markings", "FOUO"),
        ("leftovers", "{{ memo.title }}"),
        ("leftovers", "The value is nan."),
        ("empty_sections", "## A\n\n## B\n\ntext"),
        ("untagged_figures", "Harm falls by 12%."),
        ("untagged_tables", "words\n\n| a |\n|---|\n| 12% |"),
    ],
)
def test_the_checks_find_what_they_look_for(check: str, bad: str) -> None:
    """Each check fails on a text that breaks its rule."""
    assert CHECKS[check](bad)


def test_options_come_from_different_families_and_leave_out_what_is_barred_or_in_use(fake: Any) -> None:
    """Two or three options and no change; none barred, none in use while others are there."""
    memo = fake.memo()
    assert [option.name for option in memo.options] == [
        "Gold trade interdiction",
        "Personal sanctions",
        "Exits for fighters",
    ]
    assert memo.no_change.name == "No change"
    assert {tuple(c.name for c in option.criteria) for option in (*memo.options, memo.no_change)}.__len__() == 1


def test_the_bottom_line_has_four_lines_and_the_ask_first(fake: Any) -> None:
    """Ask, lead with its chance, danger, how settled."""
    lines = [line.text for line in fake.memo().bottom_line]
    assert len(lines) == 4
    assert lines[0] == "Decision asked: one or several of options A, B, C, or no change."
    assert "worse" in lines[2]


def test_sexual_violence_is_told_by_form(markdown: str) -> None:
    """Every option says what it is expected to do to sexual violence, with its forms."""
    assert body(markdown).count("Conflict-related sexual violence (forms: rape and sexual slavery):") == 3


def test_who_uses_a_tactic_is_said_where_the_case_lists_it_for_two(fake: Any) -> None:
    """One perpetrator needs no name beside each figure; two do."""
    second = {"id": "army", "name": "The Army", "tactics": [{"tactic": "crsv"}]}
    text = render(fake.memo({"perpetrators": [*CASE["perpetrators"], second]}), "md")
    assert body(text).count("Conflict-related sexual violence (forms: rape and sexual slavery) by The Guard:") == 3


def test_no_tool_left_still_gives_a_memo(fake: Any) -> None:
    """When every tool is barred, the memo says so instead of failing."""
    tools = tuple(
        tool._replace(eligible=False, rank_band=0, ineligible_because=("barred",)) for tool in fake.assessment().tools
    )
    text = render(fake.memo(tools=tools), "md")
    assert "No tool may be used in this case" in text
    assert [name for name, check in CHECKS.items() if check(text)] == []
    render(fake.memo(tools=tools), "html")


@pytest.mark.parametrize("goal", ["reduce", "stop", "foreclose"])
def test_each_goal_names_its_event(fake: Any, goal: str) -> None:
    """The bottom line speaks of the event that the goal names."""
    text = " ".join(line.text for line in fake.memo(goal=goal).bottom_line)
    assert {"reduce": "at least 10%", "stop": "at least 80%", "foreclose": "onset"}[goal] in text


def test_a_case_that_knows_nothing_still_gives_a_memo(fake: Any) -> None:
    """Unknown everywhere is said, and no section is empty."""
    bare = {
        "perpetrators": [{"id": "x", "name": "X", "tactics": [{"tactic": "killing"}]}],
        "regional_actors": "unknown",
        "transmission": "unknown",
        "nhri": "unknown",
        "tools_in_use": "unknown",
        "sources": [],
        "notes": "",
        "constraints": "unknown",
    }
    text = render(fake.memo(bare), "md")
    assert "unknown" in text
    assert [name for name, check in CHECKS.items() if check(text)] == []


def test_sensitivity_of_the_caller_is_told(fake: Any) -> None:
    """A fact whose other value puts another tool first stands in the memo by name."""
    told = (Sensitivity("perpetrators.guard.structure", "diffuse", "exits"),)
    memo = build_context(fake.assessment(), fake.profile(), fake.knowledge, insights=Insights(told))
    assert memo.turning[0].text == "If structure of The Guard were diffuse, Exits for fighters would rank first."


def test_every_reference_in_the_page_leads_to_its_place(page: str) -> None:
    """Each tag links to an anchor, and ids are unique."""
    parsed = Page(page)
    ids = [attributes["id"] for _, attributes in parsed.tags if "id" in attributes]
    links = {(link.get("href") or "")[1:] for link in parsed.of("a") if (link.get("href") or "").startswith("#")}
    assert len(ids) == len(set(ids))
    assert links <= set(ids)
    assert len(links) > 8


def test_the_page_asks_for_nothing(page: str) -> None:
    """No script, no asset from anywhere, no import in the style."""
    parsed = Page(page)
    assert parsed.of("script", "link", "img", "iframe", "object", "embed", "form", "base", "meta") == [
        {"charset": "utf-8"},
        {"name": "viewport", "content": "width=device-width, initial-scale=1"},
    ]
    assert not [a for _, a in parsed.tags if "src" in a or any(name.startswith("on") for name in a)]
    assert "url(" not in page
    assert "@import" not in page


def test_the_page_is_made_for_readers_of_all_kinds(page: str) -> None:
    """Language, one main heading, table headers with scope, a chart with title and description."""
    parsed = Page(page)
    assert parsed.of("html") == [{"lang": "en"}]
    assert len(parsed.of("h1")) == 1
    assert all(cell.get("scope") in {"row", "col"} for cell in parsed.of("th"))
    levels = [int(tag[1]) for tag, _ in parsed.tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    chart = parsed.of("svg")[0]
    assert chart["role"] == "img"
    assert chart["aria-labelledby"] == "chart-title chart-desc"


def test_the_same_context_gives_the_same_bytes(fake: Any) -> None:
    """Nothing of the day, the machine or the order of a set is in a memo."""
    for form in ("md", "html", "docx", "pdf"):
        assert documents(fake.memo(), (form,)) == documents(fake.memo(), (form,))


def test_a_context_cannot_be_changed(fake: Any) -> None:
    """The context is frozen."""
    with pytest.raises(FrozenInstanceError):
        fake.memo().title = "other"


@pytest.mark.parametrize(
    ("name", "words"),
    [("a.doc", "no format .doc"), ("a.txt", "no format"), ("a", "no format")],
)
def test_other_formats_are_refused(name: str, words: str, tmp_path: Path, fake: Any) -> None:
    """An unknown ending is an input error and writes nothing."""
    for call in (check_format, lambda path: write_memo(path, fake.memo())):
        with pytest.raises(InputError, match=words):
            call(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", [".md", ".html", ".docx", ".pdf"])
def test_writing_leaves_one_whole_file(suffix: str, tmp_path: Path, fake: Any) -> None:
    """The file is the rendered text, and no temporary file stays."""
    path = tmp_path / f"memo{suffix}"
    write_memo(path, fake.memo())
    assert path.read_bytes() == documents(fake.memo(), (suffix[1:],))[suffix[1:]]
    assert list(tmp_path.iterdir()) == [path]
