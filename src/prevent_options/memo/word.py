"""Word from the blocks of the page: styles, header, page numbers, endnotes; the same bytes each time."""

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from prevent_options.memo.blocks import Block, Figure
from prevent_options.memo.pdf import Face, pictures
from prevent_options.memo.word_text import Writer, source_notes, xml_text

if TYPE_CHECKING:
    from docx.document import Document

FONT = "Times New Roman"
"""Narrow enough for two pages at nine points; its metric twin is on every system that has LibreOffice."""

BODY, IN_TABLES = 9.0, 8.0
LONGER = 0.91
"""Languages other than English take more words, and are set smaller to keep to two pages."""
SIZES = {"Normal": BODY, "Heading 1": 13.0, "Heading 2": 10.0, "Heading 3": 9.5, "Caption": 8.5, "Quote": BODY}
EXTRA = {"Body Text": BODY, "Banner": 8.0, "Small": 8.2, "Table Text": IN_TABLES, "Picture": 8.0, "After Table": 3.0}
PICTURE_CM = 14.0
PROPERTY = 255
CM = 360_000
"""English metric units in a centimetre."""

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = f"xmlns:w='{_W}' xmlns:r='{_R}' xmlns:w14='http://schemas.microsoft.com/office/word/2010/wordml'"
_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
_NOTES = f"{_R}/endnotes"


def word(found: list[Block], face: Face, made: datetime) -> bytes:
    """Return blocks as a Word document.

    Parameters
    ----------
    found
        Blocks of the page.
    face
        Title, line at the foot of every page, and language.
    made
        Date of the document: that of its facts, so that the same memo has the same bytes on any day.
    """
    import docx  # noqa: PLC0415 - only who asks for a Word document pays for it
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415
    from docx.oxml import parse_xml  # noqa: PLC0415

    document = docx.Document()
    _properties(document, face, made)
    _styles(document, face)
    _page(document, face)
    images = iter(pictures([block for block in found if isinstance(block, Figure)]))
    writer = Writer(
        picture=lambda figure: _picture(document, figure, next(images)),
        address=lambda url: document.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True),
        notes=source_notes(found),
    )
    inside = parse_xml(f"<w:body {_NAMES}>{writer.blocks(found)}</w:body>")
    body = document.element.body
    for element in reversed(inside):
        body.insert(0, element)
    _endnotes(document, writer)
    held = io.BytesIO()
    document.save(held)
    return _same_bytes(held.getvalue())


def _properties(document: "Document", face: Face, made: datetime) -> None:
    core = document.core_properties
    core.title, core.author, core.language, core.comments = (
        _property(face.title),
        "prevent-options",
        face.language,
        _property(face.banner),
    )
    core.created = core.modified = made.replace(tzinfo=UTC)
    core.last_modified_by = "prevent-options"


def _property(text: str) -> str:
    """Return text fit for a property of the document, which holds no more than 255 characters."""
    return text if len(text) <= PROPERTY else f"{text[: PROPERTY - 1]}\N{HORIZONTAL ELLIPSIS}"


def _styles(document: "Document", face: Face) -> None:
    """Set the look of the styles the memo uses; everything else in the document follows them."""
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415

    styles = document.styles
    for name in EXTRA:
        if name not in styles:
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    scale = 1.0 if face.language == "en" else LONGER
    for name, size in (SIZES | EXTRA).items():
        _look(styles[name], size * scale)
    for name, indent in (("List Bullet", 0.35), ("List Bullet 2", 0.7)):
        _look(styles[name], BODY * scale)
        _indent(styles[name], indent)
    for name in ("References", "Endnote Reference"):
        style = styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        style.font.size = _points(6.2)
    styles["Endnote Reference"].font.superscript = True
    _look(styles.add_style("Endnote Text", WD_STYLE_TYPE.PARAGRAPH), 8.2)
    styles["Heading 2"].paragraph_format.space_before = _points(3)
    language = styles.element.find(f".//{{{_W}}}lang")
    if language is not None:
        language.set(f"{{{_W}}}val", face.language)


