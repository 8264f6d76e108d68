"""What experts say of a tool: every expert as asked, and one pooled statement that counts beside the evidence.

A statement is a measurement of an effect by judgement. The model reads it as one more effect size with a stated spread,
so that it adds to the evidence of a body, never replaces it, and the spread between cases is added as for any study.
"""

from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from prevent_options.catalogues import Catalogues
from prevent_options.errors import InputError, Problem
from prevent_options.evidence.study import Outcome, Perpetrator, Positive, RecordId, Word, Year, future
from prevent_options.yamlio import StrictModel, at_source, nearest
from prevent_options.yamlio.types import Integer, Number, Text

type Percent = Literal["5", "10", "25", "50", "75", "90", "95"]
type Share = Annotated[Number, Field(ge=0, le=1)]

EXPERTS = "experts"
"""Folder of the statements in an evidence store."""

LARGEST_CHANGE = 9.0
"""Largest change an expert may state, as a fraction: ten times as much violence. The smallest is just above −1."""

type Change = Annotated[Number, Field(gt=-1, le=LARGEST_CHANGE)]
"""Change of violence if the tool is used, as a fraction: −0.2 is a fifth less."""


class Roulette(StrictModel):
    """Chips laid on equal bins from ``low`` to ``high``; each chip is the same share of belief."""

    low: Change
    high: Change
    chips: Annotated[tuple[Annotated[Integer, Field(ge=0)], ...], Field(min_length=3)]

    @model_validator(mode="after")
    def _sense(self) -> Self:
        if self.low >= self.high:
            raise ValueError("low must be below high")
        if sum(chip > 0 for chip in self.chips) < 2:
            raise ValueError("chips on one bin only say that nothing else can happen; spread them over at least two")
        return self


class Expert(StrictModel):
    """One expert's answer: quantiles of the change, or a roulette; a weight and, in words, why.

    ``label`` says what kind of expert it is; write no name of anybody at risk.
    """

    label: Text
    weight: Positive = 1.0
    quantiles: dict[Percent, Change] | None = None
    roulette: Roulette | None = None
    reason: Text | None = None

    @model_validator(mode="after")
    def _one_answer(self) -> Self:
        if (self.quantiles is None) == (self.roulette is None):
            raise ValueError("give either quantiles or roulette, exactly one of them")
        ordered = [value for _, value in sorted((int(p), v) for p, v in (self.quantiles or {}).items())]
        if self.quantiles is not None and len(ordered) < 3:
            raise ValueError("give at least three quantiles, for example 5, 50 and 95")
        if any(a >= b for a, b in pairwise(ordered)):
            raise ValueError("quantiles must rise: a larger percentage needs a larger change")
        return self


class Question(StrictModel):
    """What experts were asked (``prevent-options/elicitation@1``): one effect of a tool or a body of evidence.

    Attributes
    ----------
    tool, body
        Exactly one of them.
    informed_by
        Ids of studies of the store that the experts had in mind; those would count twice, and a check says so.
    """

    schema_: Annotated[Literal["prevent-options/elicitation@1"], Field(alias="schema")]
    id: RecordId
    tool: Word | None = None
    body: Word | None = None
    outcome: Outcome
    perpetrator: Perpetrator
    asked: Text
    year: Year
    experts: Annotated[tuple[Expert, ...], Field(min_length=1)]
    informed_by: tuple[RecordId, ...] = ()

    @model_validator(mode="after")
    def _one_subject(self) -> Self:
        if (self.tool is None) == (self.body is None):
            raise ValueError("give either tool or body, exactly one of them")
        labels = [expert.label for expert in self.experts]
        if len(set(labels)) < len(labels):
            raise ValueError("two experts have the same label")
        return self


def check_question(question: Question, file: str, catalogues: Catalogues) -> None:
    """Refuse a question about something the catalogue lacks, or one that was asked in the future.

    Raises
    ------
    InputError
        Everything wrong, naming the nearest ids.
    """
    problems = []
    kinds = {"tool": (question.tool, catalogues.tools), "body": (question.body, catalogues.bodies)}
    for field, (name, known) in kinds.items():
        if name is not None and name not in known:
            near = ", ".join(nearest(name, list(known), 3)) or "see `prevent-options priors show`"
            problems.append(Problem(file, 0, field, f"unknown {field} {name!r}", "an id of the catalogue", near))
    if wrong := future(question.year):
        problems.append(Problem(file, 0, "year", *wrong))
    if problems:
        asked_here = not Path(file).is_file()
        raise InputError([one if asked_here else at_source(one, Path(file)) for one in problems])


class Pooled(StrictModel):
    """The linear pool of all experts, on the scale of the log rate ratio."""

    mean: Number
    sd: Positive
    q05: Number
    q50: Number
    q95: Number
    p_increase: Share


class ReadAs(StrictModel):
    """The measurement the model reads: an effect of a body of evidence, its log rate ratio and spread, and why so."""

    body: Word
    outcome: Outcome
    perpetrator: Perpetrator
    log_ratio: Number
    spread: Positive
    derivation: Text


class Fitted(StrictModel):
    """The distribution fitted to one expert's answer, on the scale of the log rate ratio."""

    label: Text
    family: Text
    mean: Number
    sd: Positive


class Statement(StrictModel):
    """A file of ``experts/`` in an evidence store: the question with all answers, the pool, what the model reads."""

    schema_: Annotated[Literal["prevent-options/expert@1"], Field(alias="schema")]
    id: RecordId
    question: Question
    fitted: tuple[Fitted, ...]
    pooled: Pooled
    reads_as: ReadAs

    @property
    def file(self) -> str:
        """Name of the file in an evidence store."""
        return f"{EXPERTS}/{self.id}.yaml"
