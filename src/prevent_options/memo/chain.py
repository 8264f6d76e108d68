"""The chain behind a claim: from its reference to draws, rule, study, source, catalogue or judgement, with files."""

import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from prevent_options.assess.types import Assessment, SubstitutionFlag, TacticEffect, ToolResult
from prevent_options.assumptions import Assumptions, Constant
from prevent_options.catalogues import Catalogues
from prevent_options.memo.citations import load_record
from prevent_options.memo.references import CASE, DRAWS, JUDGEMENT, drawn
from prevent_options.memo.words import change, change_of_log, interval, of_hundred
from prevent_options.paths import data_dir
from prevent_options.profile import CaseProfile
from prevent_options.rules import Rule, RuleBook

ASSUMPTIONS_FILE = "priors/assumptions.yaml"
POSTERIOR_FILE = "priors/posterior/draws.npz"


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain: what a reference stands for, facts as name and text, its file, and the links behind it."""

    ref: str
    what: str
    text: str
    facts: tuple[tuple[str, str], ...] = ()
    file: str = ""
    behind: tuple["Link", ...] = ()


class KnowsRules(Protocol):
    """The part of the knowledge that chains need."""

    @property
    def catalogues(self) -> Catalogues:
        """Tactics and tools."""

    @property
    def assumptions(self) -> Assumptions:
        """The stated judgements."""

    @property
    def rules(self) -> RuleBook:
        """The rules."""


@dataclass(frozen=True)
class Trail:
    """Where chains are followed: the assessed case, its file, the knowledge, and the options of the assessment.

    Without the options, the command that shows all of a figure would show another figure.
    """

    assessment: Assessment
    profile: CaseProfile
    knowledge: KnowsRules
    case_file: Path
    options: tuple[str, ...] = ()

    def again(self, command: str, *more: str) -> str:
        """Return a command that shows more of this assessment, as it is typed into a shell."""
        return shlex.join(["prevent-options", command, str(self.case_file), *more, *self.options])

    def tool(self, name: str) -> ToolResult:
        """Return what the assessment says of a tool.

        Raises
        ------
        KeyError
            When the case has no such tool.
        """
        return {tool.tool: tool for tool in self.assessment.tools}[name]

    def rule(self, name: str) -> Rule:
        """Return a rule by its id.

        Raises
        ------
        KeyError
            When there is none.
        """
        return {rule.id: rule for rule in self.knowledge.rules.rules}[name]


def link(ref: str, trail: Trail) -> Link:
    """Return what a reference stands for, with everything behind it.

    Raises
    ------
    KeyError
        When it leads to nothing.
    """
    kind, _, name = ref.partition(":")
    return {
        DRAWS: _draws,
        JUDGEMENT: _judgement,
        CASE: _case,
        "R": _rule,
        "E": _study,
        "S": _source,
        "T": _entry,
    }[kind](name, trail)


def _draws(name: str, trail: Trail) -> Link:
    """Return the summary of draws: of the run, of a tool, of its effect on a tactic, or of a move."""
    run = trail.assessment
    if not name:
        facts = (("goal", run.goal), ("case", run.case), ("to see all", trail.again("rank")))
        return Link(DRAWS, "draws", f"{run.draws} draws of this run, seed {run.seed}", facts, POSTERIOR_FILE)
    tool, *rest = name.split("/")
    result = trail.tool(tool)
    found, behind = _SUMMARIES[len(rest)](result, rest)
    more = trail.again("explain", tool)
    text = f"{result.name}, {run.draws} draws, seed {run.seed}"
    return Link(
        drawn(tool, *rest),
        "draws",
        text,
        (*found, ("step by step", more)),
        POSTERIOR_FILE,
        tuple(link(ref, trail) for ref in behind),
    )


type Summary = tuple[tuple[tuple[str, str], ...], Iterable[str]]


def _of_tool(result: ToolResult, _: list[str]) -> Summary:
    """Return the figures of a tool over all tactics; behind them stand its evidence and the rules that changed it."""
    facts = (
        ("net change of total harm", f"mean and nine in ten draws {interval(result.net_change)}"),
        ("harm is lower in", of_hundred(result.p_reduces)),
        ("harm rises in", of_hundred(result.p_backfire)),
        ("event of the goal in", of_hundred(result.p_goal)),
        ("worst tenth of draws", change(result.worst_tenth_mean)),
        ("rank", f"{result.rank}, band {result.rank_band}, first in {of_hundred(result.p_best)}"),
        ("first under any weights in", of_hundred(result.acceptability)),
        ("confidence", f"{result.confidence}: {'; '.join(result.confidence_because)}"),
    )
    return facts, (*_fired(result), *(f"E:{name}" for name in result.evidence))


def _of_effect(result: ToolResult, rest: list[str]) -> Summary:
    """Return the figures of one effect."""
    effect: TacticEffect = {(e.perpetrator, e.tactic): e for e in result.tactics}[rest[0], rest[1]]
    ends = f"[{change_of_log(effect.q05)} to {change_of_log(effect.q95)}]"
    facts = (
        ("tactic", f"{effect.tactic} by {effect.perpetrator}"),
        ("change", f"{change_of_log(effect.mean)} {ends}"),
        ("directly", change_of_log(effect.direct)),
        ("by spill-over", change_of_log(effect.spill_over)),
        ("rises in", of_hundred(effect.p_increase)),
        ("reports alone may rise by", change_of_log(effect.reporting)),
    )
    return facts, (*_fired(result), *(f"E:{name}" for name in result.evidence))


def _of_move(result: ToolResult, rest: list[str]) -> Summary:
    """Return the figures of one move between tactics."""
    flag: SubstitutionFlag = {(f.perpetrator, f.source, f.target, f.via): f for f in result.substitution}[
        rest[0], rest[1], rest[2], rest[3]
    ]
    facts = (
        ("move", f"from {flag.source} to {flag.target}, {flag.perpetrator}, through {flag.via}"),
        ("raises the second in", of_hundred(flag.p_increase)),
        ("by more than a tenth in", of_hundred(flag.p_tenth)),
        ("mean rise through it", change_of_log(flag.mean)),
        ("support", f"{flag.strength}, {flag.basis}"),
    )
    return facts, (*(f"R:{name}" for name in flag.rules), *(f"E:{name}" for name in flag.findings))


_SUMMARIES = {0: _of_tool, 2: _of_effect, 4: _of_move}


def _fired(result: ToolResult) -> Iterator[str]:
    """Yield references to the rules that fired for a tool."""
    return (f"R:{rule.id}" for rule in result.rules if rule.state == "fired")


def _judgement(name: str, trail: Trail) -> Link:
    assumptions = trail.knowledge.assumptions
    if not name:
        text = f"judgement of this project, {assumptions.date}; see the method card, annex H"
        return Link(JUDGEMENT, "judgement", text, (), ASSUMPTIONS_FILE)
    stated = getattr(assumptions, name)
    value = {"value": str(stated.value)} if isinstance(stated, Constant) else {}
    facts: Mapping[str, str] = {"unit": stated.unit, **value, "reason": stated.reason}
    return Link(f"{JUDGEMENT}:{name}", "judgement", name.replace("_", " "), tuple(facts.items()), ASSUMPTIONS_FILE)


def _case(_: str, trail: Trail) -> Link:
    return Link(
        CASE, "case file", f"{trail.profile.title}, facts as of {trail.profile.as_of}", (), str(trail.case_file)
    )


def _rule(name: str, trail: Trail) -> Link:
    rule = trail.rule(name)
    found = [f for tool in trail.assessment.tools for f in tool.rules if f.id == name and f.state != "silent"]
    reads = {f"{fact} = {value}" for finding in found for fact, value in finding.reads}
    facts = {
        "kind": f"{rule.kind}, basis {rule.basis}, {rule.strength}",
        "says": " ".join(rule.messages),
        "read in this case": "; ".join(sorted(reads)),
        "why": rule.why,
        "in force from": str(rule.effective_from),
    }
    behind = tuple(link(f"E:{source}", trail) for source in rule.sources if load_record(source) is not None)
    others = [source for source in rule.sources if load_record(source) is None]
    told = (*((n, t) for n, t in facts.items() if t), *((("other sources", ", ".join(others)),) if others else ()))
    return Link(f"R:{name}", "rule", rule.title, told, _from_root(rule.file), behind)


def _study(name: str, _: Trail) -> Link:
    record = load_record(name)
    if record is None:
        raise KeyError(name)
    return Link(f"E:{name}", "study", record.citation, record.facts, _from_root(record.file))


def _source(name: str, trail: Trail) -> Link:
    source = {one.id: one for one in trail.profile.sources}[name]
    facts = {"publisher": source.publisher or "", "date": source.date, "address": source.url or "none given"}
    told = tuple((n, t) for n, t in facts.items() if t)
    return Link(f"S:{name}", "source of the case", source.title, told, str(trail.case_file))


def _entry(name: str, trail: Trail) -> Link:
    tool = trail.knowledge.catalogues.tools[name]
    links = "; ".join(f"{body.body} {body.relevance:g} ({body.why})" for body in tool.bodies)
    facts = {
        "definition": tool.definition,
        "owners": f"{', '.join(tool.owners)}, as of {tool.owner_as_of}",
        "evidence": tool.evidence_note,
        "bodies of evidence, with relevance": links,
        "sources": "; ".join(source.url for source in tool.sources),
    }
    return Link(
        f"T:{name}", "tool of the catalogue", tool.name, tuple(facts.items()), f"priors/catalogue/tools/{name}.yaml"
    )


def _from_root(path: Path) -> str:
    """Return a path of a data folder as it stands in the project, the same on every machine."""
    root = data_dir("rules").parent
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
