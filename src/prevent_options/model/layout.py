"""Where each parameter stands in the sampler's vector, its prior there, and the way back to the model's notation.

Raw effects of non-centred forms are standard normal, positive numbers stand as their logarithms, other numbers as they
are. Findings on factors have directions and no sizes, so they say how factors compare and leave the scale of them all
to the priors: with everything about factors times two they would be as likely. So that part stands relative to one of
its spreads, that of the most frequent kind of study, which the prior keeps off zero; otherwise its parameters slide
along one another.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from prevent_options.evidence.vocabulary import KINDS
from prevent_options.model.data import Ints, ModelData, Reals
from prevent_options.model.design import design_of
from prevent_options.model.notation import Numbers, outcome_sd

AVERAGE = (
    *("mu", "sigma_alpha", "alpha", "m", "sigma_direct", "sigma_extra", "gamma", "sigma_delta", "delta", "tau"),
    *("study_sd", "concentration_directions"),
)
FACTORS = (
    *("mu_b", "sigma_b", "b", "sigma_u", "u", "tau_f", "kappa", "factor_sd", "factor_adverse"),
    "concentration_factor_directions",
)
TALLIES = ("practitioner_bias", "practitioner_sd", "concentration_practitioners")
"""Parameters of average effects, of factors and of what practitioners say, in the order of the vector."""

SCALE = "factor_sd"
RELATIVE_SPREADS = ("sigma_b", "sigma_u", "tau_f", "kappa", "factor_sd", "practitioner_sd")
RELATIVE_MEANS = ("mu_b", "factor_adverse", "practitioner_bias")
"""The scale of what is said on factors, and what stands in the vector as a share of it."""

type Draws = dict[str, tuple[tuple[str, ...], Reals]]
"""By parameter: its dimensions, and its draws (chain, draw, ...)."""


class At(NamedTuple):
    """Where each parameter starts in the vector, and before these where the scale of the factors is."""

    scale: int
    mu: int
    sigma_alpha: int
    alpha: int
    m: int
    sigma_direct: int
    sigma_extra: int
    gamma: int
    sigma_delta: int
    delta: int
    tau: int
    study_sd: int
    concentration_directions: int
    mu_b: int
    sigma_b: int
    b: int
    sigma_u: int
    u: int
    tau_f: int
    kappa: int
    factor_sd: int
    factor_adverse: int
    concentration_factor_directions: int
    practitioner_bias: int
    practitioner_sd: int
    concentration_practitioners: int


class Coordinates(NamedTuple):
    """What holds of each coordinate, and which stand relative to the scale of the factors.

    Of every one, once it is no longer relative: mean and sd of a normal prior, and 1 where it is the logarithm of a
    number with a half-normal prior of that scale. Then the positions of relative spreads and relative means.
    """

    mean: Reals
    sd: Reals
    half: Ints
    spreads: Ints
    means: Ints


def _half_normal(scales: Numbers) -> dict[str, float]:
    return {
        "sigma_alpha": scales["body_scale"],
        "sigma_direct": scales["gamma_direct_scale"],
        "sigma_extra": scales["gamma_indirect_extra_scale"],
        "sigma_delta": scales["delta_scale"],
        "tau": scales["tau_scale"],
        "sigma_b": scales["factor_scale"],
        "sigma_u": scales["factor_tool_scale"],
        "tau_f": scales["factor_tau_scale"],
        "kappa": scales["factor_indirect_scale"],
    }


def _log_normal(scales: Numbers) -> dict[str, tuple[float, float]]:
    repeats = (scales["concentration_median"], scales["concentration_log_sd"])
    of_study = scales["study_sd_log_sd"]
    return {
        "study_sd": (scales["study_sd_median"], of_study),
        "factor_sd": (scales["factor_study_sd_median"], of_study),
        "practitioner_sd": (scales["practitioner_sd_median"], of_study),
        "concentration_directions": repeats,
        "concentration_factor_directions": repeats,
        "concentration_practitioners": repeats,
    }


def _normal(data: ModelData, scales: Numbers) -> dict[str, Reals | float]:
    return {
        "mu": scales["mean_sd"],
        "m": np.array([outcome_sd(outcome, scales) for outcome in data.outcomes]),
        "mu_b": scales["factor_mean_sd"],
        "factor_adverse": scales["factor_adverse_sd"],
        "practitioner_bias": scales["practitioner_bias_sd"],
    }


class Layout:
    """The vector of one model.

    Parameters
    ----------
    data
        Names of all levels, and whether there are findings on factors and tallies.
    scales
        Numbers of ``priors/scales.yaml``.
    """

    def __init__(self, data: ModelData, scales: Numbers) -> None:
        self._data, self._scales = data, scales
        self._lengths = {
            "alpha": ("body", len(data.bodies)),
            "m": ("outcome", len(data.outcomes)),
            "gamma": ("gamma_cell", len(data.gamma_cells)),
            "delta": ("delta_cell", len(data.delta_cells)),
            "study_sd": ("kind", len(KINDS)),
            "b": ("factor", len(data.factors)),
            "u": ("beta_cell", len(data.beta_cells)),
            "factor_sd": ("kind", len(KINDS)),
        }
        self.names: tuple[str, ...] = AVERAGE
        if len(data.factor_at):
            self.names += FACTORS + (TALLIES if len(data.tally_at) else ())
        lengths = [self._length(name) for name in self.names]
        ends = np.cumsum(lengths)
        self.size = int(ends[-1])
        self._spans = {
            name: slice(int(end) - n, int(end)) for name, end, n in zip(self.names, ends, lengths, strict=True)
        }
        starts = {name: span.start for name, span in self._spans.items()}
        self._scale = starts.get(SCALE, 0) + int(np.bincount(data.factor_kind, minlength=1).argmax())
        self.at = At(self._scale, *(starts.get(name, 0) for name in At._fields[1:]))

    def _length(self, name: str) -> int:
        return self._lengths[name][1] if name in self._lengths else 1

    def _positions(self, names: tuple[str, ...]) -> Ints:
        spans = [self._spans[name] for name in names if name in self._spans]
        return np.array([k for span in spans for k in range(span.start, span.stop)], dtype=np.int64)

    def _spreads(self) -> Ints:
        positions = self._positions(RELATIVE_SPREADS)
        return np.asarray(positions[positions != self._scale])

    def coordinates(self) -> Coordinates:
        """Return what holds of each coordinate."""
        mean, sd, half = np.zeros(self.size), np.ones(self.size), np.zeros(self.size, dtype=np.int64)
        for name, scale in {**_normal(self._data, self._scales), **_half_normal(self._scales)}.items():
            if name in self._spans:
                sd[self._spans[name]] = scale
        half[self._positions(tuple(_half_normal(self._scales)))] = 1
        for name, (median, log_sd) in _log_normal(self._scales).items():
            if name in self._spans:
                mean[self._spans[name]], sd[self._spans[name]] = np.log(median), log_sd
        return Coordinates(mean, sd, half, self._spreads(), self._positions(RELATIVE_MEANS))

    def start(self, seed: int) -> Reals:
        """Return a point to start from: the middle of the prior, and up to one of its spreads beside it."""
        all_of = self.coordinates()
        middle = np.where(all_of.half, np.log(all_of.sd), all_of.mean)
        beside = np.where(all_of.half, 1.0, all_of.sd)
        return self._relative(middle + beside * np.random.default_rng(seed).uniform(-1.0, 1.0, self.size))

    def _relative(self, vector: Reals) -> Reals:
        if SCALE in self._spans:
            log_scale = vector[self._scale]
            vector[self._spreads()] -= log_scale
            vector[self._positions(RELATIVE_MEANS)] /= np.exp(log_scale)
        return vector

    def _absolute(self, vectors: Reals) -> Reals:
        out = vectors.copy()
        if SCALE in self._spans:
            log_scale = out[..., [self._scale]]
            out[..., self._spreads()] += log_scale
            out[..., self._positions(RELATIVE_MEANS)] *= np.exp(log_scale)
        return out

    def vector(self, values: Mapping[str, Reals]) -> Reals:
        """Return the vector of parameter values by the names of the notation."""
        known = dict(values)
        known["alpha"] = known["alpha"] / known["sigma_alpha"]
        known["gamma"] = known["gamma"] / self._gamma_scale(known)
        known["delta"] = known["delta"] / known["sigma_delta"]
        if "b" in self.names:
            factors = design_of(self._data).factor_of
            known["u"] = (known["beta"] - known["b"][factors]) / known["sigma_u"]
            known["b"] = (known["b"] - known["mu_b"]) / known["sigma_b"]
        parts = (np.log(known[name]) if self._positive(name) else known[name] for name in self.names)
        return self._relative(np.concatenate([np.atleast_1d(part) for part in parts]))

    def _gamma_scale(self, values: Mapping[str, Reals]) -> Reals:
        indirect = design_of(self._data).gamma_indirect
        return np.asarray(values["sigma_direct"][..., None] + values["sigma_extra"][..., None] * indirect)

    def _positive(self, name: str) -> bool:
        return name in _half_normal(self._scales) or name in _log_normal(self._scales)

    def _named(self, vectors: Reals) -> Iterator[tuple[str, Reals]]:
        for name in self.names:
            values = vectors[..., self._spans[name]]
            values = np.exp(values) if self._positive(name) else values
            yield name, values if name in self._lengths else values[..., 0]

    def notation(self, vectors: Reals) -> Draws:
        """Return draws by the names of the notation, from vectors (chain, draw, size)."""
        v = dict(self._named(self._absolute(vectors)))
        v["alpha"] = v["alpha"] * v["sigma_alpha"][..., None]
        v["gamma"] = v["gamma"] * self._gamma_scale(v)
        v["delta"] = v["delta"] * v["sigma_delta"][..., None]
        if "b" in v:
            v["b"] = v["mu_b"][..., None] + v["b"] * v["sigma_b"][..., None]
            around = v.pop("u") * v["sigma_u"][..., None]
            v["beta"] = v["b"][..., design_of(self._data).factor_of] + around
        dims = {name: (dim,) for name, (dim, _) in self._lengths.items()} | {"beta": ("beta_cell",)}
        return {name: (("chain", "draw", *dims.get(name, ())), values) for name, values in v.items()}
