"""Simulation-based calibration of the whole model: parameters from the prior must rank evenly among their draws.

Talts and others (2018), arXiv 1804.06788. The design is the shipped one, all of it. Of a vector one element is followed
in each simulation, drawn by lot, so that the ranks of a histogram are independent of one another. The log likelihood
of the simulated findings is ranked too: it depends on everything at once and sees faults that no parameter shows
(Modrák and others 2023, arXiv 2211.02383).
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter

import numpy as np
from scipy.stats import chisquare

from prevent_options.model.data import ModelData, Reals
from prevent_options.model.machine import usable_cores
from prevent_options.model.notation import Numbers
from prevent_options.model.pointwise import Draws, levels_first, log_likelihoods
from prevent_options.model.repeat import Repeated
from prevent_options.model.simulate import Simulated, simulate
from prevent_options.validation.sbc_file import Calibrations, Simulation

BINS = 10
LEVEL = 0.01
"""Chance of a false alarm over all histograms together."""

TOGETHER = "log_likelihood"
"""Name of the quantity that depends on all parameters and on the findings."""

type Tick = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the simulations showed.

    Attributes
    ----------
    ranks
        By parameter, rank of the truth among its draws, scaled to between 0 and 1, one a simulation.
    seconds
        Mean wall time of one simulation, fit included, after compilation.
    """

    ranks: dict[str, tuple[float, ...]]
    seconds: float

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

    @property
    def covered(self) -> dict[str, float]:
        """By parameter, the share of simulations in which the middle 90 percent of draws held the truth."""
        return {name: float(np.mean(np.abs(np.array(r) - 0.5) <= 0.45)) for name, r in self.ranks.items()}


def _together(draws: Draws, data: ModelData, scales: Numbers) -> Reals:
    """Return the log likelihood of all findings at every draw, shape (D,)."""
    return np.asarray(sum(part.sum(axis=0) for part in log_likelihoods(draws, data, scales).values()))


def _pairs(simulated: Simulated, draws: Draws, scales: Numbers, rng: np.random.Generator) -> dict[str, Reals]:
    """Return, by parameter, the truth followed by its draws (1 + D,); of a vector one element drawn by lot."""
    pairs = dict[str, Reals]()
    for name, truth in simulated.truth.items():
        if truth.size:
            element = int(rng.integers(truth.size))
            among = draws[name].reshape(truth.size, -1)[element]
            pairs[name] = np.append(truth.reshape(-1)[element], among)
    both = [_together(at, simulated.data, scales) for at in (levels_first(simulated.truth), draws)]
    return {**pairs, TOGETHER: np.concatenate(both)}


def one_simulation(model: Repeated, design: ModelData, scales: Numbers, seed: int) -> Simulation:
    """Return the scaled rank of the truth among its draws, by parameter, of one simulation."""
    start = perf_counter()
    simulated, rng = simulate(design, scales, seed), np.random.default_rng((seed, 1))
    draws = {name: np.moveaxis(values, 0, -1) for name, values in model.draws(simulated.data, seed).items()}
    ranks = {
        name: round(float(((pair[1:] < pair[0]).sum() + rng.random()) / len(pair)), 4)
        for name, pair in _pairs(simulated, draws, scales, rng).items()
    }
    return Simulation(seed, perf_counter() - start, ranks)


def calibrate(
    design: ModelData, scales: Numbers, simulations: int, done: Calibrations, tick: Tick | None = None
) -> Calibration:
    """Simulate and fit again and again; a simulation is the same whenever and beside whatever it runs.

    Parameters
    ----------
    design
        The findings whose design is kept: which cells exist, how many findings each has, how precise the sizes are.
    scales
        Numbers of ``priors/scales.yaml``.
    simulations
        How many, those done before included.
    done
        Simulations done before; takes those done now, one at a time, so that a cut run loses the last ones only.
    tick
        Told of simulations done and of simulations in all.
    """
    missing = done.missing(simulations)
    if missing:
        model = Repeated(design, scales)
        with ThreadPoolExecutor(usable_cores()) as pool:
            for row in pool.map(partial(one_simulation, model, design, scales), missing):
                done.add(row)
                if tick is not None:
                    tick(len(done.rows), simulations)
    rows = done.first(simulations)
    ranks = {name: tuple(row.ranks[name] for row in rows) for name in rows[0].ranks}
    return Calibration(ranks, float(np.mean([row.seconds for row in rows])))


def keeper(path: Path | None, digests: dict[str, str]) -> Calibrations:
    """Return the simulations of a file, or none that is kept nowhere."""
    return Calibrations(path, {**digests, "sampler": Repeated.settings()})
