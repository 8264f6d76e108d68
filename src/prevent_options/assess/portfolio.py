"""Which tools together: from one case to its best sets within limits.

case → arrays of each tool → all sets without conflict → worth of each, exactly → best, frontier, focus
"""

from dataclasses import replace
from datetime import date

import numpy as np

from prevent_options.assess.knowledge import Knowledge
from prevent_options.assess.net import CaseArrays, case_arrays
from prevent_options.assess.outcome import spread
from prevent_options.assess.portfolio_choice import Choice, build_choice
from prevent_options.assess.portfolio_exits import exits_of
from prevent_options.assess.portfolio_limits import Field, field_of, in_use, limits_of, nothing_stands, open_entries
from prevent_options.assess.portfolio_order import steps_of
from prevent_options.assess.portfolio_ties import group_masks
from prevent_options.assess.portfolio_types import Focus, Option, Portfolios, Request, Rung, Tie
from prevent_options.decision.harm import NEGLIGIBLE
from prevent_options.decision.interactions import load_interactions
from prevent_options.decision.portfolio import (
    affordable,
    best_sets,
    focused,
    frontier,
    interactions_of,
    net_of,
    row_of,
    standing,
)
from prevent_options.decision.portfolio_sets import Bools
from prevent_options.decision.ranks import worst_tenth_mean
from prevent_options.effects.arrays import Floats
from prevent_options.profile import CaseProfile

JUDGED = (
    "How tools act together is judged more than measured: overlaps, interactions, conflicts and order stand in "
    "priors/interactions.yaml, each with its source and reason."
)
MOST = 4
"""Largest set that is looked at: about 100,000 sets of forty tools; no planner runs more new tools at once."""


def request_of(profile: CaseProfile, *, max_tools: int | None = None, budget: float | None = None) -> Request:
    """Return what a case itself asks for: its number of tools, at most four, and its budget in effort."""
    stated, own = profile.constraints.budget, profile.constraints.max_tools
    if budget is None and stated is not None and stated.unit == "effort":
        budget = float(stated.limit)
    return Request(min(MOST, max_tools or own or 3), budget)


def portfolios(
    profile: CaseProfile,
    knowledge: Knowledge,
    request: Request,
    *,
    draws: int = 4000,
    seed: int = 1,
    rules_as_of: date | None = None,
) -> Portfolios:
    """Return the best sets of tools for one case.

    Parameters
    ----------
    profile, knowledge, seed, rules_as_of
        As for :func:`prevent_options.assess.assess`.
    request
        Limits and wishes.
    draws
        Number of posterior draws.

    Raises
    ------
    InputError
        When limits, wishes and case contradict one another, or no tool is left; all problems at once.
    """
    arrays = case_arrays(profile, knowledge, draws=draws, seed=seed, rules_as_of=rules_as_of)
    found = portfolios_of(profile, knowledge, request, arrays, draws=draws, seed=seed)
    missing = knowledge.rules.missing_on(rules_as_of)
    return replace(found, warnings=(missing, *found.warnings)) if missing else found


def portfolios_of(
    profile: CaseProfile, knowledge: Knowledge, request: Request, arrays: CaseArrays, *, draws: int, seed: int
) -> Portfolios:
    """Return the best sets of the tools whose arrays are given; see :func:`portfolios`."""
    choice, field, stands, allowed = _weighed(profile, knowledge, request, arrays)
    best = best_sets(choice.worth, choice.table, allowed, request.top)
    first = choice.change(best[0])
    return Portfolios(
        case=profile.id,
        title=profile.title,
        goal=profile.goal,
        draws=draws,
        seed=seed,
        request=request,
        sets=int(allowed.sum()),
        portfolios=tuple(_option(choice, place, first) for place in best),
        frontier=tuple(_option(choice, place, first) for place in frontier(choice.worth, choice.table, stands)),
        focus=_focus(choice, allowed, first),
        barred=tuple(sorted(field.barred.items())),
        warnings=_warnings(choice, best[0]),
    )


def best_and_frontier(
    profile: CaseProfile, knowledge: Knowledge, request: Request, arrays: CaseArrays
) -> tuple[Option, tuple[Rung, ...]]:
    """Return the best set and the frontier that :func:`portfolios_of` finds, without what the others are told with.

    Raises
    ------
    InputError
        As :func:`portfolios`.
    """
    choice, _, stands, allowed = _weighed(profile, knowledge, request, arrays)
    best = best_sets(choice.worth, choice.table, allowed, 1)[0]
    rungs, below = [], np.zeros(choice.tools.shares.shape[1], dtype=np.float32)
    for place in frontier(choice.worth, choice.table, stands):
        change = choice.change(place)
        rungs.append(_rung(choice, place, change, below))
        below = change
    return _option(choice, best, choice.change(best)), tuple(rungs)


