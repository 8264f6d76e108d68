"""What the reader must weigh: bottom line, what would turn the ranking, gaps, assumptions, dissent."""

from collections import Counter
from collections.abc import Iterable, Mapping

from prevent_options.assess.types import RuleFinding, ToolResult
from prevent_options.memo.frame import Frame, words
from prevent_options.memo.labels import label_of
from prevent_options.memo.language import marked, percent, said
from prevent_options.memo.moves import behind, told
from prevent_options.memo.parts import Assumption, Line, Sensitivity
from prevent_options.memo.references import CASE, DRAWS, JUDGEMENT, drawn
from prevent_options.memo.reworded import reworded
from prevent_options.memo.words import OR, chance, change, counted, exactly, listed, of_hundred, plain, sentence, series
from prevent_options.profile import fact_paths

SHOWN_FACTS, TURNING_FACTS = 3, 2
"""So many facts to find out first, and on which rules hang: the memo stays on two pages, annex G has them all."""


REASONS = 2
"""So many of the reasons for a confidence stand in the body; annex B has the level of every tool."""


def bottom_line(frame: Frame) -> tuple[Line, ...]:
    """Return the bottom line: the ask, the lead and its chance, the danger, how settled it is."""
    if not frame.chosen:
        return (Line(said("No tool may be used in this case as it is described; annex B says why."), (DRAWS,)),)
    first = frame.chosen[0]
    settled = said(
        "{settled} Confidence in these figures is {level}: {reason}.",
        settled=_settled(first, frame),
        level=plain(first.confidence),
        reason=reworded(first.confidence_because[0]),
    )
    return (
        Line(_asked(frame)),
        Line(f"{_lead(first, frame)} {_chances(first, frame)}", (drawn(first.tool),)),
        _danger(first, frame),
        Line(settled, (drawn(first.tool), JUDGEMENT)),
    )


def key_judgements(frame: Frame) -> tuple[Line, ...]:
    """Return what an information memo says first: what the figures show, without a choice or a recommendation."""
    if not frame.chosen:
        return bottom_line(frame)
    first = frame.chosen[0]
    ranked = said(
        "For information; no decision is asked for. {tools} may be used in this case as it is described.",
        tools=counted(len(frame.able), "{n} tool", "{n} tools"),
    )
    message = marked("That tool is {name}." if frame.alone else "Of tools not yet in use, {name} ranks first.")
    return (
        Line(ranked, (DRAWS,)),
        Line(f"{said(message, name=first.name)} {_chances(first, frame)}", (drawn(first.tool),)),
        *bottom_line(frame)[2:],
    )


def _asked(frame: Frame) -> str:
    """Say what is to be decided: one option, or several where the case allows that."""
    labels = ", ".join(frame.label(tool.tool) for tool in frame.chosen)
    if len(frame.chosen) == 1:
        return said("Decision asked: option {labels}, or no change.", labels=labels)
    message = marked(
        "Decision asked: one of options {labels}, or no change."
        if frame.profile.constraints.max_tools == 1
        else "Decision asked: one or several of options {labels}, or no change."
    )
    return said(message, labels=labels)


def _lead(first: ToolResult, frame: Frame) -> str:
    message = marked(
        "Option {label}, {name}, is the only tool that may be used."
        if frame.alone
        else "Option {label}, {name}, ranks first."
    )
    return said(message, label=frame.label(first.tool), name=first.name)


def _chances(first: ToolResult, frame: Frame) -> str:
    """Say how probable the two stated events are, by the model."""
    lower = said("{measure} is lower than with no change", measure=frame.measure)
    net = first.net_change
    chances = said(
        "By the model, {lower}, and {goal}.",
        lower=chance(first.p_reduces, lower),
        goal=chance(first.p_goal, goal_event(frame)),
    )
    size = said(
        "On average it changes by {mean}; nine in ten simulated outcomes lie between {low} and {high}.",
        mean=change(net.mean),
        low=change(net.q05),
        high=change(net.q95),
    )
    return f"{chances} {size}"


def goal_event(frame: Frame) -> str:
    """Return the event that the goal names, as a clause."""
    if frame.assessment.goal == "foreclose":
        return said("an onset that would come within {horizon} is averted", horizon=frame.horizon)
    stop = frame.assessment.goal == "stop"
    least = frame.profile.values.goal_threshold if stop else frame.assumptions.reduce_threshold.value
    return said("it is lower by at least {least}", least=exactly(least))


def _danger(first: ToolResult, frame: Frame) -> Line:
    moves = told(first, frame)
    targets = list(dict.fromkeys(frame.tactic(flag.target) for flag in moves))[:2]
    message = marked(
        "It may make things worse: harm rises in {share} simulated outcomes; violence may move to {targets}."
        if targets
        else "It may make things worse: harm rises in {share} simulated outcomes; no move of violence to another "
        "tactic clears the bar for a warning."
    )
    return Line(
        said(message, share=of_hundred(first.p_backfire), targets=listed(targets, last=OR)),
        (drawn(first.tool), *behind([flag for flag in moves if frame.tactic(flag.target) in targets])),
    )


