"""One assessment beside ``numpy.exp`` over as many single-precision numbers as it has tools, pairs and draws."""

import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np

from prevent_options.assess import assess, load_knowledge
from prevent_options.assess.outcome import outcomes
from prevent_options.assess.pipeline import prepare
from prevent_options.profile import load_case

ROOT = Path(__file__).resolve().parents[2]
DRAWS = 4000
RUNS = 9


def milliseconds(run: Callable[[], object], runs: int = RUNS) -> float:
    """Return the least processor time of several runs, so that other programs on the machine count little."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        run()
        times.append(1000 * (time.process_time() - start))
    return min(times)


def measure() -> list[tuple[str, float, str]]:
    """Return ratios of a whole assessment and of its arrays alone, and the memory of one assessment."""
    profile, knowledge = load_case(ROOT / "cases" / "sdn-darfur-2024.yaml"), load_knowledge()
    assess(profile, knowledge, draws=DRAWS)
    stage = prepare(profile, knowledge, draws=DRAWS, seed=1, rules_as_of=None)
    tools = list(knowledge.catalogues.tools.values())
    size = (len(tools), len(stage.setting.grid.pairs), DRAWS)
    numbers = np.random.default_rng(1).standard_normal(size, dtype=np.float32)
    space = np.empty_like(numbers)

    def arrays() -> None:
        outcomes(tools, stage.findings, stage.setting, stage.shares, stage.shares_any)

    def floor() -> None:
        """Do what no way of working can leave out: one exponential, and both ends of nine tenths of each pair."""
        np.exp(numbers, out=space)
        space.sort(axis=-1)

    exp = milliseconds(lambda: np.exp(numbers, out=space), 5 * RUNS)
    whole = milliseconds(lambda: assess(profile, knowledge, draws=DRAWS))
    seeds = iter(range(2, 100))
    fresh = milliseconds(lambda: assess(profile, knowledge, draws=DRAWS, seed=next(seeds)))
    alone = milliseconds(arrays)
    return [
        (f"numpy.exp over {size[0]} x {size[1]} x {DRAWS} float32, in place, ms", exp, "-"),
        ("one assessment, facts and rules included, times exp", whole / exp, "at most 4"),
        ("one assessment, ms", whole, "-"),
        ("the same with noise nobody drew before, times exp", fresh / exp, "at most 4"),
        ("effects, spill-over, harm of all tools alone, times exp", alone / exp, "at most 4"),
        ("one exp and one sort for exact quantiles, nothing else, times exp", milliseconds(floor) / exp, "-"),
        ("memory of one assessment, peak, MB", _peak(lambda: assess(profile, knowledge, draws=DRAWS, seed=0)), "300"),
    ]


def _peak(run: Callable[[], object]) -> float:
    """Return the most memory that a run holds at once, megabytes."""
    tracemalloc.start()
    run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20
