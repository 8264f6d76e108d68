"""Where each tool of a case stands: rank, band, probabilities, and how far the first is before the second."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from prevent_options.assess.knowledge import Knowledge
from prevent_options.assess.outcome import Outcome
from prevent_options.assess.types import Lead
from prevent_options.decision.goals import Harm, probability_of_goal, utility
from prevent_options.decision.ranks import final_order, rank_bands, rank_matrix, rank_probabilities
from prevent_options.effects.arrays import Floats
from prevent_options.profile import CaseProfile


class Place(NamedTuple):
    """Where one tool stands; tools that may not be used stand after all others, without probabilities."""

    rank: int
    band: int
    expected: float
    probabilities: tuple[float, ...]
    acceptability: float
    p_goal: float


def ranked_places(
    profile: CaseProfile, outcomes: Mapping[str, Outcome], barred: Mapping[str, tuple[str, ...]], knowledge: Knowledge
) -> tuple[dict[str, Place], Lead | None]:
    """Return the place of every tool, and how far the first is before the second."""
    able = [name for name in outcomes if not barred[name]]
    rest = sorted(name for name in outcomes if barred[name])
    places, lead = _ranked(profile, able, outcomes, knowledge) if able else ({}, None)
    if rest:
        reached = reached_goal(profile, [outcomes[name] for name in rest], knowledge)
        none = (0.0,) * len(able)
        places |= {
            name: Place(place, 0, float(place), none, 0.0, float(chance))
            for place, (name, chance) in enumerate(zip(rest, reached, strict=True), start=len(able) + 1)
        }
    return places, lead


def _ranked(
    profile: CaseProfile, able: Sequence[str], outcomes: Mapping[str, Outcome], knowledge: Knowledge
) -> tuple[dict[str, Place], Lead | None]:
    """Return the places of the tools that may be used, and the lead of the first of them."""
    held = [outcomes[name] for name in able]
    steady, ranks, order, bands = standing(profile, held, knowledge)
    chances = rank_probabilities(ranks)
    best_any = np.argmin(np.stack([one.change_any for one in held]), axis=0)
    first_any = np.bincount(best_any, minlength=len(able)) / ranks.shape[1]
    reached = reached_goal(profile, held, knowledge)
    places = {
        able[i]: Place(
            place,
            bands[i],
            float(ranks[i].mean()),
            tuple(map(float, chances[i])),
            float(first_any[i]),
            float(reached[i]),
        )
        for place, i in enumerate(order, start=1)
    }
    return places, _lead(able, steady, order)


class Standing(NamedTuple):
    """How T tools stand to one another: utility to order by and rank in each draw, (T, D); order, and bands by tool."""

    steady: Floats
    ranks: NDArray[np.int16]
    order: list[int]
    bands: list[int]


def standing(profile: CaseProfile, outcomes: Sequence[Outcome], knowledge: Knowledge) -> Standing:
    """Return the order of tools under the goal of a case, and the bands within which it is not settled."""
    worth = utilities(profile, outcomes)
    steady, ranks = steady_worth(profile, outcomes, worth), rank_matrix(worth)
    order = final_order(steady, ranks)
    return Standing(steady, ranks, order, rank_bands(worth, order, knowledge.assumptions.rank_band_probability.value))


def utilities(profile: CaseProfile, outcomes: Sequence[Outcome]) -> Floats:
    """Return the utility of each tool under the case's goal and weights, with all noise, shape (T, D)."""
    # Tool by tool, so that what is worked out in between stays in the processor's cache.
    return np.concatenate([utility(profile.goal, _harm(one), profile.values.goal_threshold) for one in outcomes])


def steady_worth(profile: CaseProfile, outcomes: Sequence[Outcome], worth: Floats) -> Floats:
    """Return the utility whose mean orders tools, shape (T, D); ``worth`` is theirs with all noise."""
    return worth if profile.goal == "stop" else -np.stack([one.expected for one in outcomes])


def reached_goal(profile: CaseProfile, outcomes: Sequence[Outcome], knowledge: Knowledge) -> NDArray[np.float64]:
    """Return the probability of the event that the goal names for each tool, shape (T,)."""
    table = knowledge.assumptions
    limits = {"threshold": profile.values.goal_threshold, "reduce_threshold": table.reduce_threshold.value}
    return np.concatenate([probability_of_goal(profile.goal, _harm(one), **limits) for one in outcomes])


def _lead(able: Sequence[str], worth: Floats, order: Sequence[int]) -> Lead | None:
    """Return how far the first tool is before the second, draw by draw; None where there is no second."""
    if len(order) < 2:
        return None
    gap = worth[order[0]].astype(np.float64) - worth[order[1]]
    return Lead(able[order[0]], able[order[1]], float(gap.mean()), float(gap.std() / np.sqrt(gap.size)))


def _harm(one: Outcome) -> Harm:
    """Return the harm of one tool, shapes (1, D)."""
    rows = (one.change, one.moved, one.moved_decided, one.unmoved, one.shared_sd, one.decisive)
    return Harm(*(row[None] for row in rows))


def harm_of(outcomes: Sequence[Outcome]) -> Harm:
    """Return the harm of several tools, shapes (T, D)."""
    return Harm(*map(np.concatenate, zip(*map(_harm, outcomes), strict=True)))
