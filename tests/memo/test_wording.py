"""What no memo may say, over every shipped case and fact sheet, every kind of memo and every format."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from memo.real import real_memo
from memo.test_formats import pdf_text
from memo.wording import CHECKS, PLAIN_CHECKS, local_partners
from prevent_options.assess import Knowledge, load_knowledge
from prevent_options.memo import KINDS, Kind, Look, MemoContext, documents
from prevent_options.memo.elements import Element, body
from prevent_options.memo.parts import Line
from prevent_options.profile import CaseProfile

NAMES = ("bfa-2024", "bgd-rab-2021", "cod-east-2024", "lka-2023", "nic-2023", "sdn-darfur-2024")
STATEMENTS = {"li", "p", "td", "th", "h1", "h2", "h3", "dt", "dd", "figcaption", "caption"}


@cache
def knowledge() -> Knowledge:
    """Return the shipped knowledge."""
    return load_knowledge()


@cache
def memo_of(path: Path) -> tuple[CaseProfile, MemoContext]:
    """Return a case and its memo without the words of its author and the titles of its sources."""
    profile, _, memo = real_memo(path, knowledge(), draws=500, bare=True)
    return profile, memo


@pytest.fixture(params=[f"{place}/{name}" for place in ("shipped", "sheet") for name in NAMES])
def case(request: pytest.FixtureRequest, root: Path) -> Path:
    """Return the file of a shipped case, or of a fact sheet of the shared folder."""
    place, name = request.param.split("/")
    shared = root if place == "shipped" else request.getfixturevalue("shared") / "reference"
    return Path(shared) / "cases" / f"{name}.yaml"


def page_text(made: bytes) -> str:
    """Return the statements of a page, one a line; studies and addresses hold words of others."""
    return "\n".join(statement(element) for element in everything(body(made.decode())) if element.tag in STATEMENTS)


def everything(element: Element) -> list[Element]:
    """Return all elements below an element, those that are words of others aside."""
    inner = [child for child in element.elements if not child.attributes.get("id", "").startswith("ref-E")]
    return [found for child in inner for found in (child, *everything(child))]


def statement(element: Element) -> str:
    """Return the text of an element without the statements and addresses inside it."""
    kept = [c for c in element.children if isinstance(c, str) or c.tag not in {*STATEMENTS, "ul", "dl", "div"}]
    return Element(element.tag, children=kept).text()


def word_text(made: bytes) -> str:
    """Return the paragraphs of a Word document, one a line, without studies."""
    found = docx.Document(io.BytesIO(made)).element.body
    lines = ("".join(text.text or "" for text in paragraph.iter(qn("w:t"))) for paragraph in found.iter(qn("w:p")))
    return "\n".join(line for line in lines if not line.startswith("E:"))


def print_text(made: bytes) -> str:
    """Return the text of a PDF without its studies and sources: its lines are no statements, so they go as a whole."""
    text = " ".join(pdf_text(made).split()).replace("Intensity Trend Organisation", "")  # head of a table on one line
    for first, next_ in (("Annex D.", "Annex E."), ("Annex F.", "Annex G.")):
        text = text.split(first)[0] + text.split(next_)[-1] if first in text else text
    return text


READERS: dict[str, Callable[[bytes], str]] = {"html": page_text, "docx": word_text, "pdf": print_text}
ADDRESS = re.compile(r"https?://\S+")


def read(form: str, made: bytes) -> str:
    """Return the text of a format without web addresses, whose words are others'."""
    return ADDRESS.sub("", READERS[form](made))


@pytest.mark.parametrize("kind", KINDS)
def test_page_and_markdown_say_nothing_that_no_memo_may_say(case: Path, kind: Kind) -> None:
    """Every check, on every kind of memo of every case."""
    profile, memo = memo_of(case)
    made = documents(memo, ("md", "html"), Look(kind))
    text = read("html", made["html"])
    found = {name: check(made["md"].decode()) for name, check in CHECKS.items()}
    found |= {f"page: {name}": check(text) for name, check in PLAIN_CHECKS.items()}
    found["local partners"] = local_partners(text, known(profile))
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_word_and_pdf_say_nothing_that_no_memo_may_say(case: Path, kind: Kind) -> None:
    """The same checks on the text that can be taken out of the other two formats."""
    profile, memo = memo_of(case)
    for form, made in documents(memo, ("docx", "pdf"), Look(kind)).items():
        text = read(form, made)
        checks = {name: check for name, check in PLAIN_CHECKS.items() if form == "docx" or name != "form_for_the_whole"}
        found = {name: check(text) for name, check in checks.items()}
        found["local partners"] = local_partners(text, known(profile))
        assert {name: wrong for name, wrong in found.items() if wrong} == {}, form


@cache
def words_of_the_project() -> str:
    """Return the text of catalogues, rules, studies and templates: names in it are the project's own."""
    root = Path(__file__).resolve().parents[2]
    folders = ("priors/catalogue", "priors/evidence", "rules", "templates")
    files = (path for folder in folders for path in sorted((root / folder).rglob("*")))
    texts = (path.read_text(encoding="utf-8") for path in files if path.suffix in {".yaml", ".j2"})
    return " ".join(" ".join(texts).split())


def known(profile: CaseProfile) -> str:
    """Return everything that a memo of the case may name."""
    actors = [who.name for who in (*profile.perpetrators, *profile.regional_actors)]
    sources = [f"{source.title} {source.publisher}" for source in profile.sources]
    carried = [" ".join(one.from_.words) for one in profile.transmission if hasattr(one.from_, "words")]
    return " ".join([words_of_the_project(), *actors, *sources, *carried, profile.title])


@pytest.mark.parametrize(
    ("check", "bad"),
    [
        ("likelihood_without_range", "It is likely that harm falls. [D]"),
        ("other_rows", "A fall is probable. [D]"),
        ("likelihood_with_confidence", "It is likely (55\N{EN DASH}80%) that harm falls, with high confidence. [D]"),
        ("form_for_the_whole", "Rape rose."),
        ("markings", "This page is FOUO."),
        ("leftovers", "Undefined"),
        ("forecasts", "Killing will rise."),
    ],
)
@pytest.mark.parametrize("form", sorted(READERS))
def test_each_check_finds_a_sentence_put_into_a_real_memo(root: Path, check: str, bad: str, form: str) -> None:
    """One sentence in the bottom line of a real memo, read back out of each format, is found by its check."""
    _, memo = memo_of(root / "cases" / "lka-2023.yaml")
    made = documents(_with(memo, bad), (form,), Look("brief"))[form]
    text = read(form, made).replace(". ", ".\n")
    assert PLAIN_CHECKS[check](text)


def _with(memo: MemoContext, bad: str) -> MemoContext:
    """Return a memo whose bottom line ends with another sentence."""
    return replace(memo, bottom_line=(*memo.bottom_line, Line(bad)))


@pytest.mark.parametrize(
    "bad",
    [
        "Carried out with Zahrat of Nyala.",
        "Money goes through the Nyala Women Association.",
        "Local partners such as Zahrat watch the markets.",
        "Delivered by Nour Youth of Geneina.",
        "The Darfur Youth Network counts.",
        "Emergency Response Rooms bring food.",
    ],
)
def test_a_named_local_partner_is_found(root: Path, bad: str) -> None:
    """Names that neither the project nor the case's list of actors and sources holds."""
    profile, memo = memo_of(root / "cases" / "sdn-darfur-2024.yaml")
    text = page_text(documents(_with(memo, bad), ("html",))["html"])
    assert local_partners(text, known(profile))
