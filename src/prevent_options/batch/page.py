"""The page for the whole list: HTML with everything in it, which works from a file and asks for nothing.

A list longer than one page is told on several, each whole by itself; the first one finds a case on any of them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import batched
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

from prevent_options.batch.changes import CAUSE_WORDS, Changes
from prevent_options.batch.moves import CaseChange
from prevent_options.batch.page_case import case_row, first_tool, percent, shade, words
from prevent_options.batch.record import Record, ToolLine
from prevent_options.batch.robust import robust_lines
from prevent_options.batch.tiles import COLUMNS, ROWS, TILES
from prevent_options.drafting.countries import name_of
from prevent_options.files import write_atomically
from prevent_options.paths import data_dir

PAGE = 250
"""Cases on one page: a watchlist of all countries fits, and a browser sorts and filters so many without a pause."""
PROBLEMS = 200
"""Cases with problems that are told on the page; the tables have all of them."""


@dataclass(slots=True)
class _Overview:
    """What the pages need to know of all records before the first one is written."""

    tools: dict[str, ToolLine] = field(default_factory=dict)
    cases: list[tuple[str, str, str]] = field(default_factory=list)
    failed: list[Record] = field(default_factory=list)
    warnings: Counter[str] = field(default_factory=Counter)
    problems: int = 0
    last: str = ""

    def see(self, record: Record) -> None:
        """Take in one record."""
        for line in record.tools:
            self.tools.setdefault(line.tool, line)
        self.warnings.update(record.warnings)
        if record.status == "done":
            self.cases.append((str(record.case), record.title, name_of(record.country)))
        if record.problems:
            # The jobs of a case follow one another, and it counts once.
            self.problems += record.name != self.last
            self.last = record.name
            if self.problems <= PROBLEMS:
                self.failed.append(record)


def write_page(
    output: Path, records: Callable[[], Iterator[Record]], changes: Changes | None = None, *, sweep: bool = False
) -> tuple[str, ...]:
    """Write ``index.html``, and ``pages/`` where the list is longer than one page.

    Parameters
    ----------
    output
        Folder of the batch; links lead to files in it.
    records
        Gives the records of all jobs, one at a time; asked twice.
    changes
        What changed since an earlier batch; None when nobody asked.
    sweep
        Whether there are tables of scenarios: which choices hold over them then stands below each case.

    Returns
    -------
    tuple of str
        Names of the files.
    """
    seen = _Overview()
    for record in records():
        seen.see(record)
    pages = _pages(seen.cases)
    tools = _tools(seen.tools.values())
    shared = {"pages": pages, "tools": tools, "changes": changes, "sweep": sweep} | _about(seen, pages)
    shared["where"] = _where(seen.cases, pages, () if changes is None else changes.cases)
    done = (record for record in records() if record.status == "done")
    chunks: Iterable[tuple[Record, ...]] = batched(done, PAGE) if seen.cases else [()]
    template = _environment().get_template("index.html.j2")
    for page, chunk in zip(pages, chunks, strict=True):
        robust = robust_lines(output, dict(map(first_tool, chunk))) if sweep else {}
        rows = [case_row(record, tools, robust.get(str(record.case), ())) for record in chunk]
        write_atomically(output / page["file"], _rendered(template, page, rows, shared))
    return tuple(page["file"] for page in pages)


def _rendered(
    template: Template, page: Mapping[str, Any], cases: list[dict[str, Any]], shared: Mapping[str, Any]
) -> str:
    """Return one page as HTML."""
    return template.render(
        shared,
        page=page,
        cases=cases,
        computed=any(case["choice"] and case["choice"].found for case in cases),
        tiles=_tiles(cases),
        off_grid=sorted({case["country"] for case in cases} - TILES.keys()),
        families=sorted({tool["family"] for tool in shared["tools"]}),
        countries=sorted({(case["country_name"], case["country"]) for case in cases}),
        goals=sorted({case["goal"] for case in cases}),
    )


def _pages(cases: list[tuple[str, str, str]]) -> list[dict[str, Any]]:
    """Return the pages of a list: number, file, way back to the batch's folder, and the ids they lie between."""
    return [
        {
            "number": number + 1,
            "file": f"pages/{number + 1:04}.html" if number else "index.html",
            "root": "../" if number else "",
            "first": cases[number * PAGE][0] if cases else "",
            "last": cases[min(len(cases), (number + 1) * PAGE) - 1][0] if cases else "",
        }
        for number in range(max(1, -(-len(cases) // PAGE)))
    ]


def _where(
    cases: list[tuple[str, str, str]], pages: list[dict[str, Any]], changed: Iterable[CaseChange]
) -> dict[str, str]:
    """Return the file of the page on which each changed case stands; nothing for those on the first one."""
    wanted = {one.case for one in changed}
    return {
        case: pages[place // PAGE]["file"] if place >= PAGE else ""
        for place, (case, _, _) in enumerate(cases)
        if case in wanted
    }


def _about(seen: _Overview, pages: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what all pages say of the whole list; the way to each case is needed only where there are several."""
    several = len(pages) > 1
    return {
        "total": len(seen.cases),
        "failed": seen.failed,
        "warnings": seen.warnings.most_common(),
        "problems": seen.problems,
        "untold": max(0, seen.problems - PROBLEMS),
        "find": [[*case, place // PAGE] for place, case in enumerate(seen.cases)] if several else [],
        "columns": COLUMNS,
        "rows": ROWS,
        "cause_words": CAUSE_WORDS,
    }


def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(data_dir("templates")),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["percent"] = percent
    environment.filters["words"] = words
    environment.filters["shade"] = shade
    return environment


def _tools(found: Iterable[ToolLine]) -> list[dict[str, str]]:
    """Return the tools that stand in any case, by family and name."""
    order = sorted(found, key=lambda line: (line.family, line.name))
    return [{"id": line.tool, "name": line.name, "family": line.family} for line in order]


def _tiles(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the tiles of the world, in reading order, with the cases of each country."""
    of: dict[str, list[dict[str, Any]]] = {}
    for case in cases:
        of.setdefault(str(case["country"]), []).append(case)
    order = sorted(TILES.items(), key=lambda item: (item[1][1], item[1][0]))
    return [
        {"code": code, "name": name_of(code), "column": x + 1, "row": y + 1, "cases": of.get(code, [])}
        for code, (x, y) in order
    ]
