"""Why one tool got its number, for people: waterfall, split, effects, warnings, rules and evidence."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from prevent_options.cli.lines import folded
from prevent_options.cli.render import console, interval, share, table

if TYPE_CHECKING:
    from prevent_options.assess import Explanation, ToolResult
    from prevent_options.assess.types import RuleFinding, SubstitutionFlag

BARRED = "What follows is what the model would expect of it if that did not hold."
"""Said of a tool that may not be used, before any of its figures."""


def print_explanation(explanation: "Explanation") -> None:
    """Print the waterfall, the effect on each tactic, warnings, the rules and the evidence of one tool."""
    out, tool = console(), explanation.tool
    if not tool.eligible:
        out.print(Text(f"{tool.tool} may not be used in this case: {'; '.join(tool.ineligible_because)}. {BARRED}\n"))
    out.print(Text(f"{tool.name} ({tool.tool}, {tool.family}): net change {interval(tool)}"))
    out.print(Text(f"Confidence is {tool.confidence}: {'; '.join(tool.confidence_because)}."))
    out.print(_waterfall(explanation))
    out.print(Text(_split(explanation)))
    out.print(_effects(tool))
    told = [flag for flag in tool.substitution if flag.told]
    if told:
        out.print(_warnings(told))
    for line in (*_watch(told), *_weaker(tool, len(told)), *(text for rule in tool.rules for text in _rule(rule))):
        out.print(Text(line))
    out.print(Text("Evidence: " + (", ".join(tool.evidence) or "none; the range comes from what tools do on average")))


def _waterfall(explanation: "Explanation") -> Table:
    """Return the steps from the average effect to the net effect."""
    heads = [("step", "left"), ("log ratio", "right"), ("sum", "right"), ("harm", "right"), ("sum", "right")]
    heads += [("basis", "left"), ("source", "whole")]
    rows = [
        (
            step.label,
            f"{step.change:+.3f}",
            f"{step.running:+.3f}",
            f"{100 * step.harm:+.1f}",
            f"{100 * step.running_harm:+.1f}",
            step.basis,
            folded(step.source, 20),
        )
        for step in explanation.steps
    ]
    title = (
        "log ratio: mean over the case's tactics, weighted by harm; harm: change of total harm in percentage points; "
        "both sum to the net change"
    )
    return table(heads, rows, title)


def _split(explanation: "Explanation") -> str:
    """Return the net change in three parts."""
    split = explanation.split
    return (
        f"Net change of harm {split.net:+.1%} = direct {split.direct:+.1%}, other tactics moving along "
        f"{split.complement:+.1%}, violence moving elsewhere {split.substitution:+.1%}."
    )


def _effects(tool: "ToolResult") -> Table:
    """Return what the tool does to each tactic, and to its reports."""
    heads = [("perpetrator", "left"), ("tactic", "left"), ("effect", "right"), ("5%, 95%", "right")]
    heads += [(name, "right") for name in ("rises", "direct", "spill", "reports")]
    rows = [
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
    title = "Effect on each tactic, log rate ratio; reports: rise of what is reported that is no rise of violence"
    return table(heads, rows, title)


def _warnings(flags: "list[SubstitutionFlag]") -> Table:
    """Return the moves that are told."""
    heads = [("perpetrator", "left"), ("may move", "left"), ("via", "left"), (">10%", "right"), ("size", "right")]
    heads += [("harm", "right"), ("support", "left"), ("rule or finding", "left")]
    rows = [
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
        for flag in flags
    ]
    return table(heads, rows, "Substitution warnings; >10%: chance that the second tactic rises by more than a tenth")


def _watch(flags: "list[SubstitutionFlag]") -> Iterator[str]:
    """Yield who would carry each move out, where and when, what to watch and what closes the exit."""
    for flag in flags:
        yield f"{flag.source} > {flag.target} ({flag.perpetrator})"
        yield f"    who: {flag.who}; where: {flag.where}; months {flag.months[0]} to {flag.months[1]}"
        signs = "; ".join(text + (" (hidden)" if hidden else "") for text, hidden in flag.signs)
        yield f"    watch: {signs}"
        closes = ", ".join(flag.companions) or "no tool of this case that is not in use is expected to"
        yield f"    closes the exit: {closes}"


def _weaker(tool: "ToolResult", told: int) -> Iterator[str]:
    """Yield how many moves stay below the bars, if any."""
    if told < len(tool.substitution):
        yield f"{len(tool.substitution) - told} weaker warnings are in the JSON (told: false)."


def _rule(rule: "RuleFinding") -> Iterator[str]:
    """Yield what one rule says and what it read."""
    chance = "" if rule.probability is None else f", holds in {share(rule.probability)} of draws"
    yield f"{rule.id} {rule.state}{chance} [{rule.strength}, {rule.basis}]: {rule.title}"
    yield from (f"    {fact} = {value}" for fact, value in rule.reads)
    if_so = "If it holds: " if rule.state == "unknown" else ""
    yield from (f"    {if_so}{message}" for message in rule.messages)


def _tactic_name(tactic: str, forms: tuple[str, ...], *, listed: bool) -> str:
    """Return a tactic with its forms; one that is not in the profile says so."""
    name = f"{tactic} ({', '.join(forms)})" if forms else tactic
    return name if listed else f"{name} [not in the profile]"
