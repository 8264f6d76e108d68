"""Portfolios as tables for people."""

from math import expm1
from typing import TYPE_CHECKING

from rich.text import Text

from prevent_options.cli.lines import folded, hanging
from prevent_options.cli.render import NARROW, STOPS, WIDTH, console, percent, share, stops_column, stops_share, table

if TYPE_CHECKING:
    from prevent_options.assess.portfolio_types import Exit, Option, Portfolios, Step

HOW_TO_READ = (
    "net change: change of total harm over the horizon if all tools of the set are used, mean [5%, 95%]; minus is less "
    "violence. worse: probability by the model that harm goes up. effort: units of the catalogue, 1 a statement, 5 a "
    "deployment. * in use already. "
)
BEATS = (
    "beats 1: share of draws in which the set leaves less harm than set 1; near 50% nothing is settled between the two."
)


EXITS = "companion: the tool outside the set that closes a way out best, with its mean change of that tactic there."


def print_portfolios(found: "Portfolios") -> None:
    """Print the best sets, then the first one in detail, the frontier, the focus, and what warns."""
    out = console()
    within = "" if found.request.budget is None else f", effort up to {found.request.budget:g}"
    out.print(Text(f"{found.title}: sets of up to {found.request.max_tools} tools by goal {found.goal}{within}"))
    out.print(_sets(found))
    counted = f"{found.sets} sets were worked out in {found.draws:,} draws. "
    out.print(Text(f"{counted}{HOW_TO_READ}{STOPS if found.goal == 'stop' else BEATS}"))
    _print_first(found.portfolios[0])
    out.print(_frontier(found))
    out.print(Text("Each row is the best set that costs no more; between rows more effort buys nothing."))
    out.print(_focus(found))
    out.print(
        Text("best: share of draws in which that level's set leaves the least harm. A tool may count for several.")
    )
    if found.barred:
        out.print(Text("\nNot considered:"))
    for name, reasons in found.barred:
        out.print(Text(hanging(f"{name}: {'; '.join(reasons)}", out.width)))
    for warning in found.warnings:
        out.print(Text(f"\n{warning}"))


def _sets(found: "Portfolios") -> object:
    """Return the table of the best sets; the last column is what is asked: how often harm stops, or who does better."""
    stops = found.goal == "stop"
    rows = [
        (
            str(number),
            _names(one),
            _interval(one),
            share(one.p_backfire),
            f"{one.effort:g}",
            stops_share(one.utility) if stops else share(one.p_beats_first),
        )
        for number, one in enumerate(found.portfolios, start=1)
    ]
    columns = [("", "right"), ("tools", "whole"), ("net change", "right"), ("worse", "right"), ("effort", "right")]
    return table([*columns, ("stops" if stops else "beats 1", "right")], rows)


def _print_first(option: "Option") -> None:
    """Print order, interactions and ways out of one set."""
    out = console()
    out.print(Text("\nSet 1, in the order in which to begin:"))
    for number, step in enumerate(option.steps, start=1):
        out.print(Text(hanging(f"{number}. {step.tool}: {_when(step)}", out.width)))
    for tie in option.ties:
        verb = "help each other" if tie.shift < 0 else "hinder each other"
        out.print(Text(f"  {' and '.join(tie.tools)} {verb} ({tie.shift:+.2f}) [{tie.id}]"))
    out.print(Text("\nWhere violence may move under set 1:"))
    for one in option.exits:
        out.print(Text(hanging(_way_out(one), out.width)))
    out.print(Text(EXITS if option.exits else "  no move clears the bar; that is no proof of safety"))


def _when(step: "Step") -> str:
    """Return when a tool acts and why it stands where it stands."""
    low, high = step.months
    return step.because if step.in_use else f"acts after {low:g} to {high:g} months; {step.because}"


def _way_out(one: "Exit") -> str:
    """Return one way out in words."""
    closed = (
        "no further tool closes it"
        if one.companion is None
        else f"companion {one.companion.tool} lowers it most ({percent(expm1(one.companion.change))}, effort "
        f"{one.companion.effort:g})"
    )
    basis = ", ".join(one.rules) or "findings of the matrix"
    rise = f"{one.target} rises all the same in {share(one.p_increase)} of draws"
    return f"{one.perpetrator}: {one.source} > {one.target}; {rise}; {closed} [{basis}]"


def _frontier(found: "Portfolios") -> object:
    """Return the efficient frontier."""
    rows = [
        (f"{one.effort:g}", _names(one), *_stops(one, found), _interval(one), share(one.p_backfire))
        for one in found.frontier
    ]
    columns = [("effort", "right"), ("tools", "whole"), *stops_column(stops=found.goal == "stop")]
    title = f"What effort buys (budget left aside){_ordered(found)}"
    return table([*columns, ("net change", "right"), ("worse", "right")], rows, title)


def _focus(found: "Portfolios") -> object:
    """Return where limited capacity goes furthest."""
    columns = [("tools for", "left"), ("best set", "left"), *stops_column(stops=found.goal == "stop")]
    columns += [("net change", "right"), ("effort", "right"), ("best", "right")]
    rows = [
        (
            one.level,
            _names(one.option, NARROW if found.goal == "stop" else WIDTH),
            *_stops(one.option, found),
            _interval(one.option),
            f"{one.option.effort:g}",
            share(one.p_best),
        )
        if one.option is not None
        else (one.level, "no set stands within the limits", *(["-"] * (len(columns) - 2)))
        for one in found.focus
    ]
    return table(columns, rows, f"On whom to focus limited capacity{_ordered(found)}")


def _stops(option: "Option", found: "Portfolios") -> tuple[str, ...]:
    """Return the cell of what the goal stop orders by; none under another goal."""
    return (stops_share(option.utility),) if found.goal == "stop" else ()


def _ordered(found: "Portfolios") -> str:
    """Say in the head of a table what it goes by under the goal stop."""
    return "; by stops, larger is better" if found.goal == "stop" else ""


def _names(option: "Option", room: int = WIDTH) -> str:
    """Return the tools of a set, one below the other, in lines of at most so many columns."""
    return "\n".join(folded(name + ("*" if name in option.in_use else ""), room) for name in option.tools)


def _interval(option: "Option") -> str:
    """Return mean and interval of the net change of harm."""
    net = option.net_change
    return f"{percent(net.mean)} [{percent(net.q05)}, {percent(net.q95)}]"
