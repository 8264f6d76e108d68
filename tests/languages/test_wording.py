"""What no memo may say, in French and Spanish: the wording rules hold on every shipped case and kind."""

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from languages.conftest import whole_memo
from memo.conftest import Fake
from memo.wording import empty_sections, leftovers, markings, sentences, untagged_figures, untagged_tables
from prevent_options.assess import Knowledge
from prevent_options.assess.types import Assessment
from prevent_options.memo import (
    KINDS,
    Insights,
    Look,
    Sensitivity,
    Swing,
    Worth,
    build_context,
    render,
    rendering,
)
from prevent_options.memo.elements import Element, parse
from prevent_options.memo.language import Language, load_language, said, speaking
from prevent_options.memo.words import SCALE
from prevent_options.profile import load_case

CASES = ("bfa-2024", "bgd-rab-2021", "cod-east-2024", "lka-2023", "nic-2023", "sdn-darfur-2024")
CODES = ("fr", "es")
CONFIDENCE = {"fr": "confiance", "es": "confianza"}
FORM_ONLY = {"fr": r"\bviol\b", "es": r"\bviolación\b"}
WHOLE = {"fr": r"sexuel|forme", "es": r"sexual|forma"}
FORECAST = {"fr": r"\b(?:sera|seront|aura|auront|va|vont)\b", "es": r"\b(?:será|serán|habrá|habrán|va a|van a)\b"}


def plain(text: str) -> str:
    """Return text with figures as English writes them, for checks that look for figures."""
    text = re.sub(r"[\u00a0\u202f]%", "%", text)
    return re.sub(r"(\d)(?:/| de )100\b", r"\1 of 100", text)


@pytest.fixture(scope="module", params=[(case, code) for case in CASES for code in CODES], ids="-".join)
def told(request: pytest.FixtureRequest, root: Path, knowledge: Knowledge) -> tuple[str, dict[str, str]]:
    """Return the language, and each kind of memo of a shipped case without the words of its author."""
    case, code = request.param
    profile = load_case(root / "cases" / f"{case}.yaml")
    sources = tuple(source.model_copy(update={"title": "Title"}) for source in profile.sources)
    bare = profile.model_copy(update={"notes": "", "sources": sources})
    memo = whole_memo(bare, knowledge, code, draws=400)
    return code, {kind: plain(render(memo, "md", Look(kind))) for kind in KINDS}


def words_of(code: str) -> dict[str, str]:
    """Return each likelihood word of a language with its range."""
    with speaking(load_language(code)):
        return {said(one.word): f"{one.low}–{one.high}%" for one in SCALE}


def test_every_likelihood_has_its_range(told: tuple[str, dict[str, str]]) -> None:
    """A word of the scale never stands without its own range in brackets."""
    code, memos = told
    ranges = words_of(code)
    known = "|".join(sorted(map(re.escape, ranges), key=len, reverse=True))
    for text in memos.values():
        found = list(re.finditer(rf"\b({known})\b(?: \((\d+–\d+%)\))?", text))
        assert [match[0] for match in found if match[2] != ranges[match[1]]] == []
    assert re.search(rf"\b({known})\b", memos["options"])


def test_a_likelihood_and_a_confidence_never_share_a_sentence(told: tuple[str, dict[str, str]]) -> None:
    """Confidence stands in its own sentence."""
    code, memos = told
    known = "|".join(map(re.escape, words_of(code)))
    for text in memos.values():
        both = [s for s in sentences(text) if re.search(known, s) and re.search(rf"(?i)\b{CONFIDENCE[code]}\b", s)]
        assert both == []


def test_one_form_never_stands_for_all_sexual_violence(told: tuple[str, dict[str, str]]) -> None:
    """The word for one form stands only beside the name of the whole."""
    code, memos = told
    for text in memos.values():
        alone = [line for line in text.splitlines() if re.search(FORM_ONLY[code], line, re.IGNORECASE)]
        assert [line for line in alone if not re.search(WHOLE[code], line, re.IGNORECASE)] == []


def test_nobody_is_told_what_happens_next(told: tuple[str, dict[str, str]]) -> None:
    """The fixed text speaks of chances, never of what is to come."""
    code, memos = told
    assert [s for text in memos.values() for s in sentences(text) if re.search(FORECAST[code], s)] == []


@pytest.mark.parametrize("check", [empty_sections, leftovers, markings, untagged_figures, untagged_tables])
def test_rules_of_every_language_hold(told: tuple[str, dict[str, str]], check: Any) -> None:
    """No empty section, leftover, marking, or figure without reference."""
    _, memos = told
    assert [found for text in memos.values() for found in check(text)] == []


class Marked(dict[str, str]):
    """A language in which every message is written in wide letters; what stays in plain letters is no message."""

    def get(self, key: str, default: Any = None, /) -> Any:
        """Return the message with its letters made wide, its places kept."""
        del default
        return "".join(part if at % 2 else wide(part) for at, part in enumerate(re.split(r"(\{\w+\})", key)))


def wide(text: str) -> str:
    """Return text with wide letters for those of English."""
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalpha() else c for c in text)


def test_every_text_of_a_page_is_a_message_or_a_value(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """No word in plain letters is left on a page, its labels or its pictures, but words of case and catalogue."""
    language = Language("fr", Marked(), reviewed=False)
    monkeypatch.setattr(rendering, "load_language", lambda _code: language)
    assessment, profile = rich(fake.assessment()), fake.profile()
    context = build_context(assessment, profile, fake.knowledge, language=language, insights=INSIGHTS)
    values = [assessment, profile.model_dump(mode="json"), fake.knowledge.catalogues.tools]
    known = words(json.dumps(values, default=str)) | words(str(sorted(fake.knowledge.catalogues.tactics.items())))
    known |= {"novembre", "octobre"}
    for kind in KINDS:
        page = parse(render(context, "html", Look(kind)))
        assert sorted({word for text in texts(page) for word in words(text)} - known) == []


INSIGHTS = Insights(
    (Sensitivity("nhri.accreditation", "A", "exits"),),
    (Swing("Militia", -10.0, 5.0, "low", "high"),),
    (Worth("Militia", 1.5),),
)
"""What makes the page show its pictures of swings and of the worth of knowing."""


def rich(assessment: Assessment) -> Assessment:
    """Return an assessment whose moves say who, where, when and what to watch, and one whose reports rise."""
    seen = {"who": "Militia", "where": "North", "months": (1, 6), "p_tenth": 0.2, "companions": ("sanctions",)}
    signs = (("Gold", False), ("Money", True))
    tools = [
        tool._replace(substitution=tuple(flag._replace(**seen, signs=signs) for flag in tool.substitution))
        for tool in assessment.tools
    ]
    return assessment._replace(tools=tuple(tools))


def words(text: str) -> set[str]:
    """Return the words of a text in plain letters, three letters or longer, in lower case; ids of anchors are none."""
    found = re.findall(r"[A-Za-z]{3,}", re.sub(r"#\S+|https?://\S+", "", text))
    return {unicodedata.normalize("NFC", word.lower()) for word in found}


def texts(element: Element) -> Iterator[str]:
    """Yield every text a reader or a screen reader gets."""
    yield from (text for name, text in element.attributes.items() if name in {"aria-label", "alt", "title"})
    for child in element.children:
        if isinstance(child, str):
            yield child
        elif child.tag != "style":
            yield from texts(child)
