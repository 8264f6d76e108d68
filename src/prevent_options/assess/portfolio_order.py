"""In what order to begin: what must or should come first, then what takes longest to act."""

from collections.abc import Sequence

from prevent_options.assess.portfolio_types import Step
from prevent_options.catalogues import Catalogues
from prevent_options.decision.interactions import Interactions


def steps_of(
    names: Sequence[str], judgements: Interactions, catalogues: Catalogues, held: set[str]
) -> tuple[Step, ...]:
    """Return the tools of a set in the order in which to begin.

    Parameters
    ----------
    names
        Tools of the set.
    judgements
        Sequences among them.
    catalogues
        Lead times.
    held
        Tools in use already; they come before any other.
    """
    before: dict[str, list[tuple[str, str]]] = {name: [] for name in names}
    for entry in judgements.sequences:
        later, earlier = (
            {t for word in side for t in catalogues.tools_in(word)} for side in (entry.tools, entry.after)
        )
        for name in names:
            before[name] += [
                (first, entry.id) for first in names if name in later and first in earlier and first != name
            ]
    steps: list[Step] = []
    waiting = sorted(names, key=lambda name: (name not in held, -catalogues.tools[name].lead_time.months[1], name))
    while waiting:
        begun = {step.tool for step in steps}
        free = [name for name in waiting if begun.issuperset(first for first, _ in before[name])]
        name = (free or waiting)[0]
        waiting.remove(name)
        steps.append(_step(name, before[name], catalogues, in_use=name in held))
    return tuple(steps)


def _step(name: str, before: Sequence[tuple[str, str]], catalogues: Catalogues, *, in_use: bool) -> Step:
    """Return one step with its reason."""
    reasons = ", ".join(dict.fromkeys(entry for _, entry in before))
    because = "in use already" if in_use else f"follows {reasons}" if before else "nothing has to come first"
    low, high = catalogues.tools[name].lead_time.months
    return Step(name, tuple(dict.fromkeys(first for first, _ in before)), because, (float(low), float(high)), in_use)
