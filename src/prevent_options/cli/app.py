"""The command group, its lazily loaded commands, and the one place where errors become exit codes.

Exit codes: 0 done, 1 done but something needs attention, 2 bad input or usage, 130 interrupted.
"""

import gc
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click

from prevent_options import __version__
from prevent_options.cli.config import PREFIX, defaults_for, load_config
from prevent_options.errors import InputError, PreventOptionsError

# Before NumPy is loaded: its matrices here are small, threads of the linear algebra cost more than they bring and would
# let the last digits depend on the machine. Whoever sets the variable is believed.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Nothing that happens to be installed beside this program may change how a case is read; nor need it be looked for.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

COMMANDS = {
    "demo": "demo",
    "validate": "validate",
    "rank": "rank",
    "explain": "explain",
    "memo": "memo",
    "compare": "compare",
    "portfolio": "portfolio",
    "voi": "voi",
    "turning": "turning",
    "cases": "cases",
    "batch": "batch",
    "rules": "rules",
    "evidence": "evidence",
    "priors": "priors",
    "substitution": "substitution",
    "schema": "schema",
}
"""Command name → module of this package that defines it under the name ``command``."""

TRACEBACK = f"{PREFIX}_TRACEBACK"
"""Variable that, when set, shows a crash whole."""

PRINTING = frozenset({"rank", "explain", "validate", "compare", "schema"})
"""Commands that read and print, and do nothing else."""


class LazyGroup(click.Group):
    """A group that imports a command's module only when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands in the order in which a planner meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"prevent_options.cli.{COMMANDS[cmd_name]}_command")
        command: click.Command = module.command
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(__version__, prog_name="prevent-options")
def cli() -> None:
    """Rank lawful, non-lethal options for preventing mass atrocities.

    Takes a case, runs it through rules and evidence, ranks the tools, flags where
    violence may move instead, and writes the option memo. It supports judgement
    and never replaces it.

    Start with:  prevent-options demo
    """


def main() -> NoReturn:
    """Run the command line and leave with an exit code; no traceback reaches a user."""
    # A command makes many objects that live to its end; looking through them for garbage again and again costs a tenth.
    gc.set_threshold(500_000, 50, 50)
    code = run(sys.argv[1:])
    if sys.argv[1:2] and sys.argv[1] in PRINTING:
        _leave(code)
    # Nothing is left to do but to end, and the interpreter would look through all of them three times more.
    gc.freeze()
    sys.exit(code)


def _leave(code: int) -> NoReturn:
    """End at once: nothing waits to be written, no worker to be stopped, and taking all objects apart takes time."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        code = 0
    os._exit(code)


def _defaults(arguments: list[str]) -> dict[str, object]:
    """Return what a configuration file says about the commands, where one is about to run."""
    file, config = load_config()
    if not config or not any(word in COMMANDS for word in arguments):
        return {}
    return defaults_for(cli, file, config)


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; what nobody foresaw is told in a line, and whole on request."""
    try:
        return _run(arguments)
    except Exception as error:
        if os.environ.get(TRACEBACK):
            raise
        click.echo(_unforeseen(error), err=True)
        return 1


def _run(arguments: list[str]) -> int:
    """Run one command; errors that were foreseen become exit codes."""
    try:
        result = cli.main(
            args=arguments,
            prog_name="prevent-options",
            standalone_mode=False,
            auto_envvar_prefix=PREFIX,
            default_map=_defaults(arguments),
        )
    except InputError as error:
        click.echo(str(error), err=True)
        return 2
    except PreventOptionsError as error:
        click.echo(f"prevent-options: {error}", err=True)
        return 1
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        return 130
    except BrokenPipeError:
        # The reader of a pipe has left, as `head` does; point stdout at nothing so that shutdown stays quiet.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return result if isinstance(result, int) else 0


def _unforeseen(error: Exception) -> str:
    """Say that the program is at fault, not the input, and where."""
    import traceback  # only a crash pays for it

    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"
    return (
        f"prevent-options: {where}: {error}; expected no such thing: this is a fault of the program; please report it "
        f"with the command and its input ({TRACEBACK}=1 shows all of it)"
    )
