"""What pictures show, as plain numbers: studies as reported, effects as the model sees them, the prior before both."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from prevent_options.assess.priors import Draws, body_shares, effect_of, transport
from prevent_options.catalogues import Catalogues
from prevent_options.evidence import EvidenceStore
from prevent_options.evidence.store import Quantified
from prevent_options.posterior import Posterior
from prevent_options.posterior.keyed import keyed_generator

type Kind = Literal["study", "expert", "model", "pooled"]

Z90 = 1.645
"""Standard errors on either side that hold nine tenths of a normal."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a forest plot: an estimate with its 90 percent interval, log rate ratio."""

    label: str
    kind: Kind
    mean: float
    low: float
    high: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shrunk:
    """One effect size as reported and as the model sees the effect it is about.

    ``stated`` says that the source shows no standard error, so that the spread is a judgement.
    """

    study: str
    body: str
    reported: float
    spread: float
    mean: float
    low: float
    high: float
    stated: bool = False


def _quantiles(draws: Draws) -> tuple[float, float, float]:
    low, high = np.quantile(draws, [0.05, 0.95])
    return float(draws.mean()), float(low), float(high)


def _size_row(size: Quantified, kind: Kind) -> Row:
    half = Z90 * size.spread
    label = f"{size.study}\n{size.outcome.replace('_', ' ')}, {size.perpetrator}"
    return Row(label, kind, size.log_ratio, size.log_ratio - half, size.log_ratio + half, "")


def subject_rows(
    name: str, catalogues: Catalogues, posterior: Posterior, store: EvidenceStore, perpetrator: str = "any"
) -> tuple[Row, ...]:
    """Return the rows of a tool or a body of evidence: sizes of studies, experts, then the model by family of tactics.

    Sizes of a body whose studies are about the opposite of the tool are shown with their sign turned, as they count.
    """
    shares = body_shares(name, catalogues)
    rows = [_turned(_size_row(s, "study"), shares[s.body]) for s in store.measured if s.body in shares]
    rows += [_turned(_size_row(s, "expert"), shares[s.body]) for s in store.judged if s.body in shares]
    counts = _directions(store, shares)
    for family in catalogues.tactic_families:
        mean, low, high = _quantiles(effect_of(name, family, perpetrator, catalogues, posterior))
        rows.append(Row(family.replace("_", " "), "model", mean, low, high, counts.get(family, "")))
    return tuple(rows)


def _turned(row: Row, share: float) -> Row:
    if share > 0:
        return row
    return Row(row.label + " (turned)", row.kind, -row.mean, -row.high, -row.low, row.note)


def _directions(store: EvidenceStore, bodies: Iterable[str]) -> dict[str, str]:
    """Return, by outcome, the counts of findings less / none or mixed / more, of study files and of the release."""
    wanted, counts = frozenset(bodies), dict[str, list[int]]()
    for row in store.table.average:
        if row.body in wanted:
            counts[row.outcome] = [a + b for a, b in zip(counts.get(row.outcome, [0] * 3), row.counts, strict=True)]
    for vote in store.votes:
        if vote.body in wanted:
            counts.setdefault(vote.outcome, [0, 0, 0])[vote.direction] += 1
    return {outcome: "/".join(map(str, n)) for outcome, n in counts.items() if sum(n)}


def direction_line(name: str, catalogues: Catalogues, store: EvidenceStore) -> str:
    """Return the counts of directions on outcomes that are no family of tactics, in one line."""
    counts = _directions(store, body_shares(name, catalogues))
    told = [f"{o.replace('_', ' ')} {n}" for o, n in counts.items() if o not in catalogues.tactic_families]
    return "; ".join(told)


def factor_rows(factor: str, posterior: Posterior, store: EvidenceStore) -> tuple[Row, ...]:
    """Return the rows of a factor: the effect under each body with findings on it, then its mean over bodies."""
    rows = []
    for body in posterior.bodies:
        if posterior.has_factor(body, factor):
            counts = [row.counts for row in store.table.factors if (row.body, row.factor) == (body, factor)]
            note = "/".join(map(str, np.sum(counts, axis=0))) if counts else "practitioners only"
            rows.append(Row(body.replace("_", " "), "model", *_quantiles(posterior.factor(body, factor)), note))
    if factor in posterior.factors:
        row = posterior.manifest["levels"]["factor"].index(factor)
        rows.append(Row("mean over bodies", "pooled", *_quantiles(posterior.arrays["b"][row].astype(np.float32))))
    return tuple(rows)


def shrunk_sizes(store: EvidenceStore, posterior: Posterior, bodies: Iterable[str] | None = None) -> tuple[Shrunk, ...]:
    """Return every effect size beside the effect it is about."""
    wanted = None if bodies is None else frozenset(bodies)
    found = []
    for size in store.measured:
        if wanted is None or size.body in wanted:
            draws = posterior.effect(size.body, size.outcome, size.perpetrator, posterior.draws)
            told = size.study, size.body, size.log_ratio, size.spread
            found.append(Shrunk(*told, *_quantiles(draws), size.stated))
    return tuple(sorted(found, key=lambda shrunk: shrunk.reported))


def prior_draws(name: str, outcome: str, perpetrator: str, catalogues: Catalogues, posterior: Posterior) -> Draws:
    """Return draws of a tool or body before any evidence, from the scales the posterior was made with, shape (D,)."""
    s, draws, shares = posterior.manifest["scales"], posterior.draws, body_shares(name, catalogues)
    rng = keyed_generator(posterior.manifest["seed"], "prior", name, outcome, perpetrator)

    def half(scale: float) -> NDArray[np.float64]:
        return np.abs(rng.normal(0.0, scale, draws))

    indirect = outcome in posterior.manifest["indirect"]
    own = s["outcome_sd_adverse"] if outcome == "adverse" else s[f"outcome_sd_{'in' if indirect else ''}direct"]
    spreads = [half(s["body_scale"]), half(s["gamma_direct_scale"])]
    if indirect:
        spreads[1] += half(s["gamma_indirect_extra_scale"])
    if perpetrator != "any":
        spreads.append(half(s["delta_scale"]))
    common = rng.normal(0.0, s["mean_sd"], draws) + rng.normal(0.0, own, draws)
    total = transport(name, catalogues, posterior).astype(np.float64)
    for share in shares.values():
        total = total + share * (common + sum(rng.normal(size=draws) * sd for sd in spreads))
    return total
