"""``evidence``: the findings behind the priors."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from prevent_options.cli.options import compose
from prevent_options.paths import data_dir

if TYPE_CHECKING:
    from pydantic import BaseModel

    from prevent_options.evidence import EvidenceStore, Statement, Study
    from prevent_options.evidence.select import Choice

PATH = click.Path(path_type=Path)
store_option = click.option("--store", type=PATH, help="Evidence store; the shipped one by default.")
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to print the result.",
)
filters = compose(
    click.option("--body", help="Only this body of evidence."),
    click.option("--tool", help="Only bodies of evidence this tool draws on."),
    click.option("--outcome", help="Only findings on this outcome or tactic family."),
    click.option("--tactic", help="Only findings on this tactic."),
    click.option("--perpetrator", help="Only findings on this type of perpetrator."),
    click.option("--direction", type=click.Choice(["decreases", "none", "increases"]), help="Only such findings."),
    click.option("--kind", help="Only this kind of study, such as identification."),
    click.option("--since", type=click.IntRange(1900, 2999), help="Only studies of this year or later."),
    click.option("--until", type=click.IntRange(1900, 2999), help="Only studies of this year or earlier."),
    click.option("--sized", is_flag=True, help="Only studies with an effect size."),
)


@click.group("evidence")
def command() -> None:
    """List, show, check and import published findings."""


@command.command("list")
@filters
@store_option
@format_option
def list_command(store: Path | None, form: str, body: str | None, tool: str | None, **wanted: object) -> None:
    """List studies read one by one, and statements of experts.

    Example:  prevent-options evidence list --body nhri_studies
    """
    choice = _choice(body, tool, wanted)
    evidence = _store(store)
    studies = [study for study in evidence.studies if choice.study(study)]
    statements = [one for one in evidence.statements if choice.statement(one)]
    if form == "json":
        click.echo(_json([_data(record) for record in (*studies, *statements)]))
    else:
        from prevent_options.cli.render import console, table

        rows = [(study.id, study.body, study.year, ", ".join(_findings(study))) for study in studies]
        rows += [(one.id, one.reads_as.body, one.question.year, _told(one)) for one in statements]
        console().print(table([("study", "left"), ("body", "left"), ("year", "right"), ("findings", "left")], rows))
    click.echo(f"{len(studies)} studies, {len(statements)} statements of experts", err=True)


@command.command("show")
@click.argument("name")
@filters
@store_option
@format_option
def show_command(
    name: str, store: Path | None, form: str, body: str | None, tool: str | None, **wanted: object
) -> None:
    """Show a study, a statement of experts, or the counts of a body of evidence or a factor.

    Example:  prevent-options evidence show stoop2018-doddfrank
    """
    evidence = _store(store)
    records: list[Study | Statement] = [*evidence.studies, *evidence.statements]
    record = next((one for one in records if one.id == name), None)
    if record is not None:
        if body or tool or any(wanted.values()):
            raise click.UsageError(f"{name} is one record and shown whole: leave the filters out, or use `list`")
        click.echo(_json(_data(record)))
        return
    from prevent_options.evidence.select import factor_rows

    factors = factor_rows(evidence, name)
    choice = _choice(body, tool, wanted).of(name)
    counts = list(choice.counts(evidence))
    studies = [study for study in evidence.studies if choice.study(study)]
    if not (counts or factors or studies):
        _nothing(name, evidence)
    if form == "json":
        click.echo(_json({"counts": _plain(counts), "factors": _plain(factors), "studies": [s.id for s in studies]}))
        return
    cells = [(row.outcome, row.kind, row.period, *map(str, row.counts)) for row in counts]
    _print_counts(f"Counts of findings: {name}", ["outcome", "kind of study", "period", "less", "none", "more"], cells)
    told = [(row.body, row.outcome, row.kind, row.period, *map(str, row.counts)) for row in factors]
    heads = ["body", "outcome", "kind of study", "period", "greater", "none", "lesser"]
    _print_counts(f"Counts of findings on the factor {name}", heads, told)
    for study in studies:
        click.echo(f"{study.id}: {', '.join(_findings(study))}")


@command.command("check")
@store_option
@click.option("--release", type=PATH, help="Release the counts come from: also check that each study counts once.")
@format_option
def check_command(store: Path | None, release: Path | None, form: str) -> int:
    """Check the evidence store: duplicates, double counting, derivations, scales, years.

    Example:  prevent-options evidence check
    """
    from prevent_options.catalogues import load_catalogues
    from prevent_options.evidence import release_codes, store_problems
    from prevent_options.evidence.check import released_twice, without_year
    from prevent_options.evidence.importing import counted_twice

    folder, catalogues, evidence = store or data_dir("priors") / "evidence", load_catalogues(), _store(store)
    notes = [*store_problems(evidence, catalogues), *released_twice(evidence)]
    if release is not None:
        notes += counted_twice(release, folder, release_codes(catalogues))
    if form == "json":
        click.echo(_json(_plain(notes)))
    else:
        for note in notes:
            click.echo(note)
    if undated := without_year(evidence):
        click.echo(f"without a year, for the reason in their year_note: {', '.join(undated)}", err=True)
    counted = f"{len(evidence.studies)} studies, {len(evidence.statements)} statements of experts"
    click.echo(f"{counted} and {len(evidence.table.average)} cells of counts; {len(notes)} to look at", err=True)
    return 1 if notes else 0


@command.group("import")
def import_group() -> None:
    """Read a release of coded findings into aggregated counts.

    Example:  prevent-options evidence import ushmm all_sources.csv --dry-run
    """


@import_group.command("ushmm")
@click.argument("path", type=PATH)
@click.option("--store", type=PATH, help="Evidence store to write into; the shipped one by default.")
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
    if not report.tallies:
        click.echo("no practitioners.csv and factors.csv beside the findings: no tallies of practitioners", err=True)
    verb = "would write" if dry_run else "wrote"
    click.echo(
        f"{report.rows} rows read, {report.left_out} left out; {verb} {', '.join(sorted(report.files))}", err=True
    )
    return 1 if report.unread else 0


def _store(folder: Path | None) -> "EvidenceStore":
    """Read an evidence store, the shipped one by default."""
    from prevent_options.evidence import load_store

    return load_store(folder or data_dir("priors") / "evidence")


def _choice(body: str | None, tool: str | None, wanted: dict[str, object]) -> "Choice":
    """Return what the filters ask for; a word that nothing has is an error, not an empty list."""
    from prevent_options.evidence.select import Choice
    from prevent_options.evidence.vocabulary import ANY, KINDS, OUTCOMES, PERPETRATORS

    for option, known in (("outcome", OUTCOMES), ("perpetrator", (ANY, *PERPETRATORS)), ("kind", KINDS)):
        _check_word(option, wanted[option], known)
    bodies = _bodies(body, tool, wanted["tactic"])
    if None not in (wanted["since"], wanted["until"]) and wanted["since"] > wanted["until"]:  # type: ignore[operator]
        raise click.UsageError(f"--since {wanted['since']} is later than --until {wanted['until']}; swap them")
    return Choice(bodies=bodies, **wanted)  # type: ignore[arg-type]  # click has read each option by its type


def _bodies(body: str | None, tool: str | None, tactic: object) -> set[str] | None:
    """Return the bodies of evidence asked for; catalogues are read only for words that stand in them."""
    if body is None and tool is None and tactic is None:
        return None
    from prevent_options.catalogues import load_catalogues

    catalogues = load_catalogues()
    for option, word, known in (
        ("body", body, catalogues.bodies),
        ("tool", tool, catalogues.tools),
        ("tactic", tactic, catalogues.tactics),
    ):
        _check_word(option, word, list(known))
    bodies = {body} if body else None
    if tool is not None:
        linked = {link.body for link in catalogues.tools[tool].bodies}
        bodies = linked & (bodies or linked)
    return bodies


def _check_word(option: str, word: object, known: Sequence[str]) -> None:
    from prevent_options.yamlio import nearest

    if word is None or word in known:
        return
    near = ", ".join(nearest(str(word), known, 3)) or ", ".join(sorted(known)[:12])
    raise click.BadParameter(f"found {word!r}; expected a known {option}, such as {near}", param_hint=f"--{option}")


def _nothing(name: str, evidence: "EvidenceStore") -> None:
    from prevent_options.yamlio import nearest

    known = {study.id for study in evidence.studies} | {row.body for row in evidence.table.average}
    known |= {study.body for study in evidence.studies} | {row.factor for row in evidence.table.factors}
    near = ", ".join(nearest(name, sorted(known), 3)) or "see `prevent-options evidence list`"
    raise click.BadParameter(f"found no study, body of evidence or factor {name!r} with these findings; near: {near}")


def _data(record: "BaseModel") -> object:
    """Return a record of the store as plain data."""
    return record.model_dump(mode="json", by_alias=True, exclude_none=True)


def _plain(rows: "Iterable[object]") -> list[object]:
    from dataclasses import asdict

    # Rows of tables are dataclasses, problems named tuples.
    return [row._asdict() if hasattr(row, "_asdict") else asdict(row) for row in rows]  # type: ignore[call-overload]


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


def _print_counts(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table whose last three columns are counts."""
    from prevent_options.cli.render import console, table

    if rows:
        sides = ["left"] * (len(heads) - 3) + ["right"] * 3
        console().print(table(list(zip(heads, sides, strict=True)), rows, title))


def _findings(study: "Study") -> list[str]:
    """Return each finding of a study in a few words."""
    return [
        f"{finding.outcome} {finding.direction}" + (f" ({finding.size.log_ratio:+.2f})" if finding.size else "")
        for finding in study.findings
    ]


def _told(statement: "Statement") -> str:
    """Return a statement in a few words."""
    reads, experts = statement.reads_as, len(statement.question.experts)
    return f"{reads.outcome} {reads.log_ratio:+.2f}, judgement of {experts} experts"
