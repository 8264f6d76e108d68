"""The page for the whole list: one HTML file with everything in it, which works from a file and asks for nothing."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from prevent_options.batch.changes import CAUSE_WORDS, Changes
from prevent_options.batch.record import Record, ToolLine
from prevent_options.batch.tiles import COLUMNS, ROWS, TILES
from prevent_options.drafting.countries import name_of
from prevent_options.files import write_atomically
from prevent_options.paths import data_dir

FIRST = 3
"""How many tools stand in a case's row."""
HEAT_LIMIT = 1000
"""Cases above which the heat map is left to the tables: a browser would be slow, and nobody reads it."""


def write_page(
    output: Path, records: Callable[[], Iterator[Record]], changes: Changes | None = None, *, sweep: bool = False
) -> None:
    """Write ``index.html``.

    Parameters
    ----------
    output
        Folder of the batch; links lead to files in it.
    records
        Gives the records of all jobs, one at a time.
    changes
        What changed since an earlier batch; None when nobody asked.
    sweep
        Whether there are tables of scenarios to link to.
    """
    tools = _tools(records())
    cases = [_case(record, tools) for record in records() if record.status == "done"]
    failed = [record for record in records() if record.problems]
    text = (
        _environment()
        .get_template("index.html.j2")
        .render(
            cases=cases,
            failed=failed,
            tools=tools,
            tiles=_tiles(cases),
            off_grid=sorted({case["country"] for case in cases} - TILES.keys()),
            columns=COLUMNS,
            rows=ROWS,
            heat=len(cases) <= HEAT_LIMIT,
            heat_limit=HEAT_LIMIT,
            families=sorted({tool["family"] for tool in tools}),
            countries=sorted({(case["country_name"], case["country"]) for case in cases}),
            goals=sorted({case["goal"] for case in cases}),
            changes=changes,
            cause_words=CAUSE_WORDS,
            sweep=sweep,
        )
    )
    write_atomically(output / "index.html", text)


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


def percent(value: float) -> str:
    """Return a fraction as a signed whole percentage; zero has no sign."""
    rounded = round(100 * value)
    return "0%" if rounded == 0 else f"{rounded:+d}%".replace("-", "\u2212")


def words(text: str) -> str:
    """Return an id in words."""
    return text.replace("_", " ")


def shade(value: float) -> str:
    """Return the name of the colour of a change of harm: four steps each way, and one for nearly none."""
    steps = (0.02, 0.05, 0.10, 0.20)
    step = sum(abs(value) >= limit for limit in steps)
    return "n0" if step == 0 else f"{'less' if value < 0 else 'more'}{step}"


def _case(record: Record, tools: list[dict[str, str]]) -> dict[str, object]:
    """Return what the page shows of a case."""
    able = [tool for tool in record.tools if tool.eligible]
    first = able[:FIRST]
    moves = sorted({flag for tool in first for flag in tool.flags})
    return {
        "id": record.case,
        "title": record.title,
        "country": record.country,
        "country_name": name_of(record.country),
        "goal": record.goal,
        "as_of": record.as_of,
        "first": first,
        "tied": sum(tool.band == able[0].band for tool in able),
        "best": first[0].mean if first else 0.0,
        "backfire": first[0].p_backfire if first else 0.0,
        "moves": moves,
        "unknown": record.unknown,
        "unknown_share": len(record.unknown) / max(1, record.facts),
        "memo": f"memos/{record.case}.html" if f"memos/{record.case}.html" in record.files else None,
        "data": f"cases/{record.case}.json",
        "cells": _cells(record, tools),
        "problems": record.problems,
    }


def _cells(record: Record, tools: list[dict[str, str]]) -> Markup:
    """Return a case's row of the heat map; made here of figures and our own words, because a template is slow at it."""
    lines = {line.tool: line for line in record.tools}
    return Markup("").join(_cell(lines.get(tool["id"])) for tool in tools)


def _cell(line: ToolLine | None) -> Markup:
    if line is None:
        return Markup("<td></td>")
    if not line.eligible:
        return Markup('<td class="barred">&times;</td>')
    marks = ("!" if line.flags else "") + ("*" if line.in_use else "")
    return Markup('<td class="{}">{}{}</td>').format(shade(line.mean), percent(line.mean)[:-1], marks)


def _tools(records: Iterable[Record]) -> list[dict[str, str]]:
    """Return the tools that stand in any case, by family and name."""
    found: dict[str, ToolLine] = {}
    for record in records:
        for line in record.tools:
            found.setdefault(line.tool, line)
    order = sorted(found.values(), key=lambda line: (line.family, line.name))
    return [{"id": line.tool, "name": line.name, "family": line.family} for line in order]


def _tiles(cases: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return the tiles of the world, in reading order, with the cases of each country."""
    of: dict[str, list[dict[str, object]]] = {}
    for case in cases:
        of.setdefault(str(case["country"]), []).append(case)
    order = sorted(TILES.items(), key=lambda item: (item[1][1], item[1][0]))
    return [
        {"code": code, "name": name_of(code), "column": x + 1, "row": y + 1, "cases": of.get(code, [])}
        for code, (x, y) in order
    ]
