"""Sets of tools: every figure of the fast walk against the definition, worked out set by set."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest

from prevent_options.decision import portfolio_kernel
from prevent_options.decision.goals import Harm, falls_by
from prevent_options.decision.portfolio import (
    Limits,
    affordable,
    best_sets,
    frontier,
    interactions_of,
    net_of,
    row_of,
    set_table,
    standing,
)
from prevent_options.decision.portfolio_kernel import (
    Candidates,
    Leaders,
    Worth,
    worth_by_change,
    worth_by_stopping,
)
from prevent_options.decision.portfolio_sets import Ties, Tree, build_tree

T, K, D, TIES = 7, 3, 40, 2


def _case(seed: int = 1) -> tuple[Ties, Candidates]:
    """Return seven tools with random effects, overlaps, conflicts and interactions."""
    rng = np.random.default_rng(seed)
    overlap = np.triu(rng.choice([0.0, 0.25, 0.5], (T, T)), 1).astype(np.float32)
    conflict = np.triu(rng.random((T, T)) < 0.15, 1)
    meets = np.triu(rng.random((TIES, T, T)) < 0.4, 1)
    ties = Ties(overlap + overlap.T, conflict | conflict.T, meets | meets.transpose(0, 2, 1))
    shares = rng.random((K, D)).astype(np.float32)
    tools = Candidates(
        net=rng.normal(-0.1, 0.4, (T, K, D)).astype(np.float32),
        steady=rng.normal(-0.1, 0.2, (T, K, D)).astype(np.float32),
        settled=rng.normal(-0.1, 0.3, (T, K, D)).astype(np.float32),
        reached=rng.random((T, K, D)) < 0.7,
        company=rng.normal(-0.02, 0.02, (T, D)).astype(np.float32),
        shifts=rng.normal(0.0, 0.1, (TIES, D)).astype(np.float32),
        shares=shares / shares.sum(axis=0),
    )
    return ties, tools


def _by_definition(ties: Ties, tools: Candidates, members: tuple[int, ...], base: np.ndarray) -> np.ndarray:
    """Return the log rate ratios of one set straight from the formula at the head of the judgements' file."""
    net, fired = np.zeros((K, D)), set()
    for place, tool in enumerate(members):
        stronger = members[:place]
        scale = np.prod([1.0 - ties.overlap[tool, other] for other in stronger])
        gain = tools.company[tool] * tools.reached[tool] if stronger else 0.0
        net = net + scale * (base[tool] + gain)
        for other in stronger:
            for number in range(TIES):
                if ties.meets[number, other, tool] and number not in fired:
                    fired.add(number)
                    net = net + tools.shifts[number] * (tools.reached[tool] & tools.reached[other])
    return net


def _all_sets(ties: Ties, most: int) -> Iterator[tuple[int, ...]]:
    for size in range(1, most + 1):
        for members in combinations(range(T), size):
            if not any(ties.conflict[a, b] for a, b in combinations(members, 2)):
                yield members


@pytest.mark.parametrize("seed", range(4))
def test_every_set_is_there_once_and_worked_out_as_defined(seed: int) -> None:
    """The walk gives each set without conflict the mean harm of the definition, and its ratios with noise too."""
    ties, tools = _case(seed)
    tree = build_tree(ties, 4)
    sets = list(_all_sets(ties, 4))
    assert [row_of(tree, place) for place in range(tree.size)] == sets
    worth = worth_by_change(tree, tools)
    for place, members in enumerate(sets):
        steady, net = (_by_definition(ties, tools, members, base) for base in (tools.steady, tools.net))
        change = (np.exp(steady) * tools.shares).sum(axis=0) - 1.0
        assert worth.change[place] == pytest.approx(change.mean(), abs=1e-5)
        assert worth.utility[place] == pytest.approx(-change.mean(), abs=1e-5)
        np.testing.assert_allclose(net_of(tree, tools, place), net, atol=1e-5)


def test_interactions_of_a_set_are_those_that_hold_once() -> None:
    """An interaction counts once in a set, however many pairs of its tools are about it."""
    ties, _ = _case()
    everything = Ties(
        ties.overlap, np.zeros((T, T), dtype=bool), np.ones((1, T, T), dtype=bool) & ~np.eye(T, dtype=bool)
    )
    tree = build_tree(everything, 4)
    assert [len(interactions_of(tree, place)) for place in range(tree.size)] == [
        int(len(row_of(tree, place)) > 1) for place in range(tree.size)
    ]


