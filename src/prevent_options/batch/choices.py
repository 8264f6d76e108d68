"""The table of choices: one row a case, what its choice hangs on, and what to find out first."""

from collections.abc import Iterable
from pathlib import Path

from prevent_options.assess import safe_cell
from prevent_options.batch.choice import UNITS, Choice, Found
from prevent_options.batch.record import Record
from prevent_options.batch.tables import Row, write_rows

KINDS: dict[str, type] = {
    "case": str,
    "country": str,
    "goal": str,
    "first": str,
    "second": str,
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
    "together_net_change": float,
    "together_effort": float,
}
"""Columns; those after ``worked_out`` are empty where nobody asked for insights or there is nothing to tell."""


def write_choices(output: Path, records: Iterable[Record]) -> None:
    """Write ``choices`` as CSV and Parquet: a row for each assessed case in which there is something to choose."""
    write_rows(output / "choices", (_row(one, one.choice) for one in records if one.choice), KINDS)


def _row(record: Record, choice: Choice) -> Row:
    row: Row = {
        "case": record.case,
        "country": record.country,
        "goal": record.goal,
        "first": choice.first,
        "second": choice.second,
        "lead": choice.lead,
        "lead_mc_error": choice.mc_error,
        "settled": choice.settled,
        "tied": choice.tied,
        "unit": UNITS[record.goal].removeprefix("points of "),
        "share_facts": choice.facts,
        "share_values": choice.values,
        "share_mc_error": choice.share_error,
        "worked_out": choice.found is not None,
    }
    return row if choice.found is None else row | _found(choice.found)


def _found(found: Found) -> Row:
    first, best = next(iter(found.find_out), None), found.together
    turns = (f"if {one.fact} were {one.value}, {one.first} would be first" for one in found.turns)
    return {
        "find_out": None if first is None else safe_cell(first.fact),
        "find_out_worth": None if first is None else first.worth,
        "find_out_mc_error": None if first is None else first.mc_error,
        "turns": safe_cell("; ".join(turns)) or None,
        "together": None if best is None else " + ".join(best.tools),
        "together_net_change": None if best is None else best.mean,
        "together_effort": None if best is None else best.effort,
    }
