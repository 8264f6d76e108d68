"""The tables of the three uncertainties."""

from typing import TYPE_CHECKING

from rich.text import Text

from prevent_options.cli.render import console, share, table

if TYPE_CHECKING:
    from prevent_options.assess.uncertainty import Uncertainty

HEAVIEST = 3
"""Tactics named for each tool; JSON has all."""
FIRST = 10
"""Tools shown, the most often first one first; JSON has all."""
HOW_TO_READ = (
    "share: part of the lead's variance over draws that the group explains alone, with Monte Carlo error; shares sum "
    "to 100%, and chance can take a small one below 0. effects: everything the model draws, case noise included. "
    "facts: uncertain and unknown facts of the case. values: severity weights, drawn evenly over all weights. "
    "interaction: what the groups do only together."
)
CENTRAL = (
    "\nCentral weights: mean weights in draws where the tool is first (ten tools, heaviest tactics; JSON has all)."
)


def print_uncertainty(found: "Uncertainty") -> None:
    """Print the shares of the lead's variance, then the central weights of each tool that is ever first."""
    from prevent_options.assess.attitude import UNITS

    out = console()
    out.print(Text(f"{found.title}: what the lead of {found.first} over {found.second} hangs on"))
    out.print(
        Text(
            f"Lead: mean {found.lead_mean:+.3f}, standard deviation {found.lead_sd:.3f} ({UNITS[found.goal]}; "
            f"larger is better for {found.first})."
        )
    )
    rows = [(one.group, f"{round(100 * one.share)}%", f"{round(100 * one.mc_error)}%") for one in found.shares]
    out.print(table([("group", "left"), ("share", "right"), ("error", "right")], rows))
    out.print(Text(HOW_TO_READ if rows else "The lead is the same in every draw: there is nothing to share out."))
    central = [
        (one.tool, share(one.p_first), ", ".join(f"{name} {share(weight)}" for name, weight in _heaviest(one.weights)))
        for one in found.central[:FIRST]
    ]
    out.print(Text(CENTRAL))
    out.print(table([("tool", "left"), ("first", "right"), ("weights", "left")], central))
    if found.central:
        out.print(Text(f"Weights drawn evenly give each of the {len(found.central[0].weights)} tactics the same mean."))


def _heaviest(weights: tuple[tuple[str, float], ...]) -> list[tuple[str, float]]:
    """Return the heaviest tactics, the heaviest first; equal ones by name."""
    return sorted(weights, key=lambda one: (-one[1], one[0]))[:HEAVIEST]
