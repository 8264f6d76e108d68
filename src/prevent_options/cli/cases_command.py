"""``cases``: first drafts of case files from public data the user has."""

from datetime import date
from pathlib import Path

import click

from prevent_options.cli.options import GOALS, parse_day

data_option = click.option(
    "--data", type=click.Path(path_type=Path), required=True, help="Folder with the data files (see docs/drafting.md)."
)
day_option = click.option(
    "--as-of",
    required=True,
    callback=lambda _ctx, _param, text: parse_day(text),
    metavar="DATE",
    help="Day of the cases (YYYY-MM-DD); later rows are not read.",
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
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Folder to write; new or empty.")
def draft_command(data: Path, as_of: date, goal: str, top: int, output: Path) -> int:
    """Draft a watchlist of the countries at the highest risk.

    Example:  prevent-options cases draft --data data --as-of 2026-11-01 --top 50 -o watchlist
    """
    from prevent_options.drafting import draft_watchlist
    from prevent_options.errors import InputError, Problem
    from prevent_options.files import write_atomically

    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        problem = Problem(
            str(output), 0, "output", "exists and is not empty", "a new or empty folder", "choose another folder"
        )
        raise InputError([problem])
    drafts, left_out = draft_watchlist(data, top, as_of, goal)
    for code, text in drafts.items():
        write_atomically(output / f"{code.lower()}-{as_of.year}.yaml", text)
    click.echo(f"{len(drafts)} cases in {output}; check every fact before use", err=True)
    if left_out:
        click.echo(f"Not in ISO 3166-1 and left out: {', '.join(left_out)}", err=True)
    return 1 if left_out else 0
