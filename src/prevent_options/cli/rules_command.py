"""``rules``: the expert rules, their texts and their cases."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from prevent_options.cli.options import rules_option

if TYPE_CHECKING:
    from prevent_options.rules import RuleBook


@click.group("rules")
def command() -> None:
    """List, show and test the rules."""


@command.command("list")
@click.option("--kind", type=click.Choice(["eligibility", "effect", "warning", "guidance"]), help="Only this kind.")
@rules_option
def list_command(kind: str | None, rules_as_of: date | None) -> None:
    """List the rules in force.

    Example:  prevent-options rules list --kind warning
    """
    from prevent_options.cli.render import console, table

    rules = [rule for rule in _book().in_force(rules_as_of).rules if kind in (None, rule.kind)]
    rows = [(rule.id, rule.kind, rule.basis, rule.strength, rule.title) for rule in rules]
    console().print(
        table([("rule", "left"), ("kind", "left"), ("basis", "left"), ("strength", "left"), ("title", "left")], rows)
    )
    click.echo(f"{len(rules)} rules", err=True)


@command.command("show")
@click.argument("rule_id")
def show_command(rule_id: str) -> None:
    """Show one rule as it is written.

    Example:  prevent-options rules show SUB-003
    """
    rule = next((rule for rule in _book().rules if rule.id == rule_id), None)
    if rule is None:
        raise click.BadParameter(f"found no rule {rule_id!r}; see `prevent-options rules list`")
    click.echo(rule.file.read_text(encoding="utf-8"), nl=False)


@command.command("test")
@click.option(
    "--cases",
    type=click.Path(path_type=Path),
    default=Path("tests/rules"),
    show_default=True,
    help="Folder of the rules' case files.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to print the result.",
)
def test_command(cases: Path, form: str) -> int:
    """Run every rule's cases; fails when one is wrong or a rule lacks them.

    Example:  prevent-options rules test
    """
    from prevent_options.catalogues import load_catalogues
    from prevent_options.rules.cases import run_cases

    report = run_cases(_book(), cases, load_catalogues())
    if form == "json":
        click.echo(json.dumps({"cases": report.total, "failures": list(report.failures)}, indent=1))
    else:
        for failure in report.failures:
            click.echo(failure)
        click.echo(f"{report.total} cases, {len(report.failures)} failures", err=True)
    return 1 if report.failures else 0


def _book() -> "RuleBook":
    """Read the shipped rules."""
    from prevent_options.catalogues import load_catalogues
    from prevent_options.rules import load_rules

    return load_rules(load_catalogues())
