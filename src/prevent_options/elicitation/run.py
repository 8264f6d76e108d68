"""The thin shell of an elicitation: a question with answers in, a statement with its words out."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from prevent_options.catalogues import Catalogues
from prevent_options.elicitation.fitting import Answer, Pool, fit_answer, pool
from prevent_options.elicitation.statements import (
    disagreement,
    implied,
    main_link,
    make_statement,
)
from prevent_options.evidence.statement import Question, Statement, check_question
from prevent_options.yamlio import load_document, parse_document, validate_document


@dataclass(frozen=True, slots=True)
class Elicited:
    """Everything an elicitation gives: distributions, their pool, the statement, and words about it."""

    answers: tuple[Answer, ...]
    whole: Pool
    statement: Statement
    words: tuple[str, ...]


def read_question(path: Path) -> Question:
    """Read what experts were asked and what they answered.

    Raises
    ------
    InputError
        Every problem of the file.
    """
    return load_document(path, Question)


def parse_question(data: Mapping[str, object]) -> Question:
    """Read answers given on the terminal, with the same checks as a file.

    Raises
    ------
    InputError
        Every problem of the answers.
    """
    text = yaml.safe_dump(dict(data), sort_keys=False, allow_unicode=True)
    return validate_document(parse_document(text, "answers"), Question)


def elicit(question: Question, file: str, catalogues: Catalogues, transport_sd: float) -> Elicited:
    """Turn answers into a statement.

    Parameters
    ----------
    question
        The question with all answers.
    file
        Where it came from, for messages.
    catalogues
        Tools and bodies of evidence that exist.
    transport_sd
        Scale of what a tool's own practice adds at a relevance of 0 (log rate ratio).

    Raises
    ------
    InputError
        An unknown tool or body of evidence.
    """
    check_question(question, file, catalogues)
    answers = [fit_answer(expert) for expert in question.experts]
    whole = pool(answers)
    link = main_link(question, catalogues)
    words = (*implied(whole), *disagreement(answers, whole), *_through(question, link.body if link else None))
    return Elicited(tuple(answers), whole, make_statement(question, answers, whole, link, transport_sd), words)


def _through(question: Question, body: str | None) -> tuple[str, ...]:
    """Say how a statement on a tool is read."""
    if body is None:
        return ()
    words = f"The statement on {question.tool} is read through its most relevant body of evidence, {body}: "
    return (words + "other tools that draw on it move too.",)
