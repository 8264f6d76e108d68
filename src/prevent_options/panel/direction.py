"""Whether a higher code is better or worse: looked for in the data, and asked about where it does not show."""

from collections.abc import Mapping

import numpy as np

from prevent_options.errors import Problem
from prevent_options.panel.table import Ints
from prevent_options.panel.words import TACTICS, Direction

FEWEST = 30
"""Below this many country-years the codes show no direction."""

CLEAR = 1.5
"""How many times more frequent the end of the scale that means "none" must be for disappearances."""

AGAINST = -0.1
"""A tactic that goes against the sum of the others by this correlation is coded the other way (levels of the four
correlate at 0.40 to 0.58 in CIRIGHTS 1981-2020)."""


def look(codes: Ints) -> Direction | None:
    """Return the direction that codes (n, 4) suggest, or None.

    In most countries and years nobody is made to disappear, so the end of the scale that disappearances crowd at is
    the good one; of the four tactics only they have such an end in every period.
    """
    disappearances = codes[:, TACTICS.index("disap")]
    low, high = int((disappearances == 0).sum()), int((disappearances == 2).sum())
    if len(codes) < FEWEST:
        return None
    return "better" if high > CLEAR * low else "worse" if low > CLEAR * high else None


def against(codes: Ints) -> list[str]:
    """Return the tactics whose codes run against those of the others."""
    if len(codes) < FEWEST:
        return []
    found = []
    for k, tactic in enumerate(TACTICS):
        others = np.delete(codes, k, axis=1).sum(axis=1)
        constant = np.ptp(codes[:, k]) == 0 or np.ptp(others) == 0
        if not constant and np.corrcoef(codes[:, k], others)[0, 1] < AGAINST:
            found.append(tactic)
    return found


def settle(
    file: str, codes: Ints, columns: Mapping[str, str], given: Direction | None, *, known_format: bool
) -> tuple[Direction, list[Problem], list[str]]:
    """Return the direction to use, problems, and notes.

    Parameters
    ----------
    file
        As the user named it.
    codes
        All usable codes, shape (n, 4).
    columns
        Tactic → column.
    given
        What the user says; it decides, and a note says so where the data look otherwise.
    known_format
        Whether the columns are those of CIRIGHTS, where higher is better. Even then the data must agree.
    """
    problems = [
        Problem(
            file,
            1,
            columns[tactic],
            "its codes fall where those of the other tactics rise",
            "all four tactics coded in one direction",
            "turn this column round, or map the right one with --column",
        )
        for tactic in against(codes)
    ]
    seen = look(codes)
    if given is not None:
        notes = [] if seen in {None, given} else [f"Note: the codes look as if higher were {seen}; taken as {given}."]
        return given, problems, notes
    if known_format and seen == "better":
        return "better", problems, []
    looks = f"the codes look as if higher were {seen}" if seen else "the codes do not show whether higher is better"
    expected = "codes of which higher is better, as in CIRIGHTS" if known_format else "a known direction of coding"
    todo = "say --higher-is better (2 = none) or --higher-is worse (2 = frequent)"
    return "better", [*problems, Problem(file, 1, columns["disap"], looks, expected, todo)], []
