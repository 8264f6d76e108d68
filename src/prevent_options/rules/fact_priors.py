"""What an unknown fact may be: a distribution for every kind of fact, each a judgement with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from prevent_options.errors import InputError, Problem
from prevent_options.paths import data_dir
from prevent_options.rules.fact_schema import FactSpec, fact_specs
from prevent_options.yamlio import Document, StrictModel, read_document, validate_document
from prevent_options.yamlio.types import FullDate, Probability, Text

FILE = "fact_priors.yaml"
SUM_TOLERANCE = 1e-6


class PriorText(StrictModel):
    """One entry of the file.

    ``values`` gives each value its share; ``uniform`` all values of the scale the same; ``each`` the probability that
    a word asked about is on an unknown list, or is an unknown open word.
    """

    values: dict[Text, Probability] | None = None
    uniform: Literal["true"] | None = None
    each: Probability | None = None
    basis: Literal["judgement"]
    reason: Text


class PriorsText(StrictModel):
    """The file."""

    date: FullDate
    facts: dict[Text, PriorText]
    exists: dict[Literal["regional_actors", "transmission"], PriorText]


@dataclass(frozen=True)
class FactPriors:
    """Distributions of unknown facts.

    Attributes
    ----------
    values
        Path of the kind of fact to values with their shares, in scale order.
    each
        Path of a list, or of a fact with open words, to the probability of any word asked about.
    exists
        Probability that there is an actor, or a route, where the case does not say.
    """

    values: Mapping[str, tuple[tuple[str, float], ...]]
    each: Mapping[str, float]
    exists: Mapping[str, float]


def load_fact_priors(path: Path | None = None) -> FactPriors:
    """Read the priors of unknown facts.

    Parameters
    ----------
    path
        The file; the shipped one when None.

    Raises
    ------
    InputError
        With every problem: a kind of fact without prior, a prior without fact, shares that do not sum to 1.
    """
    document = read_document(path or data_dir("priors") / FILE)
    text = validate_document(document, PriorsText)
    problems: list[Problem] = []
    needed = {
        spec.path: spec for spec in fact_specs().values() if spec.may_be_unknown and not spec.scope.startswith("any_")
    }
    expected = "expected the path of a fact that may be unknown"
    problems += [
        _at(document, ("facts", name), f"found {name!r}", expected, "remove it")
        for name in text.facts
        if name not in needed
    ]
    for name, spec in needed.items():
        if name not in text.facts:
            problems.append(
                _at(
                    document,
                    ("facts",),
                    f"no '{name}'",
                    f"expected '{name}', a fact that may be unknown",
                    f"add '{name}: ...'",
                )
            )
        elif wrong := _wrong(text.facts[name], spec):
            problems.append(_at(document, ("facts", name), *wrong))
    if problems:
        raise InputError(problems)
    return _priors(text)


def _at(document: Document, address: tuple[str, ...], found: str, expected: str, todo: str) -> Problem:
    return Problem(document.file, document.line(address), document.dotted(address), found, expected, todo)


def _wrong(prior: PriorText, spec: FactSpec) -> tuple[str, str, str] | None:
    """Return what is wrong with one entry, or None."""
    if spec.is_list or spec.kind == "open":
        return (
            None
            if prior.each is not None
            else ("no 'each'", "expected the probability of any word asked about", "add 'each: 0.1'")
        )
    if prior.uniform:
        return (
            None if spec.words else ("found uniform", "expected shares of numbers", "write 'values: {1: 0.5, 2: 0.5}'")
        )
    values = prior.values or {}
    if spec.words and set(values) != set(spec.words):
        return (
            f"found {', '.join(values) or 'no values'}",
            f"expected shares of {', '.join(spec.words)}",
            "name each value once",
        )
    if abs(sum(values.values()) - 1.0) > SUM_TOLERANCE:
        return (f"shares that sum to {sum(values.values()):g}", "expected a sum of 1", "correct the shares")
    return None


def _priors(text: PriorsText) -> FactPriors:
    specs = fact_specs()
    values = {
        name: tuple((word, prior.values[word]) for word in specs[name].words or prior.values)
        if prior.values
        else tuple((word, 1.0 / len(specs[name].words)) for word in specs[name].words)
        for name, prior in text.facts.items()
        if prior.each is None
    }
    each = {name: prior.each for name, prior in text.facts.items() if prior.each is not None}
    return FactPriors(values, each, {name: prior.each for name, prior in text.exists.items() if prior.each is not None})
