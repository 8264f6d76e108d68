"""What is left of a rule's condition for each tool, worked out before any case: tools that leave the same share it."""

from typing import Literal, NamedTuple

from prevent_options.rules.conditions import FALSE, Condition, fact_tests, quantify, specialise

type Extent = Literal["case", "perpetrator", "pair"]


class Step(NamedTuple):
    """A residual condition with the tools that leave it.

    Attributes
    ----------
    condition
        On facts only, quantified.
    extent
        Whether it is evaluated once, for each perpetrator, or for each pair of perpetrator and tactic.
    tools
        Ids.
    """

    condition: Condition
    extent: Extent
    tools: tuple[str, ...]


type Plan = tuple[Step, ...]


def plan_of(condition: Condition, tools: tuple[str, ...]) -> Plan:
    """Return the residuals of a condition; a tool that can never meet it is in none of them."""
    groups: dict[Condition, list[str]] = {}
    for tool in tools:
        rest = specialise(condition, tool)
        if rest != FALSE:
            groups.setdefault(rest, []).append(tool)
    return tuple(Step(quantify(rest), extent_of(rest), tuple(held)) for rest, held in groups.items())


def extent_of(condition: Condition) -> Extent:
    """Return whom a condition is evaluated for: what an actor does counts for each perpetrator apart."""
    scopes = {test.spec.scope for test in fact_tests(condition)}
    return "pair" if "pair" in scopes else "perpetrator" if scopes & {"perpetrator", "actor"} else "case"
