"""Word, PDF, Markdown and the page say the same; each is whole, and none carries what could run."""

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader
from typst import Fonts

from memo.conftest import HOSTILE
from prevent_options.assess import draw_case, load_knowledge, summary
from prevent_options.errors import InputError
from prevent_options.memo import KINDS, Kind, Look, documents, insights_of, make_memo, render
from prevent_options.memo.elements import body
from prevent_options.profile import load_case

CASES = ("bfa-2024", "bgd-rab-2021", "cod-east-2024", "lka-2023", "nic-2023", "sdn-darfur-2024")
FORMS = ("html", "md", "docx", "pdf")
WORD = re.compile(r"[^\W_]+%?")


def docx_text(document: bytes) -> str:
    """Return the text of a Word document in its order, paragraphs, tables and links alike."""
    found = docx.Document(io.BytesIO(document)).element.body
    return "\n".join(
        "".join(text.text or "" for text in paragraph.iter(qn("w:t"))) for paragraph in found.iter(qn("w:p"))
    )


def pdf_text(document: bytes) -> str:
    """Return the text of all pages of a PDF."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages)


def said(page: bytes) -> str:
    """Return the words of a page in their order, without captions that are for screen readers only."""
    tree = body(page.decode())
    text = " ".join(WORD.findall(tree.text()))
    for caption in (part for part in tree.find("caption") if "hidden" in part.classes):
        text = text.replace(f"{' '.join(WORD.findall(caption.text()))} ", "", 1)
    return text


@pytest.fixture(scope="module", params=KINDS)
def made(request: pytest.FixtureRequest, fake: Any) -> dict[str, bytes]:
    """Return the fake memo of each kind in every format."""
    return documents(fake.memo(), FORMS, Look(request.param))


def test_word_says_what_the_page_says_in_its_order(made: dict[str, bytes]) -> None:
    """Word for word; boxes and blanks are drawn, not said."""
    assert " ".join(WORD.findall(docx_text(made["docx"]))) == said(made["html"])


def test_markdown_and_pdf_hold_every_word_of_the_page(made: dict[str, bytes]) -> None:
    """Nothing of the page is missing; Markdown writes options as lists, so the heads of two columns go."""
    told = Counter(said(made["html"]).split())
    assert set(told - Counter(WORD.findall(made["md"].decode().replace("\\", "")))) <= {"Criterion", "Option"}
    run_on = re.sub(r"[\W_]+", "", pdf_text(made["pdf"]))  # a word may stand on two lines
    assert [word for word in told if word.rstrip("%") not in run_on] == []


def test_pdf_is_tagged_with_bookmarks_and_embedded_fonts(made: dict[str, bytes]) -> None:
    """Readers of all kinds find their way: structure, title, language, an outline, and fonts that travel along."""
    found = PdfReader(io.BytesIO(made["pdf"]))
    root: Any = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert found.metadata is not None
    assert "Fakeland" in str(found.metadata.title)
    assert found.outline
    fonts: list[Any] = [
        font.get_object() for page in found.pages for font in page["/Resources"].get_object()["/Font"].values()
    ]
    assert fonts
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(inner["/FontDescriptor"].get_object().keys())


def test_word_uses_styles_head_rows_notes_and_page_numbers(fake: Any) -> None:
    """Real headings, lists and head rows; sources as endnotes; title above and page number below each page."""
    document = documents(fake.memo(), ("docx",))["docx"]
    found = docx.Document(io.BytesIO(document))
    styles = {paragraph.style.name for paragraph in found.paragraphs if paragraph.style}
    assert {"Heading 1", "Heading 2", "Heading 3", "List Bullet", "Caption"} <= styles
    heads = ["tblHeader" in table._tbl.tr_lst[0].xml for table in found.tables]
    assert len(heads) >= 5
    assert all(heads)
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        parts = {name: package.read(name).decode(errors="replace") for name in package.namelist()}
    assert "Stoop and others (2018)" in parts["word/endnotes.xml"]
    assert parts["word/document.xml"].count("<w:endnoteReference ") >= 1
    assert " PAGE " in next(text for name, text in parts.items() if "/footer" in name)
    assert 'descr="' in parts["word/document.xml"]


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_text_is_only_text_in_word_and_pdf(fake: Any, kind: Kind) -> None:
    """No field, macro, script, form, action or outside link comes from the text of a case."""
    plain = documents(fake.memo(), ("docx", "pdf"), Look(kind))
    formula = '=cmd|" /C calc"!A0 {=1+1} @SUM(1) #read("/etc/passwd") $ \\input{x} ' + HOSTILE
    made = documents(fake.memo({"title": formula, "notes": formula}), ("docx", "pdf"), Look(kind))
    assert targets(made["docx"]) == targets(plain["docx"])
    with zipfile.ZipFile(io.BytesIO(made["docx"])) as package:
        names = package.namelist()
        text = package.read("word/document.xml").decode()
    assert not [name for name in names if re.search(r"vba|macro|embeddings|activeX", name)]
    assert "instrText" not in text
    root: Any = PdfReader(io.BytesIO(made["pdf"])).trailer["/Root"]
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(root.keys())
    assert "/JavaScript" not in str(root.get("/Names", {}))
    assert links(made["pdf"]) == links(plain["pdf"])
    assert "7*7" in pdf_text(made["pdf"])


def test_a_character_without_a_font_is_named(fake: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No traceback and no empty box: which character, of which script, and what to do; other formats have it."""
    monkeypatch.setattr("prevent_options.memo.pdf._fonts", lambda: Fonts(include_system_fonts=False))
    memo = fake.memo({"title": "ሱዳን"})
    with pytest.raises(InputError, match=r"no font of this computer has ሱ .ETHIOPIC SYLLABLE SU.*Noto.*docx"):
        documents(memo, ("pdf",))
    assert "ሱዳን" in docx_text(documents(memo, ("docx",))["docx"])


