"""Progress on standard error: a bar in a terminal, JSON lines on request, nothing where nobody watches."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from prevent_options.batch import BatchReport, Done


class BatchLog:
    """What a batch says while it runs: a bar with rate and time left, or one JSON object a line."""

    def __init__(self, total: int, progress: Progress, *, quiet: bool, log_json: bool) -> None:
        self.total = total
        self.quiet = quiet
        self.log_json = log_json
        self._progress = progress
        self._task = progress.add_task("cases", total=total, rate="")
        self._start = time.monotonic()
        self._done = 0

    def tick(self, done: "Done") -> None:
        """Count one job."""
        self._done += 1
        seconds = max(time.monotonic() - self._start, 1e-9)
        rate = self._done / seconds
        self._progress.update(self._task, advance=1, description=done.case or "failed", rate=f"{rate:.1f}/s")
        if self.log_json:
            left = round((self.total - self._done) / rate, 1)
            facts: dict[str, object] = {
                "done": self._done,
                "total": self.total,
                "per_second": round(rate, 2),
                "seconds_left": left,
            }
            self._line("case", facts | {"case": done.case, "name": done.name, "status": done.status})

    def problems(self, done: "Done") -> None:
        """Tell what is wrong with a case, quiet or not."""
        if self.log_json:
            self._line("failed", {"case": done.case, "name": done.name, "problems": list(done.problems)})
        else:
            click.echo("\n".join(done.problems), err=True)

    def warning(self, text: str) -> None:
        """Tell what the user should know before the end, quiet or not."""
        if self.log_json:
            self._line("warning", {"message": text})
        else:
            click.echo(f"warning: {text}", err=True)

    def say(self, event: str, text: str, **facts: object) -> None:
        """Tell something once."""
        if self.log_json:
            self._line(event, {"message": text} | facts)
        elif not self.quiet:
            click.echo(text, err=True)

    def finished(self, report: "BatchReport") -> None:
        """Tell how it ended."""
        page = report.output / "index.html"
        self._progress.stop()
        facts: dict[str, object] = {"cases": report.cases, "assessed": report.assessed, "kept": report.kept}
        facts |= {"failed": report.cases - report.assessed, "with_problems": report.troubled, "page": str(page)}
        if report.changed is not None:
            self.say("changes", report.changed)
        beside = f", {report.troubled} with problems" if report.troubled else ""
        self.say("finished", f"{report.assessed} of {report.cases} cases assessed{beside}; open {page}", **facts)

    def _line(self, event: str, facts: dict[str, object]) -> None:
        click.echo(json.dumps({"event": event} | facts, ensure_ascii=False), err=True)


@contextmanager
def batch_progress(total: int, *, quiet: bool, log_json: bool) -> Iterator[BatchLog]:
    """Show how many jobs are done, how fast and how long it will take; the bar is drawn only in a terminal."""
    console = Console(stderr=True)
    rate, left = TextColumn("{task.fields[rate]}"), TimeRemainingColumn()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), rate, left)
    disable = quiet or log_json or not console.is_terminal
    with Progress(*columns, console=console, disable=disable) as progress:
        yield BatchLog(total, progress, quiet=quiet, log_json=log_json)


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
