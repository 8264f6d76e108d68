"""``explain``: why one tool got its number."""

from datetime import date
from pathlib import Path

import click

from prevent_options.cli.options import case_argument, case_options, knowledge_on, read_case


@click.command("explain")
@case_argument
@click.argument("tool")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to print the result.",
)
@case_options
def command(
    case: Path,
    tool: str,
    form: str,
    changes: tuple[str, ...],
    goal: str | None,
    draws: int,
    seed: int,
    rules_as_of: date | None,
) -> None:
    """Show one tool's waterfall, rules and evidence.

    Example:  prevent-options explain cases/sdn-darfur-2024.yaml gold_trade_interdiction
    """
    profile = read_case(case, changes, goal)
    from prevent_options.assess.explain import explain, explanation_json

    knowledge = knowledge_on(rules_as_of)
    explanation = explain(profile, knowledge, tool, draws=draws, seed=seed, rules_as_of=rules_as_of)
    if form == "json":
        click.echo(explanation_json(explanation), nl=False)
    else:
        from prevent_options.cli.render_explanation import print_explanation

        print_explanation(explanation)
