"""What the lead of the first tool over the second hangs on, read off the draws of the ranking in a few milliseconds."""

from collections.abc import Mapping

import numpy as np

from prevent_options.assess.outcome import Outcome
from prevent_options.assess.types import Lead
from prevent_options.decision.explained import by_facts, by_numbers
from prevent_options.effects.arrays import Floats
from prevent_options.rules import World


def with_shares(lead: Lead | None, outcomes: Mapping[str, Outcome], world: World, weights: Floats) -> Lead | None:
    """Return the lead with the share that facts and that values explain of its variance.

    That variance is of the lead in total harm and under severity weights drawn evenly over all weights, as in ``rank
    --uncertainty``, which draws each group again instead of explaining the draws that are there.

    Parameters
    ----------
    lead
        None stays None.
    outcomes
        What each tool does.
    world
        The facts as drawn.
    weights
        Drawn severity weights of each pair, shape (K, D); pairs of one tactic have the same.
    """
    if lead is None:
        return None
    first, second = (outcomes[name].change_any.astype(np.float64) for name in (lead.first, lead.second))
    gap = second - first
    # Pairs of one tactic have the same weight, and the last tactic's follows from the others.
    tactics = np.unique(weights[:, :8], axis=0, return_index=True)[1][:-1]
    numbers = weights[tactics].T.astype(np.float64)
    return lead._replace(facts=by_facts(gap, world.drawn().values()), values=by_numbers(gap, numbers))