def _rung(choice: Choice, place: int, change: Floats, below: Floats) -> Rung:
    """Put together what the frontier tells of one set."""
    names = tuple(choice.names[tool] for tool in row_of(choice.tree, place))
    return Rung(
        tools=names,
        in_use=_used(names, choice),
        net_change=spread(change, float(choice.worth.change[place])),
        p_backfire=_rises(change),
        effort=float(choice.table.effort[place]),
        utility=float(choice.worth.utility[place]),
        p_beats_below=_less(change, below),
    )


def _used(names: tuple[str, ...], choice: Choice) -> tuple[str, ...]:
    """Return the tools that are in use already."""
    held = in_use(choice.profile)
    return tuple(name for name in names if name in held)


def _rises(change: Floats) -> float:
    """Return the share of draws in which harm rises."""
    return float((change > NEGLIGIBLE).mean())


def _less(change: Floats, other: Floats) -> float:
    """Return the share of draws in which one set leaves less harm than another; a draw that is equal counts half."""
    return float((change < other).mean() + 0.5 * (change == other).mean())


def _weighed(
    profile: CaseProfile, knowledge: Knowledge, request: Request, arrays: CaseArrays
) -> tuple[Choice, Field, Bools, Bools]:
    """Return all sets with their worth, who competes, which sets stand, and which of these are within the budget."""
    judgements = load_interactions(knowledge.catalogues)
    field = field_of(arrays, profile, request, judgements, knowledge.catalogues)
    choice = build_choice(arrays, field.tools, knowledge, judgements, request)
    limits = limits_of(choice.names, profile, request, judgements, knowledge.catalogues)
    stands = standing(choice.table, limits)
    allowed = stands & affordable(choice.table, limits)
    if not allowed.any():
        raise nothing_stands(request, [one for one in open_entries(judgements.sequences, request) if one.needed])
    return choice, field, stands, allowed


def _option(choice: Choice, place: int, first: Floats) -> Option:
    """Put together everything about one set."""
    members = row_of(choice.tree, place)
    names = tuple(choice.names[tool] for tool in members)
    change = choice.change(place)
    return Option(
        tools=names,
        in_use=_used(names, choice),
        net_change=spread(change, float(choice.worth.change[place])),
        p_backfire=_rises(change),
        worst_tenth_mean=float(worst_tenth_mean(change[None])[0]),
        effort=float(choice.table.effort[place]),
        utility=float(choice.worth.utility[place]),
        p_beats_first=_less(change, first),
        steps=steps_of(names, choice.judgements, choice.knowledge.catalogues, in_use(choice.profile)),
        ties=_ties(choice, place),
        exits=exits_of(members, net_of(choice.tree, choice.tools, place), choice),
    )


def _ties(choice: Choice, place: int) -> tuple[Tie, ...]:
    """Return the interactions that hold within one set."""
    entries = choice.judgements.interactions
    return tuple(
        Tie(entries[n].id, entries[n].title, (choice.names[a], choice.names[b]), float(choice.tools.shifts[n].mean()))
        for n, a, b in interactions_of(choice.tree, place)
    )


def _focus(choice: Choice, allowed: Bools, first: Floats) -> tuple[Focus, ...]:
    """Return the best set of each level of actors, and how often each level's set leaves the least harm."""
    groups = focused(choice.table, group_masks(choice.names, choice.knowledge.catalogues))
    best = {
        name: found[0] if (found := best_sets(choice.worth, choice.table, allowed & sets, 1)) else None
        for name, sets in groups.items()
    }
    changes = {name: choice.change(place) for name, place in best.items() if place is not None}
    least = np.argmin(np.stack(list(changes.values())), axis=0) if changes else np.zeros(0)
    shares = {name: float((least == number).mean()) for number, name in enumerate(changes)}
    entries = [
        Focus(name, None if place is None else _option(choice, place, first), shares.get(name, 0.0))
        for name, place in best.items()
    ]
    return tuple(sorted(entries, key=lambda one: -1e9 if one.option is None else one.option.utility, reverse=True))


def _warnings(choice: Choice, first: int) -> tuple[str, ...]:
    """Return what a reader of the table must know."""
    notes = [
        JUDGED,
        "Sets near the top differ by less than is known; read the first one as one of several.",
    ]
    if choice.worth.change[first] >= 0.0:
        notes.insert(0, "Even the best set is not expected to lower harm: compare it with doing nothing new.")
    own = choice.profile.constraints.max_tools
    if own is not None and own > MOST:
        notes.append(f"The case allows {own} tools; sets of up to {MOST} are looked at.")
    return tuple(notes)
