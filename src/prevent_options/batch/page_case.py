"""One case as the page shows it: its row, its cells of the heat map, and figures as words and colours."""

from typing import Any

from markupsafe import Markup

from prevent_options.batch.choice import UNITS, Choice
from prevent_options.batch.record import Record, ToolLine
from prevent_options.batch.robust import RobustLine
from prevent_options.drafting.countries import name_of

FIRST = 3
"""How many tools stand in a case's row."""


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


def first_tool(record: Record) -> tuple[str, str]:
    """Return a case and the tool its ranking puts first; nothing where none may be used."""
    return str(record.case), next((tool.tool for tool in record.tools if tool.eligible), "")


def case_row(record: Record, tools: list[dict[str, str]], robust: tuple[RobustLine, ...] = ()) -> dict[str, Any]:
    """Return what the page shows of a case; ``robust`` is what holds over its scenarios."""
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
        "choice": record.choice,
        "robust": _held(robust, record),
        "lead": record.choice.lead if record.choice else 0.0,
        "unit": UNITS.get(record.goal, "points"),
        "rest": rest(record.choice),
        "moves": moves,
        "unknown": record.unknown,
        "unknown_share": len(record.unknown) / max(1, record.facts),
        "memo": f"memos/{record.case}.html" if f"memos/{record.case}.html" in record.files else None,
        "data": f"cases/{record.case}.json",
        "cells": _cells(record, tools),
        "problems": record.problems,
    }


def _held(robust: tuple[RobustLine, ...], record: Record) -> list[dict[str, Any]]:
    """Return tools over the scenarios of a case; ``level`` marks those whose largest regret is a tie with the smallest.

    Both are means over the same draws, so that twice the error of the lead tells how far apart two of them must lie.
    That error is of harm under the goals that count harm; under stop nothing is called a tie here.
    """
    names = {tool.tool: tool.name for tool in record.tools}
    margin = 2.0 * record.choice.mc_error if record.choice is not None and record.goal != "stop" else 0.0
    least = min((line.max_regret for line in robust if line.minimax), default=None)
    return [
        line._asdict()
        | {
            "name": names.get(line.tool, words(line.tool)),
            "first": first_tool(record)[1] == line.tool,
            "level": least is not None
            and not line.minimax
            and line.scenarios == line.all_scenarios
            and line.max_regret - least <= margin,
        }
        for line in robust
    ]


def _cells(record: Record, tools: list[dict[str, str]]) -> Markup:
    """Return a case's row of the heat map; made here of figures and our own words, because a template is slow at it."""
    lines = {line.tool: line for line in record.tools}
    return Markup("".join(_cell(lines.get(tool["id"])) for tool in tools))  # noqa: S704 - holds nothing but our words


def _cell(line: ToolLine | None) -> str:
    if line is None:
        return "<td></td>"
    if not line.eligible:
        return '<td class="barred">&times;</td>'
    marks = ("!" if line.flags else "") + ("*" if line.in_use else "")
    return f'<td class="{shade(line.mean)}">{percent(line.mean)[:-1]}{marks}</td>'


def rest(choice: Choice | None) -> tuple[int, int, int]:
    """Return the whole percentages of facts, values and the rest in the spread of a lead; noise below 0 counts as 0."""
    if choice is None:
        return (0, 0, 0)
    facts, values = (min(100, max(0, round(100 * share))) for share in (choice.facts, choice.values))
    return facts, values, max(0, 100 - facts - values)
