"""``substitution``: where violence goes when one tactic is pressed."""

import click

from prevent_options.cli.substitution_panel import check_command, fit_command
from prevent_options.cli.substitution_play import play_command
from prevent_options.cli.substitution_show import show_command


@click.group("substitution")
def command() -> None:
    """Learn and show how pressure on one tactic moves the others."""


# Each room registers its own commands here: one import and one line, the heavy imports stay inside the commands.
command.add_command(show_command)
command.add_command(play_command)
command.add_command(fit_command)
command.add_command(check_command)
