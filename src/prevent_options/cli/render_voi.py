"""The value of information as tables for people."""

from typing import TYPE_CHECKING

from rich.text import Text

from prevent_options.cli.lines import POINTS, folded, grouped, hanging
from prevent_options.cli.render import console, table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from prevent_options.assess.voi_types import Asked, FactValue, ParameterValue, StudyValue, ValueOfInformation

HOW_TO_READ = (
    "worth: what the choice of one tool would gain on average if this were known before it is made, in percentage "
    "points of {unit}, larger is more worth finding out; ± its Monte Carlo standard error. 0 means that knowing it "
    "would hardly ever change the choice, not that it does not matter to people."
)


def print_values(found: "ValueOfInformation", top: int) -> None:
    """Print what everything is worth, then facts, studies and parameters with the questions they would answer."""
    out = console()
    out.print(Text(f"{found.title}: what to find out before choosing, goal {found.goal}"))
    unit = POINTS[found.goal]
    out.print(
        Text(f"Choice of today: {found.best}, expected {_points(found.utility)} points of {unit}; larger is better.")
    )
    out.print(Text(f"Knowing everything would add {_points(found.evpi)} ± {_points(found.mc_error)} points."))
    out.print(Text(HOW_TO_READ.format(unit=unit)))
    shown = [one for one in found.facts if one.evppi > 0][:top]
    out.print(_facts(shown, "Facts of the case, most worth finding out first"))
    idle = [one.fact for one in found.facts if one.evppi == 0 and one.read]
    unread = [one.fact for one in found.facts if not one.read]
    _print_facts("Worth less than can be told from 0:", idle)
    _print_facts("Read by no rule, factor or burden, so worth 0:", unread)
    studies = dict(list(_by_tool(found).items())[:top])
    out.print(_studies(studies))
    parameters = [one for one in found.parameters if one.evppi > 0][: top + 6]
    out.print(_parameters(parameters))
    _print_questions([*shown, *(one for values in studies.values() for one in values), *parameters])
    for warning in found.warnings:
        out.print(Text(f"\n{warning}"))


def _points(value: float) -> str:
    """Return a share in percentage points."""
    return f"{100 * value:.2f}"


def _question(asked: "Asked | None") -> str:
    return "-" if asked is None else asked.id


def _worth(value: float, error: float) -> str:
    return f"{_points(value)} ± {_points(error)}"


def _facts(rows: "Iterable[FactValue]", title: str) -> object:
    """Return the table of facts."""
    cells = [(folded(one.fact, 30), one.state, _worth(one.evppi, one.mc_error), _question(one.asked)) for one in rows]
    columns = [("fact", "whole"), ("known now", "left"), ("worth", "right"), ("question", "left")]
    return table(columns, cells or [("none stands clear of noise", "", "", "")], title)


def _print_facts(title: str, paths: "list[str]") -> None:
    """Print facts grouped by whose they are; nothing where there is none."""
    out = console()
    if paths:
        out.print(Text(title))
    for line in grouped(paths):
        out.print(Text(hanging(line, out.width)))


def _by_tool(found: "ValueOfInformation") -> "dict[str, list[StudyValue]]":
    """Return the studies of each tool, in their order."""
    by_tool: dict[str, list[StudyValue]] = {}
    for one in found.studies:
        by_tool.setdefault(one.tool, []).append(one)
    return by_tool


def _studies(by_tool: "dict[str, list[StudyValue]]") -> object:
    """Return the table of studies: one row a tool, one column a size."""
    sizes = sorted({one.cases for values in by_tool.values() for one in values})
    rows = [
        (name, *(_worth(one.evsi, one.mc_error) for one in values), _question(values[0].asked))
        for name, values in by_tool.items()
    ]
    columns = [("a study of", "whole"), *((f"{size} cases", "right") for size in sizes), ("question", "left")]
    return table(columns, rows, "Studies of a tool, by number of cases")


def _parameters(rows: "Iterable[ParameterValue]") -> object:
    """Return the table of what the model leaves open."""
    cells = [(one.kind, one.name, _worth(one.evppi, one.mc_error), _question(one.asked)) for one in rows]
    columns = [("kind", "left"), ("what the model leaves open", "left"), ("worth", "right"), ("question", "left")]
    return table(columns, cells, "Parameters (kind all: everything of one kind)")


def _print_questions(rows: "Iterable[FactValue | StudyValue | ParameterValue]") -> None:
    """Print the research questions behind the ids shown."""
    out = console()
    asked = {one.asked.id: one.asked.question for one in rows if one.asked is not None}
    out.print(Text("\nQuestions of the field that an answer would serve:"))
    for name, question in sorted(asked.items()):
        out.print(Text(hanging(f"{name} {' '.join(question.split())}", out.width)))
