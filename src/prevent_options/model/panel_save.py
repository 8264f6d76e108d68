"""Writes what was learned from a panel: parameters with their uncertainty, never its rows."""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from prevent_options.files import write_atomically
from prevent_options.model.gate import FitError
from prevent_options.model.panel_fit import SUMMARISED, PanelFit
from prevent_options.panel.filtering import Readings
from prevent_options.panel.flags import FAMILY_ERROR, THRESHOLD, pair_tests, same_year_correlations
from prevent_options.panel.table import Floats, Panel
from prevent_options.panel.words import CATALOGUE_TACTICS, TACTICS

SCHEMA = "prevent-options/panel@1"
QUANTILES = {"q05": 0.05, "q95": 0.95}
NOTE = (
    "Severity 0 none, 1 occasional, 2 frequent; higher is worse. `rise` of a pair: change of the second tactic, in "
    "steps of that scale, in the year after the first one fell. Parameters of the model are on the logit scale; in "
    "`other`, `fall` and `rise` rows are the tactic that is moved, columns the other three in order."
)


def learned(panel: Panel, fit: PanelFit, source: Mapping[str, str], seed: int) -> dict[str, Any]:
    """Return everything that ships, ready for JSON.

    Raises
    ------
    FitError
        The sampler did not mix well enough; nothing is returned.
    """
    _require(fit)
    severity = panel.until(fit.through).severity
    return {
        "schema": SCHEMA,
        "note": NOTE,
        "source": dict(source),
        "years": [panel.years[0], fit.through],
        "country_years": fit.country_years,
        "seed": seed,
        "tactics": {tactic: CATALOGUE_TACTICS[tactic] for tactic in TACTICS},
        "same_year_correlation_of_changes": _matrix(same_year_correlations(severity)),
        "readings": _readings(fit.readings),
        "pairs": _pairs(severity, fit.readings),
        "flag_rule": {"standard_errors": round(THRESHOLD, 3), "family_error": FAMILY_ERROR, "side": "rise"},
        "model": {name: _summary(fit.draws[name]) for name in SUMMARISED},
        "diagnostics": {
            "max_rhat": round(fit.diagnostics.max_rhat, 3),
            "min_ess_bulk": round(fit.diagnostics.min_ess_bulk),
            "min_ess_tail": round(fit.diagnostics.min_ess_tail),
            "divergences": fit.diagnostics.divergences,
        },
    }


def save_learned(document: Mapping[str, Any], path: Path) -> None:
    """Write the document; the old file stays where writing fails."""
    write_atomically(path, json.dumps(document, indent=1, ensure_ascii=False) + "\n")


def digest(path: Path) -> str:
    """Return the SHA-256 of a data file, so that a reader can tell which one was read."""
    return sha256(path.read_bytes()).hexdigest()


def _require(fit: PanelFit) -> None:
    """Refuse a fit that fails the gate of all fits (``prevent_options.model.gate``)."""
    d = fit.diagnostics
    if not d.passed:
        raise FitError(
            "the fit did not converge:\n"
            + "".join(f"{line}\n" for line in d.worst)
            + f"{d.divergences} divergent transitions, none are allowed\n"
            "nothing was written; try another --seed, and look at the data"
        )


def _matrix(values: Floats) -> list[list[float]]:
    return [[round(float(value), 4) for value in row] for row in values]


def _readings(readings: Readings) -> dict[str, Any]:
    return {
        "true_yearly_change_covariance": _matrix(readings.q),
        "reading_error_covariance": _matrix(readings.r),
        "between_countries_covariance": _matrix(readings.p),
        "mean": [round(float(value), 4) for value in readings.mean],
        "reliability_of_yearly_change": [round(float(value), 4) for value in readings.reliability],
        "correlation_of_true_changes": _matrix(readings.shock_correlation),
    }


def _pairs(severity: Floats, readings: Readings) -> list[dict[str, Any]]:
    return [
        {
            "from": CATALOGUE_TACTICS[test.source],
            "to": CATALOGUE_TACTICS[test.target],
            "rise": round(test.rise, 4),
            "se": round(test.se, 4),
            "standard_errors": round(test.ratio, 2),
            "flagged": test.flagged,
        }
        for test in pair_tests(severity, readings)
    ]


def _summary(draws: Floats) -> dict[str, Any]:
    parts = {"mean": draws.mean(axis=0), "sd": draws.std(axis=0, ddof=1)}
    parts |= {name: np.quantile(draws, q, axis=0) for name, q in QUANTILES.items()}
    return {name: np.round(values, 3).tolist() for name, values in parts.items()}
