"""A watchlist with all its cases, checked as a batch would read them, without assessing any."""

from pathlib import Path

from prevent_options.batch.entries import Entry
from prevent_options.batch.jobs import shared_ids
from prevent_options.batch.watchlist import read_watchlist
from prevent_options.errors import InputError, Problem


def check_watchlist(path: Path) -> None:
    """Check a watchlist: its own form, every case with the facts it sets, and that ids are not shared.

    Parameters
    ----------
    path
        A YAML list, or whatever else a batch takes.

    Raises
    ------
    InputError
        With every problem; those of the cases only when the list itself can be read.
    """
    entries = read_watchlist(path)
    ids = [entry.peek(entry.content()) for entry in entries]
    problems = [problem for problem in shared_ids(entries, ids) if problem is not None]
    for entry in entries:
        problems += _problems(entry)
    if problems:
        raise InputError(dict.fromkeys(problems))


def _problems(entry: Entry) -> tuple[Problem, ...]:
    try:
        entry.load()
    except InputError as error:
        return error.problems
    return ()
