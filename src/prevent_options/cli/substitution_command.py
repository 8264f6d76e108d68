"""``substitution``: where violence goes when one tactic is pressed."""

import click


@click.group("substitution")
def command() -> None:
    """Learn and show how pressure on one tactic moves the others."""


# Each room registers its own commands here: one import and one line, the heavy imports stay inside the commands.
