"""``memo``: the option memo of one case."""

from datetime import date
from pathlib import Path

import click

from prevent_options.cli.options import case_argument, case_options, read_case


@click.command("memo")
@case_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="File to write; its ending (.md, .html) chooses the format.",
)
@case_options
def command(
    case: Path,
    output: Path,
    changes: tuple[str, ...],
    goal: str | None,
    draws: int,
    seed: int,
    rules_as_of: date | None,
) -> None:
    """Write the option memo.

    Example:  prevent-options memo cases/sdn-darfur-2024.yaml -o darfur.html
    """
    from prevent_options.memo import check_format

    check_format(output)
    profile = read_case(case, changes, goal)
    from prevent_options.assess import assess, load_knowledge
    from prevent_options.memo import make_memo, write_memo

    knowledge = load_knowledge()
    assessment = assess(profile, knowledge, draws=draws, seed=seed, rules_as_of=rules_as_of)
    write_memo(output, make_memo(assessment, profile, knowledge))
    click.echo(f"Wrote {output}", err=True)
