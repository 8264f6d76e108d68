"""``priors elicit``: what experts say of a tool, as a statement that counts beside the evidence."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from prevent_options.errors import InputError, Problem
from prevent_options.paths import data_dir

if TYPE_CHECKING:
    from prevent_options.elicitation.run import Elicited
    from prevent_options.evidence.statement import Question

FILE = click.Path(path_type=Path)


@click.command("elicit")
@click.argument("answers", required=False, type=FILE)
@click.option("-o", "--output", type=FILE, help="File to write; expert-ID.yaml here by default.")
@click.option("--picture", type=FILE, help="Also draw the answers: a .png, .svg or .pdf file.")
def elicit_command(answers: Path | None, output: Path | None, picture: Path | None) -> None:
    """Turn the answers of one or several experts into a statement the model reads.

    ANSWERS is a file with the quantiles or the roulette of each expert; without
    it the questions are asked here. Every expert is kept, the pool is weighted as
    stated, and the statement counts beside the evidence: `priors update` adds it.

    Example:  prevent-options priors elicit docs/examples/elicitation.yaml --picture out/experts.png
    """
    from prevent_options.catalogues import load_catalogues
    from prevent_options.elicitation.run import elicit
    from prevent_options.elicitation.statements import statement_text
    from prevent_options.files import write_atomically
    from prevent_options.posterior import load_posterior

    if picture is not None:
        from prevent_options.pictures.style import check_name

        check_name(picture)
    question, source = _question(answers)
    posterior = load_posterior()
    done = elicit(question, source, load_catalogues(), posterior.transport_scale)
    target = output or Path(f"{done.statement.id}.yaml")
    _check_target(target, done.statement.id, answers)
    if picture is not None:
        _draw(done, question, picture)
    write_atomically(target, statement_text(done.statement))
    _tell(done, question)
    click.echo(f"written to {target}; `priors update {target}` adds it to the evidence", err=True)


def _question(answers: Path | None) -> "tuple[Question, str]":
    """Read the answers, or ask for them here."""
    from prevent_options.elicitation.run import parse_question, read_question

    if answers is not None:
        return read_question(answers), str(answers)
    from prevent_options.elicitation.asking import ask_question

    def ask(text: str, default: str) -> str:
        return str(click.prompt(text, default=default or None, err=True))

    return parse_question(ask_question(ask)), "answers"


def _check_target(target: Path, name: str, answers: Path | None) -> None:
    """Refuse a file under whose name the statement could not be read, or that holds the answers."""
    if target.stem != name or target.suffix != ".yaml":
        expected = f"a file named {name}.yaml, because ids are names of files"
        raise InputError([Problem(str(target), 0, "--output", "another name", expected, "change the name")])
    if answers is not None and target.resolve() == answers.resolve():
        raise InputError([Problem(str(target), 0, "--output", "the file of the answers", "another file", "rename")])
    if target.exists() and not _earlier_statement(target):
        expected = "a new file, or an earlier statement of these experts"
        raise InputError([Problem(str(target), 0, "--output", "holds something else", expected, "move it away first")])


def _earlier_statement(target: Path) -> bool:
    """Whether a file is a statement that an earlier elicitation wrote, which a later one replaces."""
    from prevent_options.evidence.store import load_statement

    try:
        load_statement(target)
    except InputError:
        return False
    return True


def _place(done: "Elicited") -> tuple[str, str, str]:
    reads = done.statement.reads_as
    return reads.body, reads.outcome, reads.perpetrator


def _draw(done: "Elicited", question: "Question", picture: Path) -> None:
    """Draw every expert, the pool, and the evidence as it stands."""
    from prevent_options.assess.priors import effect_of
    from prevent_options.catalogues import load_catalogues
    from prevent_options.pictures.figures import experts
    from prevent_options.pictures.style import save
    from prevent_options.posterior import load_posterior

    name = str(question.tool or question.body)
    evidence = effect_of(name, question.outcome, question.perpetrator, load_catalogues(), load_posterior())
    grid = done.whole.grid
    each = [(answer.label, answer.distribution.pdf(grid)) for answer in done.answers]
    title = f"{name}, {question.outcome}, perpetrator {question.perpetrator}"
    save(experts(title, grid, each, done.whole.pdf, evidence), picture)


def _tell(done: "Elicited", question: "Question") -> None:
    """Say what was said, and what the evidence says beside it."""
    import numpy as np

    from prevent_options.posterior import load_posterior

    for answer, share in zip(done.answers, done.whole.shares, strict=True):
        fitted = answer.distribution
        click.echo(f"{answer.label} ({share:.0%}): {answer.family}, {fitted.mean():+.2f} ± {fitted.std():.2f}")
    for line in done.words:
        click.echo(line)
    posterior, place = load_posterior(), _place(done)
    draws, counts = posterior.effect(*place, posterior.draws), posterior.counts(place[0])
    low, high = np.quantile(draws, [0.05, 0.95])
    click.echo(
        f"The evidence on {place[0]} ({counts.findings} findings of {counts.studies} studies) says "
        f"{draws.mean():+.2f} [{low:+.2f}, {high:+.2f}] and stays; the experts count beside it as one more measurement "
        f"of {done.statement.reads_as.log_ratio:+.2f} ± {done.statement.reads_as.spread:.2f}."
    )
    _tell_unsaid(question)


def _tell_unsaid(question: "Question") -> None:
    """Say which answers were counted without a stated weight, and which studies the experts had in mind."""
    from prevent_options.evidence.study import STUDIES

    if unsaid := [expert.label for expert in question.experts if "weight" not in expert.model_fields_set]:
        click.echo(f"No weight was stated for {', '.join(unsaid)}: counted as 1.")
    known = {file.stem for file in (data_dir("priors") / "evidence" / STUDIES).glob("*.yaml")}  # named by their ids
    if twice := sorted(known & set(question.informed_by)):
        click.echo(f"Counted twice if added: {', '.join(twice)} informed the experts and are in the evidence.")
    if other := sorted(set(question.informed_by) - known):
        click.echo(f"Not among the studies of the evidence, so that nothing counts twice: {', '.join(other)}.")
