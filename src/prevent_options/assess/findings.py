"""Turns what the rules found into what a reader is told: by tool, for the case, and who may not be used."""

from prevent_options.assess.types import RuleFinding
from prevent_options.catalogues import Tool
from prevent_options.profile import CaseProfile
from prevent_options.rules import Finding, Findings, RuleState, ScopeFinding

type Told = dict[tuple[str, tuple[ScopeFinding, ...]], RuleFinding]
"""What was told already, by rule and everyone it is about: tools that a rule treats alike are told the same."""

POINTER_ONLY = "the catalogue names it only as a pointer to others who plan it; it is never ranked"


def tool_rules(findings: tuple[Finding, ...], told: Told) -> tuple[RuleFinding, ...]:
    """Return the rules that fired or are unknown for one tool; what is told is kept in ``told``."""
    for finding in findings:
        key = (finding.rule.id, finding.scopes)
        if finding.state in {"fired", "unknown"} and key not in told:
            told[key] = _told(finding)
    return tuple(told[f.rule.id, f.scopes] for f in findings if f.state in {"fired", "unknown"})


def case_rules(findings: Findings) -> tuple[RuleFinding, ...]:
    """Return every rule with its state for the case: the strongest over all tools."""
    return tuple(_told(rule) for rule in findings.rules)


def eligibility(tool: Tool, findings: tuple[Finding, ...], profile: CaseProfile, *, reaches: bool) -> tuple[str, ...]:
    """Return why a tool may not be used in this case; empty when it may."""
    # The catalogue has no dates and no conditions, so nothing brings such a tool into a ranking.
    reasons = [POINTER_ONLY] if tool.pointer_only else []
    reasons += [
        f"{text} [{finding.rule.id}]"
        for finding in findings
        if finding.state == "fired"
        for text in finding.rule.ineligible
    ]
    named = {tool.id, tool.family} & set(profile.constraints.unavailable)
    reasons += [f"the case says that {name} is unavailable" for name in sorted(named)]
    if not reaches:
        reasons.append("it acts on no type of perpetrator in this case")
    return tuple(reasons)


def _told(said: Finding | RuleState) -> RuleFinding:
    """Return what a rule says over all it is about: the strongest state, with what was read where it holds."""
    rule, telling = said.rule, [scope for scope in said.scopes if scope.state == said.state]
    return RuleFinding(
        id=rule.id,
        title=rule.title,
        kind=rule.kind,
        state=said.state,
        probability=said.probability,
        basis=rule.basis,
        strength=rule.strength,
        messages=rule.messages if said.state in ("fired", "unknown") else (),
        reads=tuple(dict.fromkeys(read for scope in telling for read in scope.found.items())),
        failed=tuple(dict.fromkeys(text for scope in telling for text in scope.lacking)),
        sources=rule.sources,
    )
