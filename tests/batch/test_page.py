"""The page for the whole list, in a browser, from a file: search, filter, sort, keyboard, tiles, memo, print, axe."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser_tools import violations
from prevent_options.batch import Plan, Running, Settings, read_watchlist, run_batch, scenarios
from prevent_options.batch.page import write_page
from prevent_options.batch.record import Record, read_record

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def output(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a batch of three cases and a broken one, with memos, scenarios and a report of changes."""
    folder = tmp_path_factory.mktemp("list")
    cases = folder / "cases"
    cases.mkdir()
    for name in ("nic-2023", "lka-2023", "sdn-darfur-2024"):
        (cases / f"{name}.yaml").write_bytes((root / "cases" / f"{name}.yaml").read_bytes())
    plan = Plan(read_watchlist(cases), Settings(200, 1))
    run_batch(plan, folder / "before", Running())
    case = cases / "nic-2023.yaml"
    text = case.read_text(encoding="utf-8").replace("tactic_weights: {}", "tactic_weights: {torture: 9}")
    case.write_text(text, encoding="utf-8")
    (cases / "broken.yaml").write_text("id: broken\n", encoding="utf-8")
    crossed = scenarios([{"repression_level": ("low", "very_high")}])
    plan = Plan(read_watchlist(cases), Settings(200, 1, memos=True), crossed, folder / "before")
    run_batch(plan, folder / "out", Running())
    return folder / "out"


