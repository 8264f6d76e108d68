"""Fits the panel model to training years, and forecasts later years one step ahead.

A forecast for year t reads the codes of all years before t, as a forecaster would have them; every parameter, the
filter's too, comes from the training years alone.
"""

from dataclasses import dataclass

import numpy as np
import nutpie
import pymc as pm
import xarray as xr

from prevent_options.model.compiling import compile_model
from prevent_options.model.gate import Diagnostics, diagnose
from prevent_options.model.machine import usable_cores
from prevent_options.model.panel_build import OTHERS, K, PanelData, build_panel_model, nodes, panel_data
from prevent_options.model.sampling import Progress, tell
from prevent_options.panel.filtering import Readings, expected_levels, fit_readings
from prevent_options.panel.ordinal import level_probabilities
from prevent_options.panel.table import Floats, Moments, Panel, moments

SEED = 20261125


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to sample: chains, draws kept of each, draws of its warm-up."""

    chains: int
    draws: int
    tune: int


SHORT = Effort(2, 300, 300)
"""For forecasts, which average over draws."""

LONG = Effort(4, 1600, 500)
"""For parameters that ship."""

FORECAST_NODES = 7
"""Of the Gauss-Hermite rule for what is new in a forecast year: the common shock and the year's own effect."""

FORECAST_DRAWS = 300
"""Draws a forecast is averaged over."""

SUMMARISED = (
    "low",
    "high",
    "lag1",
    "lag2",
    "level",
    "other",
    "fall",
    "rise",
    "loading",
    "country_sd",
    "year_sd",
    "tau_other",
    "tau_change",
)
"""Parameters that are judged by the gate and shipped; effects of single countries and years are neither."""


@dataclass(frozen=True, slots=True)
class PanelFit:
    """A fitted panel model: the filter, draws by parameter with draws first, diagnostics, last training year."""

    readings: Readings
    draws: dict[str, Floats]
    diagnostics: Diagnostics
    through: int
    country_years: int


def fit_panel(
    panel: Panel, through: int, *, seed: int = SEED, effort: Effort = SHORT, progress: Progress | None = None
) -> PanelFit:
    """Fit the model to the years up to and with ``through``.

    Parameters
    ----------
    panel
        All countries; later years are not looked at.
    through
        Last training year.
    seed
        Of the sampler; same seed, same draws.
    effort
        How long to sample.
    progress
        Told of draws done and draws in all.
    """
    severity = panel.until(through).severity
    readings, at = fit_readings(severity), moments(severity)
    data = panel_data(severity, expected_levels(severity, readings), at)
    model = build_panel_model(data, severity.shape[0], severity.shape[1])
    posterior, divergences = _sample(model, seed, effort, progress)
    diagnostics = diagnose(posterior[list(SUMMARISED)], divergences)
    draws = {
        str(name): values.to_numpy().reshape(-1, *values.shape[2:]).astype(np.float64)
        for name, values in posterior.data_vars.items()
    }
    return PanelFit(readings, draws, diagnostics, through, len(at))


def _sample(model: pm.Model, seed: int, effort: Effort, progress: Progress | None) -> tuple[xr.Dataset, int]:
    trace = nutpie.sample(
        compile_model(model),
        draws=effort.draws,
        tune=effort.tune,
        chains=effort.chains,
        cores=min(effort.chains, usable_cores()),
        seed=seed,
        progress_bar=False,
        save_warmup=False,
        progress_callback=tell(progress) if progress else None,
    )
    posterior = trace["posterior"].to_dataset()
    return posterior[[*SUMMARISED, "u"]], int(trace["sample_stats"]["diverging"].sum())


def forecast(fit: PanelFit, panel: Panel, at: Moments) -> Floats:
    """Return probabilities of the levels of later country-years, shape (M, 4, 3)."""
    data = panel_data(panel.severity, expected_levels(panel.severity, fit.readings), at)
    total = len(fit.draws["low"])
    chosen = np.linspace(0, total - 1, min(FORECAST_DRAWS, total)).astype(np.int64)
    out = np.zeros((len(at), K, 3))
    for i in chosen:
        out += _forecast({name: values[i] for name, values in fit.draws.items()}, data)
    return out / len(chosen)


def scores(draw: dict[str, Floats], data: PanelData) -> Floats:
    """Return η without the year's own effects, shape (M, 4), for one draw."""
    own, none = np.arange(K), np.zeros((K, 1))
    out = np.hstack([none, draw["lag1"]])[own, data.lag1] + np.hstack([none, draw["lag2"]])[own, data.lag2]
    out = out + draw["level"] * data.level + draw["u"][data.country]
    for name, values in (("other", data.level), ("fall", data.fall), ("rise", data.rise)):
        out = out + (values[:, OTHERS] * draw[name]).sum(axis=2)
    return np.asarray(out)


def _forecast(draw: dict[str, Floats], data: PanelData) -> Floats:
    """Return probabilities for one draw, shape (M, 4, 3); common shock and year effect are summed out together."""
    x, weight = nodes(FORECAST_NODES)
    new = np.sqrt(draw["loading"] ** 2 + draw["year_sd"] ** 2)
    shifted = scores(draw, data)[:, :, None] + new[:, None] * x
    low, high = draw["low"][:, None], draw["high"][:, None]
    return np.asarray(np.einsum("mknq,n->mkq", level_probabilities(low, high, shifted), weight))
