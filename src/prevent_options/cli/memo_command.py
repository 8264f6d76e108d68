"""``memo``: the option memo of one case."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from prevent_options.cli.options import case_argument, case_options, language_option, read_case

if TYPE_CHECKING:
    from prevent_options.memo import Kind


@click.command("memo")
@case_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="File to write; its ending (.md, .html, .docx, .pdf) chooses the format.",
)
@click.option(
    "--kind",
    type=click.Choice(["options", "information", "brief", "annex"]),
    default="options",
    show_default=True,
    help="Option memo, information memo without a choice, one-page brief, or annex for researchers.",
)
@click.option(
    "--templates",
    type=click.Path(path_type=Path),
    help="Folder whose templates (options.html.j2, memo.css …) go before the shipped ones; they are sandboxed.",
)
@language_option
@case_options
def command(
    case: Path,
    output: Path,
    kind: "Kind",
    templates: Path | None,
    language: str,
    changes: tuple[str, ...],
    goal: str | None,
    draws: int,
    seed: int,
    rules_as_of: date | None,
) -> None:
    """Write the memo of a case: two pages and annexes, or one of its shorter or longer kinds.

    Example:  prevent-options memo cases/sdn-darfur-2024.yaml -o darfur.docx --kind brief
    """
    from prevent_options.memo import Look, check_format
    from prevent_options.memo.language import load_language
    from prevent_options.memo.templating import environment

    check_format(output)
    environment(templates)
    load_language(language)
    profile = read_case(case, changes, goal)
    from prevent_options.assess import assess, load_knowledge
    from prevent_options.memo import make_memo, write_memo

    knowledge = load_knowledge()
    assessment = assess(profile, knowledge, draws=draws, seed=seed, rules_as_of=rules_as_of)
    write_memo(output, make_memo(assessment, profile, knowledge, language=language), Look(kind, templates))
    click.echo(f"Wrote {output}", err=True)