def _look(style: Any, size: float) -> None:  # noqa: ANN401 - python-docx has no type for all styles
    """Set font, size and spacing of a style; headings are black, so that grey print loses nothing."""
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import RGBColor  # noqa: PLC0415

    style.font.name, style.font.size = FONT, _points(size)
    style.font.italic = style.name in {"Quote", "Caption"} or None
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    form = style.paragraph_format
    after = 0 if style.name in {"Table Text", "After Table"} else 0.5
    form.space_before, form.space_after, form.line_spacing = _points(0), _points(after), 1.0
    form.keep_with_next = style.name.startswith("Heading") or style.name == "Picture" or None


def _indent(style: Any, centimetres: float) -> None:  # noqa: ANN401 - as above
    from docx.shared import Cm  # noqa: PLC0415

    style.paragraph_format.left_indent, style.paragraph_format.first_line_indent = Cm(centimetres), Cm(-0.35)


def _points(size: float) -> Any:  # noqa: ANN401 - a length of python-docx
    from docx.shared import Pt  # noqa: PLC0415

    return Pt(size)


def _page(document: "Document", face: Face) -> None:
    """Set paper and margins, the title at the head and the line and page number at the foot of every page."""
    from docx.oxml import parse_xml  # noqa: PLC0415
    from docx.shared import Cm, Inches  # noqa: PLC0415

    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Cm(1.5)
    section.top_margin, section.bottom_margin = Cm(1.4), Cm(1.3)
    section.header_distance, section.footer_distance = Cm(0.7), Cm(0.6)
    head = f"<w:r><w:t xml:space='preserve'>{xml_text(face.title)}</w:t></w:r>"
    foot = (
        f"<w:r><w:t xml:space='preserve'>{xml_text(face.banner)}  </w:t></w:r>{_field('PAGE')}<w:r><w:t> / </w:t></w:r>"
    )
    for part, inside in ((section.header, head), (section.footer, foot + _field("NUMPAGES"))):
        part.is_linked_to_previous = False
        place = part.paragraphs[0]._p  # noqa: SLF001 - python-docx has no fields
        place.getparent().replace(
            place, parse_xml(f"<w:p {_NAMES}><w:pPr><w:pStyle w:val='Banner'/></w:pPr>{inside}</w:p>")
        )


def _field(name: str) -> str:
    return f"<w:fldSimple w:instr=' {name} '><w:r><w:t>1</w:t></w:r></w:fldSimple>"


def _picture(document: "Document", figure: Figure, png: bytes) -> str:
    """Add a picture and return its XML, with what it shows as its description."""
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415 - comes with python-docx

    wide = min(PICTURE_CM, PICTURE_CM * figure.size[0] / 760) * CM
    high = wide * figure.size[1] / figure.size[0]
    inline = document.part.new_pic_inline(io.BytesIO(png), width=int(wide), height=int(high))
    inline.docPr.set("descr", figure.alt)
    return f"<w:drawing>{etree.tostring(inline, encoding='unicode')}</w:drawing>"


def _endnotes(document: "Document", writer: Writer) -> None:
    """Add the part that holds the endnotes; numbers 0 and 1 are the lines Word draws between text and notes."""
    from docx.opc.packuri import PackURI  # noqa: PLC0415
    from docx.opc.part import Part  # noqa: PLC0415

    lines = "".join(
        f"<w:endnote w:type='{kind}' w:id='{number}'><w:p><w:r><w:{mark}/></w:r></w:p></w:endnote>"
        for number, (kind, mark) in enumerate(
            (("separator", "separator"), ("continuationSeparator", "continuationSeparator"))
        )
    )
    texts = ["".join(run.text for run in runs) for runs in writer.written]
    notes = "".join(
        f"<w:endnote w:id='{number}'><w:p><w:pPr><w:pStyle w:val='EndnoteText'/></w:pPr><w:r><w:rPr>"
        "<w:rStyle w:val='EndnoteReference'/></w:rPr><w:endnoteRef/></w:r>"
        f"<w:r><w:t xml:space='preserve'> {xml_text(text)}</w:t></w:r></w:p></w:endnote>"
        for number, text in enumerate(texts, start=2)
    )
    xml = f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?><w:endnotes {_NAMES}>{lines}{notes}</w:endnotes>"
    part = Part(PackURI("/word/endnotes.xml"), _NOTES_TYPE, xml.encode(), document.part.package)
    document.part.relate_to(part, _NOTES)


def _same_bytes(package: bytes) -> bytes:
    """Return the package with its files in order of name and one date for all, instead of the time of writing."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return held.getvalue()
