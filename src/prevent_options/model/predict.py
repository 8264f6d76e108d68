"""What the model expects of findings it has not seen: shares of the three directions, averaged over draws."""

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtr

from prevent_options.evidence.findings import AVERAGE, Finding
from prevent_options.evidence.vocabulary import INDIRECT, KINDS
from prevent_options.model.data import Reals
from prevent_options.model.fit import Fit
from prevent_options.model.notation import CUT, Numbers, outcome_sd
from prevent_options.posterior.keyed import keyed_normals


def shares_of(effect: Reals, sd: Reals, spread: Reals, scales: Numbers) -> Reals:
    """Return expected shares (3,) of a finding's directions, given draws of effect, study sd and total spread (D,)."""
    less, more = ndtr((-CUT * sd - effect) / spread), ndtr((effect - CUT * sd) / spread)
    shares = np.stack([less, 1.0 - less - more, more]).mean(axis=1)
    mixed: Reals = (1.0 - scales["lapse"]) * shares + scales["lapse"] / 3.0
    return mixed


class Predictor:
    """Predicts directions of new findings from a fit; what was not observed is drawn from its population.

    Parameters
    ----------
    fit
        A fitted model.
    scales
        The scales it was fitted with.
    """

    def __init__(self, fit: Fit, scales: Numbers) -> None:
        self._fit, self._scales = fit, scales
        self._draws = {name: fit.draws(str(name)) for name, array in fit.posterior.items() if array.size}
        self._asked: dict[tuple[str, ...], Reals] = {}

    def _noise(self, *name: str) -> Reals:
        return keyed_normals(self._fit.seed, self._draws["mu"].size, *name).astype(np.float64)

    def _level(self, name: str, levels: Sequence[object], level: object, scale: Reals | float) -> Reals:
        """Return draws of a level, or of its population around zero where the fit has not seen it."""
        if level in levels:
            return np.asarray(self._draws[name][levels.index(level)])
        return np.asarray(scale * self._noise(name, str(level)))

    def _average(self, finding: Finding) -> Reals:
        data, draws, outcome = self._fit.data, self._draws, finding.outcome
        scale = draws["sigma_direct"] + draws["sigma_extra"] * (outcome in INDIRECT)
        effect = (
            draws["mu"]
            + self._level("alpha", data.bodies, finding.body, draws["sigma_alpha"])
            + self._level("m", data.outcomes, outcome, outcome_sd(outcome, self._scales))
            + self._level("gamma", data.gamma_cells, (finding.body, outcome), scale)
        )
        sd = draws["study_sd"][KINDS.index(finding.kind)]
        return shares_of(effect, sd, np.hypot(sd, draws["tau"]), self._scales)

    def _factor(self, finding: Finding) -> Reals:
        data, draws, cell = self._fit.data, self._draws, (finding.body, finding.factor)
        effect = self._level("beta", data.beta_cells, cell, draws["sigma_u"])
        if cell not in data.beta_cells:
            known = finding.factor in data.factors
            around = self._level("b", data.factors, finding.factor, draws["sigma_b"])
            effect = effect + around + (0.0 if known else draws["mu_b"])
        effect = effect + draws["factor_adverse"] * (finding.outcome == "adverse")
        sd = draws["factor_sd"][KINDS.index(finding.kind)]
        cost = draws["kappa"] * (finding.outcome != "mass_atrocities")
        return shares_of(effect, sd, np.sqrt(sd**2 + draws["tau_f"] ** 2 + cost**2), self._scales)

    def shares(self, finding: Finding) -> Reals:
        """Return the probabilities (3,) of the directions of one finding, from its labels; its direction is not read.

        Its study, its year and who wrote it are not read either.
        """
        key = (finding.body, finding.factor, finding.outcome, finding.kind)
        if key not in self._asked:
            self._asked[key] = self._average(finding) if finding.factor == AVERAGE else self._factor(finding)
        return self._asked[key]
