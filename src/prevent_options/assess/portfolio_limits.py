"""What may stand together in one case: request, catalogue and case held against one another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

from prevent_options.assess.net import CaseArrays
from prevent_options.assess.portfolio_types import Request
from prevent_options.catalogues import Catalogues
from prevent_options.decision.interactions import Conflict, Interactions
from prevent_options.decision.interactions import Sequence as Order
from prevent_options.decision.portfolio import Limits
from prevent_options.decision.portfolio_sets import Bools
from prevent_options.errors import InputError, Problem
from prevent_options.profile import CaseProfile
from prevent_options.yamlio import nearest

EFFORT = "effort"
"""The only unit of budget that the catalogue can be held against."""


@dataclass(frozen=True, slots=True)
class Field:
    """Who competes: tools that may be in a set, and why each other one may not."""

    tools: tuple[str, ...]
    barred: dict[str, tuple[str, ...]]


def in_use(profile: CaseProfile) -> set[str]:
    """Return the tools that the case says are in use."""
    return {use.tool for use in profile.tools_in_use}


def both_ways(tools: Sequence[str], one: Sequence[str], other: Sequence[str], catalogues: Catalogues) -> Bools:
    """Return which two tools an entry with two sides is about, symmetric, shape (T, T)."""
    left, right = (mask(tools, side, catalogues) for side in (one, other))
    about = np.outer(left, right)
    np.fill_diagonal(about, val=False)
    return np.asarray(about | about.T)


def mask(tools: Sequence[str], words: Sequence[str], catalogues: Catalogues) -> Bools:
    """Return which tools are named, by their own id or that of their family, shape (T,)."""
    named = {tool for word in words for tool in catalogues.tools_in(word)}
    return np.array([tool in named for tool in tools], dtype=bool)


def open_entries[E: (Conflict, Order)](entries: Sequence[E], request: Request) -> list[E]:
    """Return the conflicts or sequences that the request does not leave aside."""
    return [entry for entry in entries if entry.id not in request.allowed]


def field_of(
    arrays: CaseArrays, profile: CaseProfile, request: Request, judgements: Interactions, catalogues: Catalogues
) -> Field:
    """Return who competes, after rules, the request, and conflicts with tools that are in use.

    Raises
    ------
    InputError
        With every contradiction between the request, the case and the judgements.
    """
    barred = dict(arrays.barred)
    barred |= {name: ("left out by --without",) for name in request.excluded if name in arrays.tools}
    held = in_use(profile)
    for entry in open_entries(judgements.conflicts, request):
        sides = [{t for word in side for t in catalogues.tools_in(word)} for side in (entry.tools, entry.with_)]
        for mine, theirs in (sides, sides[::-1]):
            for name in (mine & arrays.tools.keys()) - barred.keys() - held:
                if met := sorted(theirs & held - {name}):
                    barred[name] = (f"{entry.title}: {', '.join(met)} in use already [{entry.id}]",)
    tools = tuple(name for name in arrays.tools if name not in barred)
    problems = list(_problems(Field(tools, barred), profile, request, judgements, catalogues))
    if problems:
        raise InputError(problems)
    return Field(tools, barred)


def limits_of(
    tools: Sequence[str], profile: CaseProfile, request: Request, judgements: Interactions, catalogues: Catalogues
) -> Limits:
    """Return what a set must keep to; a tool in use meets what another needs first."""
    held = in_use(profile)
    needs = [
        (mask(tools, entry.tools, catalogues), mask(tools, entry.after, catalogues))
        for entry in open_entries(judgements.sequences, request)
        if entry.needed and held.isdisjoint(t for word in entry.after for t in catalogues.tools_in(word))
    ]
    return Limits(request.budget, mask(tools, request.required, catalogues), tuple(needs))


def _problems(
    field: Field, profile: CaseProfile, request: Request, judgements: Interactions, catalogues: Catalogues
) -> Iterator[Problem]:
    """Yield what is wrong with the request in this case."""
    yield from _unknown_words(request, judgements, catalogues)
    if request.budget is not None and not isfinite(request.budget):
        expected = "expected a number; without a budget the case's own counts, else none"
        yield _wrong("--budget", "budget", f"found {request.budget}", expected, "give units of effort such as 7")
        return
    if not field.tools:
        reasons = sorted({reason for because in field.barred.values() for reason in because})
        yield _wrong(
            f"case {profile.id}",
            "tools",
            "no tool is left to choose from",
            "expected at least one that may be used",
            f"look at what bars them: {'; '.join(reasons[:3])}",
        )
        return
    yield from _about_budget(field, profile, request, catalogues)
    yield from _about_required(field, request, judgements, catalogues)


def _unknown_words(request: Request, judgements: Interactions, catalogues: Catalogues) -> Iterator[Problem]:
    """Yield tools and entries that do not exist."""
    entries = {entry.id for entry in (*judgements.conflicts, *judgements.sequences)}
    tool, entry = (
        "see `prevent-options rank CASE` for the tools",
        "see priors/interactions.yaml for conflicts and order",
    )
    asked = [
        ("--with", request.required, catalogues.tools, tool),
        ("--without", request.excluded, catalogues.tools, tool),
        ("--allow", request.allowed, entries, entry),
    ]
    for option, words, known, todo in asked:
        for word in words:
            if word not in known:
                near = ", ".join(nearest(word, known, 3))
                told = (f"nearest: {near}", "use one of these") if near else ("nothing is near", todo)
                yield _wrong(option, word, "no such id", *told)


def _about_budget(field: Field, profile: CaseProfile, request: Request, catalogues: Catalogues) -> Iterator[Problem]:
    """Yield a budget in a unit nobody can convert, and one that pays for no tool."""
    stated = profile.constraints.budget
    if request.budget is None and stated is not None and stated.unit != EFFORT:
        yield _wrong(
            f"case {profile.id}",
            "constraints.budget.unit",
            f"found {stated.unit!r}",
            "expected effort, the unit of the catalogue (1 a statement, 5 a deployment)",
            "give --budget in effort",
        )
    cheapest = min(field.tools, key=lambda name: (catalogues.tools[name].effort.units, name))
    cost = catalogues.tools[cheapest].effort.units
    if request.budget is not None and request.budget < cost:
        yield _wrong(
            "--budget",
            "budget",
            f"found {request.budget:g}",
            f"expected at least {cost}, the effort of the cheapest tool ({cheapest})",
            "raise the budget",
        )


def _about_required(
    field: Field, request: Request, judgements: Interactions, catalogues: Catalogues
) -> Iterator[Problem]:
    """Yield contradictions among tools that must be in the set."""
    known = [name for name in dict.fromkeys(request.required) if name in catalogues.tools]
    for name in known:
        if name in request.excluded:
            yield _wrong(
                "--with", name, "asked for and left out", "expected one of the two", "drop --with or --without"
            )
        elif name in field.barred:
            yield _wrong("--with", name, "may not be used", "; ".join(field.barred[name]), "drop it, or mend the case")
    if len(known) > request.max_tools:
        found = f"{len(known)} tools asked for"
        yield _wrong(
            "--with", "tools", found, f"expected at most {request.max_tools}", "raise --max-tools or drop some"
        )
    effort = sum(catalogues.tools[name].effort.units for name in known)
    if request.budget is not None and effort > request.budget:
        found = f"the tools asked for cost {effort}"
        yield _wrong(
            "--with", "effort", found, f"expected at most the budget of {request.budget:g}", "raise the budget"
        )
    for entry in open_entries(judgements.conflicts, request):
        about = both_ways(known, entry.tools, entry.with_, catalogues)
        for a, b in zip(*np.nonzero(np.triu(about)), strict=True):
            found = f"cannot stand beside {known[b]}: {entry.title}"
            yield _wrong("--with", known[a], found, f"{entry.kind} conflict", f"drop one, or set --allow {entry.id}")


def nothing_stands(request: Request, needs: Sequence[Order]) -> InputError:
    """Return the error for limits that no set keeps."""
    first = "; ".join(f"{', '.join(entry.tools)} only after {' or '.join(entry.after)} [{entry.id}]" for entry in needs)
    limit = "" if request.budget is None else f" and an effort of {request.budget:g}"
    found = f"no set of up to {request.max_tools} tools{limit} holds what is asked for"
    return InputError([_wrong("limits", "sets", found, f"what must come first: {first}", "loosen one of the limits")])


def _wrong(place: str, path: str, found: str, expected: str, todo: str) -> Problem:
    return Problem(place, 0, path, found, expected, todo)