def test_size_of_blocks_changes_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draws worked through in many small blocks give the means of one large block."""
    ties, tools = _case()
    tree = build_tree(ties, 4)
    whole = worth_by_change(tree, tools)
    monkeypatch.setattr(portfolio_kernel, "BLOCK_BYTES", 1)
    np.testing.assert_allclose(worth_by_change(tree, tools).change, whole.change, atol=1e-6)


def _twins(overlap: float) -> tuple[Tree, Candidates]:
    """Return three copies of one tool without company or interactions."""
    _, tools = _case()
    same = Candidates(
        np.repeat(tools.net[:1], 3, axis=0),
        np.repeat(tools.steady[:1], 3, axis=0),
        np.repeat(tools.settled[:1], 3, axis=0),
        np.ones((3, K, D), dtype=bool),
        np.zeros((3, D), dtype=np.float32),
        tools.shifts[:0],
        tools.shares,
    )
    ties = Ties(
        np.float32(overlap) * (1 - np.eye(3, dtype=np.float32)),
        np.zeros((3, 3), dtype=bool),
        np.zeros((0, 3, 3), dtype=bool),
    )
    return build_tree(ties, 3), same


def test_tools_that_overlap_fully_do_no_more_than_one() -> None:
    """Three copies of a tool with overlap 1 do what one does; with overlap 0 their log effects add up."""
    tree, tools = _twins(1.0)
    np.testing.assert_allclose(worth_by_change(tree, tools).change, worth_by_change(tree, tools).change[0], atol=1e-6)
    tree, tools = _twins(0.0)
    np.testing.assert_allclose(net_of(tree, tools, tree.size - 1), 3 * tools.net[0], atol=1e-5)


def test_a_set_of_one_stops_as_often_as_the_tool_alone() -> None:
    """Under the goal stop, single tools get the probability that the ranking gives them."""
    ties, tools = _case()
    rng = np.random.default_rng(5)
    elite = rng.random((K, D)) < 0.5
    leaders = Leaders(elite, np.full((T, D), 0.4, np.float32), np.full((T, D), 0.05, np.float32), 0.1, 0.3)
    worth = worth_by_stopping(build_tree(ties, 2), tools, leaders)
    for tool in range(T):
        kept = np.exp(tools.settled[tool]) * tools.shares * tools.reached[tool]
        led = np.float32(np.log((1 - 0.05 * 0.1) / (1 - 0.05))) * elite
        harm = Harm(
            change=tools.net[tool],
            moved=(kept * np.exp(led)).sum(axis=0),
            moved_decided=(kept * np.exp(np.log(0.1) * elite)).sum(axis=0),
            unmoved=(np.exp(tools.settled[tool]) * tools.shares * ~tools.reached[tool]).sum(axis=0),
            shared_sd=leaders.shared_sd[tool],
            decisive=leaders.decisive[tool],
        )
        assert worth.utility[tool] == pytest.approx(falls_by(harm, 0.3).mean(), abs=1e-5)


def _worth(utility: list[float]) -> Worth:
    values = np.array(utility)
    return Worth(-values, values)


def test_frontier_holds_only_sets_that_no_cheaper_one_beats() -> None:
    """Every efficient set is better than all that cost no more, and each costs and averts more than the one before."""
    ties, tools = _case()
    tree = build_tree(ties, 3)
    table = set_table(tree, np.array([1.0, 2, 2, 3, 3, 4, 5]))
    worth = worth_by_change(tree, tools)
    everything = np.ones(tree.size, dtype=bool)
    found = frontier(worth, table, everything)
    for place in found:
        rivals = (table.effort <= table.effort[place]) & (np.arange(tree.size) != place)
        assert worth.utility[place] >= worth.utility[rivals].max(initial=-np.inf)
    assert (np.diff(table.effort[found]) > 0).all()
    assert (np.diff(worth.utility[found]) > 0).all()


def test_frontier_is_empty_when_nothing_beats_doing_nothing() -> None:
    """Sets that raise harm are no bargain at any price."""
    tree, _ = _twins(1.0)
    table = set_table(tree, np.ones(3))
    assert frontier(_worth([-0.1] * tree.size), table, np.ones(tree.size, dtype=bool)) == []


def test_budget_needs_and_wishes_bound_the_choice() -> None:
    """No set costs more than the budget, lacks what must come first, or lacks what was asked for."""
    ties, tools = _case()
    tree = build_tree(Ties(ties.overlap, np.zeros((T, T), dtype=bool), ties.meets), 3)
    table = set_table(tree, np.arange(1.0, T + 1))
    first, then = np.arange(T) == 2, np.arange(T) == 4
    limits = Limits(9.0, np.arange(T) == 1, ((then, first),))
    allowed = standing(table, limits) & affordable(table, limits)
    kept = {row_of(tree, place) for place in np.flatnonzero(allowed)}
    wanted = {
        members
        for members in combinations(range(T), 3)
        if 1 in members and sum(members) + 3 <= 9 and (4 not in members or 2 in members)
    }
    assert {members for members in kept if len(members) == 3} == wanted
    assert len(best_sets(worth_by_change(tree, tools), table, allowed, 2)) == 2
