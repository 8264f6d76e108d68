"""Options that several commands share, and how a case is read with them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from prevent_options.assess import Knowledge
    from prevent_options.profile import CaseProfile

DEFAULT_DRAWS = 4000
DEFAULT_SEED = 1
GOALS = ("reduce", "stop", "foreclose")


def compose[F: Callable[..., object]](*decorators: Callable[[F], F]) -> Callable[[F], F]:
    """Return one decorator that applies several, first one outermost."""

    def decorate(function: F) -> F:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


set_option = click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="FACT=VALUE",
    help="Change a fact, e.g. --set nhri.accreditation=B. May be repeated.",
)
goal_option = click.option("--goal", type=click.Choice(GOALS), help="Rank by this goal instead of the case's own.")
draw_options = compose(
    click.option(
        "--draws",
        type=click.IntRange(min=100),
        default=DEFAULT_DRAWS,
        show_default=True,
        help="Number of draws; at most as many as are shipped.",
    ),
    click.option(
        "--seed",
        type=click.IntRange(min=0),
        default=DEFAULT_SEED,
        show_default=True,
        help="Seed; the same seed gives the same bytes.",
    ),
)
rules_option = click.option(
    "--rules-as-of",
    metavar="DATE",
    callback=lambda _ctx, _param, text: parse_day(text),
    help="Use the rules that were in force on this day (YYYY-MM-DD).",
)
language_option = click.option(
    "--language",
    metavar="CODE",
    default="en",
    show_default=True,
    help="Language of a memo's fixed text: en, fr or es (drafted by a machine, not reviewed by a person).",
)
case_options = compose(set_option, goal_option, draw_options, rules_option)
case_argument = click.argument("case", type=click.Path(path_type=Path))


def parse_day(text: str | None) -> date | None:
    """Read a day given on the command line.

    Raises
    ------
    click.BadParameter
        When the text is not a day.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"found {text!r}; expected a day such as 2026-01-31") from error


def parse_changes(changes: tuple[str, ...]) -> dict[str, str]:
    """Split ``FACT=VALUE`` pairs.

    Raises
    ------
    click.BadParameter
        When a pair has no ``=`` or no fact, or a fact is set twice.
    """
    pairs: dict[str, str] = {}
    for change in changes:
        fact, equals, value = change.partition("=")
        if not equals or not fact.strip():
            raise click.BadParameter(f"found {change!r}; expected FACT=VALUE, e.g. nhri.accreditation=B")
        if fact.strip() in pairs:
            raise click.BadParameter(f"{fact.strip()} is set twice; give each fact once")
        pairs[fact.strip()] = value.strip()
    return pairs


def read_case(path: Path, changes: tuple[str, ...] = (), goal: str | None = None) -> "CaseProfile":
    """Read a case and apply ``--set`` and ``--goal``."""
    from prevent_options.profile import load_case, with_facts

    pairs = parse_changes(changes)
    if goal is not None and pairs.setdefault("goal", goal) != goal:
        raise click.BadParameter(f"--goal {goal} and --set goal={pairs['goal']} disagree; give one of them")
    profile = load_case(path)
    return with_facts(profile, pairs) if pairs else profile


def typed(
    changes: tuple[str, ...], goal: str | None, draws: int, seed: int, rules_as_of: date | None
) -> tuple[str, ...]:
    """Return the options of a case as they are typed, those that have their default left out."""
    said = [word for change in changes for word in ("--set", change)]
    said += ["--goal", goal] if goal is not None else []
    said += ["--draws", str(draws)] if draws != DEFAULT_DRAWS else []
    said += ["--seed", str(seed)] if seed != DEFAULT_SEED else []
    return (*said, *(("--rules-as-of", rules_as_of.isoformat()) if rules_as_of is not None else ()))


def knowledge_on(*days: date | None) -> "Knowledge":
    """Return the shipped knowledge, and tell how many rules are missing on some days.

    For commands whose results have no place for warnings: it is told on standard error.
    """
    from prevent_options.assess import load_knowledge

    knowledge = load_knowledge()
    for missing in filter(None, dict.fromkeys(map(knowledge.rules.missing_on, days))):
        click.echo(missing, err=True)
    return knowledge
