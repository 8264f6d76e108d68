"""``rank``: the tools of one case in order, with their uncertainty."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from prevent_options.cli.options import GOALS, case_argument, case_options, knowledge_on, read_case

if TYPE_CHECKING:
    from prevent_options.decision.attitudes import Attitude
    from prevent_options.profile import CaseProfile


class Asked(NamedTuple):
    """What every way of ranking needs."""

    profile: "CaseProfile"
    form: str
    draws: int
    seed: int
    rules_as_of: date | None


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
@click.option(
    "--attitude",
    type=click.Choice(["expected", "worst_tenth", "regret"]),
    default="expected",
    show_default=True,
    help="Order by this attitude to risk, beside the default order by expected utility.",
)
@click.option(
    "--uncertainty",
    is_flag=True,
    help="Show what the first choice's lead hangs on: effects, facts or values.",
)
@case_options
def command(
    case: Path,
    form: str,
    goals: tuple[str, ...],
    attitude: str,
    *,
    uncertainty: bool,
    changes: tuple[str, ...],
    goal: str | None,
    draws: int,
    seed: int,
    rules_as_of: date | None,
) -> None:
    """Rank the tools for one case.

    With --attitude the worst tenth is the mean utility over a tool's worst tenth
    of draws; regret is what it brings less than the best tool of the same draw,
    over its worst tenth of draws.

    Example:  prevent-options rank cases/sdn-darfur-2024.yaml --set perpetrators.rsf.structure=diffuse
    """
    given = {"--goals": bool(goals), "--attitude": attitude != "expected", "--uncertainty": uncertainty}
    _one_way([name for name, wanted in given.items() if wanted], form, goal)
    asked = Asked(read_case(case, changes, goal), form, draws, seed, rules_as_of)
    if goals:
        _side_by_side(asked, goals)
    elif attitude != "expected":
        _by_attitude(asked, "regret" if attitude == "regret" else "worst_tenth")
    elif uncertainty:
        _by_uncertainty(asked)
    else:
        _plain(asked)


def _one_way(special: list[str], form: str, goal: str | None) -> None:
    """Refuse options that ask for two rankings at once, saying which ones.

    Raises
    ------
    click.UsageError
        When two ways of ranking are asked for, one of them as CSV, or goals in two ways.
    """
    if len(special) > 1:
        raise click.UsageError(f"{' and '.join(special)}: each is a ranking of its own; give one of them.")
    if special and form == "csv":
        raise click.UsageError(f"{special[0]} with --format csv: it is printed as table or json.")
    if special == ["--goals"] and goal is not None:
        raise click.UsageError("--goals with --goal: name all goals in --goals and leave --goal out.")


def _plain(asked: Asked) -> None:
    """Print the default ranking."""
    from prevent_options.assess import assess, load_knowledge, result_csv, result_json
    from prevent_options.assess.usable import require_usable

    assessment = assess(
        asked.profile, load_knowledge(), draws=asked.draws, seed=asked.seed, rules_as_of=asked.rules_as_of
    )
    require_usable(assessment)
    if asked.form == "json":
        click.echo(result_json(assessment), nl=False)
    elif asked.form == "csv":
        click.echo(result_csv([assessment]), nl=False)
    else:
        from prevent_options.cli.render import print_ranking

        print_ranking(assessment)


def _side_by_side(asked: Asked, goals: tuple[str, ...]) -> None:
    """Print several goals side by side."""
    from prevent_options.assess import load_knowledge
    from prevent_options.assess.side_by_side import assess_goals, goals_json
    from prevent_options.assess.usable import require_usable

    found = assess_goals(
        asked.profile, load_knowledge(), goals, draws=asked.draws, seed=asked.seed, rules_as_of=asked.rules_as_of
    )
    for assessment in found:
        require_usable(assessment)
    if asked.form == "json":
        click.echo(goals_json(found), nl=False)
    else:
        from prevent_options.cli.render_goals import print_goals

        print_goals(found)


def _by_attitude(asked: Asked, attitude: "Attitude") -> None:
    """Print the order under an attitude to risk beside the default order."""
    from prevent_options.assess.attitude import attitude_json, rank_by_attitude

    knowledge = knowledge_on(asked.rules_as_of)
    found = rank_by_attitude(
        asked.profile, knowledge, attitude, draws=asked.draws, seed=asked.seed, rules_as_of=asked.rules_as_of
    )
    if asked.form == "json":
        click.echo(attitude_json(found), nl=False)
    else:
        from prevent_options.cli.render_attitude import print_attitude

        print_attitude(found)


def _by_uncertainty(asked: Asked) -> None:
    """Print what the lead of the first choice hangs on."""
    from prevent_options.assess.uncertainty import three_uncertainties, uncertainty_json

    knowledge = knowledge_on(asked.rules_as_of)
    found = three_uncertainties(
        asked.profile, knowledge, draws=asked.draws, seed=asked.seed, rules_as_of=asked.rules_as_of
    )
    if asked.form == "json":
        click.echo(uncertainty_json(found), nl=False)
    else:
        from prevent_options.cli.render_uncertainty import print_uncertainty

        print_uncertainty(found)
