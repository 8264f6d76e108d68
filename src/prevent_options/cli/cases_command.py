"""``cases``: first drafts of case files from public data the user has."""

from datetime import date
from pathlib import Path
from typing import NoReturn

import click

from prevent_options.cli.options import GOALS, parse_day

data_option = click.option(
    "--data", type=click.Path(path_type=Path), required=True, help="Folder with the data files (see docs/drafting.md)."
)
day_option = click.option(
    "--as-of",
    callback=lambda _ctx, _param, text: parse_day(text) or date.today(),  # noqa: DTZ011 - the user's own day
    metavar="DATE",
    help="Day of the cases (YYYY-MM-DD), today by default; later rows are not read.",
)
goal_option = click.option(
    "--goal", type=click.Choice(GOALS), default="foreclose", show_default=True, help="Goal of the cases."
)


@click.group("cases")
def command() -> None:
    """Draft case files from public data: every fact with source and year, the rest unknown."""


@command.command("new")
@click.argument("country")
@data_option
@day_option
@goal_option
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write; standard output by default.")
def new_command(country: str, data: Path, as_of: date, goal: str, output: Path | None) -> None:
    """Draft the case of one country, by name or ISO code.

    Example:  prevent-options cases new Namibia --data data --as-of 2026-11-01
    """
    from prevent_options.drafting import draft_case

    if output is not None and output.exists():
        # Whoever drafted before has worked on the file since.
        _refuse(output, "exists already", "a new file", "choose another name, or move the file away first")
    text = draft_case(country, data, as_of, goal)
    if output is None:
        click.echo(text, nl=False)
        return
    from prevent_options.files import write_atomically

    write_atomically(output, text)
    click.echo(f"Wrote {output}; check every fact before use", err=True)


@command.command("draft")
@data_option
@day_option
@goal_option
@click.option("--top", type=click.IntRange(min=1), required=True, help="How many countries, from the highest risk.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("watchlist"),
    show_default=True,
    help="Folder to write; new or empty.",
)
def draft_command(data: Path, as_of: date, goal: str, top: int, output: Path) -> None:
    """Draft a watchlist of the countries at the highest risk.

    Their order is that of the risk file, of whatever year that is.

    Example:  prevent-options cases draft --data data --top 50
    """
    from prevent_options.drafting import draft_watchlist
    from prevent_options.files import write_atomically

    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        _refuse(output, "exists and is not empty", "a new or empty folder", "choose another folder with -o")
    drafts, left_out = draft_watchlist(data, top, as_of, goal)
    for code, text in drafts.items():
        write_atomically(output / f"{code.lower()}-{as_of.year}.yaml", text)
    click.echo(f"{len(drafts)} cases as of {as_of} in {output}; check every fact before use", err=True)
    if left_out:
        click.echo(f"No country with a code, left out: {', '.join(left_out)}", err=True)


def _refuse(output: Path, found: str, expected: str, todo: str) -> NoReturn:
    """Refuse to write where something stands."""
    from prevent_options.errors import InputError, Problem

    raise InputError([Problem(str(output), 0, "output", found, expected, todo)])
