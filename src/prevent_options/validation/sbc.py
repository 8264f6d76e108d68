"""Simulation-based calibration of the whole model: parameters from the prior must rank evenly among their draws.

Talts and others (2018), arXiv 1804.06788. The design is the shipped one, cut to a few bodies of evidence that together
have every part of the model. Of a vector one element is followed in each simulation, drawn by lot, so that the ranks
of a histogram are independent of one another.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter

import numpy as np
from scipy.stats import chisquare

from prevent_options.evidence.store import EvidenceStore
from prevent_options.evidence.tables import CountTable
from prevent_options.model.build import Numbers
from prevent_options.model.data import ModelData, model_data
from prevent_options.model.repeat import Repeated
from prevent_options.model.simulate import simulate

BODIES = ("peace_operations", "targeted_sanctions", "prosecutions")
"""Bodies of the reduced design: sizes, perpetrators told apart, practitioners and all outcomes occur among them."""

BINS = 10
LEVEL = 0.01
"""Chance of a false alarm over all histograms together."""

WORKERS = 2

type Tick = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the simulations showed.

    Attributes
    ----------
    ranks
        By parameter, rank of the truth among its draws, scaled to between 0 and 1, one a simulation.
    seconds
        Mean wall time of one simulation, fit included, after compilation, two at a time.
    compile_seconds
        Wall time of the one compilation.
    """

    ranks: dict[str, tuple[float, ...]]
    seconds: float
    compile_seconds: float

    @property
    def simulations(self) -> int:
        """How many simulations there were."""
        return len(next(iter(self.ranks.values())))

    @property
    def p_values(self) -> dict[str, float]:
        """By parameter, the probability of ranks at least as uneven if the computation is right (chi-square)."""
        counts = {name: np.histogram(ranks, bins=BINS, range=(0, 1))[0] for name, ranks in self.ranks.items()}
        return {name: float(chisquare(count).pvalue) for name, count in counts.items()}

    @property
    def failing(self) -> tuple[str, ...]:
        """Parameters whose ranks are uneven beyond chance, all parameters considered (Bonferroni)."""
        return tuple(name for name, p in self.p_values.items() if p < LEVEL / len(self.ranks))


def reduced(store: EvidenceStore) -> ModelData:
    """Return the design of the evidence on a few bodies only."""
    table = store.table
    few = CountTable(
        tuple(row for row in table.average if row.body in BODIES),
        tuple(row for row in table.factors if row.body in BODIES),
        tuple(row for row in table.tallies if row.body in BODIES),
        tuple(row for row in table.studies if row.body in BODIES),
    )
    return model_data(replace(store, table=few, studies=tuple(s for s in store.studies if s.body in BODIES)))


def _one(model: Repeated, design: ModelData, scales: Numbers, seed: int) -> dict[str, float]:
    """Return the scaled rank of the truth, or of one element of it drawn by lot, among its draws, by parameter."""
    simulated, rng = simulate(design, scales, seed), np.random.default_rng((seed, 1))
    draws, ranks = model.draws(simulated.data, seed), dict[str, float]()
    for name, truth in simulated.truth.items():
        if truth.size:
            element = int(rng.integers(truth.size))
            among = draws[name].reshape(len(draws[name]), -1)[:, element]
            below = int((among < truth.reshape(-1)[element]).sum())
            ranks[name] = (below + rng.random()) / (len(among) + 1)
    return ranks


def calibrate(store: EvidenceStore, scales: Numbers, simulations: int, tick: Tick | None = None) -> Calibration:
    """Simulate and fit again and again; the same number of simulations gives the same ranks.

    Parameters
    ----------
    store
        The evidence whose design is kept.
    scales
        Numbers of ``priors/scales.yaml``.
    simulations
        How many.
    tick
        Told of simulations done and of simulations in all.
    """
    start, design = perf_counter(), reduced(store)
    model = Repeated(design, scales)
    compiled = perf_counter()
    rows = []
    with ThreadPoolExecutor(WORKERS) as pool:
        for row in pool.map(partial(_one, model, design, scales), range(1, simulations + 1)):
            rows.append(row)
            if tick is not None:
                tick(len(rows), simulations)
    ranks = {name: tuple(row[name] for row in rows) for name in rows[0]}
    return Calibration(ranks, (perf_counter() - compiled) / simulations, compiled - start)
