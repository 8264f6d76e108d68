"""Whether a case leaves anything to choose from, and whether a tool that is asked for exists."""

from collections.abc import Iterable

from prevent_options.assess.types import Assessment
from prevent_options.errors import InputError, Problem
from prevent_options.yamlio import nearest


def require_usable(assessment: Assessment) -> None:
    """Refuse a case in which no tool may be used: an empty ranking must not look like an answer.

    Raises
    ------
    InputError
        Naming what bars the tools.
    """
    barred = [tool.ineligible_because for tool in assessment.tools if not tool.eligible]
    require_tools(assessment.case, len(assessment.tools) - len(barred), barred, 1)


def require_tools(case: str, able: int, barred: Iterable[Iterable[str]], least: int) -> None:
    """Refuse a case in which fewer tools may be used than a question needs.

    Parameters
    ----------
    case
        Id of the case.
    able
        How many tools may be used.
    barred
        What bars each of the others.
    least
        How many it takes: one to rank, two to tell what the lead hangs on.

    Raises
    ------
    InputError
        Naming what bars the tools.
    """
    if able >= least:
        return
    reasons = list(dict.fromkeys(reason for because in barred for reason in because))
    todo = f"look at what bars the others: {'; '.join(reasons[:3])}"
    found = f"{able or 'no'} tool may be used"
    raise InputError([Problem(f"case {case}", 0, "tools", found, f"expected at least {least}", todo)])


def require_tool(name: str, tools: Iterable[str]) -> None:
    """Refuse a tool that the catalogue does not have.

    Raises
    ------
    InputError
        Naming the tools whose ids are nearest.
    """
    known = list(tools)
    if name in known:
        return
    near = ", ".join(nearest(name, known, 3))
    expected = f"nearest: {near}" if near else f"expected the id of a tool, such as {known[0]}"
    raise InputError([Problem("TOOL", 0, "tool", f"found {name}", expected, "`prevent-options rank` lists all tools")])
