"""The report of what changed since an earlier batch: one line, a table, and the first part of the page."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from prevent_options.assess import safe_cell
from prevent_options.assess.causes import PARTS
from prevent_options.batch.moves import CaseChange, Move, read_change
from prevent_options.batch.record import Record
from prevent_options.batch.since import Since
from prevent_options.batch.tables import Row, write_rows

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


SHOWN = 200
"""Changed cases that are told on the page; the table has all of them."""


@dataclass(slots=True)
class Changes:
    """What changed in a list of cases, counted case by case, so that memory does not grow with the list.

    Attributes
    ----------
    name
        The earlier batch.
    cases
        The first changed cases, in the order of the watchlist.
    compared, changed
        Number of cases in both, and of those in which something changed.
    counts
        Number of moved ranks and warnings, and of cases whose facts and values changed.
    causes
        In how many cases each cause moved most.
    new
        Cases that only this batch has assessed.
    failed, gone
        Cases that only the earlier batch has assessed: those that failed now, and those that left the list.
    """

    name: str
    cases: list[CaseChange] = field(default_factory=list)
    compared: int = 0
    changed: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    new: list[str] = field(default_factory=list)
    failed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def count(self, case: CaseChange) -> None:
        """Take in a changed case."""
        self.changed += 1
        if len(self.cases) < SHOWN:
            self.cases.append(case)
        self.counts["ranks"] += sum(move.rank[0] != move.rank[1] for move in case.moves)
        self.counts["warnings"] += sum(len(m.warnings_new) + len(m.warnings_gone) for m in case.moves)
        self.counts["facts"] += bool(case.facts)
        self.counts["values"] += bool(case.values)
        self.causes.update(list(case.causes)[:1])

    @property
    def line(self) -> str:
        """Return the report in one line."""
        rest = self._came_and_went()
        if not self.changed:
            head = f"Since {self.name}," if rest else f"Nothing moved since {self.name}:"
            still = f"{head} no rank, warning, fact or value changed in {self.compared} cases"
            return "; ".join([still, *rest]) + "."
        why = ", ".join(f"{CAUSE_WORDS[cause]} in {count}" for cause, count in self.causes.most_common())
        head = f"Since {self.name}, {self.changed} of {self.compared} cases changed"
        moved = f"{self.counts['ranks']} ranks and {self.counts['warnings']} warnings moved"
        told = f"{head}: {moved}; facts changed in {self.counts['facts']} cases, values in {self.counts['values']}"
        return "; ".join([told, *([f"mostly because of {why}"] if why else []), *rest]) + "."

    def _came_and_went(self) -> list[str]:
        failed = [f"failed now, assessed then: {', '.join(self.failed)}"] if self.failed else []
        gone = [f"no longer in the list: {', '.join(self.gone)}"] if self.gone else []
        return [*failed, *gone, *([f"new: {_named(self.new)}"] if self.new else [])]


def _named(cases: Sequence[str]) -> str:
    """Return the first cases by name and how many more; cases that went are never cut short."""
    more = len(cases) - _NAMED
    return ", ".join(cases[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def report(output: Path, records: Iterable[Record], since: Since, listed: Collection[str]) -> Changes:
    """Return what changed, from the files the jobs wrote, and write it as CSV and Parquet.

    The table has a row for each tool whose rank or warnings moved, for each fact and value that changed, and for each
    case that is new, failed or gone. Only cases as stated are compared, never scenarios.

    Parameters
    ----------
    output
        Folder of this batch.
    records
        Its records.
    since
        The earlier batch.
    listed
        Ids of all its cases, those that failed included as far as their ids could be read.
    """
    told = Changes(since.name)
    write_rows(output / "changes", _all_rows(output, records, since, listed, told), _KINDS)
    return told


def _all_rows(
    output: Path, records: Iterable[Record], since: Since, listed: Collection[str], told: Changes
) -> Iterator[Row]:
    """Yield the rows of the table, and count them."""
    seen: set[str | None] = set()
    broken: set[str] = set()
    for record in records:
        if record.status == "done":
            seen.add(record.case)
            yield from _record_rows(output, record, told)
        elif record.status == "failed":
            broken.add(Path(record.name).name)
    lost = sorted(since.cases.keys() - seen)
    told.failed = tuple(case for case in lost if case in listed or _file(since, case) in broken)
    told.gone = tuple(case for case in lost if case not in told.failed)
    yield from (_case_row(case, "failed") for case in told.failed)
    yield from (_case_row(case, "gone") for case in told.gone)


def _record_rows(output: Path, record: Record, told: Changes) -> Iterator[Row]:
    """Yield the rows of an assessed case."""
    case, name = str(record.case), f"changes/{record.case}.json"
    if name not in record.files:
        told.new.append(case)
        yield _case_row(case, "new")
        return
    told.compared += 1
    change = read_change((output / name).read_bytes())
    if change.facts or change.values or change.moved:
        told.count(change)
        yield from _rows(change)


def _file(since: Since, case: str) -> str:
    """Return the file in which a case stood then; one that is broken now may not even tell its id."""
    record = since.record(case)
    return "" if record is None else Path(record.name).name


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


_STATES = {"new": (None, "assessed"), "failed": ("assessed", "failed"), "gone": ("assessed", None)}


def _case_row(case: str, what: str) -> Row:
    before, after = _STATES[what]
    return {"case": case, "kind": "case", "what": what, "before": before, "after": after}


def _rows(case: CaseChange) -> list[Row]:
    """Return the rows of one case; text that a spreadsheet could run is made text."""
    stated = [("fact", change) for change in case.facts] + [("value", change) for change in case.values]
    rows: list[Row] = [
        {"case": case.case, "kind": kind, "what": safe_cell(what), "before": safe_cell(then), "after": safe_cell(now)}
        for kind, (what, then, now) in stated
    ]
    return rows + [_tool_row(case.case, move) for move in case.moved]


def _tool_row(case: str, move: Move) -> Row:
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
