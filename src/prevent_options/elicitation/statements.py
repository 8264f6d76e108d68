"""From answers to the file the model reads, and to plain words about what was said."""

from collections.abc import Iterator

import numpy as np
import yaml

from prevent_options.catalogues import BodyLink, Catalogues
from prevent_options.elicitation.fitting import Answer, Pool
from prevent_options.evidence.statement import Fitted, Pooled, Question, ReadAs, Statement

PREFIX = "expert-"
"""Begins the id of every statement, so that no study has the same."""

PLACES = 4
A_FIFTH_LESS = float(np.log(0.8))
"""Log rate ratio of a fifth less violence."""


def main_link(question: Question, catalogues: Catalogues) -> BodyLink | None:
    """Return the body of evidence through which a statement on a tool is read: the most relevant; None for a body."""
    if question.tool is None:
        return None
    return max(catalogues.tools[question.tool].bodies, key=lambda link: link.relevance)


def _rounded(value: float) -> float:
    return round(float(value), PLACES)


def _read_as(question: Question, whole: Pool, link: BodyLink | None, transport_sd: float) -> ReadAs:
    sign, missing, why = 1.0, 0.0, "mean and standard deviation of the pool"
    if link is not None:
        sign, missing = (-1.0 if link.reverse else 1.0), transport_sd * (1 - float(link.relevance))
        turned = ", sign turned because the tool withdraws what the body supplies" if link.reverse else ""
        why = (
            f"mean of the pool{turned}; spread is the root of {whole.sd:.3f}² of the pool and {missing:.3f}² for a "
            f"relevance of {link.relevance:g}"
        )
    return ReadAs(
        body=str(question.body if link is None else link.body),
        outcome=question.outcome,
        perpetrator=question.perpetrator,
        log_ratio=_rounded(sign * whole.mean),
        spread=_rounded(float(np.hypot(whole.sd, missing))),
        derivation=why,
    )


def make_statement(
    question: Question, answers: list[Answer], whole: Pool, link: BodyLink | None, transport_sd: float
) -> Statement:
    """Return the statement of some experts.

    Parameters
    ----------
    question, answers, whole
        What was asked, the distributions of the answers, and their pool.
    link
        The body of evidence through which a tool is read; None where the question is about a body.
    transport_sd
        Scale of what a tool's own practice adds at a relevance of 0 (log rate ratio).
    """
    fitted = [
        Fitted(
            label=a.label,
            family=a.family,
            mean=_rounded(a.distribution.mean()),
            sd=_rounded(a.distribution.std()),
        )
        for a in answers
    ]
    pooled = Pooled(
        mean=_rounded(whole.mean),
        sd=_rounded(whole.sd),
        q05=_rounded(whole.quantile(0.05)),
        q50=_rounded(whole.quantile(0.5)),
        q95=_rounded(whole.quantile(0.95)),
        p_increase=_rounded(1 - whole.below(0.0)),
    )
    return Statement(
        schema_="prevent-options/expert@1",
        id=PREFIX + question.id,
        question=question,
        fitted=tuple(fitted),
        pooled=pooled,
        reads_as=_read_as(question, whole, link, transport_sd),
    )


def statement_text(statement: Statement) -> str:
    """Return a statement as the text of its file."""
    data = statement.model_dump(mode="json", by_alias=True, exclude_none=True)
    head = "# What experts said; it counts beside the evidence, as one more measurement, and replaces none of it.\n"
    return head + yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=120)


def chances(probability: float) -> str:
    """Return a probability as chances, which people weigh better than decimals: ``one chance in ten``."""
    if probability < 0.01:
        return "less than one chance in a hundred"
    if probability > 0.99:
        return "more than 99 chances in a hundred"
    if probability <= 0.35:
        return f"one chance in {_number(round(1 / probability))}"
    return f"{_number(round(10 * probability))} chances in ten"


_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _number(value: int) -> str:
    return _WORDS[value] if value < len(_WORDS) else str(value)


def _change(log_ratio: float) -> str:
    percent = round(100 * float(np.expm1(log_ratio)))
    return "no change" if percent == 0 else f"{abs(percent)} percent {'more' if percent > 0 else 'less'}"


def implied(whole: Pool) -> tuple[str, ...]:
    """Return what a pool says, in words."""
    worse, fifth = 1 - whole.below(0.0), whole.below(A_FIFTH_LESS)
    low, middle, high = (_change(whole.quantile(level)) for level in (0.05, 0.5, 0.95))
    return (
        f"You are saying {chances(worse)} that it makes things worse.",
        f"You are saying {chances(fifth)} that violence falls by a fifth or more.",
        f"The middle of what you are saying is {middle} violence.",
        f"Nine chances in ten lie between {low} and {high} violence.",
    )


def disagreement(answers: list[Answer], whole: Pool) -> Iterator[str]:
    """Yield what a reader must know of the pool: experts who differ, and distributions that miss what was said."""
    means = [float(answer.distribution.mean()) for answer in answers]
    within = float(np.sqrt(whole.shares @ np.array([float(a.distribution.std()) for a in answers]) ** 2))
    if len(answers) > 1 and max(means) - min(means) > within:
        low, high = answers[int(np.argmin(means))].label, answers[int(np.argmax(means))].label
        yield f"Experts disagree: {low} expects {_change(min(means))} violence, {high} {_change(max(means))}."
    for answer in answers:
        if answer.worst_miss > 0.1:
            yield (
                f"The distribution of {answer.label} misses what was said by up to {answer.worst_miss:.2f} "
                "on the log scale; look at the picture before using it."
            )
