"""Names and codes of country-year data of tactics."""

from collections.abc import Mapping
from typing import Final, Literal

TACTICS: Final = ("kill", "disap", "tort", "polpris")
"""The four tactics of CIRIGHTS: extrajudicial killing, disappearance, torture, political imprisonment."""

CATALOGUE_TACTICS: Final = {
    "kill": "extrajudicial_execution",
    "disap": "enforced_disappearance",
    "tort": "torture",
    "polpris": "political_imprisonment",
}
"""What each is called in the project's catalogue of tactics."""

LEVELS: Final = 3
"""None, occasional, frequent."""

COLUMNS: Final[Mapping[str, str]] = {
    "country": "country",
    "code": "iso_a3",
    "year": "year",
    **{tactic: tactic for tactic in TACTICS},
}
"""What is read, and the column of the CIRIGHTS format that holds it."""

OPTIONAL: Final = frozenset({"code"})

MISSING: Final = frozenset({"", "NA", "NaN", ".", "-66", "-77", "-99", "-999"})
"""No code: empty, or the codes of the CIRI project for interregnum (-77), interruption (-66) and missing (-999)."""

type Direction = Literal["better", "worse"]
"""Whether a higher code is better or worse for people."""
