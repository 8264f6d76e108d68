"""Power scaling: how much the answer on each tool hangs on its prior, and where prior and findings pull apart.

A part of the prior, or the findings, is given a little more and a little less weight, and the posterior is reweighted;
the number is how far it moves (Kallioinen and others 2024, doi 10.1007/s11222-023-10366-5). For the effect of a tool,
averaged over outcomes and types of perpetrator, three parts are scaled:

    own       that its bodies of evidence are members of the family of all bodies: N(α; 0, σ_α²), N(γ; 0, σ_γ²) and
              N(δ; 0, σ_δ²) of these bodies, on the scale of their standard deviations
    shared    priors of what all bodies have in common: μ, m, τ, the spreads, the kinds of study, the concentration
    findings  the likelihood of all findings on these bodies
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import arviz as az
import numpy as np
import xarray as xr

from prevent_options.assess.priors import body_shares
from prevent_options.catalogues import Catalogues
from prevent_options.evidence.vocabulary import INDIRECT
from prevent_options.model.data import ModelData, Reals
from prevent_options.model.fit import Fit
from prevent_options.model.notation import Numbers, outcome_sd
from prevent_options.model.pointwise import Draws

THRESHOLD = 0.05
"""From here on a part matters (Kallioinen and others 2024)."""

type Verdict = Literal["conflict", "prior", "findings", "neither"]

_WORDS: Mapping[Verdict, str] = {
    "conflict": "prior and findings pull apart, read the answer as a compromise",
    "prior": "the prior says more than the findings do: too few or too mixed to move it",
    "findings": "the findings speak, the prior hardly matters",
    "neither": "neither a little more prior nor a little more weight on the findings would change it",
}


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How the effect of a tool hangs on parts of its posterior.

    Attributes
    ----------
    tool, bodies
        The tool and its bodies of evidence that have findings.
    mean
        Of the tool's effect, averaged over outcomes and types (log rate ratio).
    own, shared, findings
        Power-scaling sensitivity to the parts of the module's head.
    pull_prior, pull_findings
        Change of the mean if that part had twice its weight, to first order (log rate ratio).
    """

    tool: str
    bodies: tuple[str, ...]
    mean: float
    own: float
    shared: float
    findings: float
    pull_prior: float
    pull_findings: float

    @property
    def verdict(self) -> Verdict:
        """What the numbers say; a conflict is where prior and findings both matter and pull opposite ways."""
        prior, found = max(self.own, self.shared) >= THRESHOLD, self.findings >= THRESHOLD
        if prior and found and self.pull_prior * self.pull_findings < 0:
            return "conflict"
        if prior and not found:
            return "prior"
        return "findings" if found else "neither"

    @property
    def sentence(self) -> str:
        """The verdict in plain words, with the direction in which the findings pull and what the prior costs."""
        if self.verdict != "conflict":
            return _WORDS[self.verdict]
        more = "more" if self.pull_findings > 0 else "less"
        return (
            f"{_WORDS['conflict']}; findings pull towards {more} violence, and twice the weight on the prior would "
            f"move the mean of {self.mean:+.2f} by {self.pull_prior:+.2f}"
        )


def _half(draws: Reals, scale: float | Reals) -> Reals:
    """Return the log density of a half-normal, a constant left out."""
    return np.asarray(-0.5 * (draws / scale) ** 2)


def _log_normal(draws: Reals, median: float, log_sd: float) -> Reals:
    """Return the log density of the logarithm of log-normal draws, a constant left out."""
    return np.asarray(-0.5 * (np.log(draws / median) / log_sd) ** 2)


def shared_prior(draws: Draws, data: ModelData, scales: Numbers) -> Reals:
    """Return the log prior of what all bodies have in common, shape (D,), constants left out."""
    sds = np.array([outcome_sd(outcome, scales) for outcome in data.outcomes])[:, None]
    halves = {
        "sigma_alpha": "body_scale",
        "sigma_direct": "gamma_direct_scale",
        "sigma_extra": "gamma_indirect_extra_scale",
        "sigma_delta": "delta_scale",
        "tau": "tau_scale",
    }
    median, log_sd = scales["study_sd_median"], scales["study_sd_log_sd"]
    repeats = scales["concentration_median"], scales["concentration_log_sd"]
    parts = [
        _half(draws["mu"], scales["mean_sd"]),
        _half(draws["m"], sds).sum(axis=0),
        *(_half(draws[name], scales[scale]) for name, scale in halves.items()),
        _log_normal(draws["study_sd"], median, log_sd).sum(axis=0),
        _log_normal(draws["concentration_directions"], *repeats),
    ]
    return np.asarray(sum(parts))


