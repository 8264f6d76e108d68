"""The report of what changed since an earlier batch: one line, a table, and the first part of the page."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from prevent_options.assess import safe_cell
from prevent_options.assess.causes import PARTS
from prevent_options.batch.moves import CaseChange, Move, read_change
from prevent_options.batch.record import Record
from prevent_options.batch.since import Since
from prevent_options.batch.tables import write_rows

CAUSE_WORDS = {
    "evidence": "new evidence",
    "rules": "changed rules",
    "noise": "noise (draws or seed)",
    "facts": "changed facts",
    "values": "changed values",
    "program": "the program",
}

_NAMED = 10
"""How many new cases the line names."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in a list of cases.

    Attributes
    ----------
    name
        The earlier batch.
    compared
        Number of cases in both.
    cases
        Cases in which something changed, in the order of the watchlist.
    new, gone
        Cases that only this batch, or only the earlier one, has assessed.
    """

    name: str
    compared: int
    cases: tuple[CaseChange, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def line(self) -> str:
        """Return the report in one line."""
        came = [f"new: {_named(self.new)}"] if self.new else []
        went = [f"no longer assessed: {', '.join(self.gone)}"] if self.gone else []
        if not self.cases:
            moved = f"Nothing moved since {self.name}: no rank, warning, fact or value changed in {self.compared} cases"
            return "; ".join([moved, *came, *went]) + "."
        ranks = sum(move.rank[0] != move.rank[1] for case in self.cases for move in case.moves)
        flags = sum(len(m.warnings_new) + len(m.warnings_gone) for case in self.cases for m in case.moves)
        facts, values = (sum(bool(getattr(c, kind)) for c in self.cases) for kind in ("facts", "values"))
        main = Counter(CAUSE_WORDS[next(iter(case.causes))] for case in self.cases if case.causes)
        why = ", ".join(f"{cause} in {count}" for cause, count in main.most_common())
        head = f"Since {self.name}, {len(self.cases)} of {self.compared} cases changed"
        told = f"{head}: {ranks} ranks and {flags} warnings moved; facts changed in {facts} cases, values in {values}"
        return "; ".join([told, *([f"mostly because of {why}"] if why else []), *came, *went]) + "."


def _named(cases: tuple[str, ...]) -> str:
    """Return the first cases by name and how many more; cases that went are never cut short."""
    more = len(cases) - _NAMED
    return ", ".join(cases[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def gather(output: Path, records: Iterable[Record], since: Since) -> Changes:
    """Return what changed, from the files the jobs wrote."""
    cases, new, seen = [], [], set()
    for record in records:
        if record.status != "done" or record.case is None:
            continue
        seen.add(record.case)
        name = f"changes/{record.case}.json"
        if name not in record.files:
            new.append(record.case)
            continue
        change = read_change((output / name).read_bytes())
        if change.facts or change.values or change.moved:
            cases.append(change)
    gone = tuple(sorted(since.cases.keys() - seen))
    return Changes(since.name, len(seen) - len(new), tuple(cases), tuple(new), gone)


def write_changes(output: Path, changes: Changes) -> None:
    """Write ``changes`` as CSV and Parquet: a row for each tool whose rank or warnings moved, and for each fact."""
    write_rows(output / "changes", [row for case in changes.cases for row in _rows(case)], _KINDS)


_KINDS: dict[str, type] = {
    "case": str,
    "kind": str,
    "what": str,
    "before": str,
    "after": str,
    "rank_before": int,
    "rank_after": int,
    "band_before": int,
    "band_after": int,
    "expected_rank_change": float,
    **{f"due_to_{part}": float for part in PARTS},
    "warnings_new": str,
    "warnings_gone": str,
}


def _rows(case: CaseChange) -> list[dict[str, object]]:
    """Return the rows of one case; text that a spreadsheet could run is made text."""
    stated = [("fact", change) for change in case.facts] + [("value", change) for change in case.values]
    rows: list[dict[str, object]] = [
        {"case": case.case, "kind": kind, "what": safe_cell(what), "before": safe_cell(then), "after": safe_cell(now)}
        for kind, (what, then, now) in stated
    ]
    return rows + [_tool_row(case.case, move) for move in case.moved]


def _tool_row(case: str, move: Move) -> dict[str, object]:
    return {
        "case": case,
        "kind": "tool",
        "what": move.tool,
        "rank_before": move.rank[0],
        "rank_after": move.rank[1],
        "band_before": move.band[0],
        "band_after": move.band[1],
        "expected_rank_change": round(move.expected_rank[1] - move.expected_rank[0], 6),
        **{f"due_to_{part}": move.parts.get(part, 0.0) for part in PARTS},
        "warnings_new": "; ".join(move.warnings_new),
        "warnings_gone": "; ".join(move.warnings_gone),
    }
