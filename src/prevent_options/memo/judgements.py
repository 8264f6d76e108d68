"""What the reader must weigh: bottom line, what would turn the ranking, gaps, assumptions, dissent."""

from collections import Counter
from collections.abc import Iterable

from prevent_options.assess.types import RuleFinding, ToolResult
from prevent_options.memo.frame import Frame, words
from prevent_options.memo.parts import CASE, DRAWS, JUDGEMENT, Assumption, Line, Sensitivity
from prevent_options.memo.words import chance, change, counted, interval, listed, of_hundred, plain, sentence
from prevent_options.profile import fact_paths

SHOWN_FACTS = 5


def bottom_line(frame: Frame) -> tuple[Line, ...]:
    """Return the bottom line: the ask, the lead and its chance, the danger, how settled it is."""
    if not frame.chosen:
        return (Line("No tool may be used in this case as it is described; annex B says why.", (DRAWS,)),)
    first = frame.chosen[0]
    lower = f"total harm over {frame.horizon} is lower than with no change"
    return (
        Line(f"Decide between {_labels(frame)} and no change."),
        Line(
            f"{frame.label(first.tool)}, {first.name}, leads. By the model, {chance(first.p_reduces, lower)} "
            f"(mean {interval(first.net_change)}), and {chance(first.p_goal, goal_event(frame))}.",
            (DRAWS,),
        ),
        _danger(first, frame),
        Line(
            f"{_settled(first, frame)} Confidence in these figures is {first.confidence}: "
            f"{first.confidence_because[0]}.",
            (DRAWS, JUDGEMENT),
        ),
    )


def _labels(frame: Frame) -> str:
    """Name the options by label."""
    labels = [frame.label(tool.tool) for tool in frame.chosen]
    return f"option{'s' if len(labels) > 1 else ''} {', '.join(labels)}"


def goal_event(frame: Frame) -> str:
    """Return the event that the goal names, as a clause."""
    if frame.assessment.goal == "foreclose":
        return f"an onset that would come within {frame.horizon} is averted"
    stop = frame.assessment.goal == "stop"
    least = frame.profile.values.goal_threshold if stop else frame.assumptions.reduce_threshold.value
    return f"it is lower by at least {round(100 * least)}%"


def _danger(first: ToolResult, frame: Frame) -> Line:
    targets = list(dict.fromkeys(frame.tactic(flag.target) for flag in first.substitution))[:2]
    moves = f"; violence may move to {listed(targets)}" if targets else "; no rule warns of a move to another tactic"
    rules = tuple(dict.fromkeys(f"R:{rule}" for flag in first.substitution[:2] for rule in flag.rules))
    return Line(
        f"It may make things worse: harm rises in {of_hundred(first.p_backfire)} draws{moves}.", (DRAWS, *rules)
    )


def _settled(first: ToolResult, frame: Frame) -> str:
    """Say how settled the order is, and whether something in use ranks before the options."""
    band = [tool for tool in frame.able if tool.rank_band == first.rank_band]
    tie = (
        f"The draws do not tell it apart from {counted(len(band) - 1, 'other tool')}"
        if len(band) > 1
        else "It has a rank band of its own"
    )
    before = [tool.name for tool in frame.able if tool.in_use and tool.rank < first.rank]
    used = f"; {listed(before)}, in use already, rank{'s' if len(before) == 1 else ''} before it" if before else ""
    return f"{tie}; it ranks first in {of_hundred(first.p_best)}{used}."


def choice_note(frame: Frame) -> tuple[Line, ...]:
    """Say how the options were picked and what the ranking is not."""
    limit = frame.profile.constraints.max_tools
    lines = [
        Line(
            "Best-ranked tools from different families, on different levels of actors or by different strategies. "
            "First means first among tools, not that it works.",
            (JUDGEMENT,),
        )
    ]
    if limit is not None:
        lines.append(Line(f"The case allows up to {limit} tools at once; combinations are not assessed here.", (CASE,)))
    return tuple(lines)


def turning(frame: Frame, sensitivity: tuple[Sensitivity, ...]) -> tuple[Line, ...]:
    """Return what would change the ranking."""
    names = {tool.tool: tool.name for tool in frame.assessment.tools}
    lines = [
        Line(
            f"If {label_of(case.fact, frame)} were {plain(case.value)}, {names.get(case.new_first, case.new_first)} "
            "would rank first.",
            (DRAWS,),
        )
        for case in sensitivity
    ]
    return (*lines, *_values(frame), *_uncertain_rules(frame)) or (Line("Nothing that was computed.", (DRAWS,)),)


def _values(frame: Frame) -> Iterable[Line]:
    """Say how far the order hangs on the draws and on severity weights."""
    if not frame.able:
        return
    first = frame.able[0]
    tied = [tool.name for tool in frame.able if tool.rank_band == first.rank_band]
    if len(tied) > 1:
        shown, more = tied[:4], len(tied) - 4
        rest = f" and {more} more" if more > 0 else ""
        yield Line(
            f"The draws alone: {', '.join(shown)}{rest} share the first band, so their order is not a finding.",
            (DRAWS,),
        )
    any_first = max(frame.able, key=lambda tool: (tool.acceptability, -tool.rank))
    yield Line(
        f"Severity weights: when every weighting counts alike, {any_first.name} is first most often, in "
        f"{of_hundred(any_first.acceptability)} draws"
        + (", as with the weights of the case." if any_first is first else "."),
        (DRAWS,),
    )


