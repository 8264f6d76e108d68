"""Research questions and the size of studies: ``priors/questions.yaml``, read strictly."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from prevent_options.errors import InputError, Problem
from prevent_options.paths import data_dir
from prevent_options.rules.fact_schema import fact_specs
from prevent_options.rules.loading import known_sources
from prevent_options.yamlio import Document, StrictModel, nearest, read_document, validate_document
from prevent_options.yamlio.types import FullDate, Integer, Number, Text, shaped

FILE = "questions.yaml"
KINDS = ("effect", "factor", "elasticity", "rule", "timing", "burden")
"""Kinds of uncertainty of the model."""
_LISTS = ("regional_actors", "transmission", "tools_in_use")


class Question(StrictModel):
    """A question of the field, and what an answer would settle."""

    id: Annotated[str, *shaped(r"^RQ-[0-9]{2}$", "an id such as RQ-07", "write RQ- and two digits")]
    question: Text
    facts: tuple[Text, ...]
    parameters: tuple[Text, ...]
    source: Text
    why: Text


class CaseSd(StrictModel):
    """How loosely one studied case shows what a tool did."""

    value: Annotated[Number, Field(gt=0)]
    unit: Text
    basis: Literal["judgement"]
    reason: Text


class Study(StrictModel):
    """What a study of a tool looks like: precision of one case, and the numbers of cases that are reported."""

    case_sd: CaseSd
    cases: Annotated[tuple[Annotated[Integer, Field(ge=1)], ...], Field(min_length=1)]


class Questions(StrictModel):
    """The whole file."""

    date: FullDate
    questions: tuple[Question, ...]
    study: Study

    def about_fact(self, pattern: str) -> Question | None:
        """Return the first question that an answer about a fact would serve."""
        return next((one for one in self.questions if pattern in one.facts), None)

    def about_parameter(self, kind: str, name: str) -> Question | None:
        """Return the first question that names a parameter itself, else the first that names its kind."""
        for word in (f"{kind}/{name}", kind):
            for one in self.questions:
                if word in one.parameters:
                    return one
        return None


@cache
def load_questions(path: Path | None = None) -> Questions:
    """Read the questions.

    Parameters
    ----------
    path
        The file; the shipped one when None.

    Raises
    ------
    InputError
        With every problem: a fact, kind or source that does not exist.
    """
    document = read_document(path or data_dir("priors") / FILE)
    found = validate_document(document, Questions)
    problems = list(_problems(found, document))
    if problems:
        raise InputError(problems)
    return found


def _problems(found: Questions, document: Document) -> Iterator[Problem]:
    """Yield a problem for each word that means nothing."""
    facts, sources = {*fact_specs(), *_LISTS}, known_sources()
    for number, one in enumerate(found.questions):
        kinds = {*KINDS, *(word for word in one.parameters if word.partition("/")[0] in KINDS)}
        named = {"facts": (one.facts, facts), "parameters": (one.parameters, kinds), "source": ((one.source,), sources)}
        for key, (words, known) in named.items():
            for word in words:
                if word not in known:
                    address = ("questions", number, key)
                    near = ", ".join(nearest(word, known, 3)) or "none near"
                    yield Problem(
                        document.file,
                        document.line(address),
                        document.dotted(address),
                        f"found {word!r}",
                        f"expected a known word: {near}",
                        "correct it",
                    )