def _settled(first: ToolResult, frame: Frame) -> str:
    """Say how settled the order is, and whether something in use ranks before the options."""
    if frame.alone:
        return said("It is compared with no change alone; annex B says what bars the other tools.")
    band = [tool for tool in frame.able if tool.rank_band == first.rank_band]
    share = of_hundred(first.p_best)
    tie = (
        said(
            "The model cannot tell it apart from {others}; it ranks first in {share} simulated outcomes.",
            others=counted(len(band) - 1, "{n} other tool", "{n} other tools"),
            share=share,
        )
        if len(band) > 1
        else said(
            "The model tells it apart from every other tool; it ranks first in {share} simulated outcomes.", share=share
        )
    )
    before = [tool.name for tool in frame.able if tool.in_use and tool.rank < first.rank]
    used = said("Already in use and ranked before it: {names}.", names=listed(before)) if before else ""
    return f"{tie} {used}".strip()


def choice_note(frame: Frame, together: tuple[Line, ...] = ()) -> tuple[Line, ...]:
    """Say how the options were picked, what the ranking is not, and what was computed of tools together."""
    limit = frame.profile.constraints.max_tools
    picked = marked(
        "There is one option because no other tool may be used. That it is the only one does not mean that it works."
        if frame.alone
        else "Options: the best-ranked tools of different families. First means first among tools, not that it works."
    )
    lines = [Line(said(picked), (JUDGEMENT,))]
    if limit is not None:
        most = counted(limit, "{n} tool", "{n} tools")
        message = marked(
            "The case allows up to {most} at once."
            if together
            else "The case allows up to {most} at once; combinations are not assessed here."
        )
        lines.append(Line(said(message, most=most), (CASE,)))
    return (*lines, *together)


def turning(frame: Frame, sensitivity: tuple[Sensitivity, ...]) -> tuple[Line, ...]:
    """Return what would change the ranking."""
    names = {tool.tool: tool.name for tool in frame.assessment.tools}
    lines = [Line(_turn(case, names, frame), (DRAWS,)) for case in sensitivity[:SHOWN_FACTS]]
    hanging = list(_uncertain_rules(frame))[: max(0, TURNING_FACTS - len(lines))]
    found = (*lines, *_values(frame), *hanging)
    return found or (Line(said("Nothing that was computed."), (DRAWS,)),)


def _turn(case: Sensitivity, names: Mapping[str, str], frame: Frame) -> str:
    """Say under which value of a fact another tool is first, and from which probability on where that is settled."""
    message = marked(
        "If {fact} were {value}, {tool} would rank first."
        if case.at is None or case.today is None
        else "If {fact} were {value}, {tool} would rank first, from a probability of {at} on; nobody knows it, and the "
        "model gives it {today}."
        if case.fact in frame.assessment.unknown_facts
        else "If {fact} were {value}, {tool} would rank first, from a probability of {at} on; today it has {today}."
    )
    return said(
        message,
        fact=label_of(case.fact, frame),
        value=plain(case.value),
        tool=names.get(case.new_first, case.new_first),
        at=percent("", round(100 * (case.at or 0.0))),
        today=percent("", round(100 * (case.today or 0.0))),
    )


def _values(frame: Frame) -> Iterable[Line]:
    """Say how far the order hangs on the draws and on severity weights."""
    if not frame.able:
        return
    first = frame.able[0]
    if frame.alone:
        text = said("Only what bars the other tools (annex B), since none of them may be used.")
        yield Line(text, (DRAWS,))
        return
    tied = [tool.name for tool in frame.able if tool.rank_band == first.rank_band]
    if len(tied) > 1:
        shown = listed(tied) if len(tied) < 3 else said("{n} tools", n=len(tied))
        text = said(
            "The order at the top is no finding: {tools} share the first band (annex B).",
            tools=shown,
        )
        yield Line(text, (drawn(first.tool),))
    any_first = max(frame.able, key=lambda tool: (tool.acceptability, -tool.rank))
    message = marked(
        "Other severity weights: over all weightings {tool} ranks first most often, in {share} simulated outcomes, as "
        "with the weights of the case."
        if any_first is first
        else "Other severity weights: over all weightings {tool} ranks first most often, in {share} simulated outcomes."
    )
    yield Line(said(message, tool=any_first.name, share=of_hundred(any_first.acceptability)), (drawn(any_first.tool),))


def _uncertain_rules(frame: Frame) -> Iterable[Line]:
    """Name the facts on which rules about the options hang without being settled."""
    facts = fact_paths(frame.profile)
    uncertain = set(frame.assessment.uncertain_facts) & facts.keys()
    hangs: dict[str, dict[str, set[str]]] = {}
    for tool in frame.chosen:
        for rule in tool.rules:
            for fact in (path for path, _ in rule.reads if path in uncertain and rule.probability is not None):
                hangs.setdefault(fact, {}).setdefault(rule.id, set()).add(frame.label(tool.tool))
    for fact, rules in sorted(hangs.items(), key=lambda item: (-len(item[1]), item[0]))[:TURNING_FACTS]:
        labels = listed(sorted({label for found in rules.values() for label in found}))
        message = marked(
            "{fact} ({value}): {n} rule on {labels} hangs on it."
            if len(rules) == 1
            else "{fact} ({value}): {n} rules on {labels} hang on it."
        )
        name = sentence(label_of(fact, frame))[:-1]
        text = said(message, fact=name, value=words(facts[fact]), n=len(rules), labels=labels)
        yield Line(text, tuple(f"R:{rule}" for rule in sorted(rules)))