def targets(document: bytes) -> set[str]:
    """Return the outside links of a Word document."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        relations = package.read("word/_rels/document.xml.rels").decode()
    return set(re.findall(r'Target="(\w+:[^"]*)"', relations))


def links(document: bytes) -> set[str]:
    """Return the outside links of a PDF."""
    annotations = [
        annotation.get_object()
        for page in PdfReader(io.BytesIO(document)).pages
        for annotation in page.get("/Annots", [])
    ]
    return {str(found["/A"]["/URI"]) for found in annotations if "/URI" in found.get("/A", {})}


def test_a_template_of_the_user_goes_before_and_stays_in_its_box(fake: Any, tmp_path: Path) -> None:
    """A folder overrides one template; code in it cannot reach Python, and a damaged one is an input error."""
    (tmp_path / "brief.html.j2").write_text("<!DOCTYPE html><title>t</title><p>{{ memo.title }}</p>", encoding="utf-8")
    look = Look("brief", tmp_path)
    assert render(fake.memo(), "html", look) == "<!DOCTYPE html><title>t</title><p>Fakeland, north</p>"
    bad_ones = ("{{ memo.__class__.__mro__ }}", "{{ memo.nothing }}", "{% if %}", "{{ ''.__class__.__base__ }}")
    for number, bad in enumerate(bad_ones):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "brief.html.j2").write_text(bad, encoding="utf-8")
        with pytest.raises(InputError, match="template"):
            render(fake.memo(), "html", Look("brief", folder))
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no template under a shipped name"):
        render(fake.memo(), "html", Look("brief", tmp_path / "empty"))


def missing(what: str) -> None:
    """Skip on a user's machine, fail in CI."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


def set_by_libreoffice(made: dict[str, dict[str, bytes]], folder: Path) -> dict[str, bytes]:
    """Return each Word document as the PDF that LibreOffice makes of it."""
    program = shutil.which("soffice")
    if program is None:
        missing("install libreoffice-writer-nogui to see that Word documents open")
    for name, one in made.items():
        (folder / f"{name}.docx").write_bytes(one["docx"])
    profile = f"-env:UserInstallation=file://{folder}/profile"
    files = [str(folder / f"{name}.docx") for name in made]
    command = [str(program), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {name: (folder / f"{name}.pdf").read_bytes() for name in made}


@pytest.fixture(scope="module")
def shipped(root: Path) -> dict[str, dict[str, bytes]]:
    """Return option memo and brief of every shipped case as page, Word and PDF."""
    knowledge, made = load_knowledge(), {}
    for case in CASES:
        profile = load_case(root / "cases" / f"{case}.yaml")
        drawn = draw_case(profile, knowledge, draws=1000, seed=1, rules_as_of=None)
        assessment = summary(profile, knowledge, drawn)
        memo = make_memo(assessment, profile, knowledge, insights_of(assessment, profile, knowledge, drawn))
        for kind in ("options", "brief"):
            made[f"{case}-{kind}"] = documents(memo, ("html", "docx", "pdf"), Look(kind))
    return made


def off_their_pages(printed: dict[str, bytes]) -> dict[str, int]:
    """Return what has not exactly its pages before its annexes: one for a brief, else two."""
    found = {}
    for name, document in printed.items():
        texts = [page.extract_text() for page in PdfReader(io.BytesIO(document)).pages]
        annex = re.compile(r"^Annex A\.", re.MULTILINE)
        pages = next((number for number, text in enumerate(texts) if annex.search(text)), len(texts))
        if pages != (1 if name.endswith("brief") else 2):
            found[name] = pages
    return found


def test_pdf_keeps_to_its_pages(shipped: dict[str, dict[str, bytes]]) -> None:
    """Two pages before the annexes in every shipped case, one for the brief."""
    assert off_their_pages({name: made["pdf"] for name, made in shipped.items()}) == {}


@pytest.mark.slow
def test_word_opens_and_keeps_to_its_pages(shipped: dict[str, dict[str, bytes]], tmp_path: Path) -> None:
    """LibreOffice opens every document and sets it on as many pages as are allowed."""
    assert off_their_pages(set_by_libreoffice(shipped, tmp_path)) == {}


@pytest.mark.slow
def test_print_of_the_page_keeps_to_its_pages(shipped: dict[str, dict[str, bytes]], tmp_path: Path) -> None:
    """A browser prints the page on as many pages as are allowed."""
    program = shutil.which("chromium")
    if program is None:
        missing("install chromium to see the page as it is printed")
    printed = {}
    for name, made in shipped.items():
        page, paper = tmp_path / f"{name}.html", tmp_path / f"{name}.pdf"
        page.write_bytes(made["html"])
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        place = [f"--user-data-dir={tmp_path}/browser", "--no-pdf-header-footer", f"--print-to-pdf={paper}"]
        subprocess.run([str(program), *flags, *place, page.as_uri()], check=True, capture_output=True, timeout=120)
        printed[name] = paper.read_bytes()
    assert off_their_pages(printed) == {}
