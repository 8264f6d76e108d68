"""``batch``: every case of a folder, with tables, memos, an index and a manifest."""

from datetime import date
from pathlib import Path

import click

from prevent_options.cli.options import draw_options, goal_option, rules_option


@click.command("batch")
@click.argument("watchlist", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Folder to write; new or empty.")
@click.option("--quiet", is_flag=True, help="Show no progress and no summary.")
@goal_option
@draw_options
@rules_option
def command(
    watchlist: Path, output: Path, *, quiet: bool, goal: str | None, draws: int, seed: int, rules_as_of: date | None
) -> int:
    """Assess all cases of a folder.

    A case that cannot be read is reported as a row, the others finish, and the
    exit code is 1.

    Example:  prevent-options batch cases -o out/november
    """
    from prevent_options.batch import Settings, case_files, check_output, run_batch

    total = len(case_files(watchlist))
    check_output(output)
    from prevent_options.assess import load_knowledge
    from prevent_options.cli.progress import case_progress

    with case_progress(total, quiet=quiet) as tick:
        report = run_batch(watchlist, output, load_knowledge(), Settings(draws, seed, goal, rules_as_of), tick)
    for outcome in report.failed:
        click.echo("\n".join(outcome.problems), err=True)
    if not quiet:
        done = total - len(report.failed)
        click.echo(f"{done} of {total} cases assessed; open {output / 'index.html'}", err=True)
    return 1 if report.failed else 0
