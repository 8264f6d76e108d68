"""Word from the blocks of the page: its parts are written as text into a blank document; the same bytes each time."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from xml.sax.saxutils import quoteattr

from prevent_options.memo.blocks import Block, Figure
from prevent_options.memo.chart import WIDTH
from prevent_options.memo.pdf import Face, annexed, pictures
from prevent_options.memo.word_blank import BANNER, NAMES, TITLE, R, blank
from prevent_options.memo.word_text import Writer, source_notes, xml_text

PICTURE_CM, BRIEF_CM = 15.5, 14.0
"""Width of a picture, and in a memo without annexes, which keeps to one page."""
PROPERTY = 255
CM = 360_000
"""English metric units in a centimetre."""
LEVEL = 4
"""How hard parts are packed: harder takes twice the time for a twentieth less."""

_HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>"
_TYPES = (
    '<Default Extension="png" ContentType="image/png"/><Override PartName="/word/endnotes.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"/></Types>'
)
_DRAWING = (
    "<w:drawing><wp:inline><wp:extent cx='{wide}' cy='{high}'/><wp:docPr id='{number}' name='Picture {number}' "
    "descr={told}/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect='1'/></wp:cNvGraphicFramePr><a:graphic>"
    "<a:graphicData uri='http://schemas.openxmlformats.org/drawingml/2006/picture'><pic:pic><pic:nvPicPr>"
    "<pic:cNvPr id='{number}' name='picture{number}.png'/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
    "<a:blip r:embed='{relation}'/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
    "<a:off x='0' y='0'/><a:ext cx='{wide}' cy='{high}'/></a:xfrm><a:prstGeom prst='rect'><a:avLst/></a:prstGeom>"
    "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
)
_PROPERTIES = (
    "<cp:coreProperties xmlns:cp='http://schemas.openxmlformats.org/package/2006/metadata/core-properties' "
    "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:dcterms='http://purl.org/dc/terms/' "
    "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'><dc:title>{title}</dc:title>"
    "<dc:creator>prevent-options</dc:creator><dc:description>{banner}</dc:description>"
    "<dc:language>{language}</dc:language><cp:lastModifiedBy>prevent-options</cp:lastModifiedBy>"
    "<dcterms:created xsi:type='dcterms:W3CDTF'>{made}</dcterms:created>"
    "<dcterms:modified xsi:type='dcterms:W3CDTF'>{made}</dcterms:modified></cp:coreProperties>"
)


@dataclass
class _Links:
    """What the text leads to outside itself: pictures and web addresses, each with the id of its relation."""

    wide: float
    found: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)

    def address(self, url: str) -> str:
        """Return the id of the relation to a web address."""
        place = f"Type='{R}/hyperlink' Target={quoteattr(url)} TargetMode='External'"
        return self.found.setdefault(place, f"memo{len(self.found)}")

    def picture(self, figure: Figure, png: bytes) -> str:
        """Add a picture and return its XML, with what it shows as its description."""
        number = len(self.pictures) + 1
        self.pictures[f"word/media/picture{number}.png"] = png
        place = f"Type='{R}/image' Target='media/picture{number}.png'"
        wide = self.wide * min(1.0, figure.size[0] / WIDTH) * CM
        return _DRAWING.format(
            wide=int(wide),
            high=int(wide * figure.size[1] / figure.size[0]),
            number=number,
            told=quoteattr(xml_text(figure.alt, escaped=False)),
            relation=self.found.setdefault(place, f"memo{len(self.found)}"),
        )

    def relations(self) -> str:
        """Return the relations as XML, that to the endnotes included."""
        inside = "".join(f"<Relationship Id='{name}' {place}/>" for place, name in self.found.items())
        return f"{inside}<Relationship Id='notes' Type='{R}/endnotes' Target='endnotes.xml'/></Relationships>"


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
    images = iter(pictures([block for block in found if isinstance(block, Figure)]))
    links = _Links(PICTURE_CM if annexed(found) else BRIEF_CM)
    writer = Writer(
        picture=lambda figure: links.picture(figure, next(images)), address=links.address, notes=source_notes(found)
    )
    inside, plain = writer.blocks(found), blank(face.language)
    parts = dict(plain.parts)
    parts["word/document.xml"] = _xml(f"<w:document {NAMES}><w:body>{inside}{plain.section}</w:body></w:document>")
    parts["word/endnotes.xml"] = _xml(f"<w:endnotes {NAMES}>{''.join(_notes(writer))}</w:endnotes>")
    parts["docProps/core.xml"] = _xml(_properties(face, made))
    relations = "word/_rels/document.xml.rels"
    parts[relations] = parts[relations].replace(b"</Relationships>", links.relations().encode())
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", _TYPES.encode())
    for name, token, text in (("header", TITLE, face.title), ("footer", BANNER, face.banner)):
        place = f"word/{name}1.xml"
        parts[place] = parts[place].replace(token.encode(), xml_text(text).encode())
    return _packed(parts | links.pictures)


def _xml(text: str) -> bytes:
    return f"{_HEAD}{text}".encode()


def _properties(face: Face, made: datetime) -> str:
    day = f"{made.isoformat(timespec='seconds')}Z"
    title, banner = (xml_text(_property(text)) for text in (face.title, face.banner))
    return _PROPERTIES.format(title=title, banner=banner, language=face.language, made=day)


def _property(text: str) -> str:
    """Return text fit for a property of the document, which holds no more than 255 characters."""
    return text if len(text) <= PROPERTY else f"{text[: PROPERTY - 1]}\N{HORIZONTAL ELLIPSIS}"


def _notes(writer: Writer) -> Iterable[str]:
    """Yield the endnotes; numbers 0 and 1 are the lines Word draws between text and notes."""
    for number, kind in enumerate(("separator", "continuationSeparator")):
        yield f"<w:endnote w:type='{kind}' w:id='{number}'><w:p><w:r><w:{kind}/></w:r></w:p></w:endnote>"
    for number, runs in enumerate(writer.written, start=2):
        text = xml_text("".join(run.text for run in runs))
        yield (
            f"<w:endnote w:id='{number}'><w:p><w:pPr><w:pStyle w:val='EndnoteText'/></w:pPr><w:r><w:rPr>"
            "<w:rStyle w:val='EndnoteReference'/></w:rPr><w:endnoteRef/></w:r>"
            f"<w:r><w:t xml:space='preserve'> {text}</w:t></w:r></w:p></w:endnote>"
        )


def _packed(parts: Mapping[str, bytes]) -> bytes:
    """Return parts as one package, in order of name and with one date for all; pictures are packed already."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            kind = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            package.writestr(zipfile.ZipInfo(name), parts[name], kind, LEVEL)
    return held.getvalue()
