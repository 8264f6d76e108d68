"""``compare``: what changes between two cases, or when facts of one case change."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from prevent_options.cli.options import (
    case_argument,
    case_options,
    compose,
    knowledge_on,
    parse_day,
    read_case,
)

if TYPE_CHECKING:
    from prevent_options.assess import Knowledge

other_options = compose(
    click.option(
        "--other-rules",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        metavar="FOLDER",
        help="Folder of rules for the second side.",
    ),
    click.option(
        "--other-rules-as-of",
        metavar="DATE",
        callback=lambda _ctx, _param, text: parse_day(text),
        help="Day of the rules for the second side (YYYY-MM-DD).",
    ),
    click.option(
        "--other-posterior",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        metavar="FOLDER",
        help="Posterior for the second side, such as one that priors fit or priors update wrote.",
    ),
    click.option("--other-draws", type=click.IntRange(min=100), help="Number of draws of the second side."),
    click.option("--other-seed", type=click.IntRange(min=0), help="Seed of the second side."),
)


@click.command("compare")
@case_argument
@click.argument("other", type=click.Path(path_type=Path), required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to print the result.",
)
@click.option(
    "--without-substitution",
    is_flag=True,
    help="Set the order with violence moving elsewhere beside the order without it.",
)
@other_options
@case_options
def command(
    case: Path,
    other: Path | None,
    form: str,
    without_substitution: bool,  # noqa: FBT001 - an option of the command
    other_rules: Path | None,
    other_rules_as_of: date | None,
    other_posterior: Path | None,
    other_draws: int | None,
    other_seed: int | None,
    changes: tuple[str, ...],
    goal: str | None,
    draws: int,
    seed: int,
    rules_as_of: date | None,
) -> None:
    """Show what changes between two cases, or with options in one case, and why.

    A change of rank is divided into new evidence (--other-posterior), changed
    rules (--other-rules, --other-rules-as-of), noise of the draws (--other-seed,
    --other-draws), changed facts (--set or a second case) and changed values
    (--goal); the parts add up. With --without-substitution the second order leaves
    out that violence may move elsewhere.

    Example:  prevent-options compare cases/sdn-darfur-2024.yaml --set perpetrators.rsf.structure=elite_driven
    """
    second = (other, goal, other_rules, other_rules_as_of, other_posterior, other_draws, other_seed)
    if not (changes or without_substitution or any(given is not None for given in second)):
        raise click.UsageError(
            "nothing to compare: give a second case, --set FACT=VALUE, --goal, --without-substitution, or an option "
            "that begins with --other"
        )
    profiles = read_case(case), read_case(other or case, changes, goal)
    from dataclasses import replace

    from prevent_options.assess.causes import Side
    from prevent_options.assess.compare import compare, comparison_json
    from prevent_options.assess.usable import require_usable

    knowledge = knowledge_on(rules_as_of, other_rules_as_of)
    before = Side(profiles[0], knowledge, draws, seed, rules_as_of)
    after = replace(
        before,
        profile=profiles[1],
        knowledge=_other_knowledge(knowledge, other_rules, other_posterior),
        draws=draws if other_draws is None else other_draws,
        seed=seed if other_seed is None else other_seed,
        rules_as_of=other_rules_as_of or rules_as_of,
        substitutes=not without_substitution,
    )
    comparison = compare(before, after)
    for assessment in (comparison.before, comparison.after):
        require_usable(assessment)
    if form == "json":
        click.echo(comparison_json(comparison), nl=False)
    else:
        from prevent_options.cli.render_comparison import print_comparison

        print_comparison(comparison)


def _other_knowledge(knowledge: "Knowledge", rules: Path | None, posterior: Path | None) -> "Knowledge":
    """Return the knowledge of the second side: other rules, another posterior, or the same."""
    from dataclasses import replace

    from prevent_options.posterior import load_posterior
    from prevent_options.rules.loading import load_rules

    if rules is not None:
        knowledge = replace(knowledge, rules=load_rules(knowledge.catalogues, rules))
    return knowledge if posterior is None else replace(knowledge, posterior=load_posterior(posterior))
