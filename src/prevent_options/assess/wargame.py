"""A war-game of two or three steps: what perpetrators may answer to some tools, our best reply, the answer to that.

An answer is read off each draw: violence moved (the most harmful exit rose by more than a tenth and added a hundredth
or more to total harm), it gave way (harm fell by a tenth or more), it hardened (harm rose by a tenth or more), or it
carried on. The best reply to an answer is the tool within the limits that leaves least harm in the draws of that
answer. It is chosen on every other of these draws and told from the rest, so that it is not praised for the luck it was
chosen by.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from prevent_options.decision.harm import change_of_harm
from prevent_options.effects.arrays import Floats

type Bools = NDArray[np.bool_]
type ExitKey = tuple[str, str, str]
"""Perpetrator, tactic it gives up, tactic or family it turns to."""

RARE = 0.04
"""Moves in fewer draws than one in twenty-five are told together: a reply chosen on so few would be chosen by luck."""

ADDED = 0.01
"""A move that adds less than a hundredth to total harm is a warning (a flag), not the answer the draw is known by."""

MOVES, GIVES_WAY, HARDENS, CARRIES_ON, OTHERS = "moves", "gives way", "hardens", "carries on", "moves elsewhere"


@dataclass(frozen=True, slots=True)
class Move:
    """What some tools do together.

    Attributes
    ----------
    net
        Net log rate ratio with case noise, shape (K, D).
    exits
        Rise of each exit, log rate ratio, shape (D,).
    weights
        Share of total harm of what each exit leads to, shape (D,).
    """

    net: Floats
    exits: Mapping[ExitKey, Floats]
    weights: Mapping[ExitKey, Floats]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A tool that may be a reply: its own move, and the share of it that the tools on the table leave."""

    tool: str
    move: Move
    left: float


@dataclass(frozen=True, slots=True)
class Reply:
    """The best reply to an answer; ``tool`` is None where none leaves less harm.

    ``without`` and ``harm`` are the mean change of total harm in the draws of the answer, before and with the reply.
    """

    tool: str | None
    without: float
    harm: float
    answers: tuple["Answer", ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, with its probability given what led to it and the mean change of harm where it comes."""

    kind: str
    perpetrator: str = ""
    source: str = ""
    target: str = ""
    probability: float = 0.0
    harm: float = 0.0
    reply: Reply | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """What the game is played on.

    Attributes
    ----------
    candidates
        Tools that may still be used.
    shares
        Shares of harm, shape (K, D).
    steps
        2: answers and our best reply to each; 3: the answers to that reply too.
    threshold
        A rise or a fall that counts, as a fraction.
    """

    candidates: Sequence[Candidate]
    shares: Floats
    steps: int
    threshold: float


def play(move: Move, table: Table) -> tuple[Answer, ...]:
    """Return the tree of answers to what some tools do together."""
    everywhere = np.ones(table.shares.shape[1], dtype=bool)
    return tuple(replace(answer, reply=_reply(mask, move, table)) for answer, mask in answers(move, everywhere, table))


def answers(move: Move, given: Bools, table: Table) -> list[tuple[Answer, Bools]]:
    """Return the answers to a move within some draws, the likeliest first; every draw belongs to exactly one."""
    change = change_of_harm(move.net[None], table.shares)[0]
    told: list[tuple[Answer, Bools]] = []
    rare = np.zeros_like(given)
    for answer, mask in _sorted_out(move, change, table.threshold):
        here = mask & given
        if answer.kind == MOVES and here.sum() < RARE * given.sum():
            rare |= here
        else:
            told.append((answer, here))
    counted = [(_counted(a, here, given, change), here) for a, here in [*told, (Answer(OTHERS), rare)] if here.any()]
    return sorted(counted, key=lambda entry: (-entry[0].probability, entry[0].kind, entry[0].target))


def _sorted_out(move: Move, change: Floats, threshold: float) -> Iterator[tuple[Answer, Bools]]:
    """Yield every answer with its draws."""
    names = sorted(move.exits)
    moved = np.zeros(change.shape, dtype=bool)
    if names:
        rises = np.stack([move.exits[name] for name in names])
        added = np.stack([move.weights[name] for name in names]) * np.expm1(rises)
        widest = added.argmax(axis=0)
        moved = (np.take_along_axis(rises, widest[None], axis=0)[0] > np.log1p(threshold)) & (
            added.max(axis=0) >= ADDED
        )
        for number, name in enumerate(names):
            yield Answer(MOVES, *name), moved & (widest == number)
    yield Answer(GIVES_WAY), ~moved & (change <= -threshold)
    yield Answer(HARDENS), ~moved & (change >= threshold)
    yield Answer(CARRIES_ON), ~moved & (np.abs(change) < threshold)


def _counted(answer: Answer, here: Bools, given: Bools, change: Floats) -> Answer:
    """Return an answer with its probability and the harm it comes with."""
    harm = float(change[here].mean(dtype=np.float64))
    return replace(answer, probability=float(here.sum() / given.sum()), harm=harm)


def _reply(mask: Bools, move: Move, table: Table) -> Reply | None:
    """Return our best reply in some draws, with the answers to it if the game has a third step."""
    reply = best_reply(mask, move, table)
    if reply is None or reply.tool is None or table.steps < 3:
        return reply
    chosen = next(candidate for candidate in table.candidates if candidate.tool == reply.tool)
    return replace(reply, answers=tuple(answer for answer, _ in answers(joined(move, chosen), mask, table)))


def best_reply(mask: Bools, move: Move, table: Table) -> Reply | None:
    """Return the tool that leaves least harm in some draws; None where there are too few draws or no candidates."""
    places = np.flatnonzero(mask)
    if len(places) < 2 or not table.candidates:
        return None
    choosing, telling = places[::2], places[1::2]
    means = [_harm(joined(move, one).net, table.shares, choosing) for one in table.candidates]
    best = min(range(len(means)), key=lambda number: (means[number], table.candidates[number].tool))
    without = _harm(move.net, table.shares, telling)
    harm = _harm(joined(move, table.candidates[best]).net, table.shares, telling)
    better = means[best] < _harm(move.net, table.shares, choosing) and harm < without
    return Reply(table.candidates[best].tool, without, harm) if better else Reply(None, without, without)


def joined(move: Move, candidate: Candidate) -> Move:
    """Return what the tools do with one more beside them; what they overlap in counts once."""
    left = np.float32(candidate.left)
    exits = dict(move.exits)
    for name, rise in candidate.move.exits.items():
        exits[name] = exits[name] + left * rise if name in exits else left * rise
    net = np.asarray(move.net + left * candidate.move.net, dtype=np.float32)
    return Move(net, exits, {**candidate.move.weights, **move.weights})


def _harm(net: Floats, shares: Floats, places: NDArray[np.intp]) -> float:
    """Return the mean change of harm over some draws."""
    return float(change_of_harm(net[None][:, :, places], shares[:, places])[0].mean(dtype=np.float64))
