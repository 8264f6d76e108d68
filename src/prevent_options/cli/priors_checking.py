"""``priors backtest`` and ``priors check``: do the priors predict, and are they computed right."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from prevent_options.paths import data_dir

if TYPE_CHECKING:
    from prevent_options.validation.backtest import Backtest, Part

_PICTURE_KINDS = ("png", "svg")


@click.command("backtest")
@click.option(
    "--evidence", "evidence", type=click.Path(path_type=Path), required=True, help="Findings file of a release."
)
@click.option("--through", type=click.IntRange(1900, 2100), required=True, help="Last year to learn from.")
@click.option("--until", type=click.IntRange(1900, 2100), help="Last year to predict; the last of the file by default.")
@click.option("--format", "kind", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--plot", type=click.Path(path_type=Path), help="Calibration picture to write, .png or .svg.")
def backtest_command(evidence: Path, through: int, until: int | None, kind: str, plot: Path | None) -> int:
    """Fit on the findings of a release through a year and score later ones beside simple baselines.

    Practitioners' tallies and studies read by this project are left out:
    they came later.

    Example:  prevent-options priors backtest --evidence all_sources.csv --through 2015
    """
    if plot is not None and plot.suffix.removeprefix(".") not in _PICTURE_KINDS:
        raise click.BadParameter(f"found {plot.name!r}; expected a name that ends in .png or .svg", param_hint="--plot")
    from prevent_options.catalogues import load_catalogues
    from prevent_options.cli.progress import fit_progress
    from prevent_options.evidence import release_codes
    from prevent_options.model.scales import load_scales, values_of
    from prevent_options.validation.backtest import backtest

    codes, scales = release_codes(load_catalogues()), values_of(load_scales(data_dir("priors")))
    with fit_progress() as progress:
        result = backtest(evidence, codes, scales, through=through, until=until, progress=progress)
    if plot is not None:
        _write_picture(result, plot)
    if kind == "json":
        click.echo(json.dumps(result.as_json(), indent=2))
    else:
        _print_tables(result)
    for line in (*map(str, result.unread), *result.diagnostics.worst):
        click.echo(line, err=True)
    return 0 if result.diagnostics.passed else 1


def _write_picture(result: "Backtest", plot: Path) -> None:
    from prevent_options.files import write_atomically
    from prevent_options.validation.pictures import calibration, picture_bytes

    write_atomically(plot, picture_bytes(calibration(result), plot.suffix.removeprefix(".")))


def _print_tables(result: "Backtest") -> None:
    from prevent_options.cli.render import console, table

    columns = [
        ("forecast", "left"),
        ("log loss", "right"),
        ("ranked score", "right"),
        ("model's log loss minus this, 90%", "right"),
    ]
    learned = f"learned through {result.through}, tested on {result.through + 1} to {result.until}; lower is better"
    for name, part in (("Factors", result.factors), ("Average effects", result.average)):
        title = f"{name}: {len(part.directions)} findings, {learned}"
        console().print(table(columns, _score_rows(part), title))


def _score_rows(part: "Part") -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("model", f"{part.model.log_loss:.3f}", f"{part.model.rps:.3f}", "")]
    for name, scores in part.baselines.items():
        low, high = part.lead(name)
        rows.append((name, f"{scores.log_loss:.3f}", f"{scores.rps:.3f}", f"{low:+.3f}, {high:+.3f}"))
    return rows


@click.command("check")
@click.option(
    "--simulations", type=click.IntRange(1, 10_000), default=200, show_default=True, help="Simulations of calibration."
)
@click.option(
    "--calibration",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File that keeps simulations: those in it are not done again.",
)
@click.option("--evidence", type=click.Path(path_type=Path), help="Evidence store; the shipped one by default.")
@click.option("--format", "kind", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Page with pictures to write.")
def check_command(
    simulations: int, calibration: Path | None, evidence: Path | None, kind: str, html: Path | None
) -> int:
    """Check that the priors are computed right; takes minutes.

    Simulation-based calibration of the whole model, predictive checks by body
    and outcome, and worked examples beside metafor. Exit code 1 if one fails.

    Besides: how much each tool hangs on its prior, with conflicts of prior and
    findings by name, and leave-one-out with k-hat.

    A run that was cut goes on where it was if --calibration names a file.

    Example:  prevent-options priors check --calibration out/simulations.jsonl --html out/check.html
    """
    from prevent_options.catalogues import load_catalogues
    from prevent_options.cli.progress import fit_progress
    from prevent_options.evidence import load_store
    from prevent_options.files import write_atomically
    from prevent_options.model.save import model_digest
    from prevent_options.model.scales import load_scales, scales_digest, values_of
    from prevent_options.validation.check import Subject, check
    from prevent_options.validation.check_page import page
    from prevent_options.validation.sbc import keeper

    store = load_store(evidence or data_dir("priors") / "evidence")
    scales = values_of(load_scales(data_dir("priors")))
    digests = {"evidence": store.digest, "model": model_digest(), "scales": scales_digest(data_dir("priors"))}
    with fit_progress() as progress:
        subject = Subject(store, scales, load_catalogues())
        report = check(subject, simulations, keeper(calibration, digests), progress)
    if html is not None:
        write_atomically(html, page(report))
    if kind == "json":
        click.echo(json.dumps(report.as_json(), indent=2))
    else:
        for name, sentence in report.sentences.items():
            click.echo(f"{name}: {'passed' if report.verdicts[name] else 'NOT PASSED'}. {sentence}")
        for remark in report.remarks:
            click.echo(f"{remark}.")
    return 0 if all(report.verdicts.values()) else 1
