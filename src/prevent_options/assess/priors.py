"""What the priors say of a tool or a body of evidence, apart from any case."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prevent_options.catalogues import Catalogues, load_catalogues
from prevent_options.errors import InputError, Problem
from prevent_options.paths import data_dir
from prevent_options.posterior import Posterior, load_posterior
from prevent_options.posterior.keyed import keyed_generator
from prevent_options.yamlio import nearest

type Draws = NDArray[np.float32] | NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PriorRow:
    """Effect of one body or tool on one tactic family, log rate ratio.

    Attributes
    ----------
    name, outcome
        A tool or a body of evidence, and a family of tactics.
    mean, q05, q95, p_less
        Mean, 5 and 95 percent points, and share of draws below zero.
    on_it, studies
        Studies read one by one on this very family, and all studies on the bodies of evidence: those tell of a family
        as far as families are alike.
    """

    name: str
    outcome: str
    mean: float
    q05: float
    q95: float
    p_less: float
    on_it: int
    studies: int


def is_factor(name: str | None, catalogues: Catalogues) -> bool:
    """Whether a factor has this name, and no tool or body of evidence."""
    return name in catalogues.factors and name not in {*catalogues.tools, *catalogues.bodies}


def prior_table(name: str | None, perpetrator: str, catalogues: Catalogues | None = None) -> list[PriorRow]:
    """Return the effects of a body of evidence or a tool on each tactic family; without a name, lethal violence only.

    Raises
    ------
    InputError
        When there is neither a body nor a tool of this name.
    """
    catalogues = load_catalogues() if catalogues is None else catalogues
    posterior = load_posterior(data_dir("priors") / "posterior")
    if name is None:
        return [_row(body, "lethal", perpetrator, catalogues, posterior) for body in catalogues.bodies]
    return [_row(name, family, perpetrator, catalogues, posterior) for family in catalogues.tactic_families]


def body_shares(name: str, catalogues: Catalogues) -> dict[str, float]:
    """Return the signed share of each body of evidence in a tool; a body is all of itself."""
    if name in catalogues.tools:
        links = catalogues.tools[name].bodies
        total = sum(link.relevance for link in links)
        return {link.body: (-1 if link.reverse else 1) * link.relevance / total for link in links}
    if name in catalogues.bodies:
        return {name: 1.0}
    known = [*catalogues.tools, *catalogues.bodies]
    raise InputError(
        [
            Problem(
                "NAME",
                0,
                "name",
                f"found {name}",
                "expected a tool or a body of evidence",
                ", ".join(nearest(name, known, 3)) or "see `prevent-options priors show`",
            )
        ]
    )


def effect_of(name: str, outcome: str, perpetrator: str, catalogues: Catalogues, posterior: Posterior) -> Draws:
    """Return draws of a tool or body on an outcome, with what a tool's own practice adds, shape (D,)."""
    shares = body_shares(name, catalogues)
    parts = [w * posterior.effect(b, outcome, perpetrator, posterior.draws) for b, w in shares.items()]
    return np.asarray(np.sum(parts, axis=0) + transport(name, catalogues, posterior), dtype=np.float64)


def transport(name: str, catalogues: Catalogues, posterior: Posterior) -> Draws:
    """Return noise whose ratio averages one, for what no body of evidence says of a tool; a body has none."""
    if name not in catalogues.tools:
        return np.zeros(posterior.draws)
    missing = 1.0 - max(float(link.relevance) for link in catalogues.tools[name].bodies)
    sd = missing * posterior.transport_scale
    noise = keyed_generator(posterior.manifest["seed"], "picture", name).normal(size=posterior.draws)
    return np.asarray(sd * noise - sd**2 / 2)


def _row(name: str, family: str, perpetrator: str, catalogues: Catalogues, posterior: Posterior) -> PriorRow:
    draws, bodies = effect_of(name, family, perpetrator, catalogues, posterior), body_shares(name, catalogues)
    low, high = np.quantile(draws, [0.05, 0.95])
    ids = {study for body in bodies for study in posterior.manifest["evidence_ids"].get(f"{body}/{family}", ())}
    studies = sum(posterior.counts(body).studies for body in bodies)
    p_less = float((draws < 0).mean())
    return PriorRow(name, family, float(draws.mean()), float(low), float(high), p_less, len(ids), studies)
