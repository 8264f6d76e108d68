"""A panel as arrays, and what was left out of it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Report:
    """What was read and what was left out; nothing is dropped without a number.

    Attributes
    ----------
    rows
        Rows of the file.
    used
        Country-years with all four tactics.
    left_out
        Reason → country-years.
    gaps
        Years that no row gives between a country's first and last row.
    late, early
        Countries that enter after the first year, and that leave before the last.
    successors
        Codes that stand for several countries one after another; their series are kept apart.
    notes
        Anything else a reader should know.
    """

    rows: int
    used: int
    left_out: Mapping[str, int]
    gaps: int
    late: int
    early: int
    successors: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """Return the report as sentences."""
        out = [f"{self.rows} rows read, {self.used} country-years with all four tactics used."]
        out += [f"Left out: {count} country-years, {reason}." for reason, count in self.left_out.items()]
        out.append(f"Gaps: {self.gaps} years without a row inside a country's span; no change is read across them.")
        out.append(f"{self.late} countries enter after the first year, {self.early} leave before the last.")
        out += [f"Kept as separate countries: {names}." for names in self.successors]
        return [*out, *self.notes]


@dataclass(frozen=True, slots=True)
class Panel:
    """Severity of the tactics by country and year.

    Attributes
    ----------
    countries
        C names.
    years
        N consecutive years.
    severity
        Shape (C, N, 4): 0 none, 1 occasional, 2 frequent, NaN where any tactic of the country-year has no code.
    report
        What was read and left out.
    """

    countries: tuple[str, ...]
    years: tuple[int, ...]
    severity: Floats
    report: Report

    def until(self, year: int) -> "Panel":
        """Return the panel up to and with a year."""
        keep = sum(known <= year for known in self.years)
        return Panel(self.countries, self.years[:keep], self.severity[:, :keep], self.report)


@dataclass(frozen=True, slots=True)
class Moments:
    """Country-years with two observed years before them: country and year as positions in a panel, each (M,)."""

    country: Ints
    year: Ints

    def __len__(self) -> int:
        return len(self.country)


def moments(severity: Floats, first: int = 2, end: int | None = None) -> Moments:
    """Return the country-years from position ``first`` to before ``end`` that have two observed years before them."""
    seen = ~np.isnan(severity[:, :, 0])
    usable = np.zeros_like(seen)
    usable[:, 2:] = seen[:, 2:] & seen[:, 1:-1] & seen[:, :-2]
    usable[:, : max(first, 2)] = False
    usable[:, len(seen[0]) if end is None else end :] = False
    year, country = np.nonzero(usable.T)
    return Moments(country, year)


def outcome(severity: Floats, at: Moments, lag: int = 0) -> Ints:
    """Return severity ``lag`` years before, shape (M, 4)."""
    return severity[at.country, at.year - lag].astype(np.int64)
