"""``turning``: what would change the first choice."""

from datetime import date
from pathlib import Path

import click

from prevent_options.cli.options import (
    DEFAULT_SEED,
    case_argument,
    compose,
    goal_option,
    knowledge_on,
    read_case,
    rules_option,
    set_option,
)

options = compose(
    click.option("--top", type=click.IntRange(min=1), default=10, show_default=True, help="Rows of each table."),
    click.option(
        "--format",
        "form",
        type=click.Choice(["table", "json"]),
        default="table",
        show_default=True,
        help="How to print the result; JSON has every row.",
    ),
    click.option(
        "--plot",
        type=click.Path(path_type=Path),
        help="Draw the tornado to a file (.png, .svg or .pdf): the lead over the values of each fact.",
    ),
    set_option,
    goal_option,
    click.option(
        "--draws",
        type=click.IntRange(min=100),
        default=1000,
        show_default=True,
        help="Number of draws of each run; there is one run for each value of each open fact.",
    ),
    click.option(
        "--seed",
        type=click.IntRange(min=0),
        default=DEFAULT_SEED,
        show_default=True,
        help="Seed; the same seed gives the same bytes.",
    ),
    rules_option,
)


@click.command("turning")
@case_argument
@options
def command(
    case: Path,
    top: int,
    form: str,
    plot: Path | None,
    changes: tuple[str, ...],
    goal: str | None,
    draws: int,
    seed: int,
    rules_as_of: date | None,
) -> None:
    """Say what would change the first choice.

    Sets each uncertain or unknown fact that something reads to each of its
    values, and shows who is then first and what is left of the lead; at which
    probability of a fact the first choice changes; how far each tool's effect,
    each factor and the elasticities are from changing it; and the nearest fact, else pair of facts, under which the
    runner-up is first.

    Example:  prevent-options turning cases/bgd-rab-2021.yaml
    """
    if plot is not None:
        from prevent_options.cli.plots import check_plot_name

        check_plot_name(plot)
    profile = read_case(case, changes, goal)
    from prevent_options.assess.turning import turning_points

    found = turning_points(profile, knowledge_on(rules_as_of), draws=draws, seed=seed, rules_as_of=rules_as_of)
    if plot is not None:
        from prevent_options.cli.plot_turning import draw_tornado

        draw_tornado(found, plot, top)
    if form == "json":
        from prevent_options.assess.turning_result import turning_json

        click.echo(turning_json(found), nl=False)
    else:
        from prevent_options.cli.render_turning import print_turning

        print_turning(found, top)
