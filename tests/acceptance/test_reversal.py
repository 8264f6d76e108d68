"""Substitution can reverse an order, by what studies found and not by judgement alone."""

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np

from prevent_options.assess import Knowledge
from prevent_options.assess.net import tool_arrays
from prevent_options.assess.pipeline import prepare
from prevent_options.decision.harm import change_of_harm
from prevent_options.profile import load_case

CASE, SEEDS, FIRST = "bfa-2024", (1, 2, 3), 8
CLEAR = 0.001
"""Gaps in expected total harm below a thousandth are no order."""


def harms(root: Path, knowledge: Knowledge, *, substitutes: bool) -> dict[str, float]:
    """Return the expected change of harm of every tool, over several seeds, so that luck averages out."""
    profile = load_case(root / "cases" / f"{CASE}.yaml")
    found: dict[str, list[float]] = {}
    for seed in SEEDS:
        stage = prepare(profile, knowledge, draws=4000, seed=seed, rules_as_of=None, substitutes=substitutes)
        for tool in knowledge.catalogues.tools:
            expected = tool_arrays(tool, stage, knowledge).expected
            found.setdefault(tool, []).append(float(change_of_harm(expected[None], stage.shares).mean()))
    return {tool: float(np.mean(values)) for tool, values in found.items()}


def reversals(before: dict[str, float], after: dict[str, float]) -> set[tuple[str, str]]:
    """Return the pairs of first tools whose order is clear before, clear after, and not the same."""
    first = sorted(before, key=before.__getitem__)[:FIRST]
    return {
        (one, other)
        for one, other in combinations(first, 2)
        if before[one] < before[other] - CLEAR and after[one] > after[other] + CLEAR
    }


def test_moves_that_studies_found_reverse_an_order(root: Path, knowledge: Knowledge) -> None:
    """Burkina Faso: two of the first tools change places once exits count, with rules of pure judgement left out."""
    rules = tuple(r for r in knowledge.rules.rules if not (r.substitutions and r.basis == "judgement"))
    found = replace(knowledge, rules=replace(knowledge.rules, rules=rules))
    bare = harms(root, found, substitutes=False)
    turned = reversals(bare, harms(root, found, substitutes=True))
    assert turned
    # The base share of exits of which no study speaks does not turn them: it is the findings that do.
    rules = tuple(r for r in knowledge.rules.rules if not r.substitutions)
    silent = replace(knowledge.repertoire, findings=())
    mute = replace(knowledge, rules=replace(knowledge.rules, rules=rules), repertoire=silent)
    assert turned - reversals(bare, harms(root, mute, substitutes=True))