@pytest.fixture
def page(browser: object, output: Path) -> Iterator["Page"]:
    """Return the page opened from its file; anything it asks of a network, and any error in it, fails the test."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})  # type: ignore[attr-defined]
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("request", lambda request: troubles.append(request.url) if not request.url.startswith("file:") else None)
    opened.goto((output / "index.html").as_uri())
    yield opened
    context.close()
    assert troubles == []


def shown(page: "Page") -> list[str]:
    """Return the ids of the cases that are shown, in their order."""
    rows = page.locator("#cases tbody:visible").evaluate_all("rows => rows.map(row => row.id)")
    return [row.removeprefix("case-") for row in rows]


def test_search_and_filters_narrow_list_and_heat_map(page: "Page") -> None:
    """Words, country and goal each narrow; the count says so, and the reset shows all."""
    assert len(shown(page)) == 3
    page.fill("#search", "sri lanka")
    assert shown(page) == ["lka-2023"]
    assert page.locator("#heatmap tbody tr:visible").count() == 1
    assert page.inner_text("#count") == "1 of 3 cases"
    page.fill("#search", "")
    page.select_option("#country", "SDN")
    assert shown(page) == ["sdn-darfur-2024"]
    page.click("button[type=reset]")
    page.wait_for_function("document.getElementById('count').textContent === '3 of 3 cases'")
    assert len(shown(page)) == 3


def test_headings_sort_both_ways_by_mouse_and_keyboard(page: "Page") -> None:
    """Unknown facts sort as numbers; the heading tells how it is sorted."""
    heading = page.locator("#cases thead th", has_text="Unknown facts")
    value = "rows => rows.map(row => Number(row.rows[0].cells[7].dataset.value))"
    heading.locator("button").click()
    up = page.locator("#cases tbody").evaluate_all(value)
    assert up == sorted(up)
    assert heading.get_attribute("aria-sort") == "ascending"
    heading.locator("button").focus()
    page.keyboard.press("Enter")
    assert page.locator("#cases tbody").evaluate_all(value) == sorted(up, reverse=True)
    assert heading.get_attribute("aria-sort") == "descending"


def test_a_tile_filters_by_country_and_lets_go_again(page: "Page") -> None:
    """Tiles are buttons: pressed once they choose, pressed twice they show all."""
    tile = page.locator("button.tile[data-country=NIC]")
    tile.focus()
    page.keyboard.press("Enter")
    assert shown(page) == ["nic-2023"]
    assert tile.get_attribute("aria-pressed") == "true"
    tile.click()
    assert len(shown(page)) == 3


def test_everything_is_reached_by_keyboard(page: "Page") -> None:
    """The first stop skips to the list; search comes within a few more."""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "search"


def test_what_a_choice_hangs_on_opens_by_keyboard(page: "Page", output: Path) -> None:
    """The line below a case opens with Enter and says the figures of its record, with their direction."""
    record = next(one for one in all_records(output) if one.case == "nic-2023")
    assert record.choice is not None
    assert record.choice.found is not None
    line = page.locator("#case-nic-2023 .more")
    assert not line.locator("dl").is_visible()
    line.locator("summary").first.focus()
    page.keyboard.press("Enter")
    text = " ".join(line.locator("dl").inner_text().split())
    choice, found = record.choice, record.choice.found
    lead = f"{choice.first} is expected to do better than {choice.second} by {100 * choice.lead:.1f} ±"
    assert lead in text
    assert all(f"If {one.fact} were {one.value}" in text for one in found.turns)
    assert all(f"is worth {100 * one.worth:.1f} ±" in text for one in found.find_out)
    assert found.together is not None
    assert " + ".join(found.together.tools) in text
    assert "points of all harm averted" in text
    assert "Not worked out" not in text


def test_what_holds_over_scenarios_opens_by_keyboard_and_fits_a_small_window(page: "Page") -> None:
    """The second line of a case in a batch with what-ifs opens with Enter; no sentence of it runs out of sight."""
    page.set_viewport_size({"width": 400, "height": 800})
    line = page.locator("#case-nic-2023 .more details").nth(1)
    assert not line.locator("ul").is_visible()
    line.locator("summary").focus()
    page.keyboard.press("Enter")
    assert "points behind the best tool of a scenario" in " ".join(line.locator("ul").inner_text().split())
    for item in line.locator("li").all():
        box = item.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 400


def test_what_was_not_worked_out_is_said_so(browser: object, output: Path) -> None:
    """A batch without insights says which command works them out, and has no filter by them."""
    page = browser.new_page()  # type: ignore[attr-defined]
    page.goto((output.parent / "before" / "index.html").as_uri())
    page.click("#case-nic-2023 .more summary")
    text = page.inner_text("#case-nic-2023 .more dl")
    assert text.count("Not worked out in this batch. batch --insights does it for every case") == 3
    assert "open facts explain" in " ".join(text.split())
    assert page.locator("#open").count() == 0
    page.close()


def test_the_list_narrows_to_cases_with_something_to_find_out(page: "Page", output: Path) -> None:
    """The filter shows the cases whose records name a fact worth finding out, and no other."""
    worth = {one.case for one in all_records(output) if one.choice and one.choice.found and one.choice.found.find_out}
    page.check("#open")
    assert set(shown(page)) == worth
    page.uncheck("#open")
    assert len(shown(page)) == 3


def test_memo_and_data_open_from_the_list(page: "Page", output: Path) -> None:
    """The link of each case leads to its own memo."""
    with page.expect_navigation():
        page.click("#case-lka-2023 a:has-text('Memo')")
    assert page.url == (output / "memos" / "lka-2023.html").as_uri()
    assert "Sri Lanka" in page.inner_text("body")


def test_broken_cases_and_changes_stand_before_the_list(page: "Page") -> None:
    """Nobody scrolls past a failure or a change."""
    titles = page.locator("h2").all_inner_texts()
    before = ["What changed", "Cases with problems", "What to know of these figures"]
    assert titles == [*before, "The list", "Where", "Every tool in every case"]
    assert "broken" in page.inner_text("section[aria-labelledby=failed]")
    assert "values in 1" in page.inner_text("section[aria-labelledby=changes]")


def test_print_holds_the_whole_list_without_controls(page: "Page", tmp_path: Path) -> None:
    """Paper has no search field; every case is on it."""
    pypdf = pytest.importorskip("pypdf")
    page.emulate_media(media="print")
    assert not page.locator(".filters").is_visible()
    pdf = tmp_path / "list.pdf"
    page.pdf(path=str(pdf), landscape=True)
    text = " ".join(sheet.extract_text() for sheet in pypdf.PdfReader(pdf).pages)
    assert all(name in text for name in ("nic-2023", "lka-2023", "sdn-darfur-2024"))


WIDTHS = [400, 800, 1400]


def wide(page: "Page") -> tuple[int, int]:
    """Return the width of what the page holds, and that of the window."""
    held, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return held, window


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_never_scrolls_sideways_only_its_tables_do(page: "Page", width: int) -> None:
    """With everything closed, and with all there is to open open; words end before the window does."""
    page.set_viewport_size({"width": width, "height": 900})
    assert wide(page) == (width, width)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert wide(page) == (width, width)
    caption = page.locator("#list-caption span").bounding_box()
    assert caption is not None
    assert caption["x"] + caption["width"] <= width


def test_on_a_narrow_screen_the_case_stays_in_sight_while_its_row_scrolls(page: "Page") -> None:
    """At 400 pixels the list is wider than its box; scrolled to its end, the row still says whose it is."""
    page.set_viewport_size({"width": 400, "height": 900})
    box = page.locator(".scroll:has(#cases)")
    room = box.evaluate("box => { box.scrollLeft = box.scrollWidth; return box.scrollLeft }")
    assert room > 100
    names = page.locator("#case-nic-2023 th").bounding_box()
    link = page.locator("#case-nic-2023 a:has-text('data')").bounding_box()
    assert names is not None
    assert link is not None
    assert 0 <= names["x"] < names["x"] + names["width"] <= link["x"] < link["x"] + link["width"] <= 400


@pytest.mark.parametrize("width", [400, 1400])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing(page: "Page", axe: str, colours: str, width: int) -> None:
    """No violation of any rule axe knows: wide or narrow, light or dark, with all there is to open open, filtered."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=colours)
    assert violations(page, axe) == []
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert violations(page, axe) == []
    page.fill("#search", "no such case anywhere")
    assert violations(page, axe) == []


