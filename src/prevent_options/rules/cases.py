"""The cases of rules: every rule is shown firing, silent and unknown, and on both sides of each threshold.

A case file is ``<RULE>.yaml`` in one folder, a list of ``{name, given, expect}``; ``docs/rules.md`` explains it. The
runner reports a rule without cases, cases without a rule, and what the cases of a rule leave out: no file passes
because there is nothing in it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from prevent_options.catalogues import Catalogues, Tool
from prevent_options.errors import InputError, Problem
from prevent_options.rules.book import RuleBook
from prevent_options.rules.case_profile import profile_of
from prevent_options.rules.coverage import Run, gaps
from prevent_options.rules.engine import Finding, State, evaluate
from prevent_options.rules.fact_priors import FactPriors, load_fact_priors
from prevent_options.rules.rule import Rule
from prevent_options.rules.worlds import sample_world
from prevent_options.yamlio import Document, StrictModel, nearest, read_document, validate_document
from prevent_options.yamlio.types import Probability, Text

DRAWS: Final = 2000
SEED: Final = 1
TOLERANCE: Final = 0.03
"""How far the share of draws may be from what a case expects: some three standard errors of 2000 draws at one half."""


class Expect(StrictModel):
    """What a case expects."""

    state: State
    probability: Probability | None = None


class CaseText(StrictModel):
    """One case as it stands in its file."""

    name: Text
    given: dict[str, object]
    expect: Expect


class CasesText(StrictModel):
    """All cases of a rule."""

    cases: Annotated[tuple[CaseText, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Case:
    """One case of one rule, with where it stands."""

    rule: str
    text: CaseText
    document: Document
    number: int

    @property
    def id(self) -> str:
        """``RULE::name``."""
        return f"{self.rule}::{self.text.name}"

    def problem(self, found: str, expected: str, todo: str) -> Problem:
        """Return a problem at the line of the case."""
        return Problem(self.document.file, self.document.line(("cases", self.number)), self.id, found, expected, todo)


@dataclass(frozen=True, slots=True)
class CaseReport:
    """How the cases of all rules went.

    Attributes
    ----------
    total
        Number of cases that ran.
    problems
        Every case that is wrong, and every rule or file whose cases are not whole.
    """

    total: int
    problems: tuple[Problem, ...]

    @property
    def failures(self) -> tuple[str, ...]:
        """The problems as lines of text."""
        return tuple(str(problem) for problem in self.problems)


class Runner:
    """Runs cases against a book of rules.

    Parameters
    ----------
    book
        The rules.
    catalogues
        The tools.
    priors
        Distributions of unknown facts; the shipped ones when None.
    """

    def __init__(self, book: RuleBook, catalogues: Catalogues, priors: FactPriors | None = None) -> None:
        self.book, self.catalogues = book, catalogues
        self.priors = priors or load_fact_priors()
        self.rules: Mapping[str, Rule] = {rule.id: rule for rule in book.rules}

    def run(self, case: Case) -> Run:
        """Return what a rule says in a case.

        Raises
        ------
        InputError
            When the case states a fact or a tool that does not exist.
        """
        rule = self.rules[case.rule]
        profile = profile_of(case.text.given, case.document, ("cases", case.number, "given"))
        world = sample_world(profile, self.priors, draws=DRAWS, seed=SEED)
        findings = evaluate(replace(self.book, rules=(rule,)), profile, world, self._tools(case)).rules[0].findings
        order = list(self.catalogues.tools)
        finding = min(findings, key=lambda one: order.index(one.tool), default=None)
        return _run(case.text.name, finding)

    def _tools(self, case: Case) -> tuple[Tool, ...]:
        """Return the tool a case names, or all."""
        name = case.text.given.get("tool")
        if name is None:
            return tuple(self.catalogues.tools.values())
        if isinstance(name, str) and name in self.catalogues.tools:
            return (self.catalogues.tools[name],)
        near = nearest(str(name), self.catalogues.tools)
        todo = f"did you mean '{near[0]}'?" if near else "name a tool of the catalogue"
        raise InputError([case.problem(f"the tool {name!r}", "expected the id of a tool", todo)])

    def problem(self, case: Case) -> Problem | None:
        """Return what is wrong with a case, or None."""
        try:
            return _difference(case, self.run(case))
        except InputError as error:
            return error.problems[0]


def _run(name: str, finding: Finding | None) -> Run:
    if finding is None:
        return Run(name, "not_applicable", None, ())
    probability = finding.probability if finding.probability is not None else float(finding.state == "fired")
    return Run(
        name, finding.state, probability, tuple(one for scope in finding.scopes for one in scope.verdict.readings)
    )


def _difference(case: Case, run: Run) -> Problem | None:
    """Return how a run differs from what the case expects, or None."""
    expect = case.text.expect
    if run.state != expect.state:
        return case.problem(f"the rule is {run.state}", f"expected {expect.state}", "correct the rule or the case")
    if expect.probability is None:
        return None
    if run.probability is None or abs(run.probability - expect.probability) > TOLERANCE:
        return case.problem(
            f"it fires in {run.probability} of draws", f"expected {expect.probability}", "correct the rule or the case"
        )
    return None


def load_cases(path: Path) -> tuple[Case, ...]:
    """Read the case file of one rule.

    Raises
    ------
    InputError
        With every problem: no list, an empty one, unknown keys, a name used twice.
    """
    raw = read_document(path, allow_list=True)
    document = Document({"cases": raw.data}, raw.file, {("cases", *at): line for at, line in raw.lines.items()})
    cases = [Case(path.stem, text, document, n) for n, text in enumerate(validate_document(document, CasesText).cases)]
    names = [case.text.name for case in cases]
    twice = [case for n, case in enumerate(cases) if case.text.name in names[:n]]
    if twice:
        raise InputError(
            case.problem("the name of another case", "expected each name once", "rename one of them") for case in twice
        )
    return tuple(cases)


def run_cases(book: RuleBook, folder: Path, catalogues: Catalogues, priors: FactPriors | None = None) -> CaseReport:
    """Run the cases of all rules, and check that they are whole.

    Parameters
    ----------
    book
        The rules.
    folder
        Folder with one ``<RULE>.yaml`` for each rule.
    catalogues
        The tools.
    priors
        Distributions of unknown facts; the shipped ones when None.

    Returns
    -------
    CaseReport
        A folder without cases has a problem for every rule.
    """
    runner = Runner(book, catalogues, priors)
    problems = list(_strays(book, folder))
    total = 0
    for rule in book.rules:
        path = folder / f"{rule.id}.yaml"
        try:
            cases = load_cases(path)
        except InputError as error:
            problems += error.problems
            continue
        total += len(cases)
        problems += rule_problems(rule, cases, runner)
    return CaseReport(total, tuple(problems))


def rule_problems(rule: Rule, cases: Iterable[Case], runner: Runner) -> Iterator[Problem]:
    """Yield every case of a rule that is wrong, and what its cases leave out."""
    held = tuple(cases)
    wrong = [problem for case in held if (problem := runner.problem(case)) is not None]
    yield from wrong
    if not wrong:
        for gap in gaps(rule, [runner.run(case) for case in held]):
            yield Problem(
                held[0].document.file,
                1,
                rule.id,
                f"no case {gap}",
                "expected every state and both sides of each threshold",
                "add a case",
            )


def _strays(book: RuleBook, folder: Path) -> Iterator[Problem]:
    """Yield a problem for each case file that belongs to no rule."""
    known = {rule.id for rule in book.rules}
    for path in sorted(folder.glob("*.y*ml")):
        if path.suffix != ".yaml" or path.stem not in known:
            near = nearest(path.stem, known)
            todo = f"did you mean {near[0]}.yaml?" if near else "rename or remove the file"
            yield Problem(str(path), 1, "(file)", "cases of no rule", "expected <ID>.yaml of a rule", todo)