def _uncertain_rules(frame: Frame) -> Iterable[Line]:
    """Name the facts on which rules about the options hang without being settled."""
    facts = fact_paths(frame.profile)
    uncertain = set(frame.assessment.uncertain_facts) & facts.keys()
    hangs: dict[str, dict[str, set[str]]] = {}
    for tool in frame.chosen:
        for rule in tool.rules:
            for fact in (path for path, _ in rule.reads if path in uncertain and rule.probability is not None):
                hangs.setdefault(fact, {}).setdefault(rule.id, set()).add(frame.label(tool.tool))
    for fact, rules in sorted(hangs.items(), key=lambda item: (-len(item[1]), item[0]))[:SHOWN_FACTS]:
        labels = listed(sorted({label for found in rules.values() for label in found}))
        yield Line(
            f"{sentence(label_of(fact, frame))[:-1]} ({words(facts[fact])}): "
            f"{counted(len(rules), 'rule')} on {labels} {'fires' if len(rules) == 1 else 'fire'} in some draws "
            "only.",
            tuple(f"R:{rule}" for rule in sorted(rules)),
        )


def label_of(path: str, frame: Frame) -> str:
    """Return a fact path in words."""
    parts = path.split(".")
    if parts[0] == "perpetrators" and len(parts) > 2:
        who, rest = frame.perpetrator(parts[1]), parts[2:]
        if rest[0] == "tactics" and len(rest) > 2:
            return f"{plain(rest[2])} of {frame.tactic(rest[1])} by {who}"
        return f"{' '.join(plain(part) for part in rest)} of {who}"
    if parts[0] == "nhri":
        return f"{plain(parts[-1])} of the national human rights institution"
    if parts[0] == "regional_actors" and len(parts) > 2:
        return f"{plain(parts[2])} of {parts[1]}"
    return plain(" ".join(parts))


def find_out(frame: Frame) -> tuple[Line, ...]:
    """Return what to find out first: unknown facts by the number of rules on the options that they leave open."""
    rules: dict[str, RuleFinding] = {
        rule.id: rule for tool in frame.chosen for rule in tool.rules if rule.state == "unknown"
    }
    unknown = set(frame.assessment.unknown_facts)
    opens: Counter[str] = Counter()
    for rule in rules.values():
        opens.update({path for path, _ in rule.reads if path in unknown})
    top = sorted(opens, key=lambda fact: (-opens[fact], fact))[:SHOWN_FACTS]
    lines = [
        Line(
            f"{sentence(label_of(fact, frame))[:-1]}: leaves {counted(opens[fact], 'rule')} on the options open.",
            tuple(f"R:{name}" for name, rule in sorted(rules.items()) if fact in {path for path, _ in rule.reads}),
        )
        for fact in top
    ]
    total = len(unknown)
    text = (
        f"{counted(total, 'fact')} of the case unknown: annex G lists all. Unknown is never read as no."
        if total
        else "The case states every fact."
    )
    return (*lines, Line(text, (CASE,)))


def assumptions(frame: Frame) -> tuple[Assumption, ...]:
    """Return the assumptions under the figures, each with what follows if it fails."""
    weights = frame.profile.values.tactic_weights
    severity = (
        "The case's severity weights hold."
        if weights
        else "Every tactic weighs the same, because the case states no weights."
    )
    return (
        Assumption(
            severity,
            "The order may change; annex B shows how far.",
            (CASE if weights else JUDGEMENT,),
        ),
        Assumption(
            "Each step of intensity doubles the burden; hidden is uncertain, not small.",
            "Total harm leans to the wrong tactics; read annex C.",
            (JUDGEMENT,),
        ),
        Assumption(
            "Tactics of one perpetrator move together unless a rule says otherwise.",
            "Moves that no rule looks for are missed.",
            (JUDGEMENT,),
        ),
        Assumption(
            "Findings from elsewhere carry over.",
            "Effects may lie outside the ranges.",
            (JUDGEMENT,),
        ),
        Assumption(
            "Other actors do not react, and the option is carried out in full.",
            "Sponsors may fill the gap; half a measure may cost and not work.",
            (JUDGEMENT,),
        ),
        Assumption(
            f"{frame.horizon.capitalize()} is the period that counts.",
            "Slow tools look too weak, short-lived effects too strong.",
            (CASE,),
        ),
    )


def dissent(frame: Frame) -> tuple[Line, ...]:
    """Return the strongest case against the first option, from the model itself."""
    if not frame.chosen:
        return (Line("There is no first option.", (DRAWS,)),)
    first, others = frame.chosen[0], frame.chosen[1:]
    lines = [
        Line(
            f"In the worst tenth of draws harm changes by {change(first.worst_tenth_mean)} on average; it rises in "
            f"{of_hundred(first.p_backfire)}.",
            (DRAWS,),
        )
    ]
    safer = min(others, key=lambda tool: (tool.p_backfire, tool.rank), default=None)
    if safer is not None and safer.p_backfire < first.p_backfire:
        lines.append(
            Line(
                f"Option {frame.label(safer.tool)} raises harm in fewer draws, {of_hundred(safer.p_backfire)}, "
                f"for a mean change of {change(safer.net_change.mean)}.",
                (DRAWS,),
            )
        )
    against = [rule for rule in first.rules if rule.kind == "warning" and rule.state == "fired"]
    lines += [Line(sentence(rule.title), (f"R:{rule.id}",)) for rule in against[:3]]
    lines.append(
        Line(
            f"Its evidence is thin in these respects: {'; '.join(first.confidence_because)}."
            if first.confidence == "low"
            else f"What its evidence rests on: {'; '.join(first.confidence_because)}.",
            (JUDGEMENT,),
        )
    )
    return tuple(lines)
