"""``rank``: the tools of one case in order, with their uncertainty."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from prevent_options.cli.options import GOALS, case_argument, case_options, read_case

if TYPE_CHECKING:
    from prevent_options.profile import CaseProfile


def parse_goals(_ctx: click.Context, _param: click.Parameter, text: str | None) -> tuple[str, ...]:
    """Split goals given with commas.

    Raises
    ------
    click.BadParameter
        When a word is no goal or stands twice.
    """
    if text is None:
        return ()
    goals = tuple(word.strip() for word in text.split(","))
    wrong = [word for word in goals if word not in GOALS or goals.count(word) > 1]
    if wrong:
        raise click.BadParameter(f"found {wrong[0]!r} in {text!r}; expected each of {', '.join(GOALS)} at most once")
    return goals


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
@click.option(
    "--goals",
    callback=parse_goals,
    metavar="GOAL,GOAL",
    help="Show several goals side by side, e.g. reduce,stop,foreclose.",
)
@case_options
def command(
    case: Path,
    form: str,
    goals: tuple[str, ...],
    changes: tuple[str, ...],
    goal: str | None,
    draws: int,
    seed: int,
    rules_as_of: date | None,
) -> None:
    """Rank the tools for one case.

    Example:  prevent-options rank cases/sdn-darfur-2024.yaml --set perpetrators.rsf.structure=diffuse
    """
    if goals and (goal is not None or form == "csv"):
        raise click.UsageError("--goals goes with neither --goal nor --format csv; leave one of them out")
    profile = read_case(case, changes, goal)
    if goals:
        _side_by_side(profile, goals, form, draws, seed, rules_as_of)
        return
    from prevent_options.assess import assess, load_knowledge, result_csv, result_json

    assessment = assess(profile, load_knowledge(), draws=draws, seed=seed, rules_as_of=rules_as_of)
    if form == "json":
        click.echo(result_json(assessment), nl=False)
    elif form == "csv":
        click.echo(result_csv([assessment]), nl=False)
    else:
        from prevent_options.cli.render import print_ranking

        print_ranking(assessment)


def _side_by_side(
    profile: "CaseProfile", goals: tuple[str, ...], form: str, draws: int, seed: int, rules_as_of: date | None
) -> None:
    """Print several goals side by side."""
    from prevent_options.assess import load_knowledge
    from prevent_options.assess.side_by_side import assess_goals, goals_json

    found = assess_goals(profile, load_knowledge(), goals, draws=draws, seed=seed, rules_as_of=rules_as_of)
    if form == "json":
        click.echo(goals_json(found), nl=False)
    else:
        from prevent_options.cli.render_goals import print_goals

        print_goals(found)
