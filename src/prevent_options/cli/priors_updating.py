"""``priors update`` and ``priors diff``: adding studies, taking that back, and what differs between posteriors."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from prevent_options.cli.options import DEFAULT_DRAWS
from prevent_options.paths import data_dir

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prevent_options.assess import ToolResult
    from prevent_options.posterior import Posterior
    from prevent_options.updating.cases import CaseMove
    from prevent_options.updating.moved import Move
    from prevent_options.updating.run import Request

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path)
SHOWN = 10
"""Rows of a table of what moved."""

posterior_option = click.option("--posterior", type=FOLDER, help="Folder of the posterior; the shipped one by default.")
evidence_option = click.option("--evidence", type=FOLDER, help="Evidence store; the shipped one by default.")
cases_option = click.option("--cases", type=FOLDER, help="Folder of cases whose ranking is compared.")
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to print the result.",
)


@click.command("update")
@click.argument("studies", nargs=-1, type=FILE)
@cases_option
@posterior_option
@evidence_option
@click.option("-o", "--output", type=FOLDER, help="New folder for the posterior and its evidence; change nothing else.")
@click.option("--dry-run", is_flag=True, help="Say what would move and write nothing.")
@click.option("--refit", is_flag=True, help="Fit again even where reweighting would do.")
@click.option("--undo", "take_back", is_flag=True, help="Take back the last update.")
@format_option
def update_command(
    studies: tuple[Path, ...],
    cases: Path | None,
    posterior: Path | None,
    evidence: Path | None,
    output: Path | None,
    *,
    dry_run: bool,
    refit: bool,
    take_back: bool,
    form: str,
) -> None:
    """Add studies or statements of experts to the posterior and say what moved.

    The draws are reweighted where Pareto-smoothed importance sampling may be
    trusted (k-hat at most 0.7), and the model is fitted again where not. Studies
    are copied into the evidence store; --undo takes the last update back.

    Example:  prevent-options priors update new-study.yaml --cases cases
    """
    from prevent_options.updating.run import Request

    place = posterior or data_dir("priors") / "posterior"
    store = evidence or (place / "evidence" if (place / "evidence").is_dir() else data_dir("priors") / "evidence")
    if take_back:
        if studies or output or dry_run or refit:
            raise click.UsageError("--undo takes no study and none of --output, --dry-run, --refit")
        _undo(place, store)
        return
    request = Request(studies, place, store, output, write=not dry_run, refit=refit)
    _update(request, cases, form)


def _update(request: "Request", cases: Path | None, form: str) -> None:
    from prevent_options.catalogues import load_catalogues
    from prevent_options.cli.progress import fit_progress
    from prevent_options.updating.cases import read_cases
    from prevent_options.updating.moved import moves
    from prevent_options.updating.report import update_json
    from prevent_options.updating.run import update

    profiles = read_cases(cases) if cases else ()
    catalogues = load_catalogues()
    with fit_progress() as progress:
        done = update(request, catalogues, progress)
    _tell_twice(done.twice)
    moved = moves(done.before, done.after, catalogues)
    ranked = _cases(profiles, done.before, done.after)
    if form == "json":
        click.echo(update_json(done, moved, ranked, written=request.write), nl=False)
        return
    click.echo(f"{done.entry['how'].capitalize()} with {', '.join(done.entry['studies'])}: {done.entry['why']}.")
    _print_moves("The effects the studies are about", done.about)
    _print_moved(moved)
    _print_cases(ranked)
    click.echo(_where(request) if request.write else "nothing was written", err=True)


def _where(request: "Request") -> str:
    """Say where the update was written, and the command that takes it back."""
    place = request.output or request.posterior
    shipped = place == data_dir("priors") / "posterior"
    near = request.output is not None or request.evidence in {place / "evidence", data_dir("priors") / "evidence"}
    options = [] if shipped else ["--posterior", str(place)]
    options += [] if near else ["--evidence", str(request.evidence)]
    return (
        f"written to {place}; `{shlex.join(['prevent-options', 'priors', 'update', '--undo', *options])}` takes it back"
    )


def _tell_twice(studies: "Sequence[str]") -> None:
    """Name studies whose findings the counts of the release hold too."""
    for study in studies:
        told = "counts twice, for the release holds this study too (by its DOI or title); import the release again"
        click.echo(f"{study}: {told}", err=True)


def _undo(posterior: Path, evidence: Path) -> None:
    from prevent_options.updating.keeping import undo

    undone = undo(posterior, evidence)
    click.echo(f"Taken back: {', '.join(undone.studies)}.")
    for name in undone.removed:
        click.echo(f"taken out of the evidence: {name}", err=True)
    for name in undone.kept:
        click.echo(f"left in the evidence, because it was changed since: {name}", err=True)


@click.command("diff")
@click.argument("before", type=FOLDER)
@click.argument("after", type=FOLDER)
@cases_option
@click.option(
    "--perpetrator",
    type=click.Choice(["any", "state", "militia", "rebel", "foreign_force"]),
    default="any",
    show_default=True,
    help="Type of perpetrator.",
)
@format_option
def diff_command(before: Path, after: Path, cases: Path | None, perpetrator: str, form: str) -> None:
    """Explain the difference of two posteriors: what was put in, and what moved.

    Example:  prevent-options priors diff priors/posterior out/posterior
    """
    from prevent_options.catalogues import load_catalogues
    from prevent_options.posterior import load_posterior
    from prevent_options.updating.cases import read_cases
    from prevent_options.updating.causes import causes
    from prevent_options.updating.moved import moves
    from prevent_options.updating.report import difference_json

    profiles = read_cases(cases) if cases else ()
    old, new = load_posterior(before), load_posterior(after)
    why, moved = causes(old, new), moves(old, new, load_catalogues(), perpetrator)
    ranked = _cases(profiles, old, new)
    if form == "json":
        click.echo(difference_json(why, moved, ranked), nl=False)
        return
    for line in why or ("Nothing that goes into a posterior differs.",):
        click.echo(line)
    _print_moved(moved)
    _print_cases(ranked)


def _cases(profiles: "Sequence[object]", before: "Posterior", after: "Posterior") -> "list[CaseMove]":
    """Return what moves in each case."""
    if not profiles:
        return []
    from prevent_options.assess import load_knowledge
    from prevent_options.updating.cases import case_moves

    draws = min(DEFAULT_DRAWS, before.draws, after.draws)
    return list(case_moves(profiles, load_knowledge(), before, after, draws))  # type: ignore[arg-type]  # lazy imports


def _print_moved(moved: "Sequence[Move]") -> None:
    """Print, for bodies, tools and factors, what moved beyond the noise of the draws, most first."""
    titles = {"body": "Bodies of evidence", "tool": "Tools", "factor": "Factors"}
    for kind, title in titles.items():
        real = [move for move in moved if move.kind == kind and move.beyond_noise]
        first = list({move.name: move for move in reversed(real)}.values())[::-1]  # of each name what moved most
        first.sort(key=lambda move: -abs(move.in_sds))
        if not first:
            click.echo(f"{title}: nothing moved beyond the noise of the draws.")
            continue
        _print_moves(f"{title} that moved beyond the noise of the draws: {len(first)}", first[:SHOWN])


def _print_moves(title: str, rows: "Sequence[Move]") -> None:
    """Print effects before and after."""
    from prevent_options.cli.render import console, table

    if not rows:
        return
    cells = [
        (
            move.name if not move.outcome else f"{move.name}, {move.outcome}, {move.perpetrator}",
            f"{move.before.mean:+.2f} [{move.before.q05:+.2f}, {move.before.q95:+.2f}]",
            f"{move.after.mean:+.2f} [{move.after.q05:+.2f}, {move.after.q95:+.2f}]",
            f"{move.in_sds:+.2f}",
        )
        for move in rows
    ]
    columns = [("effect (log rate ratio)", "left"), ("before", "right"), ("after", "right"), ("sds", "right")]
    console().print(table(columns, cells, title))


def _print_cases(cases: "Sequence[CaseMove]") -> None:
    """Print the tools whose rank changed in each case, then all cases in one sentence."""
    from prevent_options.cli.render import console, table
    from prevent_options.updating.cases import in_one_sentence

    for case in cases:
        if not case.moved:
            click.echo(f"{case.case} (goal {case.goal}): no tool changed its rank.")
            continue
        rows = [_case_row(old, new) for old, new in case.moved[:SHOWN]]
        columns = [
            ("tool", "left"),
            ("rank", "right"),
            ("expected", "right"),
            ("net change", "right"),
            ("band", "right"),
        ]
        title = (
            f"{case.case} (goal {case.goal}): {len(case.moved)} tools changed their rank; those of one band are alike"
        )
        console().print(table(columns, rows, title))
    if cases:
        click.echo(in_one_sentence(cases))


def _case_row(old: "ToolResult", new: "ToolResult") -> tuple[str, str, str, str, str]:
    """Return one tool of a case before and after, as cells."""
    from prevent_options.cli.render import percent

    return (
        new.tool,
        f"{old.rank} > {new.rank}",
        f"{new.expected_rank - old.expected_rank:+.2f}",
        f"{percent(old.net_change.mean)} > {percent(new.net_change.mean)}",
        f"{old.rank_band} > {new.rank_band}",
    )
