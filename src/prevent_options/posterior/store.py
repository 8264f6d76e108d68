"""The posterior store: shipped draws, and the effects anybody may ask for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np

from prevent_options.errors import InputError, Problem
from prevent_options.paths import data_dir
from prevent_options.posterior.files import grown, read_arrays
from prevent_options.posterior.keyed import Floats, keyed_normals
from prevent_options.posterior.manifest import BodyCounts, ManifestData, counts_from_json, read_manifest

type Term = Literal["average", "outcome", "perpetrator", "factor"]

_JOIN = "/"
_DIMS = {"alpha": "body", "m": "outcome", "gamma": "gamma_cell", "delta": "delta_cell"}
"""Arrays of average effects and the levels they run over."""


@dataclass(frozen=True)
class Posterior:
    """Draws of all effects; every array has shape (levels, D) or (D,), every effect is a log rate ratio.

    Attributes
    ----------
    arrays
        Draws by the name the model gives them.
    manifest
        Names of the levels, digests, counts.
    """

    arrays: Mapping[str, Floats]
    manifest: ManifestData = field(repr=False)
    _asked: dict[tuple[str, ...], Floats] = field(default_factory=dict, repr=False)

    @property
    def draws(self) -> int:
        """Number of draws that ship."""
        return self.manifest["draws"]

    @property
    def bodies(self) -> tuple[str, ...]:
        """Bodies of evidence with findings, sorted."""
        return tuple(sorted(self.manifest["levels"]["body"]))

    @property
    def factors(self) -> tuple[str, ...]:
        """Factors with findings, sorted."""
        return tuple(self.manifest["levels"]["factor"])

    @property
    def transport_scale(self) -> float:
        """Sd of what a tool's own practice adds at a relevance of 0 (log rate ratio)."""
        return self.manifest["scales"]["transport_sd"]

    @property
    def tau(self) -> Floats:
        """Spread between cases, shape (D,)."""
        return self._draws("tau", self.draws)

    @cached_property
    def _positions(self) -> dict[str, dict[str, int]]:
        levels = self.manifest["levels"]
        return {name: {level: k for k, level in enumerate(values)} for name, values in levels.items()}

    def _draws(self, name: str, draws: int, row: int | None = None) -> Floats:
        array = self.arrays[name] if row is None else self.arrays[name][row]
        return array[:draws].astype(np.float32, copy=False)

    def _noise(self, draws: int, *name: str) -> Floats:
        return keyed_normals(self.manifest["seed"], draws, *name)

    def require(self, draws: int) -> None:
        """Refuse a number of draws that does not ship.

        Raises
        ------
        InputError
            Naming the maximum.
        """
        if not 1 <= draws <= self.draws:
            expected = f"between 1 and the {self.draws} draws that ship"
            raise InputError([Problem("--draws", 0, "draws", str(draws), expected, "ask for fewer draws")])

    def _level(self, array: str, dim: str, level: str, scale: Floats | float, draws: int) -> Floats:
        """Return stored draws of a level, or draws of its population when it was not observed."""
        row = self._positions[dim].get(level)
        if row is not None:
            return self._draws(array, draws, row)
        return np.asarray(scale, dtype=np.float32) * self._noise(draws, array, level)

    def _gamma_scale(self, outcome: str, draws: int) -> Floats:
        direct = self._draws("sigma_direct", draws)
        return direct + self._draws("sigma_extra", draws) if outcome in self.manifest["indirect"] else direct

    def _outcome_sd(self, outcome: str) -> float:
        scales = self.manifest["scales"]
        if outcome == "adverse":
            return scales["outcome_sd_adverse"]
        return scales["outcome_sd_indirect" if outcome in self.manifest["indirect"] else "outcome_sd_direct"]

    def effect(self, body: str, outcome: str, perpetrator: str, draws: int) -> Floats:
        """Return draws of θ for a body of evidence, shape (draws,).

        Parameters
        ----------
        body
            Body of evidence; one without findings is drawn from the family of all bodies.
        outcome
            Family of tactics, or any outcome of ``evidence.vocabulary.OUTCOMES``.
        perpetrator
            Perpetrator type, or ``any`` for the average over types.
        draws
            How many, from the first.

        Raises
        ------
        InputError
            More draws than ship, naming the maximum.
        """
        key = ("effect", body, outcome, perpetrator, str(draws))
        if key not in self._asked:
            self._asked[key] = self._effect(body, outcome, perpetrator, draws)
        return self._asked[key]

    def _effect(self, body: str, outcome: str, perpetrator: str, draws: int) -> Floats:
        theta = self.average(body, draws) + self.outcome_term(body, outcome, draws)
        return theta if perpetrator == "any" else theta + self.perpetrator_term(body, perpetrator, draws)

    def average(self, body: str, draws: int) -> Floats:
        """Return draws of μ + α, the effect of a body of evidence averaged over outcomes and types, shape (draws,)."""
        key = ("average", body, str(draws))
        if key not in self._asked:
            self.require(draws)
            alpha = self._level("alpha", "body", body, self._draws("sigma_alpha", draws), draws)
            self._asked[key] = self._draws("mu", draws) + alpha
        return self._asked[key]

    def outcome_term(self, body: str, outcome: str, draws: int) -> Floats:
        """Return draws of what the outcome adds to a body's average, shape (draws,)."""
        key = ("outcome", body, outcome, str(draws))
        if key not in self._asked:
            self.require(draws)
            m = self._level("m", "outcome", outcome, self._outcome_sd(outcome), draws)
            cell, scale = body + _JOIN + outcome, self._gamma_scale(outcome, draws)
            self._asked[key] = m + self._level("gamma", "gamma_cell", cell, scale, draws)
        return self._asked[key]

    def perpetrator_term(self, body: str, perpetrator: str, draws: int) -> Floats:
        """Return draws of δ, what the type of the perpetrator adds to a body's average, shape (draws,)."""
        key = ("perpetrator", body, perpetrator, str(draws))
        if key not in self._asked:
            self.require(draws)
            cell, scale = body + _JOIN + perpetrator, self._draws("sigma_delta", draws)
            self._asked[key] = self._level("delta", "delta_cell", cell, scale, draws)
        return self._asked[key]

    def factor(self, body: str, factor: str, draws: int | None = None) -> Floats:
        """Return draws of β for a factor under a body of evidence; negative = the tool works better with it.

        Shape (draws,); all draws that ship where no number is given.

        A factor seen under other bodies only takes their mean and the spread between bodies. One without any finding
        has mean zero and the spread of all factors: which way it works is not assumed.
        """
        draws = self.draws if draws is None else draws
        key = ("factor", body, factor, str(draws))
        if key not in self._asked:
            self._asked[key] = self._factor(body, factor, draws)
        return self._asked[key]

    def _factor(self, body: str, factor: str, draws: int) -> Floats:
        self.require(draws)
        row = self._positions["beta_cell"].get(body + _JOIN + factor)
        if row is not None:
            return self._draws("beta", draws, row)
        own = self._draws("sigma_u", draws) * self._noise(draws, "u", body, factor)
        known = self._positions["factor"].get(factor)
        if known is not None:
            return self._draws("b", draws, known) + own
        spread = np.hypot(self._draws("mu_b", draws), self._draws("sigma_b", draws))
        return spread * self._noise(draws, "b", factor) + own

    def with_cells(self, cells: Iterable[tuple[str, str, str]]) -> tuple["Posterior", dict[str, Floats]]:
        """Return the posterior with stored draws of effects that so far came from their population.

        Parameters
        ----------
        cells
            Body of evidence, outcome and type of perpetrator of each effect.

        Returns
        -------
        tuple
            The posterior, and the draws of the levels that are new, by array, shape (levels, D).
        """
        wanted = {name: list[str]() for name in ("alpha", "m", "gamma", "delta")}
        for body, outcome, perpetrator in cells:
            own = {"alpha": body, "m": outcome, "gamma": body + _JOIN + outcome}
            told_apart = {} if perpetrator == "any" else {"delta": body + _JOIN + perpetrator}
            for name, level in (own | told_apart).items():
                if level not in self._positions[_DIMS[name]] and level not in wanted[name]:
                    wanted[name].append(level)
        scale = self._scale_of
        new = {
            name: np.stack([self._level(name, _DIMS[name], level, scale(name, level), self.draws) for level in levels])
            for name, levels in wanted.items()
            if levels
        }
        levels = dict(self.manifest["levels"])
        for name in new:
            levels[_DIMS[name]] = [*levels[_DIMS[name]], *wanted[name]]
        return Posterior(grown(self.arrays, new), {**self.manifest, "levels": levels}), new

    def _scale_of(self, array: str, level: str) -> Floats | float:
        """Return the population's standard deviation for a level of an array."""
        if array == "m":
            return self._outcome_sd(level)
        if array == "gamma":
            return self._gamma_scale(level.split(_JOIN)[1], self.draws)
        return self._draws({"alpha": "sigma_alpha", "delta": "sigma_delta"}[array], self.draws)

    def blend(self, term: Term, level: str, shares: tuple[tuple[str, float], ...], draws: int) -> Floats:
        """Return a weighted sum of one term over bodies of evidence, shape (draws,).

        Parameters
        ----------
        term
            ``average`` of the bodies, or what an ``outcome``, a ``perpetrator`` type or a ``factor`` adds.
        level
            Which outcome, type or factor; nothing for the average.
        shares
            Weight of each body.
        draws
            How many, from the first.
        """
        of = {"outcome": self.outcome_term, "perpetrator": self.perpetrator_term, "factor": self.factor}
        out: Floats | None = None
        for body, share in shares:
            values = self.average(body, draws) if term == "average" else of[term](body, level, draws)
            weighted = np.float32(share) * values
            out = weighted if out is None else np.add(out, weighted, out=out)
        return np.zeros(draws, dtype=np.float32) if out is None else out

    @cached_property
    def _factors_by_body(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for cell in self._positions["beta_cell"]:
            body, factor = cell.split(_JOIN, 1)
            found.setdefault(body, set()).add(factor)
        return {body: frozenset(factors) for body, factors in found.items()}

    def factors_of(self, body: str) -> frozenset[str]:
        """Return the factors that any finding of a body speaks to."""
        return self._factors_by_body.get(body, frozenset())

    def has_factor(self, body: str, factor: str) -> bool:
        """Whether any finding of the body speaks to the factor."""
        return body + _JOIN + factor in self._positions["beta_cell"]

    def observed(self, body: str, outcome: str) -> bool:
        """Whether any finding of the body is about the outcome."""
        return body + _JOIN + outcome in self._positions["gamma_cell"]

    def counts(self, body: str) -> BodyCounts:
        """Return how much stands behind a body of evidence."""
        return counts_from_json(self.manifest["counts"], body)

    def evidence_ids(self, body: str, outcome: str) -> tuple[str, ...]:
        """Return the ids of the studies and releases behind a cell; behind the whole body where the cell is empty."""
        ids = self.manifest["evidence_ids"]
        return tuple(ids.get(body + _JOIN + outcome) or ids.get(body) or ())

    def matches(self, evidence: Mapping[str, str]) -> bool:
        """Whether the draws were fitted to this evidence: file name to SHA-256, as ``EvidenceStore.digests``."""
        return dict(evidence) == self.manifest["evidence"]


def load_posterior(folder: Path | None = None) -> Posterior:
    """Read the posterior of a folder as it stands after its updates, by default the one that ships.

    Raises
    ------
    InputError
        A file is missing or damaged.
    """
    folder = data_dir("priors") / "posterior" if folder is None else folder
    manifest = read_manifest(folder)
    return Posterior(read_arrays(folder, manifest), manifest)
