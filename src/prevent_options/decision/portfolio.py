"""Portfolios: which sets of tools are best within limits, what effort buys, where limited capacity goes furthest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prevent_options.decision.portfolio_kernel import Candidates, Worth, log_ratios
from prevent_options.decision.portfolio_sets import Bools, Ints, Tree, Variants
from prevent_options.effects.arrays import Floats


@dataclass(frozen=True, slots=True)
class Limits:
    """What a set must keep to.

    Attributes
    ----------
    budget
        Most effort, in units; None for no limit.
    required
        Tools that must be in the set, boolean, shape (T,).
    needs
        Pairs of masks, each (T,): a set with a tool of the first stands only with a tool of the second.
    """

    budget: float | None
    required: Bools
    needs: tuple[tuple[Bools, Bools], ...]


@dataclass(frozen=True, slots=True)
class SetTable:
    """Every set of a tree as a row.

    Attributes
    ----------
    has
        Which tools are in which set, boolean, shape (N, T).
    size, effort
        Number of tools, and their effort, each shape (N,).
    """

    has: Bools
    size: Ints
    effort: NDArray[np.float64]


def set_table(tree: Tree, efforts: NDArray[np.float64]) -> SetTable:
    """Return all sets of a tree with their effort."""
    blocks = []
    for level in tree.levels:
        has = np.zeros((len(level.members), len(efforts)), dtype=bool)
        np.put_along_axis(has, level.members, values=True, axis=1)
        blocks.append(has)
    has = np.concatenate(blocks)
    return SetTable(has, has.sum(axis=1), has @ efforts)


def standing(table: SetTable, limits: Limits) -> Bools:
    """Return which sets have what they need and hold what is required, whatever they cost, shape (N,)."""
    stands = table.has[:, limits.required].all(axis=1)
    for tools, first in limits.needs:
        stands &= ~table.has[:, tools].any(axis=1) | table.has[:, first].any(axis=1)
    return stands


def affordable(table: SetTable, limits: Limits) -> Bools:
    """Return which sets are within the budget, shape (N,)."""
    return np.ones(len(table.size), dtype=bool) if limits.budget is None else table.effort <= limits.budget


def best_sets(worth: Worth, table: SetTable, allowed: Bools, count: int) -> list[int]:
    """Return the best sets that are allowed: by utility, equal ones by effort, then by fewer tools, then by place."""
    places = np.flatnonzero(allowed)
    order = np.lexsort((places, table.size[places], table.effort[places], -worth.utility[places].round(9)))
    return [int(place) for place in places[order[:count]]]


def frontier(worth: Worth, table: SetTable, allowed: Bools) -> list[int]:
    """Return the efficient sets: each is the best of all that cost no more, and better than any that costs less."""
    found: list[int] = []
    for effort in np.unique(table.effort[allowed]):
        best = best_sets(worth, table, allowed & (table.effort <= effort), 1)[0]
        floor = worth.utility[found[-1]] if found else 0.0
        if worth.utility[best] > floor and best not in found:
            found.append(best)
    return found


def contenders(fall: NDArray[np.float64], effort: NDArray[np.float64], most: int) -> Bools:
    """Return which tools may stand in an efficient set, were sets sums of their tools, boolean, shape (T,).

    A tool before which ``most`` others stand that cost no more and do more is in no efficient set of up to ``most``
    tools: one of these others is not in the set, and would do better in its place.

    Parameters
    ----------
    fall
        What each tool does alone, larger is better, shape (T,); equal ones count in their order.
    effort
        What each costs, shape (T,).
    most
        Largest number of tools in a set.
    """
    order = np.argsort(-fall, kind="stable")
    cost = effort[order]
    before = [(cost[:place] <= cost[place]).sum() for place in range(len(order))]
    found = np.zeros(len(order), dtype=bool)
    found[order] = np.array(before) < most
    return found


def focused(table: SetTable, groups: Mapping[str, Bools]) -> dict[str, Bools]:
    """Return, for each group of tools, which sets hold tools of that group alone, shape (N,)."""
    return {name: ~table.has[:, ~mask].any(axis=1) for name, mask in groups.items()}


def row_of(tree: Tree, place: int) -> tuple[int, ...]:
    """Return the tools of one set."""
    for level in tree.levels:
        if place < len(level.members):
            return tuple(int(tool) for tool in level.members[place])
        place -= len(level.members)
    raise IndexError(place)


def variants_of(tree: Tree, place: int) -> list[int]:
    """Return the variants by which the tools of one set joined it, from the strongest on."""
    members = row_of(tree, place)
    above = tree.levels[: len(members)]
    spot, found = place - sum(len(level.members) for level in above[:-1]), []
    for number in range(len(above) - 1, -1, -1):
        found.append(int(above[number].variant[spot]))
        if number:
            spot = int(np.searchsorted(above[number - 1].children, spot, side="right")) - 1
    return found[::-1]


def net_of(tree: Tree, tools: Candidates, place: int) -> Floats:
    """Return the net log rate ratios of one set, with case noise and decisions, shape (K, D)."""
    chosen = _only(tree.variants, variants_of(tree, place))
    return np.asarray(log_ratios(chosen, tools, tools.net).sum(axis=0), dtype=np.float32)


def interactions_of(tree: Tree, place: int) -> list[tuple[int, int, int]]:
    """Return the interactions that hold in one set: number, and the two tools."""
    chosen = _only(tree.variants, variants_of(tree, place))
    return [
        (number, int(partner), int(tool))
        for tool, row in zip(chosen.tool, chosen.partner, strict=True)
        for number, partner in enumerate(row)
        if partner >= 0
    ]


def _only(variants: Variants, numbers: Sequence[int]) -> Variants:
    """Return some of the variants."""
    rows = np.asarray(numbers, dtype=np.int64)
    return Variants(variants.tool[rows], variants.scale[rows], variants.company[rows], variants.partner[rows])
