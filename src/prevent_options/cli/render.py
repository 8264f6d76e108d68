"""Tables for people: rich in a terminal, plain at 80 columns elsewhere, no colour under NO_COLOR."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from prevent_options.cli.lines import folded, grouped, hanging

if TYPE_CHECKING:
    from prevent_options.assess import Assessment, ToolResult

WIDTH = 80
"""Columns where the output is no terminal, so that files and pipes read the same everywhere."""


HOW_TO_READ = (
    "net change: change of total harm over the horizon if the tool is used, mean [5%, 95%]; minus is less violence. "
    "worse: probability by the model that harm goes up. first: share of draws in which the tool ranks first, which "
    "does not mean that it works. Tools of one band are not told apart. moves: tactics to which violence may move "
    "instead. * in use already."
)


NARROW = 23
"""Columns for the id of a tool where a table has a column more: ids are broken where they read well."""
STOPS = "stops: probability that harm falls by the case's threshold, larger is better."
"""What tools and sets are ordered by under the goal stop."""


def console() -> Console:
    """Return the console for results: standard output, at its own width in a terminal and at 80 columns elsewhere."""
    return Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False)


def table(columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]], title: str | None = None) -> Table:
    """Return a table; each column is a heading and ``left``, ``right`` or ``whole`` (left, its lines never folded).

    Cell text is never read as markup. A title has an empty line before it.
    """
    out = Table(
        title=None if title is None else f"\n{title}",
        box=box.SIMPLE_HEAD,
        title_justify="left",
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    for heading, side in columns:
        out.add_column(
            Text(heading), justify="right" if side == "right" else "left", no_wrap=side != "left", overflow="fold"
        )
    for row in rows:
        out.add_row(*(Text(cell) for cell in row))
    return out


def percent(value: float) -> str:
    """Return a fraction as a signed whole percentage."""
    rounded = round(100 * value)
    return "0%" if rounded == 0 else f"{rounded:+d}%"


def share(value: float) -> str:
    """Return a probability as a whole percentage that never claims certainty."""
    return "<1%" if value < 0.005 else ">99%" if value > 0.995 else f"{round(100 * value)}%"


def ranking(assessment: "Assessment") -> Table:
    """Return the ranking of the tools that may be used in this case; under the goal stop with what it goes by."""
    stops = assessment.goal == "stop"
    room = NARROW if stops else WIDTH
    columns = [("band", "right"), ("tool", "left"), *stops_column(stops=stops), ("net change", "right")]
    rows = [
        (
            str(tool.rank_band),
            folded(tool.tool + ("*" if tool.in_use else ""), room),
            *((stops_share(tool.p_goal),) if stops else ()),
            interval(tool),
            share(tool.p_backfire),
            share(tool.p_best),
            str(len({flag.target for flag in tool.substitution if flag.told}) or "-"),
        )
        for tool in assessment.tools
        if tool.eligible
    ]
    return table([*columns, ("worse", "right"), ("first", "right"), ("moves", "right")], rows, STOPS if stops else None)


def stops_column(*, stops: bool) -> list[tuple[str, str]]:
    """Return the column of what the goal stop orders by; none under another goal."""
    return [("stops", "right")] if stops else []


def stops_share(probability: float) -> str:
    """Return a probability of stopping; with a decimal, since tools are ordered by it."""
    return f"{100 * probability:.1f}%"


def moves(assessment: "Assessment") -> list[str]:
    """Return, for each tool of the first band, where violence may move instead."""
    first = [tool for tool in assessment.tools if tool.eligible and tool.rank_band == 1]
    told = {
        tool.tool: sorted({f"{flag.source} > {flag.target}" for flag in tool.substitution if flag.told})
        for tool in first
    }
    return [
        f"{name}: {'; '.join(flags) or 'no move clears the bar; that is no proof of safety'}"
        for name, flags in told.items()
    ]


def interval(tool: "ToolResult") -> str:
    """Return mean and interval of the net change of harm."""
    net = tool.net_change
    return f"{percent(net.mean)} [{percent(net.q05)}, {percent(net.q95)}]"


LEAD = {
    "reduce": "averts {points} points more of all harm than",
    "stop": "is {points} points more likely to reach the goal than",
    "foreclose": "removes {points} points more of the risk of onset than",
}
"""What the first tool does more than the second, by goal."""


def lead_in_words(assessment: "Assessment") -> str:
    """Say how far the first tool is before the second, with its Monte Carlo error, and whether they are tied."""
    lead = assessment.lead
    if lead is None:
        return "Fewer than two tools may be used, so there is no order."
    bands = {tool.tool: tool.rank_band for tool in assessment.tools}
    tied = "they share a rank band: a tie" if bands[lead.first] == bands[lead.second] else "they stand in two bands"
    drawn = "" if lead.settled else "; other draws could turn the two round"
    does = LEAD[assessment.goal].format(points=f"{100 * lead.mean:.2f}")
    return f"{lead.first} {does} {lead.second} (Monte Carlo error {100 * lead.mc_error:.2f}); {tied}{drawn}."


def spread_in_words(assessment: "Assessment") -> str | None:
    """Say how much of the spread of the lead facts and values explain; None where there is no lead."""
    lead = assessment.lead
    if lead is None:
        return None
    facts, values = (max(0, round(100 * one.share)) for one in (lead.facts, lead.values))
    error = max(1, round(100 * max(lead.facts.mc_error, lead.values.mc_error)))
    rest = f"the other {100 - facts - values}%" if facts + values else "nearly all of it"
    # The goal stop ranks by a probability; what explains its lead is read off total harm.
    what = "the lead in total harm" if assessment.goal == "stop" else "this lead"
    return (
        f"Of the spread of {what}, facts that are open explain {facts}% and the weights of tactics {values}% (give "
        f"or take {error}); {rest} is what is not known of the tools and of how a case turns out, or what the three do "
        "together. In full: rank --uncertainty."
    )


def print_ranking(assessment: "Assessment") -> None:
    """Print the ranking with how to read it, what is left out, what is unknown and what warns."""
    out = console()
    out.print(Text(f"{assessment.title}: tools by goal {assessment.goal}"))
    out.print(ranking(assessment))
    out.print(Text("\n".join(_below(assessment, out.width))))


def _below(assessment: "Assessment", width: int) -> Iterator[str]:
    """Yield what stands below the ranking, paragraph by paragraph; printed at once, for each print takes its time."""
    yield HOW_TO_READ
    yield lead_in_words(assessment)
    if spread := spread_in_words(assessment):
        yield spread
    yield "\nWhere violence may move under the tools of the first band:"
    yield from (hanging(line, width) for line in moves(assessment))
    left_out = [tool for tool in assessment.tools if not tool.eligible]
    if left_out:
        yield "\nNot ranked:"
        yield from (hanging(f"{tool.tool}: {'; '.join(tool.ineligible_because)}", width) for tool in left_out)
    if assessment.unknown_facts:
        yield f"\nUnknown facts ({len(assessment.unknown_facts)}):"
        yield from (hanging(line, width) for line in grouped(assessment.unknown_facts))
    yield from (f"\n{warning}" for warning in assessment.warnings)
