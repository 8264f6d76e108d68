"""Choosing: all sets of tools, value of information against R's mgcv, acceptability against pysensmcda with pymcdm."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TOOLS, DRAWS, MOST = 34, 2000, 4
PARAMETERS, OPTIONS, VOI_DRAWS = 12, 12, 4000
CRITERIA, WEIGHTS = 20, 4000

type Row = tuple[str, float, str]


def measure() -> list[Row]:
    """Return all figures of this topic; a peer that is missing is told of on standard error and left out."""
    return [*_sets(), *_information(), *_acceptability()]


def _best_of(runs: int, task) -> float:  # noqa: ANN001 - any function without arguments
    """Return the shortest wall time of several runs, in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return min(times)


def _sets() -> list[Row]:
    """Time all sets of up to four of the case's 34 strongest tools, 2,000 draws, interactions and overlaps included."""
    from prevent_options.assess import load_knowledge
    from prevent_options.assess.net import case_arrays
    from prevent_options.assess.portfolio_ties import by_strength, candidates, leaders, ties
    from prevent_options.assess.portfolio_types import Request
    from prevent_options.decision.interactions import load_interactions
    from prevent_options.decision.portfolio_kernel import worth_by_change, worth_by_stopping
    from prevent_options.decision.portfolio_sets import build_tree
    from prevent_options.profile import load_case

    knowledge = load_knowledge()
    judgements = load_interactions(knowledge.catalogues)
    arrays = case_arrays(load_case(ROOT / "cases" / "sdn-darfur-2024.yaml"), knowledge, draws=DRAWS, seed=1)
    names = by_strength(tuple(arrays.tools), arrays)[:TOOLS]
    everything = tuple(entry.id for entry in judgements.conflicts)
    tied = ties(names, judgements, knowledge.catalogues, Request(MOST, allowed=everything))
    tools = candidates(names, arrays, judgements, knowledge.catalogues)
    tree = build_tree(tied, MOST)
    fast = _best_of(3, lambda: worth_by_change(build_tree(tied, MOST), tools))
    stop = _best_of(1, lambda: worth_by_stopping(tree, tools, leaders(names, arrays)))
    return [
        (f"sets of up to {MOST} of {len(names)} tools", float(tree.size), "about 46,000 or more: conflicts left aside"),
        (f"all sets x {DRAWS} draws, goals reduce and foreclose, s", fast, "under 4 on 2 cores"),
        (f"all sets x {DRAWS} draws, goal stop, s", stop, "-"),
    ]


def _information() -> list[Row]:
    """Time EVPPI of 12 parameters for 12 options and 4,000 draws here and in R, on the same draws."""
    from prevent_options.decision.voi import evppi, smooth

    rng = np.random.default_rng(1)
    x = rng.standard_normal((VOI_DRAWS, PARAMETERS))
    slopes = 0.1 * rng.standard_normal((PARAMETERS, OPTIONS))
    bends = 0.03 * rng.standard_normal((PARAMETERS, OPTIONS))
    utility = x @ slopes + (x**2 - 1) @ bends + 0.2 * rng.standard_normal((VOI_DRAWS, OPTIONS))

    def ours() -> list:
        return [evppi(utility.T, smooth(x[:, [j]]), np.random.default_rng(j)) for j in range(PARAMETERS)]

    mine = _best_of(3, ours)
    found = ours()
    peer = _mgcv(x, utility)
    if peer is None:
        return [("EVPPI 12 x 12 x 4,000, s", mine, "R with mgcv is missing, not compared")]
    seconds, values = peer
    apart = max(abs(one.value - value) / max(one.error, 1e-12) for one, value in zip(found, values, strict=True))
    return [
        ("EVPPI 12 x 12 x 4,000, s", mine, "-"),
        ("the same by R mgcv (method of voi), s", seconds, "-"),
        ("EVPPI, times faster than mgcv", seconds / mine, "at least 20"),
        ("EVPPI, largest difference in standard errors", apart, "under 2: same answers within error"),
    ]


def _mgcv(x: np.ndarray, utility: np.ndarray) -> tuple[float, list[float]] | None:
    """Return the seconds and values of R, or None when R or mgcv is missing."""
    if shutil.which("Rscript") is None:
        print("choice: Rscript is missing, EVPPI is not compared", file=sys.stderr)
        return None
    with tempfile.TemporaryDirectory() as folder:
        files = [str(Path(folder) / name) for name in ("x.csv", "u.csv")]
        for name, array in zip(files, (x, utility), strict=True):
            np.savetxt(name, array, delimiter=",")
        done = subprocess.run(
            ["Rscript", str(HERE / "evppi_mgcv.R"), *files], check=False, capture_output=True, text=True
        )
    if done.returncode:
        print(f"choice: mgcv is missing or failed, EVPPI is not compared: {done.stderr.strip()}", file=sys.stderr)
        return None
    seconds, *values = map(float, done.stdout.split())
    return seconds, values


def _acceptability() -> list[Row]:
    """Time acceptability and central weights over 4,000 weight draws here and in pysensmcda, same additive problem."""
    from prevent_options.decision.ranks import rank_matrix, rank_probabilities

    rng = np.random.default_rng(2)
    matrix = rng.random((TOOLS, CRITERIA)) + 0.5
    weights = rng.dirichlet(np.ones(CRITERIA), WEIGHTS)

    def ours() -> tuple[np.ndarray, np.ndarray]:
        ranks = rank_matrix((matrix / matrix.sum(axis=0)) @ weights.T)
        return rank_probabilities(ranks), (ranks == 1) @ weights

    mine = _best_of(5, ours)
    try:
        from pymcdm.methods import WSM
        from pysensmcda.smaa import simulate
    except ImportError:
        message = "pysensmcda and pymcdm are missing (pip install pysensmcda pymcdm)"
        print(f"choice: {message}, acceptability is not compared", file=sys.stderr)
        return [("acceptability 34 x 20 x 4,000 weights, s", mine, "peers are missing, not compared")]

    def theirs():  # noqa: ANN202 - a type of a package that may be missing
        return simulate(WSM(), matrix, np.ones(CRITERIA), weights=weights)

    peer = _best_of(2, theirs)
    result, (shares, central) = theirs(), ours()
    apart = max(
        np.abs(shares - result.rank_acceptability()).max(), np.abs(central - result.first_rank_weight_sums).max()
    )
    return [
        ("acceptability 34 x 20 x 4,000 weights, s", mine, "-"),
        ("the same by pysensmcda simulate with pymcdm WSM, s", peer, "-"),
        ("acceptability, times faster than pysensmcda", peer / mine, "at least 20"),
        ("acceptability and central weights, largest difference", float(apart), "0: same answer"),
    ]
