"""``evidence``: the findings behind the priors."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from prevent_options.paths import data_dir

if TYPE_CHECKING:
    from prevent_options.evidence import EvidenceStore, Study


@click.group("evidence")
def command() -> None:
    """List, show, check and import published findings."""


@command.command("list")
@click.option("--body", help="Only this body of evidence.")
@click.option("--outcome", help="Only findings on this outcome or tactic family.")
@click.option("--sized", is_flag=True, help="Only studies with an effect size.")
def list_command(body: str | None, outcome: str | None, *, sized: bool) -> None:
    """List studies read one by one.

    Example:  prevent-options evidence list --body nhri_studies
    """
    from prevent_options.cli.render import console, table

    studies = [study for study in _store().studies if _matches(study, body, outcome, sized=sized)]
    rows = [(study.id, study.body, study.year, ", ".join(_findings(study))) for study in studies]
    console().print(table([("study", "left"), ("body", "left"), ("year", "right"), ("findings", "left")], rows))
    click.echo(f"{len(studies)} studies", err=True)


@command.command("show")
@click.argument("name")
def show_command(name: str) -> None:
    """Show a study, or the counts of a body of evidence.

    Example:  prevent-options evidence show stoop2018-doddfrank
    """
    store = _store()
    study = next((study for study in store.studies if study.id == name), None)
    if study is not None:
        click.echo(
            json.dumps(study.model_dump(mode="json", by_alias=True, exclude_none=True), ensure_ascii=False, indent=2)
        )
        return
    rows = [row for row in store.table.average if row.body == name]
    if not rows:
        raise click.BadParameter(
            f"found no study and no body of evidence {name!r}; see `prevent-options evidence list`"
        )
    from prevent_options.cli.render import console, table

    cells = [(row.outcome, row.kind, row.period, *map(str, row.counts)) for row in rows]
    console().print(
        table(
            [
                ("outcome", "left"),
                ("kind of study", "left"),
                ("period", "left"),
                ("less", "right"),
                ("none or mixed", "right"),
                ("more", "right"),
            ],
            cells,
            f"Counts of findings: {name}",
        )
    )


@command.command("check")
def check_command() -> int:
    """Check the evidence store: duplicates, double counting, missing years.

    Example:  prevent-options evidence check
    """
    from prevent_options.evidence import check_store

    store = _store()
    notes = check_store(store)
    for note in notes:
        click.echo(note)
    click.echo(
        f"{len(store.studies)} studies and {len(store.table.average)} cells of counts; {len(notes)} to look at",
        err=True,
    )
    return 1 if notes else 0


@command.group("import")
def import_group() -> None:
    """Read a release of coded findings into aggregated counts.

    Example:  prevent-options evidence import ushmm all_sources.csv --dry-run
    """


@import_group.command("ushmm")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--store", type=click.Path(path_type=Path), help="Evidence store to write into; the shipped one by default."
)
@click.option("--dry-run", is_flag=True, help="Say what would be read and write nothing.")
def ushmm_command(path: Path, store: Path | None, *, dry_run: bool) -> int:
    """Read the museum's release (V3 columns) and write counts by body, outcome, kind and period.

    Only counts are written, never rows. Values that nothing explains are reported;
    the exit code is 1 then.

    Example:  prevent-options evidence import ushmm all_sources.csv --dry-run
    """
    from prevent_options.catalogues import load_catalogues
    from prevent_options.evidence import import_release, release_codes

    folder = store or data_dir("priors") / "evidence"
    report = import_release(path, folder, release_codes(load_catalogues()), write=not dry_run)
    for unread in report.unread:
        click.echo(str(unread), err=True)
    verb = "would write" if dry_run else "wrote"
    click.echo(
        f"{report.rows} rows read, {report.left_out} left out; {verb} {', '.join(sorted(report.files))}", err=True
    )
    return 1 if report.unread else 0


def _store() -> "EvidenceStore":
    """Read the shipped evidence store."""
    from prevent_options.evidence import load_store

    return load_store(data_dir("priors") / "evidence")


def _matches(study: "Study", body: str | None, outcome: str | None, *, sized: bool) -> bool:
    """Say whether a study passes the filters."""
    outcomes = {finding.outcome for finding in study.findings}
    return body in (None, study.body) and (outcome is None or outcome in outcomes) and (study.quantified or not sized)


def _findings(study: "Study") -> list[str]:
    """Return each finding of a study in a few words."""
    return [
        f"{finding.outcome} {finding.direction}" + (f" ({finding.size.log_ratio:+.2f})" if finding.size else "")
        for finding in study.findings
    ]