def find_out(frame: Frame, worth: tuple[Line, ...] = ()) -> tuple[Line, ...]:
    """Return what to find out first: what is worth most, then unknown facts by the rules that they leave open."""
    rules: dict[str, RuleFinding] = {
        rule.id: rule for tool in frame.chosen for rule in tool.rules if rule.state == "unknown"
    }
    unknown = set(frame.assessment.unknown_facts)
    opens: Counter[str] = Counter()
    for rule in rules.values():
        opens.update({path for path, _ in rule.reads if path in unknown})
    top = sorted(opens, key=lambda fact: (-opens[fact], fact))[: max(0, SHOWN_FACTS - len(worth))]
    lines = [
        Line(
            said(
                "{fact}: {rules} on the options cannot be settled without it.",
                fact=sentence(label_of(fact, frame))[:-1],
                rules=counted(opens[fact], "{n} rule", "{n} rules"),
            ),
            tuple(f"R:{name}" for name, rule in sorted(rules.items()) if fact in {path for path, _ in rule.reads}),
        )
        for fact in top
    ]
    return (*worth, *lines, Line(_how_many(len(unknown)), (CASE,)))


def _how_many(unknown: int) -> str:
    if not unknown:
        return said("The case states every fact.")
    return said(
        "Unknown in this case: {facts}, all listed in annex G. Unknown is never read as no.",
        facts=counted(unknown, "{n} fact", "{n} facts"),
    )


def assumptions(frame: Frame) -> tuple[Assumption, ...]:
    """Return the assumptions under the figures, each with what follows if it fails."""
    weights = frame.profile.values.tactic_weights
    severity = (
        said("The case's severity weights hold.")
        if weights
        else said("Every tactic weighs the same, because the case states no weights.")
    )
    rest = (
        (
            f"{JUDGEMENT}:burden",
            said("Each step of intensity doubles the burden; hidden means uncertain, not small."),
            said("Total harm overweights some tactics; read annex C."),
        ),
        (
            f"{JUDGEMENT}:complement",
            said("Tactics of one perpetrator move together unless a rule says otherwise."),
            said("Moves that no rule looks for are missed."),
        ),
        (JUDGEMENT, said("Findings from elsewhere hold here."), said("Effects may lie outside the ranges.")),
        (
            JUDGEMENT,
            said("Other actors do not react, and the option is carried out in full."),
            said("Sponsors may fill the gap; half a measure may cost and not work."),
        ),
    )
    period = said("The period that counts is {horizon}.", horizon=frame.horizon)
    moves = marked(
        "The change of total harm may differ." if frame.alone else "The order may change; annex B shows how far."
    )
    return (
        Assumption(severity, said(moves), (CASE if weights else JUDGEMENT,)),
        *(Assumption(text, fails, (ref,)) for ref, text, fails in rest),
        Assumption(period, said("Slow tools look too weak, short-lived effects too strong."), (CASE,)),
    )


def dissent(frame: Frame, thin: tuple[Line, ...] = ()) -> tuple[Line, ...]:
    """Return the strongest case against the first option, from the model itself; ``thin`` says how thin its lead is."""
    if not frame.chosen:
        return (Line(said("There is no first option."), (DRAWS,)),)
    first, others = frame.chosen[0], frame.chosen[1:]
    worst = said(
        "In the worst tenth of simulated outcomes harm changes by {change} on average.",
        change=change(first.worst_tenth_mean),
    )
    lines = [Line(worst, (drawn(first.tool),)), *thin]
    safer = min(others, key=lambda tool: (tool.p_backfire, tool.rank), default=None)
    if safer is not None and safer.p_backfire < first.p_backfire:
        text = said(
            "Option {label} raises harm in fewer simulated outcomes ({share}), with a mean change of {change}.",
            label=frame.label(safer.tool),
            share=of_hundred(safer.p_backfire),
            change=change(safer.net_change.mean),
        )
        lines.append(Line(text, (drawn(safer.tool),)))
    against = [rule for rule in first.rules if rule.kind == "warning" and rule.state == "fired"]
    lines += [Line(sentence(rule.title), (f"R:{rule.id}",)) for rule in against[:2]]
    because = first.confidence_because  # the first reason stands in the bottom line and in the table of options
    reasons = series(map(reworded, because[1:REASONS] or because))
    rests = (
        said("Its evidence is thin: {reasons}.", reasons=reasons)
        if first.confidence == "low"
        else said("What its evidence rests on: {reasons}.", reasons=reasons)
    )
    return (*lines, Line(rests, (drawn(first.tool), JUDGEMENT)))
