"""Drafts of one country, or of the countries at the highest risk."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from prevent_options.drafting.countries import alpha3
from prevent_options.drafting.data import Kind, Row, read_folder
from prevent_options.drafting.draft import draft
from prevent_options.drafting.facts import country_facts
from prevent_options.errors import InputError, Problem
from prevent_options.profile import parse_case


def draft_case(country: str, folder: Path, as_of: date, goal: str = "foreclose") -> str:
    """Return the text of a case file for one country.

    Parameters
    ----------
    country
        Name or ISO code.
    folder
        The user's data files.
    as_of
        Day of the case; later rows are not read.
    goal
        Goal of the case.

    Raises
    ------
    InputError
        When there is no such country, or the data cannot be read.
    """
    code = alpha3(country)
    if code is None:
        expected = "expected a country's name or ISO 3166-1 code"
        raise InputError([Problem("COUNTRY", 0, "country", f"found {country!r}", expected, "write a code such as NAM")])
    return _checked(code, read_folder(folder), as_of, goal)


def draft_watchlist(folder: Path, top: int, as_of: date, goal: str = "foreclose") -> tuple[dict[str, str], list[str]]:
    """Return the texts of case files for the countries of the highest risk, and what had to be left out.

    Returns
    -------
    tuple
        Text by country code in order of risk; names of the risk file that are no country of ISO 3166-1.

    Raises
    ------
    InputError
        When the data hold no file with risk ranks, or cannot be read.
    """
    data = read_folder(folder)
    rows = data.get("risk", ())
    rank = next((name for name in (rows[0].cells if rows else ()) if name.startswith("rank")), None)
    if rank is None:
        expected = "expected the Early Warning Project's file (columns ewp_name and rank...)"
        raise InputError([Problem(str(folder), 0, "(folder)", "no risk ranks", expected, "add it to the folder")])
    ordered = sorted(rows, key=lambda row: row.whole(rank) or 10**6)
    codes = {row.cells["ewp_name"]: alpha3(row.cells["ewp_name"]) for row in ordered}
    left_out = [name for name, code in codes.items() if code is None]
    wanted = list(dict.fromkeys(code for code in codes.values() if code is not None))[:top]
    return {code: _checked(code, data, as_of, goal) for code in wanted}, left_out


def _checked(code: str, data: Mapping[Kind, tuple[Row, ...]], as_of: date, goal: str) -> str:
    """Return a draft that the profile's own reader accepts."""
    text = draft(code, country_facts(code, data, as_of.year), as_of, goal)
    parse_case(text, f"draft of {code}")
    return text
