"""Countries as public data spell them, to ISO 3166-1 alpha-3; the list of countries is pycountry's.

Kosovo has no code in the standard; XKX, which most data sets use, is accepted in cases and so here.
"""

import re
from functools import cache

import pycountry

ALIASES = {
    "bosnia-herzegovina": "BIH",
    "burma/myanmar": "MMR",
    "cape verde": "CPV",
    "dr congo": "COD",
    "democratic republic of congo": "COD",
    "democratic republic of vietnam": "VNM",
    "ivory coast": "CIV",
    "kingdom of eswatini": "SWZ",
    "kosovo": "XKX",
    "kyrgystan": "KGZ",
    "macedonia": "MKD",
    "republic of congo": "COG",
    "russia": "RUS",
    "the gambia": "GMB",
    "turkey": "TUR",
    "xkx": "XKX",
}
"""Spellings of the data sets that drafting reads and that pycountry does not know; seen in files of 2022 to 2025."""

AMBIGUOUS = {"congo": ("COG", "COD"), "korea": ("KOR", "PRK")}
"""Names that people use for either of two countries; data sets that write ``Congo`` mean the Republic (COG)."""

_BRACKET = re.compile(r"\s*\([^)]*\)")


@cache
def alpha3(name: str) -> str | None:
    """Return the code of a country given as a name or code, None for none that has one.

    ``NA`` is Namibia and ``NO`` is Norway; a former name in brackets is left out.
    """
    text = _BRACKET.sub("", name).strip()
    if text.lower() in ALIASES:
        return ALIASES[text.lower()]
    try:
        return str(pycountry.countries.lookup(text).alpha_3)
    except LookupError:
        return None


def name_of(code: str) -> str:
    """Return the short English name of a country by its alpha-3 code."""
    if code == ALIASES["kosovo"]:
        return "Kosovo"
    country = pycountry.countries.get(alpha_3=code)
    return str(getattr(country, "common_name", country.name)) if country else code
