"""What the priors say of a tool or a body of evidence, apart from any case."""

from dataclasses import dataclass

import numpy as np

from prevent_options.catalogues import Catalogues, load_catalogues
from prevent_options.effects.arrays import Floats
from prevent_options.errors import InputError, Problem
from prevent_options.paths import data_dir
from prevent_options.posterior import Posterior, load_posterior
from prevent_options.yamlio import nearest


@dataclass(frozen=True, slots=True)
class PriorRow:
    """Effect of one body or tool on one tactic family, log rate ratio."""

    name: str
    outcome: str
    mean: float
    q05: float
    q95: float
    p_less: float
    studies: int


def prior_table(name: str | None, perpetrator: str) -> list[PriorRow]:
    """Return the effects of a body of evidence or a tool on each tactic family; without a name, lethal violence only.

    Raises
    ------
    InputError
        When there is neither a body nor a tool of this name.
    """
    catalogues, posterior = load_catalogues(), load_posterior(data_dir("priors") / "posterior")
    if name is None:
        return [_row(body, "lethal", {body: 1.0}, perpetrator, posterior) for body in catalogues.bodies]
    weights = body_shares(name, catalogues)
    return [_row(name, family, weights, perpetrator, posterior) for family in catalogues.tactic_families]


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


def _row(name: str, family: str, weights: dict[str, float], perpetrator: str, posterior: Posterior) -> PriorRow:
    """Return the row of a weighted mix of bodies."""
    parts = [weight * posterior.effect(body, family, perpetrator, posterior.draws) for body, weight in weights.items()]
    draws: Floats = np.sum(parts, axis=0)
    low, high = np.quantile(draws, [0.05, 0.95])
    studies = sum(posterior.counts(body).studies for body in weights)
    return PriorRow(name, family, float(draws.mean()), float(low), float(high), float((draws < 0).mean()), studies)
