"""``portfolio``: which tools together, within limits."""

from datetime import date
from pathlib import Path

import click

from prevent_options.cli.options import case_argument, case_options, read_case


@click.command("portfolio")
@case_argument
@click.option("--max-tools", type=click.IntRange(1, 4), help="Largest number of tools; the case's own, else 3.")
@click.option("--budget", type=click.FloatRange(min=0, min_open=True), help="Most effort; the case's own, else none.")
@click.option("--with", "required", multiple=True, metavar="TOOL", help="A tool that must be in. May be repeated.")
@click.option("--without", "excluded", multiple=True, metavar="TOOL", help="A tool to leave out. May be repeated.")
@click.option("--allow", "allowed", multiple=True, metavar="ID", help="A conflict or sequence to leave aside.")
@click.option("--top", type=click.IntRange(1, 50), default=5, show_default=True, help="Number of sets to report.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to print the result.",
)
@click.option(
    "--plot",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Draw harm averted against effort into a .png, .svg or .pdf file.",
)
@case_options
def command(
    case: Path,
    max_tools: int | None,
    budget: float | None,
    required: tuple[str, ...],
    excluded: tuple[str, ...],
    allowed: tuple[str, ...],
    top: int,
    form: str,
    plot: Path | None,
    changes: tuple[str, ...],
    goal: str | None,
    draws: int,
    seed: int,
    rules_as_of: date | None,
) -> None:
    """Find the best sets of tools within limits.

    Every set of up to four tools is worked out. Says what comes first, which ways
    out violence has, which companion closes them, what more effort would buy, and
    on whom limited capacity does most.

    Example:  prevent-options portfolio cases/sdn-darfur-2024.yaml --budget 7
    """
    if plot is not None:
        from prevent_options.cli.plots import check_plot_name

        check_plot_name(plot)
    profile = read_case(case, changes, goal)
    from dataclasses import replace

    from prevent_options.assess import load_knowledge
    from prevent_options.assess.portfolio import portfolios, request_of

    request = replace(
        request_of(profile, max_tools=max_tools, budget=budget),
        required=required,
        excluded=excluded,
        allowed=allowed,
        top=top,
    )
    found = portfolios(profile, load_knowledge(), request, draws=draws, seed=seed, rules_as_of=rules_as_of)
    if plot is not None:
        from prevent_options.cli.plots import draw_frontier

        draw_frontier(found, plot)
    if form == "json":
        from prevent_options.assess.portfolio_result import portfolio_json

        click.echo(portfolio_json(found), nl=False)
    else:
        from prevent_options.cli.render_portfolio import print_portfolios

        print_portfolios(found)
