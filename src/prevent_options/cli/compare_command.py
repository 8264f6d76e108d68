"""``compare``: what changes between two cases, or when facts of one case change."""

from datetime import date
from pathlib import Path

import click

from prevent_options.cli.options import case_argument, case_options, read_case


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
@case_options
def command(
    case: Path,
    other: Path | None,
    form: str,
    without_substitution: bool,  # noqa: FBT001 - an option of the command
    changes: tuple[str, ...],
    goal: str | None,
    draws: int,
    seed: int,
    rules_as_of: date | None,
) -> None:
    """Show what changes between two cases, or with --set and --goal in one case.

    With --without-substitution the second order leaves out that violence may
    move elsewhere, so that both orders stand side by side.

    Example:  prevent-options compare cases/sdn-darfur-2024.yaml --set perpetrators.rsf.structure=elite_driven
    """
    if other is None and not changes and goal is None and not without_substitution:
        raise click.UsageError(
            "nothing to compare: give a second case, --set FACT=VALUE, --goal or --without-substitution"
        )
    before = read_case(case)
    after = read_case(other or case, changes, goal)
    from prevent_options.assess import assess, compare, comparison_json, load_knowledge
    from prevent_options.profile import fact_paths

    knowledge = load_knowledge()
    first, second = (
        assess(p, knowledge, draws=draws, seed=seed, rules_as_of=rules_as_of, substitutes=moves)
        for p, moves in ((before, True), (after, not without_substitution))
    )
    facts = [{path: str(fact) for path, fact in fact_paths(profile).items()} for profile in (before, after)]
    if without_substitution:
        facts[0]["substitution"], facts[1]["substitution"] = "counted", "left out"
    comparison = compare(first, second, (facts[0], facts[1]))
    if form == "json":
        click.echo(comparison_json(comparison), nl=False)
    else:
        from prevent_options.cli.render import print_comparison

        print_comparison(comparison)
