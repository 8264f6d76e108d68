"""Where statements come from: rules, evidence and sources behind the memo, each with its place in the annexes."""

from collections.abc import Iterable, Mapping

from prevent_options.assess.types import RuleFinding
from prevent_options.catalogues import Tool
from prevent_options.memo.frame import Frame
from prevent_options.memo.language import day, marked, said
from prevent_options.memo.moves import studies
from prevent_options.memo.parts import Entry, EvidenceRow, RuleRow, SourceRow
from prevent_options.memo.references import DRAWS
from prevent_options.memo.safe import web_address
from prevent_options.memo.words import listed, of_hundred, plain, sentence, told

NOT_CITED = marked("citation not loaded; see `prevent-options evidence show`")


def rules(frame: Frame) -> tuple[RuleRow, ...]:
    """Return the rules that fired or stayed open for an option, and those that any figure of the memo names."""
    findings: dict[str, RuleFinding] = {}
    told: dict[str, list[str]] = {}
    for tool in frame.chosen:
        for rule in tool.rules:
            findings.setdefault(rule.id, rule)
            told.setdefault(rule.id, []).append(frame.label(tool.tool))
    named = {rule for tool in frame.able for flag in tool.substitution for rule in flag.rules}
    barring = {
        rule.id
        for tool in frame.assessment.tools
        if not tool.eligible
        for rule in tool.rules
        if rule.kind == "eligibility"
    }
    every = [rule for tool in frame.assessment.tools for rule in tool.rules]
    for rule in (*every, *frame.assessment.rules):
        if rule.id in named | barring:
            findings.setdefault(rule.id, rule)
    return tuple(_rule(findings[name], told.get(name, [])) for name in sorted(findings))


def _message(text: str, rule: RuleFinding) -> str:
    """Return what a rule says, under the condition that it holds where nobody knows whether it does."""
    return said("If it holds: {text}", text=text) if rule.state == "unknown" else text


def _rule(rule: RuleFinding, labels: list[str]) -> RuleRow:
    state = (
        plain(rule.state)
        if rule.probability is None
        else said(
            "{state}, fires in {share} simulated outcomes", state=plain(rule.state), share=of_hundred(rule.probability)
        )
    )
    return RuleRow(
        id=rule.id,
        title=rule.title,
        state=state,
        basis=plain(rule.basis),
        strength=plain(rule.strength),
        options=", ".join(labels) or said("not an option"),
        messages=tuple(_message(text, rule) for text in rule.messages) if labels else (),
        reads=tuple((path, told(value)) for path, value in rule.reads) if labels else (),
        refs=() if rule.probability is None else (DRAWS,),
        sources=rule.sources,
    )


def entries(frame: Frame) -> tuple[Entry, ...]:
    """Return what the catalogue says of the options' tools: the table of options prints the head of each list."""
    return tuple(_entry(frame.tool(tool)) for tool in frame.chosen)


def _entry(tool: Tool) -> Entry:
    rows = (
        (said("Authority"), sentence("; ".join(tool.authority) or said("none found: establish before use"))),
        (said("Owners"), said("{owners}, as of {day}.", owners=listed(list(tool.owners)), day=day(tool.owner_as_of))),
        (said("On owners"), tool.owner_note and sentence(tool.owner_note)),
        (said("Risks"), " ".join(sentence(risk) for risk in tool.known_risks)),
        (said("Works best when"), sentence(tool.works_best_when)),
        (said("Evidence"), sentence(tool.evidence_note)),
        (said("Sources"), "; ".join(web_address(source.url) or source.url for source in tool.sources)),
    )
    return Entry(tool.id, sentence(tool.definition), tuple((name, text) for name, text in rows if text))


def evidence_needed(frame: Frame) -> tuple[str, ...]:
    """Return the ids of studies and tables behind the options and behind the rules that spoke for them."""
    behind = {name for tool in frame.chosen for name in (*tool.evidence, *studies(tool, frame))}
    return tuple(sorted(behind))


def evidence(frame: Frame, citations: Mapping[str, str]) -> tuple[EvidenceRow, ...]:
    """Return the studies and tables behind the options, each with its citation."""
    return tuple(
        EvidenceRow(
            name,
            citations.get(name) or said(NOT_CITED),
            ", ".join(
                frame.label(tool.tool) for tool in frame.chosen if name in (*tool.evidence, *studies(tool, frame))
            ),
        )
        for name in evidence_needed(frame)
    )


def sources(frame: Frame) -> tuple[SourceRow, ...]:
    """Return the sources of the case; an address that is no plain web address is kept as text in the title."""
    rows: Iterable[SourceRow] = (
        SourceRow(
            source.id,
            source.title,
            source.publisher or said("publisher not stated"),
            day(source.date),
            web_address(source.url)
            or ("" if source.url is None else said("address not printed: {url}", url=source.url)),
        )
        for source in frame.profile.sources
    )
    return tuple(rows)
