"""``substitution play``: what the perpetrators may answer to some tools, and our best reply."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from prevent_options.cli.options import case_argument, case_options, knowledge_on, read_case
from prevent_options.errors import InputError, Problem

if TYPE_CHECKING:
    from rich.tree import Tree

    from prevent_options.assess.game import Game
    from prevent_options.assess.wargame import Answer

HOW_TO_READ = (
    "Shares are of model draws, given what stands above; harm is the mean change in those draws. A move is told when "
    "the second tactic rises by more than a tenth and adds a hundredth or more to total harm. Violence moves where a "
    "tactic is pressed hard, so total harm often still falls in those draws: moving does not make them better than "
    "the others. The tree shows what the model expects, not what anyone has decided."
)


@click.command("play")
@case_argument
@click.argument("tools", nargs=-1, required=True, metavar="TOOL...")
@click.option("--steps", type=click.IntRange(2, 3), default=3, show_default=True, help="How many steps to look ahead.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")
@click.option(
    "--picture",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write a picture of the flow between tactics (SVG).",
)
@case_options
def play_command(
    case: Path,
    tools: tuple[str, ...],
    steps: int,
    as_json: bool,  # noqa: FBT001 - an option of the command
    picture: Path | None,
    changes: tuple[str, ...],
    goal: str | None,
    draws: int,
    seed: int,
    rules_as_of: date | None,
) -> None:
    """Play TOOLs in a CASE: likely answers, the best reply to each, answers to that.

    Example:  prevent-options substitution play cases/nic-2023.yaml hrc_special_session
    """
    if picture is not None and picture.suffix != ".svg":
        found = f"no format {picture.suffix or 'at all'}"
        raise InputError([Problem(str(picture), 0, "picture", found, "a file that ends in .svg", "rename it")])
    profile = read_case(case, changes, goal)
    from prevent_options.assess.game import game, game_json

    knowledge = knowledge_on(rules_as_of)
    played = game(profile, knowledge, tools, steps=steps, draws=draws, seed=seed, rules_as_of=rules_as_of)
    if picture is not None:
        from prevent_options.files import write_atomically
        from prevent_options.memo.flow import game_picture

        write_atomically(picture, game_picture(played, profile, knowledge.catalogues))
    if as_json:
        click.echo(game_json(played), nl=False)
    else:
        _print(played)


def _print(played: "Game") -> None:
    """Print the tree."""
    from rich.text import Text
    from rich.tree import Tree

    from prevent_options.cli.render import console, percent

    tree = Tree(Text(f"We use {', '.join(played.tools)}: expected change of harm {percent(played.harm)}"))
    for answer in played.answers:
        _add(tree, answer)
    out = console()
    out.print(Text(played.title))
    out.print(tree)
    out.print(Text(HOW_TO_READ))


def _add(tree: "Tree", answer: "Answer") -> None:
    """Add one answer with its reply and the answers to that."""
    from rich.text import Text

    from prevent_options.cli.render import percent, share

    branch = tree.add(Text(f"{share(answer.probability)} {told(answer)}; harm {percent(answer.harm)}"))
    if answer.reply is None:
        return
    if answer.reply.tool is None:
        branch.add(Text("our reply: no further tool within the limits leaves less harm here"))
        return
    change = f"{percent(answer.reply.without)} becomes {percent(answer.reply.harm)}"
    reply = branch.add(Text(f"our reply: {answer.reply.tool}; harm {change}"))
    for after in answer.reply.answers:
        _add(reply, after)


def told(answer: "Answer") -> str:
    """Return an answer in words."""
    if answer.target:
        return f"{answer.perpetrator} moves from {answer.source} to {answer.target}"
    return {
        "gives way": "they give way",
        "hardens": "they harden",
        "carries on": "they carry on much as before",
        "moves elsewhere": "violence moves by a rarer way",
    }[answer.kind]
