"""The page of a memo in a real browser: axe in both schemes of colours, keyboard, narrow screens, paper."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browser_tools import violations
from memo.real import real_memo
from memo.test_notes import SLOTS
from prevent_options.assess import load_knowledge
from prevent_options.memo import KINDS, Look, Notes, write_memo

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow

CASES = ("sdn-darfur-2024", "nic-2023")


@pytest.fixture(scope="module")
def written(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with every kind of memo of two cases, with notes of an analyst in every slot."""
    folder, knowledge = tmp_path_factory.mktemp("memos"), load_knowledge()
    for case in CASES:
        notes = Notes(dict.fromkeys(SLOTS, ("Words of the analyst.",)), "2024-12-01")
        memo = real_memo(root / "cases" / f"{case}.yaml", knowledge, draws=500, analyst=notes)[2]
        for kind in KINDS:
            write_memo(folder / f"{case}-{kind}.html", memo, Look(kind))
    return folder


@pytest.fixture
def page(browser: Any) -> Iterator["Page"]:
    """Return an empty page; anything it asks of a network and any error in it fails the test."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("request", lambda request: troubles.append(request.url) if not request.url.startswith("file:") else None)
    yield opened
    context.close()
    assert troubles == []


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("case", CASES)
def test_axe_finds_nothing(page: "Page", axe: str, written: Path, case: str, kind: str, colours: str) -> None:
    """No violation of any rule that axe knows, contrast included, in either scheme of colours."""
    page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
    page.goto((written / f"{case}-{kind}.html").as_uri())
    assert violations(page, axe) == []


def test_axe_finds_a_page_made_worse(page: "Page", axe: str, written: Path) -> None:
    """The check can fail: pale text and a table without headers are found."""
    page.goto((written / "nic-2023-options.html").as_uri())
    page.add_style_tag(content="p { color: #bbb !important; background: #fff !important }")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert {line.split(":")[0] for line in violations(page, axe)} >= {"color-contrast", "html-has-lang"}


def test_everything_is_reached_by_keyboard(page: "Page", written: Path) -> None:
    """The first stop skips to the bottom line; links lead to their places; wide tables can be scrolled."""
    page.set_viewport_size({"width": 500, "height": 800})
    page.goto((written / "sdn-darfur-2024-options.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('section').getAttribute('aria-labelledby')") == "bottom-line"
    page.keyboard.press("Enter")
    target = page.evaluate("document.querySelector(':target').id")
    assert target.startswith("ref-D")
    table = page.locator(".wide:has(table.options)")
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.wide:has(table.options)').scrollLeft > 0")


@pytest.mark.parametrize("width", [320, 500, 1200])
def test_only_tables_scroll_sideways(page: "Page", written: Path, width: int) -> None:
    """Text, pictures and notes fit a telephone."""
    page.set_viewport_size({"width": width, "height": 800})
    for kind in KINDS:
        page.goto((written / f"sdn-darfur-2024-{kind}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, kind


def test_names_in_pictures_stay_in_them(page: "Page", written: Path) -> None:
    """No word of a picture is cut off at its edge, in the wide fonts that a page may fall back to."""
    for case in CASES:
        page.goto((written / f"{case}-options.html").as_uri())
        page.add_style_tag(content=".picture { font-family: 'DejaVu Sans', sans-serif }")
        cut = page.evaluate(
            """[...document.querySelectorAll('svg.picture text')].filter(text => {
              const box = text.getBBox();
              return box.x < -1 || box.x + box.width > text.ownerSVGElement.viewBox.baseVal.width + 1;
            }).map(text => text.textContent)"""
        )
        assert cut == [], case


def test_figures_have_columns_as_wide_as_their_words(page: "Page", written: Path) -> None:
    """What the table of the options needs is not done to the tables of the annexes: a rank needs no nine letters."""
    page.goto((written / "sdn-darfur-2024-options.html").as_uri())
    wide = page.evaluate("document.querySelector('table.ranking tbody td').getBoundingClientRect().width")
    named = page.evaluate("document.querySelector('table.ranking tbody th').getBoundingClientRect().width")
    assert wide < named / 2
