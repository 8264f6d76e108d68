"""``batch``: every case of a watchlist, with tables, memos, a page and a manifest."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from prevent_options.cli.options import draw_options, goal_option, language_option, rules_option

FILE = click.Path(path_type=Path)

DEFAULT_FORMS = ("md", "html")
MEMOS_FOR = 20
"""Watchlists of up to this many cases get memos unless told otherwise; in longer ones memos take most of the time."""


@click.command("batch")
@click.argument("watchlist", type=FILE)
@click.option("-o", "--output", type=FILE, required=True, help="Folder to write; new, empty, or of an earlier batch.")
@click.option("--columns", type=FILE, help="Map of a table's columns to facts (YAML).")
@click.option("--workers", type=click.IntRange(min=0), help="Processes; 0 for none besides this one. [default: cores]")
@click.option("--dask", metavar="ADDRESS", help="Run on a Dask cluster: its scheduler's address, or 'local'.")
@click.option("--resume", is_flag=True, help="Keep what an interrupted batch has finished.")
@click.option(
    "--memos/--no-memos", default=None, help=f"Write a memo for each case. [default: for up to {MEMOS_FOR} cases]"
)
@click.option(
    "--memo-format",
    "forms",
    type=click.Choice(["md", "html", "docx", "pdf"]),
    multiple=True,
    help="Format of the memos; may be repeated, and asks for memos. [default: md, html]",
)
@click.option("--insights", is_flag=True, help="Work out what each choice hangs on; with memos this is done anyway.")
@click.option("--since", type=FILE, metavar="DIR", help="Say what changed since the batch in this folder.")
@click.option("--sweep", "sweep", multiple=True, metavar="FACT=A,B,C", help="Cross all cases with what-ifs.")
@click.option("--sweeps", type=FILE, help="A YAML file of sweeps.")
@click.option("--quiet", is_flag=True, help="Show no progress and no summary.")
@click.option("--log-json", is_flag=True, help="Write progress as JSON lines to standard error.")
@language_option
@goal_option
@draw_options
@rules_option
def command(
    watchlist: Path,
    output: Path,
    *,
    columns: Path | None,
    workers: int | None,
    dask: str | None,
    resume: bool,
    memos: bool | None,
    forms: tuple[str, ...],
    insights: bool,
    since: Path | None,
    sweep: tuple[str, ...],
    sweeps: Path | None,
    language: str,
    quiet: bool,
    log_json: bool,
    goal: str | None,
    draws: int,
    seed: int,
    rules_as_of: date | None,
) -> int:
    """Assess all cases of a watchlist: a folder, a YAML list, CSV or Parquet.

    A case that cannot be read or assessed is reported as a row, the others
    finish, and the exit code is 1. Ctrl-C finishes what is being written and
    ends with 130; --resume goes on from there, to the same bytes.

    Example:  prevent-options batch cases -o out/november --memos
    """
    from prevent_options.memo.language import load_language

    load_language(language)
    from prevent_options.batch import (
        Interrupted,
        Plan,
        Running,
        Settings,
        check_sweeps,
        left_out,
        load_sweeps,
        read_sweep,
        read_watchlist,
        run_batch,
        scenarios,
    )
    from prevent_options.cli.progress import batch_progress

    entries = read_watchlist(watchlist, columns)
    crossed = [*([read_sweep(sweep)] if sweep else ()), *(load_sweeps(sweeps) if sweeps else ())]
    check_sweeps(crossed, entries)
    cases = scenarios(one.facts for one in crossed)
    memos = bool(forms) or len(entries) <= MEMOS_FOR if memos is None else memos
    wanted = tuple(dict.fromkeys(forms)) or DEFAULT_FORMS
    settings = Settings(draws, seed, goal, rules_as_of, memos, language, wanted, insights)
    beside = left_out(watchlist)
    plan = Plan(entries, settings, cases, since, left_out=beside)
    running = Running(os.cpu_count() or 1 if workers is None else workers, dask, resume)
    total = plan.jobs
    with batch_progress(total, quiet=quiet, log_json=log_json) as log:
        for warning in _warnings(watchlist, columns, beside, unused_forms=bool(forms) and not memos):
            log.warning(warning)
        try:
            report = run_batch(plan, output, running, log.tick)
        except Interrupted as stop:
            log.say("interrupted", f"{stop.done} of {total} done; run again with --resume", done=stop.done, total=total)
            raise
        for done in report.failed:
            log.problems(done)
        log.finished(report)
    return 1 if report.failed else 0


def _warnings(watchlist: Path, columns: Path | None, beside: tuple[str, ...], *, unused_forms: bool) -> Iterator[str]:
    """Yield what is left out of the folder, and each option that changes nothing here."""
    from prevent_options.batch import is_table

    if beside:
        yield f"{watchlist}: case files in subfolders are left out: {', '.join(beside)}; name a subfolder to assess it"
    if columns is not None and not is_table(watchlist):
        yield f"--columns: {columns} is not used, because {watchlist} is no table (.csv or .parquet)"
    if unused_forms:
        yield "--memo-format: not used, because --no-memos asks for no memos"
