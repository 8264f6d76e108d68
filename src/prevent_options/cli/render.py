"""Tables for people: rich in a terminal, plain at 80 columns elsewhere, no colour under NO_COLOR."""

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from prevent_options.assess import Assessment, Comparison, Explanation, ToolResult

WIDTH = 80
"""Columns where the output is no terminal, so that files and pipes read the same everywhere."""


HOW_TO_READ = (
    "net change: change of total harm over the horizon if the tool is used, mean [5%, 95%]; minus is less violence. "
    "worse: probability by the model that harm goes up. first: share of draws in which the tool ranks first, which "
    "does not mean that it works. Tools of one band are not told apart. moves: tactics to which violence may move "
    "instead. * in use already."
)


def console() -> Console:
    """Return the console for results: standard output, at its own width in a terminal and at 80 columns elsewhere."""
    return Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False)


def table(columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]], title: str | None = None) -> Table:
    """Return a table; each column is a heading and ``left`` or ``right``. Cell text is never read as markup."""
    out = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False, padding=(0, 1, 0, 0))
    for heading, side in columns:
        out.add_column(
            Text(heading), justify="right" if side == "right" else "left", no_wrap=side == "right", overflow="fold"
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
    """Return the ranking of the tools that may be used in this case; it fits 80 columns."""
    columns = [("band", "right"), ("tool", "left"), ("net change", "right"), ("worse", "right"), ("first", "right")]
    rows = [
        (
            str(tool.rank_band),
            tool.tool + ("*" if tool.in_use else ""),
            interval(tool),
            share(tool.p_backfire),
            share(tool.p_best),
            str(len({flag.target for flag in tool.substitution if flag.told}) or "-"),
        )
        for tool in assessment.tools
        if tool.eligible
    ]
    return table([*columns, ("moves", "right")], rows)


def moves(assessment: "Assessment") -> list[str]:
    """Return, for each tool of the first band, where violence may move instead."""
    first = [tool for tool in assessment.tools if tool.eligible and tool.rank_band == 1]
    told = {
        tool.tool: sorted({f"{flag.source} > {flag.target}" for flag in tool.substitution if flag.told})
        for tool in first
    }
    return [
        f"  {name}: {'; '.join(flags) or 'no move clears the bar; that is no proof of safety'}"
        for name, flags in told.items()
    ]


def interval(tool: "ToolResult") -> str:
    """Return mean and interval of the net change of harm."""
    net = tool.net_change
    return f"{percent(net.mean)} [{percent(net.q05)}, {percent(net.q95)}]"


def print_ranking(assessment: "Assessment") -> None:
    """Print the ranking with how to read it, what is left out, what is unknown and what warns."""
    out = console()
    out.print(Text(f"{assessment.title}: tools by goal {assessment.goal}"))
    out.print(ranking(assessment))
    out.print(Text(HOW_TO_READ))
    out.print(Text("\nWhere violence may move under the tools of the first band:"))
    for line in moves(assessment):
        out.print(Text(line))
    left_out = [tool for tool in assessment.tools if not tool.eligible]
    if left_out:
        out.print(Text("\nNot ranked:"))
        for tool in left_out:
            out.print(Text(f"  {tool.tool}: {'; '.join(tool.ineligible_because)}"))
    if assessment.unknown_facts:
        out.print(Text(f"\nUnknown facts ({len(assessment.unknown_facts)}): {', '.join(assessment.unknown_facts)}"))
    for warning in assessment.warnings:
        out.print(Text(f"\n{warning}"))


def print_explanation(explanation: "Explanation") -> None:
    """Print the waterfall, the effect on each tactic, the rules and the evidence of one tool."""
    out, tool = console(), explanation.tool
    out.print(Text(f"{tool.name} ({tool.tool}, {tool.family}): net change {interval(tool)}"))
    out.print(Text(f"Confidence is {tool.confidence}: {'; '.join(tool.confidence_because)}."))
    steps = [
        (step.label, f"{step.change:+.3f}", f"{step.running:+.3f}", step.basis, step.source)
        for step in explanation.steps
    ]
    out.print(
        table(
            [("step", "left"), ("change", "right"), ("sum", "right"), ("basis", "left"), ("source", "left")],
            steps,
            "Mean log rate ratio over the case's tactics, each weighted by its share of harm",
        )
    )
    split = explanation.split
    out.print(
        Text(
            f"Net change of harm {split.net:+.1%} = direct {split.direct:+.1%}, other tactics moving along "
            f"{split.complement:+.1%}, violence moving elsewhere {split.substitution:+.1%}."
        )
    )
    effects = [
        (
            effect.perpetrator,
            _tactic_name(effect.tactic, effect.forms, listed=effect.listed),
            f"{effect.mean:+.2f}",
            f"{effect.q05:+.2f}, {effect.q95:+.2f}",
            share(effect.p_increase),
            f"{effect.direct:+.2f}",
            f"{effect.spill_over:+.2f}",
            f"{effect.reporting:+.2f}",
        )
        for effect in tool.tactics
    ]
    out.print(
        table(
            [
                ("perpetrator", "left"),
                ("tactic", "left"),
                ("effect", "right"),
                ("5%, 95%", "right"),
                ("rises", "right"),
                ("direct", "right"),
                ("spill", "right"),
                ("reports", "right"),
            ],
            effects,
            "Effect on each tactic, log rate ratio; reports: rise of what is reported that is no rise of violence",
        )
    )
    flags = [
        (
            flag.perpetrator,
            f"{flag.source} > {flag.target}",
            flag.via,
            share(flag.p_tenth),
            f"{flag.mean:+.3f}",
            f"{flag.harm:+.2%}",
            f"{flag.strength}, {flag.basis}",
            ", ".join(flag.rules or flag.findings),
        )
        for flag in tool.substitution
        if flag.told
    ]
    if flags:
        out.print(
            table(
                [
                    ("perpetrator", "left"),
                    ("may move", "left"),
                    ("via", "left"),
                    (">10%", "right"),
                    ("size", "right"),
                    ("harm", "right"),
                    ("support", "left"),
                    ("rule or finding", "left"),
                ],
                flags,
                "Substitution warnings; >10%: chance that the second tactic rises by more than a tenth",
            )
        )
    told = [flag for flag in tool.substitution if flag.told]
    for flag in told:
        out.print(Text(f"{flag.source} > {flag.target} ({flag.perpetrator})"))
        out.print(Text(f"    who: {flag.who}; where: {flag.where}; months {flag.months[0]} to {flag.months[1]}"))
        signs = "; ".join(text + (" (hidden)" if hidden else "") for text, hidden in flag.signs)
        out.print(Text(f"    watch: {signs}"))
        closes = ", ".join(flag.companions) or "no tool of this case that is not in use is expected to"
        out.print(Text(f"    closes the exit: {closes}"))
    if len(told) < len(tool.substitution):
        out.print(Text(f"{len(tool.substitution) - len(told)} weaker warnings are in the JSON (told: false)."))
    for rule in tool.rules:
        chance = "" if rule.probability is None else f" in {share(rule.probability)} of draws"
        out.print(Text(f"{rule.id} {rule.state}{chance} [{rule.strength}, {rule.basis}]: {rule.title}"))
        for fact, value in rule.reads:
            out.print(Text(f"    {fact} = {value}"))
        for message in rule.messages:
            out.print(Text(f"    {message}"))
    out.print(Text("Evidence: " + (", ".join(tool.evidence) or "none; the range comes from what tools do on average")))


def _tactic_name(tactic: str, forms: tuple[str, ...], *, listed: bool) -> str:
    """Return a tactic with its forms; one that is not in the profile says so."""
    name = f"{tactic} ({', '.join(forms)})" if forms else tactic
    return name if listed else f"{name} [not in the profile]"


def print_comparison(comparison: "Comparison") -> None:
    """Print changed facts, then the tools whose place changed, most moved first, each with the rules that changed."""
    out = console()
    facts = comparison.facts or (("none", "", ""),)
    out.print(table([("fact", "left"), ("before", "left"), ("after", "left")], facts, "Changed facts"))
    moved = sorted((c for c in comparison.tools if abs(c.moved) >= 0.05), key=lambda c: (-abs(c.moved), c.tool))
    rows = [
        (
            change.tool,
            f"{change.before.rank} > {change.after.rank}",
            f"{change.moved:+.1f}",
            f"{percent(change.before.net_change.mean)} > {percent(change.after.net_change.mean)}",
            ", ".join(rule for rule, _, _ in change.rules) or "-",
        )
        for change in moved
    ]
    out.print(
        table(
            [
                ("tool", "left"),
                ("rank", "right"),
                ("expected rank", "right"),
                ("net change", "right"),
                ("rules that changed", "left"),
            ],
            rows,
            "What moved (minus is better)",
        )
    )
    out.print(Text("Both runs use the same random numbers, so what moved, moved because of the facts and rules shown."))
