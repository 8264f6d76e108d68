"""``memo``: the option memo of one case, and the chain behind each of its claims."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from prevent_options.cli.options import case_argument, case_options, language_option, read_case, typed

if TYPE_CHECKING:
    from prevent_options.memo import Kind, Look, MemoContext
    from prevent_options.memo.chain import Trail


@click.command("memo")
@case_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File to write; its ending (.md, .html, .docx, .pdf) chooses the format. Needed unless a claim is traced.",
)
@click.option(
    "--kind",
    type=click.Choice(["options", "information", "brief", "annex"]),
    default="options",
    show_default=True,
    help="Option memo, information memo without a choice, one-page brief, or annex for researchers.",
)
@click.option(
    "--notes",
    type=click.Path(path_type=Path),
    help="File with the analyst's own paragraphs by slot; they stay when the memo is made again (`schema notes`).",
)
@click.option(
    "--trace",
    "claim",
    metavar="CLAIM",
    help="Print the chain behind a claim: its id, a tag such as R:SUB-007, or some of its words; `list` shows all.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How a trace is printed.",
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
    output: Path | None,
    kind: "Kind",
    notes: Path | None,
    claim: str | None,
    form: str,
    templates: Path | None,
    language: str,
    changes: tuple[str, ...],
    goal: str | None,
    draws: int,
    seed: int,
    rules_as_of: date | None,
) -> None:
    """Write the memo of a case: two pages and annexes, or one of its shorter or longer kinds.

    With `--trace` it prints instead where a claim of the memo comes from: draws,
    rule with its file, study with citation and DOI, source of the case.

    Example:  prevent-options memo cases/sdn-darfur-2024.yaml -o darfur.docx --kind brief
    """
    from prevent_options.memo import Look, check_format, load_notes
    from prevent_options.memo.context import NO_NOTES
    from prevent_options.memo.language import load_language
    from prevent_options.memo.templating import environment

    if output is None and claim is None:
        raise click.UsageError("Missing option '-o' / '--output': name the file to write, or a claim with --trace.")
    if output is not None:
        check_format(output)
    environment(templates)
    load_language(language)
    profile = read_case(case, changes, goal)
    own = NO_NOTES if notes is None else load_notes(notes, profile.id)
    from prevent_options.assess import draw_case, load_knowledge, summary
    from prevent_options.assess.usable import require_usable
    from prevent_options.memo import insights_of, make_memo, write_memo
    from prevent_options.memo.chain import Trail

    knowledge = load_knowledge()
    drawn = draw_case(profile, knowledge, draws=draws, seed=seed, rules_as_of=rules_as_of)
    assessment = summary(profile, knowledge, drawn)
    require_usable(assessment)
    insights = insights_of(assessment, profile, knowledge, drawn, whole=kind != "brief")
    memo = make_memo(assessment, profile, knowledge, insights, language=language, analyst=own)
    if output is not None:
        _say_what_is_left_out(memo, Look(kind, templates))
        write_memo(output, memo, Look(kind, templates))
        click.echo(f"Wrote {output}", err=True)
    if claim is not None:
        again = typed(changes, goal, draws, seed, rules_as_of)
        click.echo(_traced(claim, form, memo, kind, Trail(assessment, profile, knowledge, case, again)))


def _say_what_is_left_out(memo: "MemoContext", look: "Look") -> None:
    """Name the slots of the notes that this kind of memo has no place for."""
    from prevent_options.memo import not_printed

    if memo.analyst.slots and (left := not_printed(memo, look)):
        click.echo(f"This kind of memo has no place for the notes in {', '.join(left)}: not printed.", err=True)


def _traced(claim: str, form: str, memo: "MemoContext", kind: "Kind", trail: "Trail") -> str:
    """Return a claim with its chains, as text or JSON."""
    from prevent_options.memo.tracing import trace, trace_json

    found = trace(claim, memo, trail, kind)
    if form == "json":
        return json.dumps(trace_json(found, trail), ensure_ascii=False, indent=2)
    from prevent_options.cli.render_trace import trace_text

    return trace_text(found)
