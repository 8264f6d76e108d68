"""``priors``: what the model learned from the evidence, and fitting it again."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from prevent_options.cli.priors_checking import backtest_command, check_command
from prevent_options.cli.priors_elicit import elicit_command
from prevent_options.cli.priors_updating import diff_command, update_command
from prevent_options.errors import InputError, Problem
from prevent_options.paths import data_dir

if TYPE_CHECKING:
    from prevent_options.catalogues import Catalogues


@click.group("priors")
def command() -> None:
    """Show the priors, update them with a study, and fit them again."""


for subcommand in (update_command, diff_command, elicit_command, backtest_command, check_command):
    command.add_command(subcommand)


@command.command("show")
@click.argument("name", required=False)
@click.option(
    "--perpetrator",
    type=click.Choice(["any", "state", "militia", "rebel", "foreign_force"]),
    default="any",
    show_default=True,
    help="Type of perpetrator.",
)
@click.option(
    "--plot",
    type=click.Path(path_type=Path),
    help="Draw instead: a .png, .svg or .pdf file.",
)
def show_command(name: str | None, perpetrator: str, plot: Path | None) -> None:
    """Show effects of a tool or a body of evidence by tactic family, or a factor; without a name, all bodies.

    With --plot: forest and prior against posterior of a tool or body, forest of a
    factor, or, without a name, shrinkage and funnel of all quantified findings.

    Example:  prevent-options priors show nhri_studies --perpetrator state
    """
    if plot is not None:
        from prevent_options.cli.priors_pictures import plot as draw

        draw(name, perpetrator, plot)
        return
    from prevent_options.assess.priors import is_factor
    from prevent_options.catalogues import load_catalogues

    catalogues = load_catalogues()
    if is_factor(name, catalogues):
        _print_factor(str(name), catalogues)
    else:
        _print_effects(name, perpetrator, catalogues)


def _print_effects(name: str | None, perpetrator: str, catalogues: "Catalogues") -> None:
    from prevent_options.assess.priors import prior_table
    from prevent_options.cli.render import console, share, table

    cells = [
        (
            row.name,
            row.outcome,
            f"{row.mean:+.2f}",
            f"{row.q05:+.2f}, {row.q95:+.2f}",
            share(row.p_less),
            f"{row.on_it} of {row.studies}",
        )
        for row in prior_table(name, perpetrator, catalogues)
    ]
    sides = [("body or tool", "left"), ("tactic family", "left"), ("mean", "right"), ("5%, 95%", "right")]
    title = (
        f"Log rate ratio of using the tool, perpetrator {perpetrator}; negative is less violence. Studies: those on "
        "this family, of all on the tool, which tell of it as far as families are alike"
    )
    console().print(table([*sides, ("less violence", "right"), ("studies", "right")], cells, title))


def _print_factor(name: str, catalogues: "Catalogues") -> None:
    from prevent_options.cli.render import console, table
    from prevent_options.evidence import load_store
    from prevent_options.pictures.rows import factor_rows
    from prevent_options.posterior import load_posterior

    store = load_store(data_dir("priors") / "evidence")
    rows = factor_rows(name, load_posterior(), store)
    cells = [(row.label, f"{row.mean:+.2f}", f"{row.low:+.2f}, {row.high:+.2f}", row.note or "-") for row in rows]
    title = (
        f"{catalogues.factors[name].name}: what it adds to the log rate ratio of a tool; negative is greater "
        "effectiveness. Findings: greater/no or mixed/lesser"
    )
    heads = [("body of evidence", "left"), ("mean", "right"), ("5%, 95%", "right"), ("findings", "right")]
    console().print(table(heads, cells, title))


@command.command("fit")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Folder to write; the shipped posterior by default."
)
@click.option("--evidence", type=click.Path(path_type=Path), help="Evidence store to fit; the shipped one by default.")
@click.option("--seed", type=click.IntRange(min=0), help="Seed of the sampler.")
@click.option(
    "--null-publication",
    type=click.FloatRange(0.05, 1.0),
    help="Chance to be published of a finding without a clear direction, relative to others.",
)
def fit_command(output: Path | None, evidence: Path | None, seed: int | None, null_publication: float | None) -> None:
    """Fit the model to the evidence and save the draws, if the diagnostics pass.

    Example:  prevent-options priors fit -o out/posterior
    """
    from prevent_options.cli.progress import fit_progress
    from prevent_options.evidence import load_store
    from prevent_options.model.run import SEED, fit_and_save

    folder = output or data_dir("priors") / "posterior"
    _check_folder(folder)
    store = load_store(evidence or data_dir("priors") / "evidence")
    seed = SEED if seed is None else seed
    with fit_progress() as progress:
        diagnostics = fit_and_save(store, folder, seed=seed, null_publication=null_publication, progress=progress)
    click.echo(
        f"R-hat at most {diagnostics.max_rhat:.3f}, effective draws at least {diagnostics.min_ess_bulk:.0f} (bulk) and "
        f"{diagnostics.min_ess_tail:.0f} (tail), {diagnostics.divergences} divergences; saved in {folder}",
        err=True,
    )


def _check_folder(folder: Path) -> None:
    """Refuse, before the fit, a place that holds something else than a posterior."""
    if folder.is_dir() and (not any(folder.iterdir()) or (folder / "manifest.json").is_file()):
        return
    if folder.exists():
        expected = "a new or empty folder, or that of a posterior"
        found = Problem(str(folder), 0, "output", "holds something else", expected, "choose another folder with -o")
        raise InputError([found])
