"""``rules``: the expert rules, their texts, their cases, and what a reviewer asks of them."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from prevent_options.cli.options import rules_option
from prevent_options.errors import InputError, Problem
from prevent_options.paths import data_dir

if TYPE_CHECKING:
    from prevent_options.rules import RuleBook


@click.group("rules")
def command() -> None:
    """List, show, test and review the rules."""


@command.command("list")
@click.option("--kind", type=click.Choice(["eligibility", "effect", "warning", "guidance"]), help="Only this kind.")
@rules_option
def list_command(kind: str | None, rules_as_of: date | None) -> None:
    """List the rules in force.

    Example:  prevent-options rules list --kind warning
    """
    from prevent_options.cli.render import console, table
    from prevent_options.cli.rules_overview import overview

    rules = [rule for rule in overview().lines if rule.in_force(rules_as_of) and kind in (None, rule.kind)]
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
    # The name of a rule's file begins with its id, so one rule can be shown without reading them all.
    files = sorted(data_dir("rules").rglob("*.yaml"))
    file = next((path for path in files if "-".join(path.name.split("-")[:2]) == rule_id), None)
    if file is None:
        raise click.BadParameter(f"found no rule {rule_id!r}; see `prevent-options rules list`")
    click.echo(file.read_text(encoding="utf-8"), nl=False)


@command.command("test")
@click.option(
    "--cases",
    type=click.Path(path_type=Path),
    default=Path("tests/rules"),
    show_default=True,
    help="Folder of the rules' case files.",
)
@click.option(
    "--rules", "folder", type=click.Path(path_type=Path), help="Folder of rules; the shipped ones without it."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to print the result.",
)
def test_command(cases: Path, folder: Path | None, form: str) -> int:
    """Run every rule's cases; fails when one is wrong or a rule lacks them.

    Example:  prevent-options rules test
    """
    if not cases.is_dir():
        expected = "the folder with a case file for each rule"
        raise InputError([Problem(str(cases), 0, "cases", "no such folder", expected, "name it with --cases")])
    from prevent_options.catalogues import load_catalogues
    from prevent_options.rules.cases import run_cases
    from prevent_options.rules.loading import load_rules

    catalogues = load_catalogues()
    report = run_cases(_book() if folder is None else load_rules(catalogues, folder), cases, catalogues)
    if form == "json":
        click.echo(json.dumps({"cases": report.total, "failures": list(report.failures)}, indent=1))
    else:
        for failure in report.failures:
            click.echo(failure)
        click.echo(f"{report.total} cases, {len(report.failures)} failures", err=True)
    return 1 if report.failures else 0


@command.command("lint")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
def lint_command(folder: Path | None) -> int:
    """Name what is doubtful in valid rules; the exit code is 1 when there is something.

    Without a folder the shipped rules are looked through.

    Example:  prevent-options rules lint
    """
    from prevent_options.cli.rules_overview import overview, overview_of

    found = overview() if folder is None else overview_of(folder)
    for rule, text in found.doubts:
        click.echo(f"{rule}: {text}")
    click.echo(f"{len(found.lines)} rules, {len(found.doubts)} to look at", err=True)
    return 1 if found.doubts else 0


@command.command("coverage")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to print the result.",
)
@rules_option
def coverage_command(folder: Path | None, form: str, rules_as_of: date | None) -> None:
    """Count in how many cases of a folder each rule fires, is unknown, or says nothing.

    Example:  prevent-options rules coverage cases
    """
    from prevent_options.catalogues import load_catalogues
    from prevent_options.profile import load_cases
    from prevent_options.rules import load_fact_priors
    from prevent_options.rules.review import coverage

    cases = load_cases(folder or data_dir("cases"))
    found = coverage(_book().in_force(rules_as_of), cases, load_catalogues().tools.values(), load_fact_priors())
    if form == "json":
        click.echo(json.dumps({one.rule: dict(one.states) for one in found}, indent=1))
        return
    from prevent_options.cli.render import console, table

    rows = [(one.rule, *(str(count) for count in one.states.values())) for one in found]
    columns = [("rule", "left"), *((state, "right") for state in ("fired", "unknown", "silent", "not applicable"))]
    console().print(table(columns, rows, f"States of each rule in {len(cases)} cases"))
    mute = [one.rule for one in found if not one.speaks]
    click.echo(f"{len(mute)} of {len(found)} rules say nothing in these cases: {', '.join(mute) or '-'}", err=True)


@command.command("diff")
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path), required=False)
def diff_command(before: Path, after: Path | None) -> None:
    """Show which rules were added, removed or changed between two folders of rules.

    Without a second folder the shipped rules are the later ones.

    Example:  prevent-options rules diff old/rules rules
    """
    from prevent_options.catalogues import load_catalogues
    from prevent_options.rules.loading import load_rules
    from prevent_options.rules.review import diff

    catalogues = load_catalogues()
    changes = diff(load_rules(catalogues, before), load_rules(catalogues, after) if after else _book())
    for change in changes:
        click.echo(f"{change.rule} {change.kind}" + (f": {', '.join(change.parts)}" if change.parts else ""))
    click.echo(f"{len(changes)} rules differ", err=True)


def _book() -> "RuleBook":
    """Read the shipped rules."""
    from prevent_options.assess.knowledge import load_texts

    return load_texts().rules
