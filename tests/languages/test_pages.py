"""French and Spanish keep to their pages: two before the annexes, one for a brief, although they are longer."""

import io
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from languages.conftest import whole_memo
from memo.test_formats import set_by_libreoffice
from prevent_options.assess import Knowledge
from prevent_options.memo import Look, documents
from prevent_options.profile import load_case

CODES = ("fr", "es")
ANNEX = re.compile(r"^(?:Annexe|Anexo)\s+A\.", re.MULTILINE)


def printed(root: Path, knowledge: Knowledge, forms: tuple[str, ...], code: str) -> dict[str, dict[str, bytes]]:
    """Return option memo and brief of every shipped case."""
    made = {}
    for path in sorted((root / "cases").glob("*.yaml")):
        profile = load_case(path)
        memo = whole_memo(profile, knowledge, code)
        for kind in ("options", "brief"):
            made[f"{path.stem}-{kind}"] = documents(memo, forms, Look(kind))
    return made


def too_long(found: dict[str, bytes]) -> dict[str, int]:
    """Return what has more pages before its annexes than it may: one for a brief, else two."""
    long = {}
    for name, document in found.items():
        texts = [page.extract_text() for page in PdfReader(io.BytesIO(document)).pages]
        pages = next((number for number, text in enumerate(texts) if ANNEX.search(text)), len(texts))
        if pages > (1 if name.endswith("brief") else 2):
            long[name] = pages
    return long


@pytest.mark.slow
@pytest.mark.parametrize("code", CODES)
def test_pdf_keeps_to_its_pages(root: Path, knowledge: Knowledge, code: str) -> None:
    """Two pages before the annexes in every shipped case, one for the brief; each PDF says its language."""
    made = printed(root, knowledge, ("pdf",), code)
    assert too_long({name: one["pdf"] for name, one in made.items()}) == {}
    assert {str(PdfReader(io.BytesIO(one["pdf"])).trailer["/Root"]["/Lang"]) for one in made.values()} == {code}


@pytest.mark.slow
@pytest.mark.parametrize("code", CODES)
def test_word_keeps_to_its_pages(root: Path, knowledge: Knowledge, code: str, tmp_path: Path) -> None:
    """LibreOffice sets every document on as many pages as are allowed."""
    assert too_long(set_by_libreoffice(printed(root, knowledge, ("docx",), code), tmp_path)) == {}
