"""Markdown from the blocks of the page; every text passes the escape, so that none of it becomes markup."""

from collections.abc import Iterable, Iterator

from prevent_options.memo.blocks import Block, Figure, Heading, Item, Items, Pairs, Paragraph, Quote, Table
from prevent_options.memo.elements import Run
from prevent_options.memo.safe import escape_markdown, web_address

BLANK = "____________________"
NOTHING = "\N{EN DASH}"


def markdown(found: Iterable[Block]) -> str:
    """Return blocks as Markdown; a picture gives its caption, since the table in the annex has its figures."""
    return "\n\n".join(text for block in found for text in _block(block) if text.strip()) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'---\n\n' if block.breaks else ''}{'#' * block.level} {inline(block.runs)}"
        case Paragraph():
            yield ("> " if block.kind in {"banner", "marking"} else "") + inline(block.runs)
        case Items():
            yield "\n".join(_items(block.items, ""))
        case Pairs():
            yield "\n".join(f"- **{inline(term)}**: {inline(meaning)}" for term, meaning in block.pairs)
        case Table():
            yield from _table(block)
        case Figure():
            yield inline(block.runs)
        case Quote():
            inner = (text for part in block.blocks for text in _block(part))
            yield "\n>\n".join("\n".join(f"> {line}" for line in text.splitlines()) for text in inner)


def inline(runs: Iterable[Run]) -> str:
    """Return runs as one line of Markdown."""
    return "".join(_run(run) for run in runs).strip()


def _run(run: Run) -> str:
    if run.mark in {"blank", "box"}:
        return f" {BLANK}" if run.mark == "blank" else "[ ]"
    if run.link and web_address(run.link):
        return f"<{run.link}>"
    lead, tail = (" " if run.text[:1].isspace() else ""), (" " if run.text.rstrip() != run.text else "")
    text = escape_markdown(run.text)
    if run.mark == "refs":
        text = text.removeprefix("\\")
    mark = "**" if run.strong else "*" if run.emphasis else ""
    return f"{lead}{mark}{text}{mark}{tail}" if text else lead


def _items(items: tuple[Item, ...], indent: str) -> Iterator[str]:
    for item in items:
        yield f"{indent}- {inline(item.runs)}"
        yield from _items(item.below, f"{indent}  ")


def _table(table: Table) -> Iterator[str]:
    """Yield a table; options become one list each, and the choice a list with boxes."""
    if table.kind == "options":
        yield from _options(table)
    elif table.kind == "choice":
        boxes = " ".join(f"[ ] {inline(cell.runs)}" for cell in table.head[1:])
        yield "\n".join(f"- **{inline(row[0].runs)}**: {boxes}" for row in table.rows)
    else:
        if table.caption and not table.hidden:
            yield inline(table.caption)
        lines = [[inline(cell.runs) for cell in row] for row in (table.head, *table.rows)]
        written = [f"| {' | '.join(line)} |" for line in lines]
        yield "\n".join([written[0], "|" + "---|" * len(table.head), *written[1:]])


def _options(table: Table) -> Iterator[str]:
    for number, option in enumerate(table.head[1:], start=1):
        yield f"### {inline(option.runs)}"
        told = [(inline(row[0].runs), inline(row[number].runs)) for row in table.rows]
        yield "\n".join(f"- **{name}**: {text}" for name, text in told if text != NOTHING)
