"""Defaults of options from a file and the environment.

The file is ``prevent-options.toml`` in the current folder, or the one PREVENT_OPTIONS_CONFIG names. What counts, first
one wins: the command line, then an environment variable PREVENT_OPTIONS_<COMMAND>_<OPTION>, then the command's table in
the file, then its table ``[defaults]``, then the option's own default.
"""

import os
from collections.abc import Mapping
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
    except (OSError, ValueError) as error:
        todo = f"mend the file, or unset {VARIABLE}" if named else "mend the file"
        raise InputError([Problem(str(path), 0, "(file)", str(error), "a TOML file", todo)]) from error


def defaults_for(
    command: click.Command | None, name: str, file: str, config: Mapping[str, object], commands: tuple[str, ...]
) -> dict[str, object]:
    """Return the defaults of one command by the names of its parameters.

    Parameters
    ----------
    command
        The command that is about to run; None when there is none of that name.
    name
        Its name.
    file
        Name of the file, for messages.
    config
        Content of the file.
    commands
        All commands.

    Raises
    ------
    InputError
        With every table that is no command and every key of the command's table that is no option of it.
    """
    problems = [
        _problem(file, key, "no such command", (*commands, DEFAULTS))
        for key, value in config.items()
        if key not in {*commands, DEFAULTS} or not isinstance(value, dict)
    ]
    options = {} if command is None else _options(command)
    own, common = (table if isinstance(table := config.get(key), dict) else {} for key in (name, DEFAULTS))
    problems += [
        _problem(file, f"{name}.{key}", "no such option", options) for key in own if options and key not in options
    ]
    if problems:
        raise InputError(problems)
    return {options[key]: value for key, value in {**common, **own}.items() if key in options}


def _options(command: click.Command) -> dict[str, str]:
    """Return the long names of a command's options, without dashes in front, and the parameters they set."""
    return {
        word.removeprefix("--"): option.name or ""
        for option in command.params
        if isinstance(option, click.Option)
        for word in option.opts
        if word.startswith("--")
    }


def _problem(file: str, path: str, found: str, known: object) -> Problem:
    words = list(known) if isinstance(known, (tuple, dict)) else []
    near = get_close_matches(path.rpartition(".")[2], words, n=3, cutoff=0.0)
    return Problem(file, 0, path, found, f"nearest: {', '.join(near)}", "use one of these, or delete the line")