def own_priors(draws: Draws, data: ModelData) -> dict[str, Reals]:
    """Return by body the log prior of its own levels on the scale of their spreads, shape (D,), constants left out."""
    own = {body: _half(draws["alpha"][k], draws["sigma_alpha"]) for k, body in enumerate(data.bodies)}
    for k, (body, outcome) in enumerate(data.gamma_cells):
        spread = draws["sigma_direct"] + draws["sigma_extra"] * (outcome in INDIRECT)
        own[body] = own[body] + _half(draws["gamma"][k], spread)
    for k, (body, _) in enumerate(data.delta_cells):
        own[body] = own[body] + _half(draws["delta"][k], draws["sigma_delta"])
    return own


def likelihoods(parts: Mapping[str, Reals], data: ModelData) -> dict[str, Reals]:
    """Return by body the log likelihood of its findings on average effects, shape (D,), from those of rows."""
    own = {body: np.zeros(parts["directions"].shape[-1]) for body in data.bodies}
    for name, at in (("directions", data.counts_at), ("sizes", data.sizes_at)):
        for row, body in zip(parts[name], at.body, strict=True):
            own[data.bodies[body]] += row
    return own


def _tree(groups: Mapping[str, Mapping[str, Reals]], chains: int) -> xr.DataTree:
    """Return what ArviZ reads: groups of variables with dimensions chain and draw."""
    shaped = {
        group: xr.Dataset({name: (("chain", "draw"), values.reshape(chains, -1)) for name, values in of.items()})
        for group, of in groups.items()
    }
    return xr.DataTree.from_dict(shaped)


def _shares(tool: str, catalogues: Catalogues, data: ModelData) -> dict[str, float]:
    return {body: share for body, share in body_shares(tool, catalogues).items() if body in data.bodies}


def _mixed(shares: Mapping[str, float], average: Mapping[str, Reals]) -> Reals:
    """Return the effect of a tool, shape (D,), as its bodies of evidence give it."""
    return np.asarray(np.sum([share * average[body] for body, share in shares.items()], axis=0))


def _pull(effect: Reals, log_part: Reals) -> float:
    """Return the change of a mean if a part of the posterior had twice its weight, to first order."""
    return float(np.log(2.0) * np.cov(effect, log_part)[0, 1])


def _moved(tree: xr.DataTree, tool: str, group: str, names: list[str]) -> float:
    return float(az.psense(tree, var_names=[tool], group=group, group_var_names=names)[tool])


def sensitivities(
    fit: Fit, parts: Mapping[str, Reals], scales: Numbers, catalogues: Catalogues
) -> tuple[Sensitivity, ...]:
    """Return the sensitivity of every tool that has findings on one of its bodies, those in conflict first.

    Parameters
    ----------
    fit
        A fit of the evidence.
    parts
        Log likelihoods of its observations at its draws, ``model.pointwise.log_likelihoods``.
    scales
        Numbers of ``priors/scales.yaml``.
    catalogues
        Tools and their bodies of evidence.
    """
    found = list(_each(fit, parts, scales, catalogues))
    order: list[Verdict] = ["conflict", "prior", "findings", "neither"]
    return tuple(sorted(found, key=lambda s: (order.index(s.verdict), -min(max(s.own, s.shared), s.findings), s.tool)))


def _each(fit: Fit, parts: Mapping[str, Reals], scales: Numbers, catalogues: Catalogues) -> Iterator[Sensitivity]:
    data, draws = fit.data, {str(name): fit.draws(str(name)) for name in fit.posterior.data_vars}
    shares = {tool: of for tool in catalogues.tools if (of := _shares(tool, catalogues, data))}
    average: dict[str, Reals] = dict(zip(data.bodies, draws["mu"] + draws["alpha"], strict=True))
    effects = {tool: _mixed(share, average) for tool, share in shares.items()}
    own, told = own_priors(draws, data), likelihoods(parts, data)
    shared = shared_prior(draws, data, scales)
    groups: dict[str, dict[str, Reals]] = {
        "posterior": effects,
        "log_prior": {**own, "shared": shared},
        "log_likelihood": told,
    }
    tree = _tree(groups, fit.posterior.sizes["chain"])
    for tool, of in shares.items():
        effect, bodies = effects[tool], list(of)
        yield Sensitivity(
            tool,
            tuple(bodies),
            float(effect.mean()),
            own=_moved(tree, tool, "prior", bodies),
            shared=_moved(tree, tool, "prior", ["shared"]),
            findings=_moved(tree, tool, "likelihood", bodies),
            pull_prior=_pull(effect, np.sum([own[body] for body in bodies], axis=0) + shared),
            pull_findings=_pull(effect, np.sum([told[body] for body in bodies], axis=0)),
        )
