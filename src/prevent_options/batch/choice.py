"""What the choice of a case hangs on, as the page and the table of choices tell it.

The lead and what its spread hangs on come with every ranking. What to find out first, what would turn the choice and
what goes together cost about half as much again as the case, so they are worked out only where they are asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from prevent_options.assess import Assessment
from prevent_options.assess.result import number

UNITS = {
    "reduce": "points of all harm averted",
    "stop": "points of probability that harm falls by the case's threshold",
    "foreclose": "points of the risk of onset removed",
}
"""What a lead or a worth is counted in, by goal; larger is better."""


@dataclass(frozen=True, slots=True)
class FindOut:
    """A fact worth knowing before the choice: in words, what it is today, its worth and the error of that."""

    fact: str
    today: str
    worth: float
    mc_error: float


@dataclass(frozen=True, slots=True)
class Turned:
    """A value of a fact, in words, with its probability today, under which another tool would be first."""

    fact: str
    value: str
    today: float
    first: str


@dataclass(frozen=True, slots=True)
class Together:
    """The best set of the first and the cheap tools, by name: change of harm with its range, effort, tools tried."""

    tools: tuple[str, ...]
    mean: float
    q05: float
    q95: float
    effort: float
    of: int


@dataclass(frozen=True, slots=True)
class Found:
    """What was worked out on request."""

    find_out: tuple[FindOut, ...]
    turns: tuple[Turned, ...]
    together: Together | None
    everything: float


@dataclass(frozen=True, slots=True)
class Choice:
    """The first tool before the second, and what that hangs on.

    Attributes
    ----------
    first, second
        Names of the tools.
    lead, mc_error
        In units of the goal's utility, larger is better for the first tool.
    settled
        Whether other draws would give the same order.
    tied
        Whether the two share a rank band.
    facts, values, share_error
        Share of the variance of the lead that open facts and severity weights explain, and the error of both.
    found
        None where nobody asked for it.
    """

    first: str
    second: str
    lead: float
    mc_error: float
    settled: bool
    tied: bool
    facts: float
    values: float
    share_error: float
    found: Found | None = None


def choice_of(assessment: Assessment, found: Found | None) -> Choice | None:
    """Return what the choice of an assessed case hangs on; None where fewer than two tools may be used."""
    lead = assessment.lead
    if lead is None:
        return None
    tools = {tool.tool: tool for tool in assessment.tools}
    return Choice(
        first=tools[lead.first].name,
        second=tools[lead.second].name,
        lead=number(lead.mean),
        mc_error=number(lead.mc_error),
        settled=lead.settled,
        tied=tools[lead.first].rank_band == tools[lead.second].rank_band,
        facts=number(lead.facts.share),
        values=number(lead.values.share),
        share_error=number(max(lead.facts.mc_error, lead.values.mc_error)),
        found=found,
    )


def read_choice(data: Mapping[str, object] | None) -> Choice | None:
    """Return a choice from what its record holds.

    Raises
    ------
    TypeError, KeyError
        When the record is of another version.
    """
    return None if data is None else Choice(**{**data, "found": _read_found(data["found"])})  # type: ignore[arg-type]


def _read_found(data: object) -> Found | None:
    if not isinstance(data, Mapping):
        return None
    together = data["together"]
    return Found(
        tuple(FindOut(**one) for one in data["find_out"]),
        tuple(Turned(**one) for one in data["turns"]),
        None if together is None else Together(**{**together, "tools": tuple(together["tools"])}),
        data["everything"],
    )
