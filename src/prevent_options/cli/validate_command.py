"""``validate``: check cases, rules, evidence and catalogues without running anything."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from prevent_options.errors import InputError, Problem

if TYPE_CHECKING:
    from prevent_options.catalogues import Catalogues
    from prevent_options.rules import Rule

CATALOGUE_MARK = "families.yaml"
"""The file that stands beside the folders of a catalogue."""


EVIDENCE = ("prevent-options/study@1", "prevent-options/expert@1", "prevent-options/elicitation@1")
"""Kinds of file that are evidence, or become evidence."""

FOR_BATCHES = ("prevent-options/watchlist", "prevent-options/sweeps", "prevent-options/columns")
"""Kinds of file that a batch reads, whatever their version."""

TABLES = (".csv", ".parquet")
"""Ends of the names of watchlists that are tables; folders are searched for YAML only, since they may hold any data."""


@click.command("validate")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--columns", type=click.Path(path_type=Path), help="Map of a table's columns to facts (YAML).")
def command(paths: tuple[Path, ...], columns: Path | None) -> None:
    """Check cases, rules, studies, notes, catalogue entries and watchlists; report every problem at once.

    A folder stands for all YAML files in it. The kind of a file is read from its
    `schema` line, or from its fields. A watchlist is checked with all its cases,
    a table (.csv or .parquet) with all its rows and --columns; files of sweeps
    and maps of columns by themselves.

    Example:  prevent-options validate cases rules
    """
    files, problems = _files(paths)
    if columns is not None and not any(map(_is_table, files)):
        click.echo(
            f"warning: --columns: {columns} is not used, because no path is a table (.csv or .parquet)", err=True
        )
    rules = [rule for file in files if (rule := _checked(file, columns, problems)) is not None]
    problems += _between(rules, paths)
    if problems:
        raise InputError(problems)
    click.echo(f"{len(files)} file{'' if len(files) == 1 else 's'}, no problem found")


def _checked(file: Path, columns: Path | None, problems: list[Problem]) -> "Rule | None":
    """Check one file, add its problems, and return the rule when it holds a sound one."""
    try:
        if _is_table(file):
            _check_table(file, columns)
            return None
        return _check(file)
    except InputError as error:
        problems += error.problems
        return None


def _between(rules: "list[Rule]", paths: tuple[Path, ...]) -> Iterator[Problem]:
    """Yield the problems that the rules of a folder have with each other: ids that stand twice or are out of use."""
    for path in paths:
        held = [rule for rule in rules if path in rule.file.parents]
        if held:
            from prevent_options.rules.loading import id_problems

            yield from id_problems(held, path)


def _files(paths: tuple[Path, ...]) -> tuple[list[Path], list[Problem]]:
    """Return the files that the paths stand for, and a problem for each path that stands for none."""
    files, problems = [], []
    for path in paths:
        found = sorted(_yaml_below(path))
        files += found
        if not found:
            problems.append(
                Problem(
                    str(path), 0, "path", "no YAML file", "a .yaml file or a folder that holds some", "check the name"
                )
            )
    return files, problems


def _yaml_below(path: Path) -> Iterator[Path]:
    """Yield the file itself, or the YAML files below a folder."""
    if path.is_dir():
        yield from (file for file in path.rglob("*") if file.suffix in {".yaml", ".yml"})
    elif path.is_file():
        yield path


def _is_table(file: Path) -> bool:
    """Whether a file is a table of cases by its name."""
    return file.suffix in TABLES


def _check_table(file: Path, columns: Path | None) -> None:
    """Check a table of cases with the map of its columns."""
    from prevent_options.batch.table_check import check_table

    check_table(file, columns)


def _check(file: Path) -> "Rule | None":
    """Check one file by its kind, and return the rule when it holds one."""
    from prevent_options.yamlio import read_document

    document = read_document(file, allow_list=True)
    data = document.data if isinstance(document.data, dict) else {}
    if {"when", "then"} & set(data):
        from prevent_options.rules.loading import check_rule

        return check_rule(file, _catalogues())
    _check_data(file, data)
    return None


def _check_data(file: Path, data: Mapping[str, object]) -> None:
    """Check a file that is no rule: by its `schema` line, its place, or its fields."""
    if data.get("schema") == "prevent-options/case@1" or "perpetrators" in data:
        from prevent_options.profile import load_case

        load_case(file)
    elif "retired" in data:
        from prevent_options.rules.loading import check_retired

        check_retired(file)
    elif data.get("schema") in EVIDENCE or "citation" in data:
        _check_evidence(file, str(data.get("schema")))
    elif data.get("schema") == "prevent-options/notes@1" or "slots" in data:
        from prevent_options.memo.notes import load_notes

        load_notes(file, str(data.get("case")))
    elif str(data.get("schema")).partition("@")[0] in FOR_BATCHES:
        _check_for_batch(file, str(data["schema"]))
    elif (file.parent.parent / CATALOGUE_MARK).is_file() or file.name == CATALOGUE_MARK:
        _check_catalogue(file)
    else:
        _check_by_name(file)


@cache
def _catalogues() -> "Catalogues":
    """Return the catalogues, read once for all files of a run."""
    from prevent_options.catalogues import load_catalogues

    return load_catalogues()


def _check_evidence(file: Path, schema: str) -> None:
    """Check a study, a statement of experts, or the answers a statement is made from."""
    if schema.startswith("prevent-options/elicitation"):
        from prevent_options.evidence.statement import Question, check_question
        from prevent_options.yamlio import load_document

        check_question(load_document(file, Question), str(file), _catalogues())
        return
    from prevent_options.evidence.check import record_problems
    from prevent_options.evidence.store import load_statement_or_study

    if problems := record_problems(file, load_statement_or_study(file), _catalogues()):
        raise InputError(problems)


def _check_for_batch(file: Path, schema: str) -> None:
    """Check a watchlist with all its cases, a file of sweeps or a map of columns."""
    if schema.startswith("prevent-options/watchlist"):
        from prevent_options.batch.watchlist_check import check_watchlist

        check_watchlist(file)
    elif schema.startswith("prevent-options/sweeps"):
        from prevent_options.batch.sweeps import load_sweeps

        load_sweeps(file)
    else:
        from prevent_options.batch.rows import load_columns

        load_columns(file)


def _check_catalogue(file: Path) -> None:
    """Check the catalogue an entry belongs to, and report what is wrong in this file."""
    folder = file.parent if file.name == CATALOGUE_MARK else file.parent.parent
    problems = [problem for problem in _catalogue_problems(folder) if Path(problem.file) == file]
    if problems:
        raise InputError(problems)


@cache
def _catalogue_problems(folder: Path) -> tuple[Problem, ...]:
    """Return every problem of a catalogue; it is read once for all its files."""
    from prevent_options.catalogues import load_catalogues

    try:
        load_catalogues(folder)
    except InputError as error:
        return tuple(error.problems)
    return ()


def _check_by_name(file: Path) -> None:
    """Check one of the files of which there is one: stated judgements, priors of facts, scales of the model."""
    if file.name == "fact_priors.yaml":
        from prevent_options.rules import load_fact_priors

        load_fact_priors(file)
    elif file.name == "assumptions.yaml":
        from prevent_options.assumptions import load_assumptions

        load_assumptions(file)
    elif file.name == "interactions.yaml":
        from prevent_options.catalogues import load_catalogues
        from prevent_options.decision.interactions import load_interactions

        load_interactions(load_catalogues(), file)
    elif file.name == "questions.yaml":
        from prevent_options.decision.questions import load_questions

        load_questions(file)
    else:
        found = "no kind that is known here"
        expected = "schema: prevent-options/case@1, or the fields of a rule, a study or a catalogue entry"
        raise InputError(
            [Problem(str(file), 1, "schema", found, expected, "add the schema line, or leave this file out")]
        )
