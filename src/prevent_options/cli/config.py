"""Defaults of options from a file and the environment.

The file is ``prevent-options.toml`` in the current folder, or the one PREVENT_OPTIONS_CONFIG names. What counts, first
one wins: the command line, then an environment variable PREVENT_OPTIONS_<COMMAND>_<OPTION>, then the command's table in
the file, then its table ``[defaults]``, then the option's own default. A command of a command has a table and variables
of its own: ``[cases.draft]``, PREVENT_OPTIONS_CASES_DRAFT_TOP.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

import click

from prevent_options.errors import InputError, Problem

FILE = "prevent-options.toml"
VARIABLE = "PREVENT_OPTIONS_CONFIG"
PREFIX = "PREVENT_OPTIONS"
DEFAULTS = "defaults"


def load_config() -> tuple[str, dict[str, object]]:
    """Return the name and content of the configuration file; empty when there is none.

    Raises
    ------
    InputError
        When the file that the variable names cannot be read, or the file is no TOML.
    """
    named = os.environ.get(VARIABLE)
    path = Path(named or FILE)
    if not named and not path.is_file():
        return str(path), {}
    import tomllib  # only where there is a file

    try:
        return str(path), tomllib.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        found = f"not text in UTF-8 (byte {error.start})"
        raise InputError([Problem(str(path), 0, "(file)", found, "a TOML file", "save it as UTF-8")]) from error
    except (OSError, ValueError) as error:
        todo = f"mend the file, or unset {VARIABLE}" if named else "mend the file"
        raise InputError([Problem(str(path), 0, "(file)", str(error), "a TOML file", todo)]) from error


def defaults_for(root: click.Group, file: str, config: Mapping[str, object]) -> dict[str, object]:
    """Return the defaults of every command, as click wants them: by command, its commands and their parameters.

    Parameters
    ----------
    root
        The group of all commands.
    file
        Name of the file, for messages.
    config
        Content of the file.

    Raises
    ------
    InputError
        With every table that is no command and every key that is no option, of its command or, under ``[defaults]``,
        of any command.
    """
    tables = {key: value for key, value in config.items() if key != DEFAULTS}
    common = config.get(DEFAULTS, {})
    problems = list(_unknown(root, (), tables, file))
    if isinstance(common, dict):
        known = set(_every_option(root))
        problems += [_problem(file, (DEFAULTS, key), "no such option", known) for key in common if key not in known]
    else:
        problems.append(Problem(file, 0, DEFAULTS, f"{common!r}", "expected a table", f"write [{DEFAULTS}] above it"))
    if problems:
        raise InputError(problems)
    return _merged(root, tables, common if isinstance(common, dict) else {})


def _unknown(
    command: click.Command, path: tuple[str, ...], table: Mapping[str, object], file: str
) -> Iterator[Problem]:
    """Yield every key of a command's table that is neither an option of it nor the table of one of its commands."""
    options, below = _options(command), _below(command)
    for key, value in table.items():
        if key in below and isinstance(value, dict):
            yield from _unknown(below[key], (*path, key), value, file)
        elif key in options:
            continue
        elif not below:
            yield _problem(file, (*path, key), "no such option", options)
        elif isinstance(value, dict):
            yield _problem(file, (*path, key), "no such command", [*below, *([] if path else [DEFAULTS])])
        else:
            yield Problem(file, 0, ".".join((*path, key)), "an option outside a command's table", *_tables(path, below))


def _tables(path: tuple[str, ...], below: Iterable[str]) -> tuple[str, str]:
    """Return which tables are expected where an option stands in none, and what to do."""
    names = [f"[{'.'.join((*path, name))}]" for name in below]
    return (
        f"expected a table such as {', '.join(names[:3])}",
        f"move it to the table of its command, or to [{DEFAULTS}]",
    )


def _merged(command: click.Command, own: Mapping[str, object], common: Mapping[str, object]) -> dict[str, object]:
    """Return the defaults of a command and of those below it; its own come before the common ones."""
    options = _options(command)
    found = {options[key]: value for key, value in {**common, **own}.items() if key in options}
    for name, below in _below(command).items():
        table = own.get(name)
        found[name] = _merged(below, table if isinstance(table, dict) else {}, common)
    return found


def _every_option(command: click.Command) -> Iterator[str]:
    yield from _options(command)
    for below in _below(command).values():
        yield from _every_option(below)


def _below(command: click.Command) -> dict[str, click.Command]:
    """Return the commands of a command; none where it has none."""
    if not isinstance(command, click.Group):
        return {}
    context = click.Context(command)
    found = {name: command.get_command(context, name) for name in command.list_commands(context)}
    return {name: one for name, one in found.items() if one is not None}


def _options(command: click.Command) -> dict[str, str]:
    """Return the long names of a command's options, without dashes in front, and the parameters they set."""
    return {
        word.removeprefix("--"): option.name or ""
        for option in command.params
        if isinstance(option, click.Option)
        for word in option.opts
        if word.startswith("--")
    }


def _problem(file: str, path: tuple[str, ...], found: str, known: Iterable[str]) -> Problem:
    near = get_close_matches(path[-1], sorted(known), n=3, cutoff=0.5)
    expected = f"nearest: {', '.join(near)}" if near else "expected one that --help names"
    return Problem(file, 0, ".".join(path), found, expected, "correct the line, or delete it")
