"""``substitution fit`` and ``substitution check``: learning from country-years of tactics that the user downloaded."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from prevent_options.panel.words import COLUMNS, TACTICS, Direction

if TYPE_CHECKING:
    from prevent_options.model.panel_score import Scores
    from prevent_options.panel.table import Panel


CITATION = (
    "CIRIGHTS Data Project v1.22.11.25 (Mark, Cingranelli, Filippov, Richards), country-years 1981-2010; "
    "free with citation"
)


def _columns(_ctx: click.Context, _param: click.Parameter, pairs: tuple[str, ...]) -> dict[str, str]:
    """Return the column map of the option ``--column``."""
    out = {}
    for pair in pairs:
        name, equals, column = pair.partition("=")
        if name not in COLUMNS or not equals or not column:
            raise click.BadParameter(f"{pair!r}; expected NAME=COLUMN with NAME one of {', '.join(COLUMNS)}")
        out[name] = column
    return out


def data_options[F: Callable[..., object]](function: F) -> F:
    """Add the options that say which file to read and how."""
    for option in (
        click.option("--seed", type=click.IntRange(min=0), help="Seed of the sampler."),
        click.option(
            "--higher-is",
            type=click.Choice(["better", "worse"]),
            help="Whether a higher code is better (2 = none) or worse (2 = frequent); asked for where it is not plain.",
        ),
        click.option(
            "--column",
            "columns",
            multiple=True,
            metavar="NAME=COLUMN",
            callback=_columns,
            help=f"Column of another source, NAME one of {', '.join(COLUMNS)}. May be repeated.",
        ),
        click.option(
            "--data",
            "file",
            type=click.Path(path_type=Path),
            required=True,
            metavar="FILE",
            help="Country-years as CSV, in the columns of CIRIGHTS unless --column says otherwise.",
        ),
    ):
        function = option(function)
    return function


def _read(file: Path, columns: dict[str, str], higher_is: Direction | None) -> "Panel":
    """Read the panel and say on standard error what was left out."""
    from prevent_options.panel.read import read_panel

    panel = read_panel(file, columns, higher_is)
    for line in panel.report.lines():
        click.echo(line, err=True)
    return panel


@click.command("check")
@data_options
@click.option("--from", "first", type=int, required=True, metavar="YEAR", help="First held-out year.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def check_command(
    file: Path, columns: dict[str, str], higher_is: Direction | None, seed: int | None, first: int, form: str
) -> None:
    """Score forecasts of held-out years beside four plain ones.

    Everything is fitted to the years before YEAR. Each year from YEAR on is forecast one year ahead, from the codes
    of the years before it. The score is the mean log loss; smaller is better.

    Example:  prevent-options substitution check --data cirights.csv --from 2001
    """
    from prevent_options.cli.progress import fit_progress
    from prevent_options.model.panel_fit import SEED
    from prevent_options.model.panel_score import score

    panel = _read(file, columns, higher_is)
    with fit_progress() as progress:
        scores = score(str(file), panel, first, seed=SEED if seed is None else seed, progress=progress)
    click.echo(
        f"Fitted to {scores.trained_on} country-years before {first}, scored on {scores.tested_on} from {first} on; "
        f"{scores.skipped} more lack two observed years before them.",
        err=True,
    )
    if scores.fit.diagnostics.worst:
        click.echo(
            f"Short run: R-hat at most {scores.fit.diagnostics.max_rhat:.3f}, {scores.fit.diagnostics.divergences} "
            "divergences; good enough to average forecasts over, not to read single parameters from.",
            err=True,
        )
    if form == "json":
        click.echo(json.dumps({"mean": rounded(scores.mean), "tactics": _each(scores.tactics)}, indent=1))
    else:
        _print(scores)


def rounded(losses: dict[str, float]) -> dict[str, float]:
    """Return losses to five places, which is below what another seed changes."""
    return {name: round(value, 5) for name, value in losses.items()}


def _each(tactics: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    return {tactic: rounded(losses) for tactic, losses in tactics.items()}


def _print(scores: "Scores") -> None:
    """Print test and training losses as tables."""
    from prevent_options.cli.render import console, table

    names = list(scores.mean)
    columns = [("forecast", "left"), *((tactic, "right") for tactic in TACTICS), ("mean", "right")]
    for title, losses in (("Held-out years", scores.tactics), ("Training years", scores.training)):
        rows = []
        for name in names:
            values = [losses[tactic][name] for tactic in TACTICS]
            rows.append([name, *(f"{value:.4f}" for value in [*values, sum(values) / len(values)])])
        console().print(table(columns, rows, f"{title}: mean log loss, nats; smaller is better"))


@click.command("fit")
@data_options
@click.option("--through", type=int, metavar="YEAR", help="Last year to learn from; all years by default.")
@click.option("--source", "citation", default=CITATION, help="Citation of the data; CIRIGHTS by default.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write; the shipped one by default.")
def fit_command(
    file: Path,
    columns: dict[str, str],
    higher_is: Direction | None,
    seed: int | None,
    through: int | None,
    citation: str,
    output: Path | None,
) -> None:
    """Learn from country-years how the tactics move together, and save parameters; the rows are not kept.

    Example:  prevent-options substitution fit --data cirights.csv --through 2000 -o out/panel.json
    """
    from prevent_options.cli.progress import fit_progress
    from prevent_options.model.panel_fit import LONG, SEED, fit_panel
    from prevent_options.model.panel_save import digest, learned, save_learned
    from prevent_options.model.panel_score import check_training
    from prevent_options.panel.table import moments
    from prevent_options.paths import data_dir

    panel = _read(file, columns, higher_is)
    last = panel.years[-1] if through is None else min(through, panel.years[-1])
    check_training(str(file), last + 1, len(moments(panel.until(last).severity)))
    number = SEED if seed is None else seed
    with fit_progress() as progress:
        fit = fit_panel(panel, last, seed=number, effort=LONG, progress=progress)
    command = f"prevent-options substitution fit --data {file.name} --through {last}"
    source = {"citation": citation, "sha256": digest(file), "command": command}
    path = output or data_dir("priors") / "substitution" / "panel.json"
    save_learned(learned(panel, fit, source, number), path)
    click.echo(f"Learned from {fit.country_years} country-years up to {last}; saved in {path}", err=True)
