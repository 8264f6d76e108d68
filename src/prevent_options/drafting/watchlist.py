"""Drafts of one country, or of the countries at the highest risk."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from prevent_options.drafting.countries import AMBIGUOUS, alpha3, name_of
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
        When there is no such country, the name may mean two, or the data cannot be read.
    """
    return _checked(_code(country), read_folder(folder), as_of, goal)


def _code(country: str) -> str:
    """Return the code of the one country that a name or code means."""
    either = AMBIGUOUS.get(country.strip().lower())
    if either:
        found, told = f"{country!r}, which may be either of two", " or ".join(f"{c} ({name_of(c)})" for c in either)
        raise InputError([Problem("COUNTRY", 0, "country", found, f"expected {told}", "write one of these codes")])
    code = alpha3(country)
    if code is None:
        expected = "expected a country's name or ISO 3166-1 code"
        raise InputError([Problem("COUNTRY", 0, "country", f"found {country!r}", expected, "write a code such as NAM")])
    return code


def draft_watchlist(folder: Path, top: int, as_of: date, goal: str = "foreclose") -> tuple[dict[str, str], list[str]]:
    """Return the texts of case files for the countries of the highest risk, and what had to be left out.

    Returns
    -------
    tuple
        Text by country code in order of risk; names of the risk file that stand
        among them and are no country with a code.

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
    wanted: dict[str, None] = {}
    left_out = []
    for name in (row.cells["ewp_name"] for row in ordered):
        code = alpha3(name)
        if len(wanted) == top:
            break
        if code is None:
            left_out.append(name)
        else:
            wanted[code] = None
    return {code: _checked(code, data, as_of, goal) for code in wanted}, left_out


def _checked(code: str, data: Mapping[Kind, tuple[Row, ...]], as_of: date, goal: str) -> str:
    """Return a draft that the profile's own reader accepts."""
    text = draft(code, country_facts(code, data, as_of.year), as_of, goal)
    parse_case(text, f"draft of {code}")
    return text
