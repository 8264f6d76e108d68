"""Progress on standard error: a bar in a terminal, nothing where nobody watches."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from prevent_options.batch import CaseOutcome


@contextmanager
def case_progress(total: int, *, quiet: bool) -> "Iterator[Callable[[CaseOutcome], None]]":
    """Show how many cases are done; the bar is drawn only in a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=quiet or not console.is_terminal) as progress:
        task = progress.add_task("cases", total=total)

        def tick(outcome: "CaseOutcome") -> None:
            progress.update(task, advance=1, description=outcome.case or "failed")

        yield tick


@contextmanager
def fit_progress() -> Iterator[Callable[[int, int], None]]:
    """Show how many draws of a fit are done, warm-up included; the bar is drawn only in a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("draws", total=None)

        def tick(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        yield tick
