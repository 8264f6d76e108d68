"""What every set of tools does, draw by draw, exactly: a walk over the tree of sets that multiplies ratios.

    1 + H_set = Σ_k share[k] Π_v exp(Δ_v[k])        v the variants by which the set's tools joined it

The product of a set is its parent's times one ratio, and all children of a set are summed in one call. Draws are
worked through in blocks that stay in the processor's cache; blocks run side by side, and their sums are added in
order, so that the number of threads changes no figure.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prevent_options.decision.goals import Harm, falls_by
from prevent_options.decision.portfolio_sets import Tree, Variants
from prevent_options.effects.arrays import Floats

type Doubles = NDArray[np.float64]

BLOCK_BYTES = 32_000_000
"""Size of the ratios of one block: smaller ones cost calls, larger ones memory."""
PIECE = 400
"""Sets whose probabilities of stopping are worked out in one go: calls cost little, and the cache holds them."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Effects of T tools, from strongest to weakest, on K pairs in D draws, and of I interactions.

    Attributes
    ----------
    net
        Net log rate ratio with case noise and decisions, shape (T, K, D).
    steady
        The same without case noise and decisions, whose ratios average one, shape (T, K, D).
    settled
        The same without decisions and without the case noise that all pairs of a tool share, shape (T, K, D).
    reached
        Which pairs a tool reaches, boolean, shape (T, K, D).
    company
        Log rate ratio each tool gains from company, shape (T, D).
    shifts
        Log rate ratio of each interaction, shape (I, D).
    shares
        Shares of harm, shape (K, D).
    """

    net: Floats
    steady: Floats
    settled: Floats
    reached: np.ndarray
    company: Floats
    shifts: Floats
    shares: Floats

    def block(self, part: slice) -> "Candidates":
        """Return some of the draws."""
        arrays = (self.net, self.steady, self.settled, self.reached, self.company, self.shifts, self.shares)
        return Candidates(*(np.ascontiguousarray(array[..., part]) for array in arrays))


@dataclass(frozen=True, slots=True)
class Leaders:
    """What the goal stop needs to know of leaders.

    Attributes
    ----------
    elite_driven
        In which draws a pair is driven by an elite, boolean, shape (K, D).
    shared_sd
        Standard deviation of the case noise that all pairs of a tool share, shape (T, D).
    decisive
        Probability that a tool makes leaders end it, shape (T, D).
    remaining
        Share of violence that remains if they do.
    threshold
        Fall of harm that counts as stopping.
    """

    elite_driven: np.ndarray
    shared_sd: Floats
    decisive: Floats
    remaining: float
    threshold: float


@dataclass(frozen=True, slots=True)
class Worth:
    """Means over draws for every set, in the order of the tree's levels, each shape (N,).

    Attributes
    ----------
    change
        Mean change of harm H.
    utility
        Mean utility under the goal; larger is better.
    """

    change: np.ndarray
    utility: np.ndarray


def log_ratios(variants: Variants, tools: Candidates, base: Floats) -> Floats:
    """Return the log rate ratio each variant adds, shape (V, K, D).

    Parameters
    ----------
    variants
        Ways of joining a set.
    tools
        Effects of the tools.
    base
        Which effect of the tools: ``net``, ``steady`` or ``settled``.
    """
    company = np.where(variants.company[:, None], tools.company[variants.tool], np.float32(0.0))
    own = base[variants.tool] + company[:, None] * tools.reached[variants.tool]
    out = np.asarray(variants.scale[:, None, None] * own, dtype=np.float32)
    for number, partner in enumerate(variants.partner.T):
        held = np.flatnonzero(partner >= 0)
        both = tools.reached[variants.tool[held]] & tools.reached[partner[held]]
        out[held] += tools.shifts[number] * both
    return out


def walk(tree: Tree, ratios: Floats, start: Floats) -> Iterator[tuple[int, slice, Floats]]:
    """Yield the totals of every set: the level, the places in it, and totals of shape (n, R, D).

    Parameters
    ----------
    tree
        The sets.
    ratios
        Rate ratio of each variant, shape (V, R, K, D); R sums are carried side by side.
    start
        Shares of harm, shape (R, K, D).
    """

    def below(level: int, part: slice, product: Floats) -> Iterator[tuple[int, slice, Floats]]:
        sets = tree.levels[level]
        variants = sets.variant[part]
        yield level, part, np.einsum("rkd,nrkd->nrd", product, ratios[variants])
        for place, variant in zip(range(part.start, part.stop), variants, strict=True):
            first, end = sets.children[place], sets.children[place + 1]
            if end > first:
                yield from below(level + 1, slice(int(first), int(end)), product * ratios[variant])

    yield from below(0, slice(0, len(tree.levels[0].members)), start)


def gathered(found: Iterator[tuple[int, slice, Floats]], least: int) -> Iterator[tuple[int, slice, Floats]]:
    """Yield what a walk finds in pieces of at least ``least`` sets; a walk meets the sets of a level in their order."""
    held: dict[int, list[tuple[slice, Floats]]] = {}
    for level, part, totals in found:
        pieces = held.setdefault(level, [])
        pieces.append((part, totals))
        if part.stop - pieces[0][0].start >= least:
            yield _joined(level, held.pop(level))
    for level, pieces in sorted(held.items()):
        yield _joined(level, pieces)


def _joined(level: int, pieces: list[tuple[slice, Floats]]) -> tuple[int, slice, Floats]:
    """Return pieces that follow one another as one."""
    totals = np.concatenate([part for _, part in pieces])
    return level, slice(pieces[0][0].start, pieces[-1][0].stop), totals


def worth_by_change(tree: Tree, tools: Candidates) -> Worth:
    """Return the worth of every set where the expected fall of harm decides (goals reduce and foreclose).

    As for single tools, case noise and decisions are averaged out: the figure of a set of one is that of the ranking.
    """

    def of_block(block: Candidates, _part: slice) -> Doubles:
        ratios = np.exp(log_ratios(tree.variants, block, block.steady))[:, None]
        out = _Sums(tree, 1)
        for level, part, totals in walk(tree, ratios, block.shares[None]):
            out.put(level, part, totals[:, 0].sum(axis=1, dtype=np.float64))
        return out.values

    (total,) = _mean_over_draws(tree, tools, of_block, streams=1)
    return Worth(total - 1.0, 1.0 - total)


def worth_by_stopping(tree: Tree, tools: Candidates, leaders: Leaders) -> Worth:
    """Return the worth of every set under the goal stop: the probability that harm falls by the threshold.

    As for single tools (:func:`prevent_options.decision.goals.falls_by`), the shared case noise and the leaders'
    decision are integrated out. In a set the shared noises add up to one of variance Σ s² sd², and leaders decide if
    any of the tools moves them; both are exact for one tool.
    """

    def of_block(block: Candidates, part: slice) -> Doubles:
        ratios, start = _stopping_streams(tree.variants, block, leaders.elite_driven[:, part])
        out = _Sums(tree, 2)
        for level, places, totals in gathered(walk(tree, ratios, start), PIECE):
            sets = tree.levels[level]
            members, scales = sets.members[places], sets.scales[places]
            sd = np.sqrt(np.einsum("nm,nmd->nd", scales**2, leaders.shared_sd[members, part] ** 2))
            decisive = 1.0 - np.prod(1.0 - leaders.decisive[members, part], axis=1, dtype=np.float64)
            utility = _stops(totals, decisive, sd, leaders)
            out.put(level, places, utility.sum(axis=1), totals[:, :2].sum(axis=(1, 2), dtype=np.float64))
        return out.values

    chance, total = _mean_over_draws(tree, tools, of_block, streams=4)
    return Worth(total - 1.0, chance)


def _stopping_streams(variants: Variants, block: Candidates, elite: np.ndarray) -> tuple[Floats, Floats]:
    """Return ratios (V, 4, K, D) and start (4, K, D): all pairs and those not reached, led by an elite and not."""
    logs = log_ratios(variants, block, block.settled)
    moved = np.exp(logs)
    still = moved * ~block.reached[variants.tool]
    shares = np.stack([block.shares * elite, block.shares * ~elite])
    return np.stack([moved, moved, still, still], axis=1), np.concatenate([shares, shares])


def _stops(totals: Floats, decisive: Doubles, sd: Doubles, leaders: Leaders) -> Doubles:
    """Return the probability of the threshold for each set and draw; totals have shape (n, 4, D)."""
    led, other = totals[:, 0] - totals[:, 2], totals[:, 1] - totals[:, 3]
    chance = decisive.astype(np.float32)
    balance = (1.0 - chance * np.float32(leaders.remaining)) / (1.0 - chance)
    harm = Harm(
        change=totals[:, 0],
        moved=np.asarray(led * balance + other, dtype=np.float32),
        moved_decided=np.asarray(led * np.float32(leaders.remaining) + other, dtype=np.float32),
        unmoved=totals[:, 2] + totals[:, 3],
        shared_sd=np.asarray(sd, dtype=np.float32),
        decisive=chance,
    )
    return falls_by(harm, leaders.threshold).astype(np.float64)


class _Sums:
    """Sums over the draws of a block for every set, one row a figure."""

    def __init__(self, tree: Tree, figures: int) -> None:
        self.starts = np.cumsum([0, *(len(level.members) for level in tree.levels)])
        self.values = np.zeros((figures, tree.size))

    def places(self, level: int, part: slice) -> slice:
        """Return where the sets of a level stand among all."""
        start = int(self.starts[level])
        return slice(start + part.start, start + part.stop)

    def put(self, level: int, part: slice, *figures: np.ndarray) -> None:
        """Note the sums of some sets of a level."""
        for row, figure in zip(self.values, figures, strict=True):
            row[self.places(level, part)] = figure


def _mean_over_draws(
    tree: Tree, tools: Candidates, of_block: Callable[[Candidates, slice], Doubles], *, streams: int
) -> Doubles:
    """Return the means of a block's sums over all draws; blocks are added in order whichever ends first."""
    draws = tools.shares.shape[1]
    bytes_a_draw = 4 * len(tree.variants.tool) * tools.shares.shape[0] * streams
    step = max(16, BLOCK_BYTES // bytes_a_draw)
    parts = [slice(start, min(start + step, draws)) for start in range(0, draws, step)]
    with ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        sums = pool.map(lambda part: of_block(tools.block(part), part), parts)
        return np.asarray(sum(sums) / draws)
