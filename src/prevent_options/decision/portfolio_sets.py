"""All sets of tools that may stand together, as a tree: each set is its parent and one weaker tool.

Tools are numbered from strongest to weakest. A *variant* is one way in which a tool may join a set: how much of its
effect is left beside the stronger ones, whether it has company, and which interactions it brings in. Sets share
variants, so that each is worked out once.

    s_t = Π over stronger u in the set of (1 − overlap[t, u])
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prevent_options.effects.arrays import Floats

type Ints = NDArray[np.int64]
type Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ties:
    """What tools do to one another. T tools from strongest to weakest, I interactions.

    Attributes
    ----------
    overlap
        Share of each tool's effect that another one covers, symmetric, shape (T, T).
    conflict
        Which tools cannot stand together, symmetric, shape (T, T).
    meets
        For each interaction, which two tools it is about, symmetric, shape (I, T, T).
    """

    overlap: Floats
    conflict: Bools
    meets: Bools


@dataclass(frozen=True, slots=True)
class Variants:
    """Ways of joining a set. V variants.

    Attributes
    ----------
    tool, scale, company
        The tool, its s, and whether stronger tools stand in the set, each shape (V,).
    partner
        For each interaction the tool with which it comes about, −1 where it does not, shape (V, I).
    """

    tool: Ints
    scale: Floats
    company: Bools
    partner: Ints


@dataclass(frozen=True, slots=True)
class Level:
    """All N sets of one size m, in lexicographic order.

    Attributes
    ----------
    members
        Numbers of the tools, shape (N, m).
    variant
        Variant by which the last tool joined, shape (N,).
    children
        First child of each set in the next level, shape (N + 1,); all equal on the last level.
    scales
        The s of every member, shape (N, m).
    """

    members: Ints
    variant: Ints
    children: Ints
    scales: Floats


@dataclass(frozen=True, slots=True)
class Tree:
    """All sets by size, from one tool up; ``levels[0]`` are the single tools."""

    levels: tuple[Level, ...]
    variants: Variants

    @property
    def size(self) -> int:
        """Number of sets."""
        return sum(len(level.members) for level in self.levels)


@dataclass(slots=True)
class _Growing:
    """One level while its variants have no number yet: what tells them apart, one row a set."""

    members: Ints
    children: Ints
    scales: Floats
    partner: Ints
    fired: Bools


def build_tree(ties: Ties, most: int) -> Tree:
    """Return all sets of up to ``most`` tools without a conflict.

    Parameters
    ----------
    ties
        What tools do to one another.
    most
        Largest size, at least 1.
    """
    count, interactions = len(ties.overlap), len(ties.meets)
    first = _Growing(
        np.arange(count)[:, None],
        np.zeros(count + 1, dtype=np.int64),
        np.ones((count, 1), dtype=np.float32),
        np.full((count, interactions), -1),
        np.zeros((count, interactions), dtype=bool),
    )
    grown = [first]
    while len(grown) < most and len(grown[-1].members):
        grown.append(_next_level(grown[-1], ties))
    return _numbered([level for level in grown if len(level.members)])


def _next_level(level: _Growing, ties: Ties) -> _Growing:
    """Return every set of a level with one weaker tool more; notes in the level where its children begin."""
    last = level.members[:, -1]
    room = len(ties.overlap) - 1 - last
    parent = np.repeat(np.arange(len(last)), room)
    added = np.arange(len(parent)) - np.repeat(np.cumsum(room) - room, room) + last[parent] + 1
    stays = ~ties.conflict[level.members[parent], added[:, None]].any(axis=1)
    parent, added = parent[stays], added[stays]
    level.children = np.concatenate([[0], np.cumsum(np.bincount(parent, minlength=len(last)))])
    stronger = level.members[parent]
    scale = np.prod(1.0 - ties.overlap[stronger, added[:, None]], axis=1, dtype=np.float32)
    partner, fired = _interactions(stronger, added, level.fired[parent], ties.meets)
    members = np.column_stack([stronger, added])
    nothing = np.zeros(len(members) + 1, dtype=np.int64)
    return _Growing(members, nothing, np.column_stack([level.scales[parent], scale]), partner, fired)


def _interactions(stronger: Ints, added: Ints, fired: Bools, meets: Bools) -> tuple[Ints, Bools]:
    """Return with whom the added tool brings each interaction about, and which hold now; each holds once a set."""
    partner = np.full(fired.shape, -1)
    fired = fired.copy()
    for number, about in enumerate(meets):
        for column in stronger.T:
            new = about[column, added] & ~fired[:, number]
            partner[new, number] = column[new]
            fired[new, number] = True
    return partner, fired


def _numbered(grown: Sequence[_Growing]) -> Tree:
    """Give every distinct variant one number over all levels."""
    tool = np.concatenate([level.members[:, -1] for level in grown])
    scale = np.concatenate([level.scales[:, -1] for level in grown])
    company = np.concatenate([np.full(len(level.members), size > 0) for size, level in enumerate(grown)])
    partner = np.concatenate([level.partner for level in grown])
    code = 2 * tool + company
    for column in (np.unique(scale, return_inverse=True)[1], *(partner.T + 1)):
        code = np.unique(code * (int(column.max()) + 1) + column, return_inverse=True)[1]
    _, where, number = np.unique(code, return_index=True, return_inverse=True)
    variants = Variants(tool[where], scale[where], company[where], partner[where])
    ends = np.cumsum([len(level.members) for level in grown])
    parts = np.split(number, ends[:-1])
    levels = (Level(g.members, part, g.children, g.scales) for g, part in zip(grown, parts, strict=True))
    return Tree(tuple(levels), variants)
