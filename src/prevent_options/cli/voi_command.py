"""``voi``: what to find out first, and what it would be worth."""

from datetime import date
from pathlib import Path

import click

from prevent_options.cli.options import case_argument, case_options, read_case


@click.command("voi")
@case_argument
@click.option(
    "--cases",
    type=click.IntRange(min=1),
    multiple=True,
    metavar="N",
    help="Value studies of a tool with this many cases. May be repeated.",
)
@click.option("--top", type=click.IntRange(min=1), default=10, show_default=True, help="Rows of each table.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to print the result; JSON has every row.",
)
@case_options
def command(
    case: Path,
    cases: tuple[int, ...],
    top: int,
    form: str,
    changes: tuple[str, ...],
    goal: str | None,
    draws: int,
    seed: int,
    rules_as_of: date | None,
) -> None:
    """Say what to find out before choosing, and what that is worth.

    Values are in units of the goal, such as the share of all harm that is averted
    on average because the choice would be a better one. Facts of the case, what
    the model leaves open, and studies of a tool, each with the research question
    it would answer.

    Example:  prevent-options voi cases/sdn-darfur-2024.yaml --cases 20
    """
    profile = read_case(case, changes, goal)
    from prevent_options.assess import load_knowledge
    from prevent_options.assess.voi import value_of_information

    found = value_of_information(
        profile, load_knowledge(), draws=draws, seed=seed, rules_as_of=rules_as_of, cases=cases
    )
    if form == "json":
        from prevent_options.assess.voi_result import voi_json

        click.echo(voi_json(found), nl=False)
    else:
        from prevent_options.cli.render_voi import print_values

        print_values(found, top)
