"""The table of choices: one row a case, what its choice hangs on, and what to find out first."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

from prevent_options.assess import safe_cell
from prevent_options.batch.choice import UNITS, Choice, Found
from prevent_options.batch.entries import label_of
from prevent_options.batch.record import Record
from prevent_options.batch.tables import Row, write_rows

KINDS: dict[str, type] = {
    "case": str,
    "country": str,
    "goal": str,
    "status": str,
    "first": str,
    "first_id": str,
    "second": str,
    "second_id": str,
    "lead": float,
    "lead_mc_error": float,
    "settled": bool,
    "tied": bool,
    "unit": str,
    "share_facts": float,
    "share_values": float,
    "share_mc_error": float,
    "worked_out": bool,
    "find_out": str,
    "find_out_worth": float,
    "find_out_mc_error": float,
    "turns": str,
    "together": str,
    "together_ids": str,
    "together_of": int,
    "together_net_change": float,
    "together_effort": float,
}
"""Columns; those after ``worked_out`` are empty where nobody asked for insights or there is nothing to tell.

``together`` is the best set of the first tools of the ranking and those that are cheap for what they do;
``together_of`` is how many tools were tried.
"""


def write_choices(output: Path, records: Iterable[Record]) -> None:
    """Write ``choices`` as CSV and Parquet: a row for each case, failed ones and those without a choice included."""
    # The jobs of a case follow one another, and the first one holds it as stated.
    cases = (next(same) for _, same in groupby(records, key=lambda record: record.name))
    write_rows(output / "choices", map(_row, cases), KINDS)


def _row(record: Record) -> Row:
    able = [tool for tool in record.tools if tool.eligible]
    row: Row = {
        "case": record.case or safe_cell(label_of(record.name)),
        "country": record.country,
        "goal": record.goal,
        "status": record.status,
        "first": able[0].name if able else None,
        "first_id": able[0].tool if able else None,
        "worked_out": record.choice is not None and record.choice.found is not None,
    }
    return row if record.choice is None else row | _chosen(record, record.choice)


def _chosen(record: Record, choice: Choice) -> Row:
    ids = {tool.name: tool.tool for tool in record.tools}
    row: Row = {
        "first": choice.first,
        "first_id": ids[choice.first],
        "second": choice.second,
        "second_id": ids[choice.second],
        "lead": choice.lead,
        "lead_mc_error": choice.mc_error,
        "settled": choice.settled,
        "tied": choice.tied,
        "unit": UNITS[record.goal].removeprefix("points of "),
        "share_facts": choice.facts,
        "share_values": choice.values,
        "share_mc_error": choice.share_error,
    }
    return row if choice.found is None else row | _found(choice.found, ids)


def _found(found: Found, ids: Mapping[str, str]) -> Row:
    first, best = next(iter(found.find_out), None), found.together
    turns = (f"if {one.fact} were {one.value}, {one.first} would be first" for one in found.turns)
    return {
        "find_out": None if first is None else safe_cell(first.fact),
        "find_out_worth": None if first is None else first.worth,
        "find_out_mc_error": None if first is None else first.mc_error,
        "turns": safe_cell("; ".join(turns)) or None,
        "together": None if best is None else " + ".join(best.tools),
        "together_ids": None if best is None else " + ".join(ids[name] for name in best.tools),
        "together_of": None if best is None else best.of,
        "together_net_change": None if best is None else best.mean,
        "together_effort": None if best is None else best.effort,
    }