def all_records(output: Path) -> list[Record]:
    """Return the records of the cases that were assessed."""
    keys = sorted(path.stem for path in (output / "parts").glob("*.json"))
    return [record for key in keys if (record := read_record(output, key)) is not None and record.status == "done"]


def two_hundred(output: Path) -> list[Record]:
    """Return records of two hundred cases, made of the three that were run."""
    known = all_records(output)
    return [replace(known[n % len(known)], case=f"case-{n:03}", title=f"Case {n:03}") for n in range(200)]


def test_two_hundred_cases_sort_and_filter_whole(browser: object, output: Path, tmp_path: Path) -> None:
    """Nothing is lost on a long list."""
    records = two_hundred(output)
    write_page(tmp_path, lambda: iter(records))
    page = browser.new_page()  # type: ignore[attr-defined]
    page.goto((tmp_path / "index.html").as_uri())
    page.locator("#cases thead button").first.click()
    page.locator("#cases thead button").first.click()
    assert shown(page)[0] == "case-199"
    page.fill("#search", "case-19")
    assert shown(page) == [f"case-{n}" for n in range(199, 189, -1)]
    assert page.locator("#heatmap tbody tr:visible").count() == 10
    assert json.loads(page.evaluate("JSON.stringify(document.querySelectorAll('#cases tbody').length)")) == 200
    page.close()


def test_a_list_of_several_pages_is_whole_on_them_and_found_from_the_first(
    browser: object, output: Path, tmp_path: Path, axe: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every case stands on one page; the first page finds any of them, and links from later pages lead back."""
    monkeypatch.setattr("prevent_options.batch.page.PAGE", 90)
    records = two_hundred(output)
    names = write_page(tmp_path, lambda: iter(records))
    assert names == ("index.html", "pages/0002.html", "pages/0003.html")
    page = browser.new_page()  # type: ignore[attr-defined]
    cases = []
    for name in reversed(names):
        page.goto((tmp_path / name).as_uri())
        cases += shown(page)
        assert violations(page, axe) == []
        page.set_viewport_size({"width": 400, "height": 900})
        assert wide(page) == (400, 400)
        page.set_viewport_size({"width": 1400, "height": 900})
    assert sorted(cases) == [f"case-{n:03}" for n in range(200)]
    page.fill("#find", "case-18")
    assert page.inner_text("#found") == "10 found"
    with page.expect_navigation():
        page.click("#matches a >> nth=9")
    assert page.url == (tmp_path / "pages" / "0003.html").as_uri() + "#case-case-189"
    assert page.locator("#case-case-189 a").last.get_attribute("href") == "../cases/case-189.json"
    page.close()
