"""``demo``: the shipped case of Darfur, ranked and written as a memo."""

from pathlib import Path

import click

from prevent_options.cli.options import DEFAULT_DRAWS, DEFAULT_SEED

CASE = "sdn-darfur-2024.yaml"


@click.command("demo")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("darfur-memo.html"),
    show_default=True,
    help="Where to write the memo (.html, .docx, .pdf or .md).",
)
def command(output: Path) -> None:
    """Rank the shipped case (Sudan, Darfur) and write its memo.

    Example:  prevent-options demo -o darfur.md
    """
    from prevent_options.memo import check_format

    check_format(output)
    from prevent_options.assess import draw_case, load_knowledge, summary
    from prevent_options.cli.render import print_ranking
    from prevent_options.memo import insights_of, make_memo, write_memo
    from prevent_options.paths import data_dir
    from prevent_options.profile import load_case

    knowledge = load_knowledge()
    profile = load_case(data_dir("cases") / CASE)
    drawn = draw_case(profile, knowledge, draws=DEFAULT_DRAWS, seed=DEFAULT_SEED, rules_as_of=None)
    assessment = summary(profile, knowledge, drawn)
    print_ranking(assessment)
    insights = insights_of(assessment, profile, knowledge, drawn)
    write_memo(output, make_memo(assessment, profile, knowledge, insights))
    click.echo(
        f"\nThe memo is in {output}. Next: prevent-options explain {data_dir('cases') / CASE} "
        f"{assessment.tools[0].tool}",
        err=True,
    )
