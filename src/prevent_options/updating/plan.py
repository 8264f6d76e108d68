"""Whether draws are reweighted or fitted again, and why; what a reweighted posterior is."""

from dataclasses import asdict, dataclass
from math import isfinite

from prevent_options.evidence.summary import evidence_ids, summarise
from prevent_options.model.data import model_data
from prevent_options.posterior import Posterior
from prevent_options.posterior.files import Update, grown
from prevent_options.posterior.keyed import keyed_generator
from prevent_options.posterior.manifest import BodyCounts, LineageEntry, ManifestData, counts_as_json
from prevent_options.updating.additions import Stores
from prevent_options.updating.likelihood import NEEDED, log_ratio
from prevent_options.updating.psis import GOOD_K, Weights, resample, smooth
from prevent_options.updating.rows import difference, same_factors

MIN_EFFECTIVE = 400.0
"""Fewest effective draws that reweighting may leave: what a fit must have too (``model.gate.MIN_ESS``)."""


@dataclass(frozen=True, slots=True)
class Reweighted:
    """A posterior after reweighting, and what has to be stored of it."""

    posterior: Posterior
    update: Update


@dataclass(frozen=True, slots=True)
class Plan:
    """What an update will do.

    Attributes
    ----------
    why
        The reason, in words.
    weights
        None where reweighting was not tried.
    result
        None where the model has to be fitted again.
    """

    stores: Stores
    why: str
    weights: Weights | None
    result: Reweighted | None

    @property
    def reweights(self) -> bool:
        """Whether the draws that exist are used."""
        return self.result is not None


def _obstacle(stores: Stores, base: Posterior) -> str | None:
    """Return why the draws cannot be reweighted at all, if so."""
    if stores.changed:
        return f"the evidence changed beside the added studies ({', '.join(stores.changed)})"
    if missing := [name for name in NEEDED if name not in base.arrays]:
        return f"the posterior does not carry {', '.join(missing)}"
    if not same_factors(model_data(stores.before), model_data(stores.after)):
        return "counts of findings on factors changed"
    return None


def _judge(weights: Weights) -> tuple[bool, str]:
    """Return whether weights may be used, and the reason in words."""
    k, left = f"k-hat {weights.k:.2f}", f"{weights.effective:,.0f} effective of {len(weights.values):,} draws"
    if weights.k > GOOD_K:
        return False, f"{k} is above {GOOD_K:g}: too few draws lie where the new evidence points"
    if weights.effective < MIN_EFFECTIVE:
        return False, f"{left} would be left, fewer than {MIN_EFFECTIVE:g}"
    return True, f"{k} is at most {GOOD_K:g}; {left}"


def evidence_part(base: ManifestData, stores: Stores) -> ManifestData:
    """Return a manifest that says the evidence of afterwards."""
    after = stores.after
    counts = {body: BodyCounts(**asdict(summary)) for body, summary in summarise(after).items()}
    return {
        **base,
        "digests": {**base["digests"], "evidence": after.digest},
        "evidence": dict(after.digests),
        "counts": counts_as_json(counts),
        "evidence_ids": evidence_ids(after),
    }


def lineage_entry(plan: Plan) -> LineageEntry:
    """Return the line of the lineage that an update adds; copies into the store are filled in when they are made."""
    weights = plan.weights
    finite = weights is not None and isfinite(weights.k)
    return {
        "how": "reweighted" if plan.reweights else "refitted",
        "why": plan.why,
        "studies": list(plan.stores.added),
        "files": {name: plan.stores.after.digests[name] for name in sorted(plan.stores.copies)},
        "pareto_k": round(weights.k, 4) if weights is not None and finite else None,
        "effective_draws": round(weights.effective, 1) if weights is not None else None,
    }


def make_plan(stores: Stores, base: Posterior, earlier: Update | None, *, refit: bool = False) -> Plan:
    """Decide between reweighting and fitting again.

    Parameters
    ----------
    stores
        Evidence before and after.
    base
        The posterior in the order of its fit, with the levels that earlier updates brought in.
    earlier
        What earlier updates changed since the fit; the new weights are those of everything added since.
    refit
        Fit again whatever the weights say.
    """
    why = "asked for" if refit else _obstacle(stores, base)
    if why is not None:
        return Plan(stores, why, None, None)
    change = difference(model_data(stores.before), model_data(stores.after))
    places = [(place.body, place.outcome, place.perpetrator) for place in change.places]
    wider, new = base.with_cells(places)
    log_weights = log_ratio(change, wider) + (0.0 if earlier is None else earlier.log_weights)
    weights = smooth(log_weights)
    good, why = _judge(weights)
    if not good:
        return Plan(stores, why, weights, None)
    generator = keyed_generator(base.manifest["seed"], "update", stores.after.digest)
    all_new = dict(earlier.new) if earlier else {}
    for name, values in new.items():
        all_new[name] = grown({name: all_new[name]}, {name: values})[name] if name in all_new else values
    update = Update(resample(weights.values, generator), log_weights, all_new)
    arrays = {name: values[..., update.index] for name, values in wider.arrays.items()}
    after = Posterior(arrays, evidence_part(wider.manifest, stores))
    return Plan(stores, why, weights, Reweighted(after, update))
