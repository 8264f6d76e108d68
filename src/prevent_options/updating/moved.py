"""What moved between two posteriors: bodies of evidence, tools and factors, each beside the noise of the draws."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from prevent_options.assess.priors import body_shares
from prevent_options.catalogues import Catalogues
from prevent_options.effects.arrays import Floats
from prevent_options.evidence.statement import EXPERTS
from prevent_options.evidence.study import STUDIES
from prevent_options.posterior import Posterior
from prevent_options.posterior.manifest import ManifestData

type Kind = Literal["body", "tool", "factor"]

NOISE = 3.0
"""A mean has moved when it did by more than this many standard errors of the draws; hundreds are looked at."""


@dataclass(frozen=True, slots=True)
class Summary:
    """An effect in one posterior: mean, standard deviation, 5 and 95 percent points, share below zero."""

    mean: float
    sd: float
    q05: float
    q95: float
    p_less: float


@dataclass(frozen=True, slots=True)
class Move:
    """One effect before and after, log rate ratio.

    Attributes
    ----------
    kind, name
        A body of evidence, a tool, or a factor under a body (``body/factor``).
    outcome
        Family of tactics; empty for a factor.
    perpetrator
        Type of perpetrator, ``any`` for their average; empty for a factor.
    error
        Standard error of the change of the mean that comes from the number of draws.
    """

    kind: Kind
    name: str
    outcome: str
    perpetrator: str
    before: Summary
    after: Summary
    error: float

    @property
    def change(self) -> float:
        """Change of the mean."""
        return self.after.mean - self.before.mean

    @property
    def in_sds(self) -> float:
        """Change of the mean in standard deviations of before."""
        return self.change / self.before.sd if self.before.sd else 0.0

    @property
    def beyond_noise(self) -> bool:
        """Whether the change is more than the draws' noise."""
        return abs(self.change) > NOISE * self.error


def summary_of(draws: Floats) -> Summary:
    """Return the summary of draws, shape (D,)."""
    low, high = np.quantile(draws, [0.05, 0.95])
    wide = draws.astype(np.float64)
    return Summary(float(wide.mean()), float(wide.std()), float(low), float(high), float((draws < 0).mean()))


def effective_draws(posterior: Posterior) -> float:
    """Return the fewest effective draws of any effect: those of the fit, times what reweighting left of them."""
    manifest = posterior.manifest
    worst = min(manifest["diagnostics"]["min_ess_bulk"], manifest["diagnostics"]["min_ess_tail"])
    last = manifest["lineage"][-1] if manifest["lineage"] else None
    kept = (last["effective_draws"] or 1.0) / posterior.draws if last and last["how"] == "reweighted" else 1.0
    return float(worst) * kept


def _error(before: Floats, after: Floats, posteriors: tuple[Posterior, Posterior], *, kin: bool) -> float:
    """Return the standard error of a difference of means.

    Two posteriors that stand on the draws of one fit share its noise: what is left is what the change moved about.
    """
    if kin:
        return float(np.std(after.astype(np.float64) - before) / np.sqrt(effective_draws(posteriors[1])))
    return float(np.sqrt(sum(d.var() / effective_draws(p) for d, p in zip((before, after), posteriors, strict=True))))


def same_fit(before: Posterior, after: Posterior) -> bool:
    """Whether both stand on the draws of one fit."""
    return _fit_of(before.manifest) == _fit_of(after.manifest)


type _Fit = tuple[int, str, frozenset[tuple[str, float]], frozenset[tuple[str, str]]]


def _fit_of(manifest: ManifestData) -> _Fit:
    """Return what a fit is known by: seed, model, scales, and the evidence without what reweighting added since."""
    since: list[str] = []
    for entry in manifest["lineage"]:
        since = [] if entry["how"] == "refitted" else [*since, *entry["studies"]]
    added = {f"{folder}/{name}.yaml" for name in since for folder in (STUDIES, EXPERTS)}
    evidence = frozenset(item for item in manifest["evidence"].items() if item[0] not in added)
    return manifest["seed"], manifest["digests"]["model"], frozenset(manifest["scales"].items()), evidence


def tool_effect(tool: str, outcome: str, perpetrator: str, catalogues: Catalogues, posterior: Posterior) -> Floats:
    """Return draws of a tool's effect as its bodies of evidence give it, without transport noise, shape (D,)."""
    shares = body_shares(tool, catalogues)
    parts = [np.float32(w) * posterior.effect(b, outcome, perpetrator, posterior.draws) for b, w in shares.items()]
    return np.asarray(np.sum(parts, axis=0), dtype=np.float32)


type Draws = tuple[Kind, str, str, str, Floats, Floats]


def _effects(before: Posterior, after: Posterior, catalogues: Catalogues, perpetrator: str) -> Iterator[Draws]:
    bodies: dict[str, Kind] = dict.fromkeys(catalogues.bodies, "body")
    tools: dict[str, Kind] = dict.fromkeys(catalogues.tools, "tool")
    for name, kind in (bodies | tools).items():
        for family in catalogues.tactic_families:
            a, b = (tool_effect(name, family, perpetrator, catalogues, p) for p in (before, after))
            yield kind, name, family, perpetrator, a, b


def _factors(before: Posterior, after: Posterior) -> Iterator[Draws]:
    for cell in sorted({*before.manifest["levels"]["beta_cell"], *after.manifest["levels"]["beta_cell"]}):
        body, factor = cell.split("/")
        yield "factor", cell, "", "", before.factor(body, factor), after.factor(body, factor)


def moves(before: Posterior, after: Posterior, catalogues: Catalogues, perpetrator: str = "any") -> tuple[Move, ...]:
    """Return every effect of every body, tool and factor in two posteriors, those that moved most first.

    Parameters
    ----------
    before, after
        Posteriors; of another number of draws each, if need be.
    catalogues
        Tools and bodies of evidence.
    perpetrator
        Type of perpetrator, or ``any``.
    """
    kin, both = same_fit(before, after), (before, after)
    found = [
        Move(kind, name, outcome, who, summary_of(a), summary_of(b), _error(a, b, both, kin=kin))
        for source in (_effects(before, after, catalogues, perpetrator), _factors(before, after))
        for kind, name, outcome, who, a, b in source
    ]
    return tuple(sorted(found, key=lambda move: (-abs(move.in_sds), move.kind, move.name, move.outcome)))


def single_move(body: str, outcome: str, perpetrator: str, before: Posterior, after: Posterior) -> Move:
    """Return one effect of a body of evidence in two posteriors."""
    a, b = (p.effect(body, outcome, perpetrator, p.draws) for p in (before, after))
    error = _error(a, b, (before, after), kin=same_fit(before, after))
    return Move("body", body, outcome, perpetrator, summary_of(a), summary_of(b), error)
