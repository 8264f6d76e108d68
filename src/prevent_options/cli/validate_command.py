"""``validate``: check cases, rules and evidence without running anything."""

from collections.abc import Iterator
from pathlib import Path

import click

from prevent_options.errors import InputError, Problem


@click.command("validate")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
def command(paths: tuple[Path, ...]) -> None:
    """Check cases, rules and studies; report every problem at once.

    A folder stands for all YAML files in it. The kind of a file is read from its
    `schema` line, or from its fields.

    Example:  prevent-options validate cases rules
    """
    files, problems = _files(paths)
    for file in files:
        try:
            _check(file)
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    click.echo(f"{len(files)} files, no problem found")


def _files(paths: tuple[Path, ...]) -> tuple[list[Path], list[Problem]]:
    """Return the YAML files that the paths stand for, and a problem for each path that stands for none."""
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


def _check(file: Path) -> None:
    """Check one file by its kind."""
    from prevent_options.yamlio import read_document

    document = read_document(file)
    fields = set(document.data) if isinstance(document.data, dict) else set()
    schema = document.data.get("schema") if isinstance(document.data, dict) else None
    if schema == "prevent-options/case@1" or "perpetrators" in fields:
        from prevent_options.profile import load_case

        load_case(file)
    elif {"when", "then"} & fields:
        from prevent_options.catalogues import load_catalogues
        from prevent_options.rules import check_rule

        check_rule(file, load_catalogues())
    elif {"citation", "derivation"} & fields:
        from prevent_options.evidence import load_study

        load_study(file)
    else:
        raise InputError(
            [
                Problem(
                    str(file),
                    1,
                    "schema",
                    "no kind that is known here",
                    "schema: prevent-options/case@1, or the fields of a rule or a study",
                    "add the schema line, or leave this file out",
                )
            ]
        )
