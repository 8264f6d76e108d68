"""Samples the written-out density with nutpie."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import nutpie
import xarray as xr

from prevent_options.evidence.vocabulary import KINDS
from prevent_options.model.data import Ints, ModelData, Reals
from prevent_options.model.design import Fixed, design_of, found_in
from prevent_options.model.layout import Layout
from prevent_options.model.levels import level_names
from prevent_options.model.native import evaluate
from prevent_options.model.notation import Numbers
from prevent_options.model.nutpie_model import VECTOR, model_of
from prevent_options.model.packed import packed

type Progress = Callable[[int, int], None]
"""Called with draws done and draws in all, warm-up included."""


class _ChainProgress:
    """What nutpie tells of a chain."""

    finished_draws: int
    total_draws: int


def tell(progress: Progress) -> Callable[[list[_ChainProgress]], None]:
    """Return what nutpie calls with the state of its chains, from what wants draws done and draws in all."""

    def callback(chains: list[_ChainProgress]) -> None:
        progress(sum(chain.finished_draws for chain in chains), sum(chain.total_draws for chain in chains))

    return callback


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to sample: chains, cores, draws of each chain and of its warm-up, each how many-th draw is kept.

    ``target_accept`` is the acceptance that step sizes are tuned to; larger is shorter steps.
    """

    chains: int
    cores: int
    draws: int
    tune: int
    thin: int
    target_accept: float


def _coords(data: ModelData) -> dict[str, list[str]]:
    return {**level_names(data), "kind": list(KINDS)}


class Density:
    """The density of one model, ready to be sampled.

    Parameters
    ----------
    data
        Findings, and the design they have.
    scales
        Numbers of ``priors/scales.yaml``.
    """

    def __init__(self, data: ModelData, scales: Numbers) -> None:
        self.layout = Layout(data, scales)
        self._coords = _coords(data)
        self._coordinates, self._design = self.layout.coordinates(), design_of(data)
        self._fixed = Fixed(float(scales["lapse"]), float(scales["null_publication"]))
        self._words = self._packed(data)

    def _packed(self, data: ModelData) -> Ints:
        return packed((self.layout.at, self._coordinates, self._design, found_in(data), self._fixed))

    def __call__(self, x: Reals) -> tuple[float, Reals]:
        """Return the log density at x, constants left out, and its gradient."""
        return evaluate(x, self._words)

    def given(self, data: ModelData) -> Self:
        """Return the density given other findings of the same design."""
        other = copy.copy(self)
        other._words = self._packed(data)  # noqa: SLF001 - its own kind
        return other

    def sample(self, seed: int, effort: Effort, progress: Progress | None = None) -> tuple[xr.Dataset, int]:
        """Sample the density.

        Returns
        -------
        tuple
            Draws of all parameters by the names of the notation, and the number of divergent transitions.
        """
        trace = nutpie.sample(
            model_of(self._words, self.layout.size, self.layout.start),
            draws=effort.draws,
            tune=effort.tune,
            chains=effort.chains,
            cores=min(effort.chains, effort.cores),
            seed=seed,
            progress_bar=False,
            save_warmup=False,
            target_accept=effort.target_accept,
            progress_callback=tell(progress) if progress else None,
        )
        vectors = trace["posterior"][VECTOR].to_numpy()[:, :: effort.thin]
        draws = xr.Dataset(self.layout.notation(vectors), coords=self._coords)
        return draws, int(trace["sample_stats"]["diverging"].sum())
