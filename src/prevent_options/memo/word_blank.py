"""The blank Word document that every memo is written into: styles, paper, header and footer, made once a process.

python-docx sets it up from its own template; what a memo does not use of that is taken out, which leaves a tenth.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document

FONT = "Times New Roman"
"""Narrow enough for two pages at nine points; its metric twin is on every system that has LibreOffice."""

BODY, IN_TABLES = 9.0, 8.0
LONGER = 0.95
"""Languages other than English take more words, and are set smaller to keep to two pages."""
SIZES = {"Normal": BODY, "Heading 1": 13.0, "Heading 2": 10.0, "Heading 3": 9.5, "Caption": 8.5, "Quote": BODY}
EXTRA = {"Body Text": BODY, "Banner": 8.0, "Small": 8.2, "Table Text": IN_TABLES, "Picture": 8.0, "After Table": 3.0}
LISTS = {"List Bullet": 0.35, "List Bullet 2": 0.7}
MARKS = ("References", "Endnote Reference")
TITLE, BANNER = "@title@", "@banner@"
"""What stands in header and footer until a memo's own words do; each in a part of its own."""

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f"xmlns:w='{W}' xmlns:r='{R}' xmlns:w14='http://schemas.microsoft.com/office/word/2010/wordml' "
    "xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing' "
    "xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' "
    "xmlns:pic='http://schemas.openxmlformats.org/drawingml/2006/picture'"
)
_NOT_NEEDED = ("stylesWithEffects", "customXml", "thumbnail")


@dataclass(frozen=True, slots=True)
class Blank:
    """Parts of the blank document by name, and the settings of its section, which stand at the end of the text."""

    parts: Mapping[str, bytes]
    section: str


@cache
def blank(language: str) -> Blank:
    """Return the blank document for one language."""
    import docx  # noqa: PLC0415 - only who asks for a Word document pays for it
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415 - comes with python-docx

    document = docx.Document()
    _styles(document, language)
    _page(document)
    _thin(document)
    section = etree.tostring(document.element.body.sectPr, encoding="unicode")
    held = io.BytesIO()
    document.save(held)
    with zipfile.ZipFile(held) as package:
        return Blank({name: package.read(name) for name in package.namelist()}, section)


def _styles(document: "Document", language: str) -> None:
    """Set the look of the styles the memo uses; everything else in the document follows them."""
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415

    styles = document.styles
    for name in EXTRA:
        if name not in styles:
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    scale = 1.0 if language == "en" else LONGER
    for name, size in (SIZES | EXTRA).items():
        _look(styles[name], size * scale)
    for name, indent in LISTS.items():
        _look(styles[name], BODY * scale)
        _indent(styles[name], indent)
    for name in MARKS:
        style = styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        style.font.size = _points(6.2)
    styles["Endnote Reference"].font.superscript = True
    _look(styles.add_style("Endnote Text", WD_STYLE_TYPE.PARAGRAPH), 8.2)
    styles["Heading 2"].paragraph_format.space_before = _points(3)
    spoken = styles.element.find(f".//{{{W}}}lang")
    if spoken is not None:
        spoken.set(f"{{{W}}}val", language)


def _look(style: Any, size: float) -> None:  # noqa: ANN401 - python-docx has no type for all styles
    """Set font, size and spacing of a style; headings are black, so that grey print loses nothing."""
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import RGBColor  # noqa: PLC0415

    style.font.name, style.font.size = FONT, _points(size)
    style.font.italic = style.name in {"Quote", "Caption"} or None
    if style.name == "Caption":
        style.font.bold = False  # its takeaway is bold, what it plots is not
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


def _page(document: "Document") -> None:
    """Set paper and margins, the title at the head and the line and page number at the foot of every page."""
    from docx.oxml import parse_xml  # noqa: PLC0415
    from docx.shared import Cm, Inches  # noqa: PLC0415

    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Cm(1.3)
    section.top_margin, section.bottom_margin = Cm(1.25), Cm(1.1)
    section.header_distance, section.footer_distance = Cm(0.6), Cm(0.5)
    head = f"<w:r><w:t xml:space='preserve'>{TITLE}</w:t></w:r>"
    foot = f"<w:r><w:t xml:space='preserve'>{BANNER}  </w:t></w:r>{_field('PAGE')}<w:r><w:t> / </w:t></w:r>"
    for part, inside in ((section.header, head), (section.footer, foot + _field("NUMPAGES"))):
        part.is_linked_to_previous = False
        place = part.paragraphs[0]._p  # noqa: SLF001 - python-docx has no fields
        place.getparent().replace(
            place, parse_xml(f"<w:p {NAMES}><w:pPr><w:pStyle w:val='Banner'/></w:pPr>{inside}</w:p>")
        )


def _field(name: str) -> str:
    return f"<w:fldSimple w:instr=' {name} '><w:r><w:t>1</w:t></w:r></w:fldSimple>"


def _thin(document: "Document") -> None:
    """Take out the parts and the styles that no memo uses."""
    for relations in (document.part.rels, document.part.package.rels):
        for number in [number for number, one in relations.items() if one.reltype.endswith(_NOT_NEEDED)]:
            relations.pop(number)
    styles = document.styles.element
    by_id = {style.styleId: style for style in styles.style_lst}
    kept = set(_needed(document, by_id))
    for name, style in by_id.items():
        if name not in kept:
            styles.remove(style)
            continue
        for child in list(style):  # the style of the next paragraph, and a twin for single words, may be gone
            if child.tag in {f"{{{W}}}next", f"{{{W}}}link"} and child.get(f"{{{W}}}val") not in kept:
                style.remove(child)


def _needed(document: "Document", by_id: Mapping[str, Any]) -> Iterator[str]:
    """Yield the ids of styles that memos use, that lists and defaults use, and that these are based on."""
    names = {*SIZES, *EXTRA, *LISTS, *MARKS, "Endnote Text", "Table Grid", "Header", "Footer"}
    used = {style.style_id for style in document.styles if style.name in names}
    used |= {name for name, style in by_id.items() if style.get(f"{{{W}}}default") == "1"}
    used |= {found.get(f"{{{W}}}val") for found in document.part.numbering_part.element.iter(f"{{{W}}}pStyle")}
    for name in used:
        at = name
        while at in by_id:
            yield at
            based = by_id[at].find(f"{{{W}}}basedOn")
            at = "" if based is None else based.get(f"{{{W}}}val")
