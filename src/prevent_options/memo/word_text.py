"""Blocks as the XML of a Word document: real headings, lists, tables with head rows, links, bookmarks and endnotes."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from prevent_options.memo.blocks import Block, Cell, Figure, Heading, Item, Items, Pairs, Paragraph, Quote, Runs, Table
from prevent_options.memo.elements import Run
from prevent_options.memo.pdf import widths
from prevent_options.memo.safe import web_address

PAGE_TWIPS = 10_750
"""Width between the margins, in twentieths of a point."""

OPTION_TWIPS, BOX_TWIPS = 1_060, 1_100
_UNFIT = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BOX = (
    "<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='0'/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:rPr>"
    "<w:rFonts w:ascii='MS Gothic' w:eastAsia='MS Gothic' w:hAnsi='MS Gothic' w:hint='eastAsia'/></w:rPr>"
    "<w:t>\N{BALLOT BOX}</w:t></w:r></w:sdtContent></w:sdt>"
)
_KINDS = {"banner": "Banner", "marking": "Banner", "small": "Small"}


@dataclass
class Writer:
    """Writes blocks; what needs a part of its own is asked of the package.

    Attributes
    ----------
    picture
        Adds a picture and returns its XML.
    address
        Adds an outside link and returns its id.
    notes
        Text of the endnote for an anchor, for anchors that are sources.
    """

    picture: Callable[[Figure], str]
    address: Callable[[str], str]
    notes: Mapping[str, Runs]
    written: list[Runs] = field(default_factory=list)
    _bookmarks: dict[str, int] = field(default_factory=dict)
    _noted: set[str] = field(default_factory=set)
    _in_annex: bool = False

    def blocks(self, found: list[Block]) -> str:
        """Return the XML of blocks in their order."""
        return "".join(self._block(block) for block in found)

    def _block(self, block: Block) -> str:
        match block:
            case Heading():
                self._in_annex = self._in_annex or block.breaks
                before = "<w:pageBreakBefore/>" if block.breaks else ""
                return self._paragraph(f"Heading{block.level}", block.runs, block.anchors, before)
            case Paragraph():
                return self._paragraph(_KINDS.get(block.kind, "BodyText"), block.runs, block.anchors)
            case Items():
                return "".join(self._item(item, 1) for item in block.items)
            case Pairs():
                return self._pairs(block)
            case Table():
                return self._table(block)
            case _:
                return self._outside(block)

    def _outside(self, block: Figure | Quote) -> str:
        """Return a picture with its caption, or words that are not of the software."""
        match block:
            case Figure():
                return f"<w:p><w:pPr><w:pStyle w:val='Picture'/></w:pPr><w:r>{self.picture(block)}</w:r></w:p>" + (
                    self._paragraph("Caption", block.runs)
                )
            case Quote():
                return "".join(
                    self._paragraph("Quote", inner.runs) if isinstance(inner, Paragraph) else self._block(inner)
                    for inner in block.blocks
                )

    def _paragraph(self, style: str, runs: Runs, anchors: tuple[str, ...] = (), extra: str = "") -> str:
        inside = self._anchors(anchors) + self.runs(runs)
        return f"<w:p><w:pPr><w:pStyle w:val='{style}'/>{extra}</w:pPr>{inside}</w:p>"

    def _item(self, item: Item, level: int) -> str:
        style = "ListBullet" if level == 1 else "ListBullet2"
        return self._paragraph(style, item.runs, item.anchors) + "".join(
            self._item(inner, level + 1) for inner in item.below
        )

    def _pairs(self, pairs: Pairs) -> str:
        """Return blanks to fill in side by side on one line, and each other term on a line of its own."""
        blank = [pair for pair in pairs.pairs if [run.mark for run in pair[1]] == ["blank"]]
        told = tuple(run for term, meaning in blank for run in (*_strong(term), Run(" "), *meaning, Run("   ")))
        lines = ((*_strong(term), Run("  "), *meaning) for term, meaning in pairs.pairs if (term, meaning) not in blank)
        return (self._paragraph("BodyText", told) if told else "") + "".join(
            self._paragraph("BodyText", line) for line in lines
        )

    def _table(self, table: Table) -> str:
        columns = _columns(table)
        grid = "".join(f"<w:gridCol w:w='{width}'/>" for width in columns)
        head = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{self._cells(table.head, columns)}</w:tr>"
        body = "".join(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{self._cells(row, columns)}</w:tr>" for row in table.rows)
        title = self._paragraph("Caption", table.caption, (), "<w:keepNext/>") if table.caption else ""
        told = quoteattr("".join(run.text for run in table.caption) or "Table")
        return (
            f"{'' if table.hidden else title}<w:tbl><w:tblPr><w:tblStyle w:val='TableGrid'/>"
            f"<w:tblW w:w='{sum(columns)}' w:type='dxa'/><w:tblLayout w:type='fixed'/>"
            "<w:tblCellMar><w:left w:w='50' w:type='dxa'/><w:right w:w='50' w:type='dxa'/></w:tblCellMar>"
            f"<w:tblLook w:val='0620' w:firstRow='1' w:noVBand='1' w:noHBand='1'/>"
            f"<w:tblCaption w:val={told}/></w:tblPr>"
            f"<w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl><w:p><w:pPr><w:pStyle w:val='AfterTable'/></w:pPr></w:p>"
        )

    def _cells(self, cells: tuple[Cell, ...], columns: list[int]) -> str:
        return "".join(
            f"<w:tc><w:tcPr><w:tcW w:w='{width}' w:type='dxa'/></w:tcPr>"
            f"{self._paragraph('TableText', _strong(cell.runs) if cell.head else cell.runs, cell.anchors)}</w:tc>"
            for cell, width in zip(cells, columns, strict=False)
        )

    def runs(self, runs: Runs) -> str:
        """Return runs, links inside them, and after a group of references the endnotes of its sources."""
        return "".join(self._run(run) + self._note(run) for run in runs)

    def _run(self, run: Run) -> str:
        if run.mark == "box":
            return _BOX
        text = "____________________" if run.mark == "blank" else run.text
        style = "<w:rStyle w:val='References'/>" if run.mark == "refs" else ""
        looks = f"{style}{'<w:b/>' * run.strong}{'<w:i/>' * run.emphasis}{'<w:noProof/>' * run.code}"
        inside = f"<w:r><w:rPr>{looks}</w:rPr><w:t xml:space='preserve'>{xml_text(text)}</w:t></w:r>"
        if run.link.startswith("#"):
            return f"<w:hyperlink w:anchor='{self._name(run.link[1:])}' w:history='1'>{inside}</w:hyperlink>"
        if web_address(run.link):
            return f"<w:hyperlink r:id='{self.address(run.link)}' w:history='1'>{inside}</w:hyperlink>"
        return inside

    def _note(self, run: Run) -> str:
        anchor = run.link[1:]
        if self._in_annex or anchor not in self.notes or anchor in self._noted:
            return ""
        self._noted.add(anchor)
        self.written.append(self.notes[anchor])
        number = len(self.written) + 1
        return f"<w:r><w:rPr><w:rStyle w:val='EndnoteReference'/></w:rPr><w:endnoteReference w:id='{number}'/></w:r>"

    def _anchors(self, anchors: tuple[str, ...]) -> str:
        return "".join(
            f"<w:bookmarkStart w:id='{number}' w:name='place_{number}'/><w:bookmarkEnd w:id='{number}'/>"
            for number in map(self._number, anchors)
        )

    def _number(self, anchor: str) -> int:
        return self._bookmarks.setdefault(anchor, len(self._bookmarks))

    def _name(self, anchor: str) -> str:
        return f"place_{self._number(anchor)}"


def xml_text(text: str, *, escaped: bool = True) -> str:
    """Return text fit for XML; characters that no XML may hold are left out."""
    fit = _UNFIT.sub("", text)
    return escape(fit) if escaped else fit


def _strong(runs: Runs) -> Runs:
    return tuple(Run(run.text, True, run.emphasis, run.code, run.link, run.mark) for run in runs)


def _columns(table: Table) -> list[int]:
    """Return the widths of the columns, together as wide as the page."""
    number = len(table.head)
    if table.kind == "options":
        last = round((PAGE_TWIPS - OPTION_TWIPS) * 0.55 / (number - 1.45))
        return [OPTION_TWIPS, *[(PAGE_TWIPS - OPTION_TWIPS - last) // (number - 2)] * (number - 2), last]
    if table.kind == "choice":
        return [PAGE_TWIPS - BOX_TWIPS * (number - 1), *[BOX_TWIPS] * (number - 1)]
    needed = widths(table)
    return [PAGE_TWIPS * width // sum(needed) for width in needed]


def source_notes(found: list[Block]) -> dict[str, Runs]:
    """Return what the annexes say of each study and each source of the case, by anchor."""
    source = re.compile(r"ref-[ES]\.3a\.")
    return {anchor: item.runs for item in _all(found) for anchor in item.anchors if source.match(anchor)}


def _all(found: list[Block]) -> Iterator[Item]:
    for block in found:
        if isinstance(block, Items):
            yield from block.items
