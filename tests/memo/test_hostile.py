"""Text of others stays text, in every free field and every format."""

import copy
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from memo.conftest import CASE, HOSTILE
from memo.test_memo import Page
from prevent_options.memo import build_context, render
from prevent_options.memo.safe import anchor, clean, escape_markdown, web_address

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
ALLOWED_LINKS = {"https://example.org/a_b?c=1"}


def free_fields() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the case with hostile text in one free field at a time."""
    for name in ("title", "area", "notes"):
        yield name, {name: HOSTILE}
    who, actor, source = (copy.deepcopy(CASE[name]) for name in ("perpetrators", "regional_actors", "sources"))
    who[0]["name"] = actor[0]["name"] = HOSTILE
    yield "perpetrator", {"perpetrators": who}
    yield "actor", {"regional_actors": actor}
    yield "channels", {"regional_actors": [CASE["regional_actors"][0] | {"channels": [HOSTILE]}]}
    yield "transmission", {"transmission": [{"from": HOSTILE, "via": [HOSTILE], "tactics": ["killing"]}]}
    for name in ("title", "publisher", "url"):
        yield f"source {name}", {"sources": [source[0] | {name: HOSTILE}]}
    yield "script address", {"sources": [source[0] | {"url": "javascript:alert(1)"}]}
    yield "address with markup", {"sources": [source[0] | {"url": 'https://example.org/"><script>alert(1)</script>'}]}


FIELDS = list(free_fields())


@pytest.mark.parametrize("changes", [case for _, case in FIELDS], ids=[name for name, _ in FIELDS])
def test_hostile_text_in_the_case_stays_text(fake: Any, changes: dict[str, Any]) -> None:
    """No free field of the case becomes markup, a link, a script or template code."""
    profile = fake.profile(**changes)
    memo = build_context(fake.assessment(), profile, fake.knowledge)
    check_markdown(render(memo, "md"), render(build_context(fake.assessment(), fake.profile(), fake.knowledge), "md"))
    check_html(render(memo, "html"), render(build_context(fake.assessment(), fake.profile(), fake.knowledge), "html"))


def test_hostile_text_in_rules_catalogue_and_citations_stays_text(fake: Any) -> None:
    """Names of tools, rules and studies are escaped like any other text."""
    assessment = fake.assessment()
    rule = (
        assessment.tools[0]
        .rules[0]
        ._replace(
            title=HOSTILE,
            messages=(HOSTILE,),
            sources=(HOSTILE,),
            reads=((HOSTILE, HOSTILE),),
        )
    )
    tool = assessment.tools[0]._replace(name=HOSTILE, confidence_because=(HOSTILE,), rules=(rule,))
    tools = (tool, *assessment.tools[1:])
    memo = build_context(
        assessment._replace(tools=tools, warnings=(HOSTILE,), unknown_facts=(HOSTILE,)),
        fake.profile(),
        fake.knowledge,
        citations={"stoop2018-doddfrank": HOSTILE},
    )
    for form in ("md", "html"):
        text = render(memo, form)
        assert "49" not in re.sub(r"\W49\W?%|\d49|49\d", "", text.replace("+49%", ""))
        assert "<script>alert" not in text
    assert links(render(memo, "md")) <= ALLOWED_LINKS


def links(markdown: str) -> set[str]:
    """Return the addresses of all links and pictures of a Markdown text."""
    found = set()
    for token in MARKDOWN.parse(markdown):
        for child in token.children or []:
            found |= {str(value) for name, value in child.attrs.items() if name in {"href", "src"}}
    return found


def check_markdown(text: str, plain: str) -> None:
    """Compare the structure of a memo with hostile text to that of the plain one."""
    tokens = MARKDOWN.parse(text)
    assert not [t for t in tokens if t.type == "html_block"]
    assert not [
        c for t in tokens for c in t.children or [] if c.type in {"html_inline", "code_inline", "image", "s_open"}
    ]
    assert links(text) <= ALLOWED_LINKS
    assert shape(text) == shape(plain)
    assert "{{" not in text


def shape(markdown: str) -> list[str]:
    """Return the block structure of a Markdown text."""
    return [token.type for token in MARKDOWN.parse(markdown) if token.type not in {"inline", "text"}]


def check_html(text: str, plain: str) -> None:
    """Compare the tags of a memo with hostile text to those of the plain one."""
    ours = [tag for tag, _ in Page(plain).tags if tag not in {"tspan", "text", "a"}]
    assert [tag for tag, _ in Page(text).tags if tag not in {"tspan", "text", "a"}] == ours
    for link in Page(text).of("a"):
        assert re.match(r"#|https?://", link["href"] or "")
    assert not [a for _, a in Page(text).tags if any(name.startswith("on") for name in a)]
    assert "{{" not in text


def test_the_words_of_hostile_text_are_kept(fake: Any) -> None:
    """Escaping loses nothing that a reader could see."""
    text = render(fake.memo({"notes": HOSTILE}), "html")
    assert clean(HOSTILE) in unescape(text)


@pytest.mark.parametrize(
    "text",
    [
        "# head",
        "- item",
        "+ item",
        "1. item",
        "1) item",
        "> quote",
        "===",
        "---",
        "- ",
        "```",
        "    code",
        "[x]: http://evil.example",
        "[^1]: note",
        "| a | b |",
        "<b>",
        "&lt;",
        "![x](y)",
        "[x](y)",
        "[x][y]",
        "*a*",
        "_a_",
        "**a**",
        "~~a~~",
        "`a`",
        "\\*a\\*",
        "a\nb",
    ],
)
def test_escaped_text_is_one_paragraph_of_text(text: str) -> None:
    """Markdown sees one paragraph whose text is the text itself."""
    tokens = MARKDOWN.parse(escape_markdown(text) + "\n")
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    shown = "".join(child.content for child in tokens[1].children or [])
    assert {child.type for child in tokens[1].children or []} <= {"text", "text_special"}
    assert shown == clean(text)


@given(st.text(alphabet=st.sampled_from("ab1 #-+*_`[]()<>|!&;:.~{}$=\\/\n\t\"'^%"), min_size=1, max_size=30))
def test_any_text_stays_text_in_a_list_and_a_table(text: str) -> None:
    """Whatever is written, it is one item and one cell, and reads as it was written."""
    if not clean(text):
        return
    for before, after in (("- **a**: ", ""), ("| ", " |\n|---|")):
        tokens = MARKDOWN.parse(f"{before}{escape_markdown(text)}{after}\n")
        inline = [t for t in tokens if t.type == "inline"]
        assert len(inline) == 1
        kinds = {child.type for child in inline[0].children or []}
        assert kinds <= {"text", "text_special", "strong_open", "strong_close"}
        shown = "".join(child.content for child in inline[0].children or [])
        assert shown.removeprefix("a: ") == clean(text) or shown.endswith(clean(text))


def test_our_own_figures_stay_readable() -> None:
    """Brackets, ids and signed numbers need no backslash."""
    for text in (
        "−12% [−34% to +8%]",
        "perpetrators.rsf.tactics.crsv.intensity",
        "gold_trade_interdiction",
        "+6%",
        "a (b), c: d",
    ):
        assert escape_markdown(text) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("https://example.org/a?b=c", True),
        ("http://x.org", True),
        ("javascript:alert(1)", False),
        ("https://x.org/<script>", False),
        ("https://x.org/a b", False),
        ("HTTPS://x.org", False),
        ("ftp://x.org", False),
        ('https://x.org/"onload=', False),
    ],
)
def test_only_plain_web_addresses_become_links(text: str, *, kept: bool) -> None:
    """Everything else is printed as text."""
    assert (web_address(text) is not None) is kept


@given(st.lists(st.text(max_size=8), min_size=2, max_size=2, unique=True))
def test_anchors_of_different_references_differ(names: list[str]) -> None:
    """Two references never share an anchor, and an anchor has no space or quote."""
    first, second = (anchor(name) for name in names)
    assert first != second
    assert re.fullmatch(r"[A-Za-z0-9_.-]+", first)
