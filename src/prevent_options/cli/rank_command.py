"""``rank``: the tools of one case in order, with their uncertainty."""

from datetime import date
from pathlib import Path

import click

from prevent_options.cli.options import case_argument, case_options, read_case


@click.command("rank")
@case_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="How to print the result.",
)
@case_options
def command(
    case: Path, form: str, changes: tuple[str, ...], goal: str | None, draws: int, seed: int, rules_as_of: date | None
) -> None:
    """Rank the tools for one case.

    Example:  prevent-options rank cases/sdn-darfur-2024.yaml --set perpetrators.rsf.structure=diffuse
    """
    profile = read_case(case, changes, goal)
    from prevent_options.assess import assess, load_knowledge, result_csv, result_json

    assessment = assess(profile, load_knowledge(), draws=draws, seed=seed, rules_as_of=rules_as_of)
    if form == "json":
        click.echo(result_json(assessment), nl=False)
    elif form == "csv":
        click.echo(result_csv([assessment]), nl=False)
    else:
        from prevent_options.cli.render import print_ranking

        print_ranking(assessment)
