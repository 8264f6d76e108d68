"""Substitution: what the matrix of elasticities costs in ranking, beside the same ranking without it."""

import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CASE, DRAWS, RUNS = "sdn-darfur-2024", 4000, 5

type Row = tuple[str, float, str]


def measure() -> list[Row]:
    """Return the share by which substitution lengthens an assessment."""
    from prevent_options.assess import assess, load_knowledge
    from prevent_options.profile import load_case

    profile, knowledge = load_case(ROOT / "cases" / f"{CASE}.yaml"), load_knowledge()
    times: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(RUNS):
        for moves, taken in times.items():
            start = time.perf_counter()
            assess(profile, knowledge, draws=DRAWS, substitutes=moves)
            taken.append(time.perf_counter() - start)
    return [("assessment with substitution, of the same without", min(times[True]) / min(times[False]), "below 1.5")]
