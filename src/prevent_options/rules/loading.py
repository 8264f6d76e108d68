"""Loading and checking all rules of a folder, or one of them."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from prevent_options.catalogues import Catalogues
from prevent_options.errors import InputError, Problem
from prevent_options.paths import data_dir
from prevent_options.rules.book import RuleBook
from prevent_options.rules.conditions import Condition, fact_tests, quantify, tool_tests
from prevent_options.rules.parsing import parse_condition
from prevent_options.rules.rule import Rule
from prevent_options.rules.rule_text import RuleText, rule_of
from prevent_options.rules.words import RuleWords
from prevent_options.yamlio import Document, Flaw, StrictModel, load_document
from prevent_options.yamlio.types import Text

RETIRED_FILE: Final = "retired.yaml"
SOURCE_WORDS: Final = frozenset(
    {"judgement", "planners", "roundtable-report", "tools-catalogue", "evidence-review", "cirights-panel"}
)
"""Kinds of source that are no study: the project's own judgement, the notes for planners, the report of the roundtable,
the catalogue of tools, the project's review of evidence, the panel of country-years it learned from."""

_LEFT_OUT = re.compile(r"^ *- id: *(\S+)", re.MULTILINE)


class Retired(StrictModel):
    """One id that is out of use for good."""

    id: Text
    why: Text


class RetiredText(StrictModel):
    """The file of ids that were used once."""

    retired: tuple[Retired, ...]


def known_sources(evidence: Path | None = None) -> frozenset[str]:
    """Return what a rule may cite: the studies, the records the model leaves out, and the closed list of words.

    Parameters
    ----------
    evidence
        The folder of evidence; the shipped one when None.
    """
    folder = evidence or data_dir("priors") / "evidence"
    left_out = folder / "left_out.yaml"
    names = {path.stem for path in (folder / "studies").glob("*.yaml")}
    names |= set(_LEFT_OUT.findall(left_out.read_text("utf-8"))) if left_out.is_file() else set()
    return SOURCE_WORDS | names


def load_rules(catalogues: Catalogues, folder: Path | None = None, sources: frozenset[str] | None = None) -> RuleBook:
    """Read and check all rules.

    Parameters
    ----------
    catalogues
        Tactics, tools, bodies and factors.
    folder
        Folder whose subfolders hold the rules; the shipped one when None.
    sources
        What a rule may cite; :func:`known_sources` when None.

    Returns
    -------
    RuleBook
        All rules, also those not in force.

    Raises
    ------
    InputError
        With every problem of every file, and of every condition of a factor.
    """
    folder = folder or data_dir("rules")
    words = RuleWords(catalogues, known_sources() if sources is None else sources)
    problems: list[Problem] = []
    rules = [rule for path in _files(folder, problems) if (rule := _read(path, words, problems)) is not None]
    problems += [*_names(rules), *id_problems(rules, folder)]
    factors = _factor_conditions(words, problems)
    if problems:
        raise InputError(problems)
    return RuleBook(tuple(sorted(rules, key=lambda rule: rule.id)), factors)


def check_rule(file: Path, catalogues: Catalogues, sources: frozenset[str] | None = None) -> Rule:
    """Read and check one rule by itself.

    Raises
    ------
    InputError
        With every problem, its name included.
    """
    words = RuleWords(catalogues, known_sources() if sources is None else sources)
    problems: list[Problem] = []
    rule = _read(file, words, problems)
    problems += _names([rule] if rule else [])
    if rule is None or problems:
        raise InputError(problems)
    return rule


def id_problems(rules: list[Rule], folder: Path) -> list[Problem]:
    """Return the problems of the rules of a folder with each other: an id twice, or one that is out of use.

    Raises
    ------
    InputError
        When the file of ids out of use is damaged.
    """
    return [*_repeated(rules), *_reused(rules, folder / RETIRED_FILE)]


def check_retired(file: Path) -> None:
    """Check the file of ids that are out of use.

    Raises
    ------
    InputError
        With every problem.
    """
    load_document(file, RetiredText)


def read_rule(file: Path, words: RuleWords) -> Rule:
    """Read one rule file; its name is not checked.

    Raises
    ------
    InputError
        With every problem.
    """
    return rule_of(load_document(file, RuleText, context=words), file)


def _files(folder: Path, problems: list[Problem]) -> list[Path]:
    found = sorted(
        path for path in folder.rglob("*") if path.suffix in {".yaml", ".yml"} and path != folder / RETIRED_FILE
    )
    if not found:
        problems.append(
            Problem(
                str(folder),
                0,
                "(folder)",
                "no rules",
                "expected at least one .yaml file",
                "check the folder, or restore its files",
            )
        )
    return found


def _read(path: Path, words: RuleWords, problems: list[Problem]) -> Rule | None:
    try:
        return read_rule(path, words)
    except InputError as error:
        problems.extend(error.problems)
        return None


def _problem(rule: Rule, found: str, expected: str, todo: str) -> Problem:
    lines = rule.file.read_text("utf-8").splitlines()
    line = next((number for number, text in enumerate(lines, start=1) if text.startswith("id:")), 1)
    return Problem(str(rule.file), line, "id", found, expected, todo)


def _names(rules: Iterable[Rule]) -> Iterator[Problem]:
    for rule in rules:
        if not re.fullmatch(rf"{rule.id}-[a-z0-9]+(-[a-z0-9]+)*\.yaml", rule.file.name):
            found = f"the id {rule.id} in the file {rule.file.name}"
            yield _problem(
                rule, found, "expected a file name of the form <ID>-<slug>.yaml", "rename the file or correct the id"
            )


def _repeated(rules: Iterable[Rule]) -> Iterator[Problem]:
    first: dict[str, Rule] = {}
    for rule in rules:
        if first.setdefault(rule.id, rule) is not rule:
            yield _problem(
                rule,
                f"the id {rule.id} of {first[rule.id].file.name}",
                "expected each id once",
                "take a number never used before",
            )


def _reused(rules: Iterable[Rule], file: Path) -> Iterator[Problem]:
    if file.is_file():
        gone = {entry.id: entry.why for entry in load_document(file, RetiredText).retired}
        for rule in rules:
            if rule.id in gone:
                yield _problem(
                    rule,
                    f"the retired id {rule.id} ({gone[rule.id]})",
                    "expected an id never used before",
                    "take another number",
                )


def _factor_conditions(words: RuleWords, problems: list[Problem]) -> dict[str, Condition]:
    """Read the condition of each factor that has one."""
    found = {}
    for name, factor in words.catalogues.factors.items():
        if factor.present_when is None:
            continue
        flaws: list[Flaw] = []
        condition = parse_condition(factor.present_when, words, flaws)
        if condition is not None and (
            tool_tests(condition) or any(test.spec.scope == "pair" for test in fact_tests(condition))
        ):
            flaws.append(
                Flaw(
                    (),
                    "a test of a tool or of one tactic",
                    "expected facts of the case or of a perpetrator",
                    "remove the test",
                )
            )
        document = words.catalogues.documents.get(("factors", name), Document(None, f"factors/{name}.yaml"))
        for flaw in flaws:
            at = ("present_when", *flaw.at)
            problems.append(
                Problem(document.file, document.line(at), document.dotted(at), flaw.found, flaw.expected, flaw.todo)
            )
        if condition is not None:
            found[name] = quantify(condition)
    return found
