"""What tests of the model share: the same point by the names of the model in PyMC."""

import numpy as np

from prevent_options.evidence.vocabulary import INDIRECT
from prevent_options.model.data import ModelData
from prevent_options.model.notation import outcome_sd
from prevent_options.model.simulate import Truth


def unconstrained(truth: Truth, data: ModelData, scales: dict[str, float]) -> dict[str, np.ndarray]:
    """Return a truth by the names of the PyMC model's free variables, raw ones among them."""
    factors = [data.factors.index(factor) for _, factor in data.beta_cells]
    indirect = np.array([outcome in INDIRECT for _, outcome in data.gamma_cells])
    log_sd = scales["study_sd_log_sd"]
    return dict(truth) | {
        "alpha_raw": truth["alpha"] / truth["sigma_alpha"],
        "m_raw": truth["m"] / np.array([outcome_sd(outcome, scales) for outcome in data.outcomes]),
        "gamma_raw": truth["gamma"] / (truth["sigma_direct"] + truth["sigma_extra"] * indirect),
        "delta_raw": truth["delta"] / truth["sigma_delta"],
        "b_around_raw": (truth["b"] - truth["mu_b"]) / truth["sigma_b"],
        "u_raw": (truth["beta"] - truth["b"][factors]) / truth["sigma_u"],
        "study_sd_raw": np.log(truth["study_sd"] / scales["study_sd_median"]) / log_sd,
        "factor_sd_raw": np.log(truth["factor_sd"] / scales["factor_study_sd_median"]) / log_sd,
    }
