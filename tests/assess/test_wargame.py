"""The war-game as pure functions: every draw has one answer, and a reply is not praised for luck."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prevent_options.assess.wargame import Answer, Candidate, ExitKey, Move, Table, answers, best_reply, joined, play

DRAWS = 400
SHARES = np.full((2, DRAWS), 0.5, dtype=np.float32)
EVERYWHERE = np.ones(DRAWS, dtype=bool)
EXIT = ("a", "killing", "torture")
TABLE = Table((), SHARES, 2, 0.1)


def move(effect: float | np.ndarray, exits: Mapping[ExitKey, np.ndarray] | None = None) -> Move:
    """Return a move with the same effect everywhere, or one a draw, whose exits lead to half of all harm."""
    net = np.broadcast_to(np.asarray(effect, dtype=np.float32), (2, DRAWS))
    exits = exits or {}
    return Move(net, exits, dict.fromkeys(exits, SHARES[0]))


def in_part(share: float, value: float) -> np.ndarray:
    """Return a rise in the first draws only."""
    return np.where(np.arange(DRAWS) < share * DRAWS, value, 0.0).astype(np.float32)


@given(st.floats(-0.6, 0.6), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_answers_share_out_the_draws(effect: float, share: float, rise: float) -> None:
    """Probabilities sum to one, every draw has one answer, and the mean harm is the mean over answers."""
    found = answers(move(effect, {EXIT: in_part(share, rise)}), EVERYWHERE, TABLE)
    assert sum(answer.probability for answer, _ in found) == pytest.approx(1)
    assert np.sum([mask for _, mask in found], axis=0).tolist() == [1] * DRAWS
    assert sum(a.probability * a.harm for a, _ in found) == pytest.approx(float(np.expm1(np.float32(effect))), abs=1e-5)


@pytest.mark.parametrize(("effect", "kind"), [(-0.3, "gives way"), (0.3, "hardens"), (0.02, "carries on")])
def test_an_answer_without_a_move_goes_by_harm(effect: float, kind: str) -> None:
    """A tenth on either side tells giving way, hardening and carrying on apart."""
    assert [answer.kind for answer, _ in answers(move(effect), EVERYWHERE, TABLE)] == [kind]


def test_a_move_goes_before_harm_and_rare_ones_are_told_together() -> None:
    """An exit that rises by more than a tenth is a move; two exits in one draw of a hundred each share a line."""
    exits = {EXIT: in_part(0.3, 0.5)}
    for place, name in ((90, "pillage"), (91, "siege")):
        exits["a", "killing", name] = np.where(np.arange(DRAWS) // 4 == place, 0.9, 0.0).astype(np.float32)
    told = {(a.kind, a.target): a.probability for a, _ in answers(move(-0.3, exits), EVERYWHERE, TABLE)}
    expected = {("moves", "torture"): 0.3, ("gives way", ""): 0.68, ("moves elsewhere", ""): 0.02}
    assert told == pytest.approx(expected)


def test_a_rise_of_what_hardly_counts_is_no_answer() -> None:
    """An exit that leads to a thousandth of all harm is left to the flags."""
    small = replace(move(-0.3, {EXIT: in_part(1, 0.5)}), weights={EXIT: SHARES[0] / 500})
    assert [answer.kind for answer, _ in answers(small, EVERYWHERE, TABLE)] == ["gives way"]


def test_the_best_reply_leaves_least_harm_and_overlap_counts() -> None:
    """The stronger tool is chosen, unless the tools on the table cover most of it."""
    for left, expected in ((1.0, "strong"), (0.1, "weak")):
        candidates = (Candidate("weak", move(-0.1), 1.0), Candidate("strong", move(-0.3), left))
        reply = best_reply(EVERYWHERE, move(0.0), replace(TABLE, candidates=candidates))
        assert reply is not None
        assert reply.tool == expected
        assert reply.harm == pytest.approx(np.expm1(-0.3 if expected == "strong" else -0.1), abs=1e-5)


def test_luck_is_no_reply() -> None:
    """What a reply is told to achieve comes from other draws than those it was chosen on."""
    rng = np.random.default_rng(1)
    candidates = tuple(Candidate(f"t{n}", move(rng.normal(-0.125, 0.5, DRAWS)), 1.0) for n in range(40))
    told, lucky = [], []
    for start in range(0, DRAWS, 40):
        mask = np.zeros(DRAWS, dtype=bool)
        mask[start : start + 40] = True
        reply = best_reply(mask, move(0.0), replace(TABLE, candidates=candidates))
        assert reply is not None
        told.append(reply.harm)
        lucky.append(min(float(np.expm1(c.move.net[0, mask][::2]).mean()) for c in candidates))
    assert np.mean(lucky) < -0.15
    assert np.mean(told) > np.mean(lucky) / 2


def test_three_steps_answer_the_reply() -> None:
    """The third step is the answer to what we reply; two steps stop before it."""
    candidates = (Candidate("reply", move(-0.4, {("a", "torture", "siege"): in_part(0.2, 0.4)}), 1.0),)
    for steps in (2, 3):
        tree = play(move(0.0, {EXIT: in_part(0.5, 0.3)}), Table(candidates, SHARES, steps, 0.1))
        assert [answer.reply.tool for answer in tree if answer.reply] == ["reply"] * len(tree)
        assert {bool(answer.reply and answer.reply.answers) for answer in tree} == {steps == 3}
        assert whole(tree)


def whole(tree: tuple[Answer, ...]) -> bool:
    """Say whether probabilities sum to one on every level."""
    below = [answer.reply.answers for answer in tree if answer.reply and answer.reply.answers]
    return abs(sum(answer.probability for answer in tree) - 1) < 1e-9 and all(map(whole, below))


def test_joined_moves_add_up() -> None:
    """Net effects and exits of two moves are added, the second by what the first leaves of it."""
    both = joined(move(-0.1, {EXIT: in_part(1, 0.1)}), Candidate("b", move(-0.2, {EXIT: in_part(1, 0.2)}), 0.5))
    assert both.net == pytest.approx(np.full((2, DRAWS), -0.2), abs=1e-6)
    assert both.exits[EXIT] == pytest.approx(in_part(1, 0.2))
