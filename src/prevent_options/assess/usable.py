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
    if any(tool.eligible for tool in assessment.tools):
        return
    reasons = list(dict.fromkeys(reason for tool in assessment.tools for reason in tool.ineligible_because))
    todo = f"look at what bars them: {'; '.join(reasons[:3])}"
    expected = "expected at least one to rank"
    raise InputError([Problem(f"case {assessment.case}", 0, "tools", "no tool may be used", expected, todo)])


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
