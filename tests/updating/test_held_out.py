"""Reweighting gives what a fit gives: ten studies held out, added back by weights, against the fit that has them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from prevent_options.evidence import EvidenceStore, load_store
from prevent_options.posterior import Posterior, load_posterior
from prevent_options.updating.additions import Stores
from prevent_options.updating.moved import effective_draws
from prevent_options.updating.plan import lineage_entry, make_plan

STUDIES = (
    "armand2020-radio-defection-lra",
    "calderon2015-mexico-kingpins",
    "jo-simmons2016-icc-deterrence",
    "hegre2019-pko-simulation",
    "fourati2021-gold-price-crsv",
    "acemoglu2020-false-positives",
    "cole-ramirez2013-nhri",
    "crost2016-cct-philippines",
    "fjelde2019-local-presence",
    "parker-vadheim2017-doddfrank",
)
"""Five with sizes and five with directions; some are alone in their cell, so that the fit does not know their level."""

LIMIT = 4.0
"""Standard errors of the difference of two means that Monte Carlo may make, over some hundred comparisons."""


def without(store: EvidenceStore, study: str) -> EvidenceStore:
    """Return a store that lacks a study."""
    files = {name: digest for name, digest in store.digests.items() if name != f"studies/{study}.yaml"}
    return replace(store, studies=tuple(s for s in store.studies if s.id != study), digests=files)


def fitted(store: EvidenceStore, root: Path) -> Posterior:
    """Return a posterior fitted to a store, with fewer draws than ship."""
    from prevent_options.model.data import model_data
    from prevent_options.model.fit import fit
    from prevent_options.model.save import HALF, SINGLE, manifest_of
    from prevent_options.model.scales import load_scales, values_of

    scales = values_of(load_scales(root / "priors"))
    result = fit(model_data(store), scales, seed=11, draws=400, tune=500)
    arrays = {name: result.draws(name).astype(np.float32) for name in (*SINGLE, *HALF)}
    return Posterior(arrays, manifest_of(result, store, scales, "0"))


def differences(reweighted: Posterior, full: Posterior, cells: list[tuple[str, str, str]]) -> np.ndarray:
    """Return differences of means in standard errors of the draws, for the cells and all bodies."""
    found = []
    for cell in [*cells, *((body, "lethal", "any") for body in full.bodies)]:
        a, b = (p.effect(*cell, p.draws).astype(np.float64) for p in (reweighted, full))
        error = np.sqrt(a.var() / effective_draws(reweighted) + b.var() / effective_draws(full))
        found.append((a.mean() - b.mean()) / error)
    return np.array(found)


@pytest.mark.slow
@pytest.mark.parametrize("study", STUDIES)
def test_reweighted_and_refitted_answers_agree_within_monte_carlo_error(root: Path, study: str) -> None:
    """Fitted without the study and reweighted by it, effects are those of the fit that ships, which has the study."""
    store = load_store(root / "priors" / "evidence")
    full = load_posterior()
    before = without(store, study)
    plan = make_plan(Stores(before, store, (study,), {}, ()), fitted(before, root), None)
    assert plan.result is not None, plan.why
    after = plan.result.posterior
    lineage = Posterior(after.arrays, {**after.manifest, "lineage": [lineage_entry(plan)]})
    rows = [*store.votes, *store.quantified]
    cells = [(row.body, row.outcome, row.perpetrator) for row in rows if row.study == study]
    assert cells
    worst = np.abs(differences(lineage, full, cells)).max()
    print(f"{study}: {plan.why}; worst difference {worst:.1f} standard errors")  # noqa: T201 - shown by pytest -s
    assert worst < LIMIT
