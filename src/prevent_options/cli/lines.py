"""Lines of text for people: hanging indents, long ids folded where they read well, facts grouped by their owner."""

import re
import textwrap
from collections.abc import Iterable

_BREAK = re.compile(r"(?<=[._ -])")

POINTS = {
    "reduce": "all harm averted over the horizon",
    "stop": "the probability that harm falls by the case's threshold",
    "foreclose": "the risk of onset removed",
}
"""What a percentage point is of, by goal; more is better."""


def hanging(text: str, width: int, indent: str = "  ") -> str:
    """Return text in lines of at most a width, all but the first indented twice as far as the first."""
    return textwrap.fill(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent * 2,
        break_long_words=False,
        break_on_hyphens=False,
    )


def folded(name: str, width: int) -> str:
    """Return an id or phrase in lines of at most a width, broken after dots, underscores, hyphens and spaces."""
    lines = [""]
    for piece in _BREAK.split(name):
        if lines[-1] and len(lines[-1]) + len(piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)


def grouped(paths: Iterable[str]) -> list[str]:
    """Return fact paths grouped by whose they are: a line for each perpetrator, regional actor or part of the case."""
    groups: dict[str, list[str]] = {}
    for path in paths:
        parts = path.split(".")
        owner = 2 if len(parts) > 2 else 1 if len(parts) > 1 else 0
        groups.setdefault(".".join(parts[:owner]), []).append(".".join(parts[owner:]))
    return [f"{owner}: {', '.join(facts)}" if owner else ", ".join(facts) for owner, facts in groups.items()]
