"""Sweeps: facts crossed with values, each crossing a scenario of its own for every case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import product
from pathlib import Path
from typing import Literal

from pydantic import Field

from prevent_options.batch.entries import STATED
from prevent_options.errors import InputError, Problem
from prevent_options.profile import CaseProfile, settable_paths, with_facts
from prevent_options.yamlio import StrictModel, load_document
from prevent_options.yamlio.types import Text


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
            When the case has no such fact or it cannot take the value.
        """
        if not self.changes:
            return profile
        known = settable_paths(profile)
        facts = {path: value for fact, value in self.changes for path in _paths(fact, known)}
        return with_facts(profile, facts)


def _paths(fact: str, known: Mapping[str, object]) -> list[str]:
    """Return the facts a pattern names; one without ``*``, or that matches nothing, stands for itself."""
    return [path for path in known if fnmatchcase(path, fact)] or [fact] if "*" in fact else [fact]


class SweepFile(StrictModel):
    """A file of sweeps; each crosses its own facts, and all scenarios are run."""

    schema_: Literal["prevent-options/sweeps@1"] = Field(alias="schema")
    sweeps: tuple[dict[str, tuple[Text, ...]], ...]


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
        raise InputError([Problem("--sweep", 0, text, "no fact or no value", expected, "write it like that")])
    return fact.strip(), found


def load_sweeps(path: Path) -> tuple[dict[str, tuple[str, ...]], ...]:
    """Read a file of sweeps.

    Raises
    ------
    InputError
        With every problem of the file.
    """
    return load_document(path, SweepFile).sweeps
