"""Sweeps: facts crossed with values, each crossing a scenario of its own for every case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import product
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from prevent_options.batch.entries import STATED
from prevent_options.errors import InputError, Problem
from prevent_options.profile import CaseProfile, settable_paths, with_facts
from prevent_options.yamlio import StrictModel, read_document, validate_document
from prevent_options.yamlio.types import Text

SWEEP_OPTION = "--sweep"


@dataclass(frozen=True, slots=True)
class Scenario:
    """One what-if: facts set to values; the first of every case changes nothing."""

    name: str = STATED
    changes: tuple[tuple[str, str], ...] = ()

    def applied(self, profile: CaseProfile) -> CaseProfile:
        """Return the case with the scenario's facts; ``*`` in a fact stands for any name.

        Raises
        ------
        InputError
            When the case has no such fact or it cannot take the value, naming case and scenario.
        """
        if not self.changes:
            return profile
        known = settable_paths(profile)
        facts = {path: value for fact, value in self.changes for path in matching(fact, known)}
        try:
            return with_facts(profile, facts)
        except InputError as error:
            place = f"{profile.id}, scenario {self.name}"
            raise InputError(problem._replace(file=place, line=0) for problem in error.problems) from error


def matching(fact: str, known: Iterable[str]) -> list[str]:
    """Return the facts a pattern names; one without ``*``, or that matches nothing, stands for itself."""
    return [path for path in known if fnmatchcase(path, fact)] or [fact] if "*" in fact else [fact]


@dataclass(frozen=True, slots=True)
class Sweep:
    """Facts with the values to cross, and where each fact was written, for messages.

    Attributes
    ----------
    facts
        Fact, or a pattern of facts, to its values.
    place
        A file, or the option or argument that holds the sweep.
    lines
        Fact to line in the file; empty when there is none.
    """

    facts: Mapping[str, tuple[str, ...]]
    place: str = SWEEP_OPTION
    lines: Mapping[str, int] = field(default_factory=dict)


type _Values = Annotated[tuple[Text, ...], Field(min_length=1)]
type _Facts = Annotated[dict[Text, _Values], Field(min_length=1)]


class SweepFile(StrictModel):
    """A file of sweeps; each crosses its own facts, and all scenarios are run."""

    schema_: Literal["prevent-options/sweeps@1"] = Field(alias="schema")
    sweeps: Annotated[tuple[_Facts, ...], Field(min_length=1)]


def scenarios(sweeps: Iterable[Mapping[str, Iterable[str]]]) -> tuple[Scenario, ...]:
    """Return the scenario that changes nothing, then every crossing of each sweep, none twice."""
    out = [Scenario()]
    for sweep in sweeps:
        for values in product(*sweep.values()):
            changes = tuple(zip(sweep, values, strict=True))
            out.append(Scenario("; ".join(f"{fact}={value}" for fact, value in changes), changes))
    return tuple(dict.fromkeys(out))


def parse_sweep(text: str) -> tuple[str, tuple[str, ...]]:
    """Read ``FACT=A,B,C``; values that are lists or probabilities are parted by ``|`` instead of ``,``.

    Raises
    ------
    InputError
        When there is no fact or no value.
    """
    fact, _, values = text.partition("=")
    found = tuple(value.strip() for value in values.split("|" if "|" in values else ",") if value.strip())
    if not fact.strip() or not found:
        expected = "FACT=A,B,C, e.g. perpetrators.*.structure=elite_driven,diffuse"
        raise InputError([Problem(SWEEP_OPTION, 0, text, "no fact or no value", expected, "write it like that")])
    return fact.strip(), found


def read_sweep(texts: Iterable[str]) -> Sweep:
    """Read the options ``--sweep`` as one sweep; the values of a fact that is named twice are joined.

    Raises
    ------
    InputError
        With every option that has no fact or no value.
    """
    facts: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for text in texts:
        try:
            fact, values = parse_sweep(text)
        except InputError as error:
            problems += error.problems
            continue
        facts[fact] = tuple(dict.fromkeys((*facts.get(fact, ()), *values)))
    if problems:
        raise InputError(problems)
    return Sweep(facts)


def load_sweeps(path: Path) -> tuple[Sweep, ...]:
    """Read a file of sweeps.

    Raises
    ------
    InputError
        With every problem of the file.
    """
    document = read_document(path)
    sweeps = validate_document(document, SweepFile).sweeps
    return tuple(
        Sweep(facts, str(path), {fact: document.line(("sweeps", number, fact)) for fact in facts})
        for number, facts in enumerate(sweeps)
    )
