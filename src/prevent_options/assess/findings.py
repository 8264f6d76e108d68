"""Turns what the rules found into what a reader is told: by tool, for the case, and who may not be used."""

from prevent_options.assess.types import RuleFinding
from prevent_options.catalogues import Tool
from prevent_options.profile import CaseProfile
from prevent_options.rules import Finding, Findings, Rule, ScopeFinding, strongest


def tool_rules(findings: tuple[Finding, ...]) -> tuple[RuleFinding, ...]:
    """Return the rules that fired or are unknown for one tool."""
    told = (_told(finding.rule, finding.scopes) for finding in findings)
    return tuple(rule for rule in told if rule.state in ("fired", "unknown"))


def case_rules(findings: Findings) -> tuple[RuleFinding, ...]:
    """Return every rule with its state for the case: the strongest over all tools."""
    # Tools that leave the same rest of a rule share its findings; each is told once.
    scopes: dict[str, dict[int, ScopeFinding]] = {rule.id: {} for rule in findings.rules}
    for found in findings.by_tool.values():
        for finding in found:
            scopes[finding.rule.id] |= {id(scope): scope for scope in finding.scopes}
    return tuple(_told(rule, tuple(scopes[rule.id].values())) for rule in findings.rules)


def eligibility(tool: Tool, findings: tuple[Finding, ...], profile: CaseProfile, *, reaches: bool) -> tuple[str, ...]:
    """Return why a tool may not be used in this case; empty when it may."""
    reasons = [
        f"{text} [{finding.rule.id}]"
        for finding in findings if finding.state == "fired"
        for text in finding.rule.ineligible
    ]
    named = {tool.id, tool.family} & set(profile.constraints.unavailable)
    reasons += [f"the case says that {name} is unavailable" for name in sorted(named)]
    if not reaches:
        reasons.append("it acts on no type of perpetrator in this case")
    return tuple(reasons)


def _told(rule: Rule, scopes: tuple[ScopeFinding, ...]) -> RuleFinding:
    """Return a rule's finding over its scopes: the strongest state, with what those scopes read."""
    state = strongest(scope.state for scope in scopes)
    telling = [scope for scope in scopes if scope.state == state]
    return RuleFinding(
        id=rule.id, title=rule.title, kind=rule.kind, state=state,
        probability=max((scope.share for scope in telling), default=0.0) if state == "unknown" else None,
        basis=rule.basis, strength=rule.strength,
        messages=rule.messages if state in ("fired", "unknown") else (),
        reads=tuple(dict.fromkeys(read for scope in telling for read in scope.reads)),
        failed=() if state == "fired" else tuple(dict.fromkeys(text for scope in telling for text in scope.failed)),
        sources=rule.sources,
    )
