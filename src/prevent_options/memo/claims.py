"""The claims of a memo: every statement of its text, the id under which the page holds it, where it comes from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from prevent_options.memo.parts import Line, MemoContext, Option

WITHOUT_CHOICE = ("information", "annex")
"""Kinds of memo whose bottom line is the judgements, without a choice."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of the text.

    Attributes
    ----------
    id
        Section and number, ``bottom-line-2``; in the options table ``options-a-8`` is row 8 of option A. It is the id
        of the element on the page.
    text
        As printed.
    refs
        Where it comes from; see :mod:`prevent_options.memo.parts`.
    """

    id: str
    text: str
    refs: tuple[str, ...]


def claims(memo: MemoContext, kind: str = "options") -> tuple[Claim, ...]:
    """Return the claims of a memo's text in the order of the page, those of the annexes aside.

    Parameters
    ----------
    memo
        What the memo prints.
    kind
        Kind of memo: it decides which bottom line stands first.
    """
    bottom = memo.judgements if kind in WITHOUT_CHOICE else memo.bottom_line
    failing = (Line(f"{one.text} {one.fails}", one.refs) for one in memo.assumptions)
    sections: Iterable[tuple[str, Iterable[Line]]] = (
        ("moves", memo.warnings + memo.reporting),
        ("turning", memo.turning),
        ("find-out", memo.find_out),
        ("assumptions", failing),
        ("dissent", memo.dissent),
        ("steps", memo.brief.steps if kind == "brief" else memo.steps),
    )
    return (
        *_numbered("bottom-line", bottom),
        *_numbered("choice", memo.choice_note),
        *_situation(memo),
        *chain.from_iterable(_option(option) for option in (*memo.options, memo.no_change)),
        *chain.from_iterable(_numbered(section, lines) for section, lines in sections),
    )


def _numbered(section: str, lines: Iterable[Line], first: int = 1) -> Iterator[Claim]:
    for number, line in enumerate(lines, start=first):
        yield Claim(f"{section}-{number}", line.text, line.refs)


def _situation(memo: MemoContext) -> Iterator[Claim]:
    for number, who in enumerate(memo.perpetrators, start=1):
        yield Claim(f"situation-{number}", f"{who.name} ({who.traits.text})", who.traits.refs)
        yield from _numbered(f"situation-{number}", who.lines)
    yield from _numbered("situation", memo.readings + memo.others, len(memo.perpetrators) + 1)


def _option(option: Option) -> Iterator[Claim]:
    """Yield the cells of an option; what stands at the head of its column is true of all of them."""
    for number, criterion in enumerate(option.criteria, start=1):
        refs = tuple(dict.fromkeys((*criterion.line.refs, *option.refs)))
        yield Claim(f"options-{option.label.lower() or 'none'}-{number}", criterion.line.text, refs)
