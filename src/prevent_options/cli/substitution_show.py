"""``substitution show``: how each tactic answers pressure on another, and which findings say so."""

from itertools import product
from typing import TYPE_CHECKING

import click

from prevent_options.errors import InputError, Problem

if TYPE_CHECKING:
    from prevent_options.substitution.show import Elasticity

LEVELS = ("low", "moderate", "high", "very_high")
TYPES = ("state", "militia", "rebel", "foreign_force")


@click.command("show")
@click.argument("source", metavar="[FROM]", required=False)
@click.argument("target", metavar="[TO]", required=False)
@click.option(
    "--perpetrator", type=click.Choice(TYPES), default="state", show_default=True, help="Type of perpetrator."
)
@click.option(
    "--repression",
    type=click.Choice(LEVELS),
    default="high",
    show_default=True,
    help="Level of repression; tactics move together more where it is higher.",
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def show_command(source: str | None, target: str | None, perpetrator: str, repression: str, form: str) -> None:
    """Show how tactic TO answers pressure on tactic FROM, and which findings stand behind it.

    Without TO every answer to FROM is listed; without both, every pair that a
    finding names (as JSON: every pair). FROM and TO may be families. A case changes these numbers
    further by structure, capacity to accommodate and what its rules say.

    Example:  prevent-options substitution show enforced_disappearance political_imprisonment
    """
    from prevent_options.assumptions import load_assumptions
    from prevent_options.catalogues import load_catalogues
    from prevent_options.repertoire import load_repertoire
    from prevent_options.substitution.show import Asked, elasticities, elasticities_json, strongest, tactics_of

    catalogues = load_catalogues()
    asked = Asked(perpetrator, repression, load_repertoire(catalogues), load_assumptions())
    sources = tactics_of(source, catalogues) if source else tuple(catalogues.tactics)
    targets = tactics_of(target, catalogues) if target else tuple(catalogues.tactics)
    pairs = [(one, other) for one, other in product(sources, targets) if one != other]
    if not pairs:
        expected = "expected two tactics, or a family that holds several"
        raise InputError([Problem("TACTIC", 0, "tactic", f"{source} on both sides", expected, "name another as TO")])
    if len(pairs) == 1:
        rows = list(elasticities(*pairs[0], asked))
    else:
        rows = [strongest(one, other, asked) for one, other in pairs]
    if source is None and form == "table":
        rows = [row for row in rows if row.findings]
    if form == "json":
        click.echo(elasticities_json(tuple(rows)), nl=False)
    else:
        _print(rows)


def _print(rows: "list[Elasticity]") -> None:
    """Print one row a pair and pressure, and what stands behind each."""
    from rich.text import Text

    from prevent_options.cli.render import console, share, table
    from prevent_options.substitution.show import NO_FINDING

    cells = [
        (
            f"{row.source} > {row.target}",
            row.pressure,
            share(row.open),
            f"{row.mean:+.2f}",
            f"{row.q05:+.2f}, {row.q95:+.2f}",
            ", ".join(row.findings) or NO_FINDING,
        )
        for row in sorted(rows, key=lambda row: (-row.open, row.source, row.target, row.pressure))
    ]
    heads = [("pressed > answers", "left"), ("pressure", "left"), ("moves", "right"), ("E", "right")]
    out = console()
    out.print(table([*heads, ("5%, 95%", "right"), ("findings that name it", "left")], cells))
    out.print(
        Text(
            "E: log change of the second tactic for a fall of 1 in the log rate of the first. Below zero the two fall "
            "together, which is the rule. moves: chance that violence moves at all. Judgements and findings stand in "
            "priors/substitution."
        )
    )
