"""Scores held-out years: mean log loss of the model and of the plain forecasts, by tactic."""

from dataclasses import dataclass

import numpy as np

from prevent_options.errors import InputError, Problem
from prevent_options.model.panel_fit import SEED, PanelFit, fit_panel, forecast
from prevent_options.model.sampling import Progress
from prevent_options.panel.baselines import BASELINES, forecasts, log_loss
from prevent_options.panel.table import Floats, Ints, Panel, moments, outcome
from prevent_options.panel.words import TACTICS

FEWEST = 200
"""Country-years a fit needs: fewer do not tell a country's level from its history."""

COLUMNS = ("model", *BASELINES)

type Losses = dict[str, float]


@dataclass(frozen=True, slots=True)
class Scores:
    """Log losses in nats a country-year: of the test years, of the training years, and what they rest on.

    Attributes
    ----------
    mean, tactics
        Forecast → loss, over tactics and for each.
    training
        Tactic → forecast → loss on the years the forecasts were fitted to.
    trained_on, tested_on
        Country-years.
    skipped
        Country-years of the test years with all four codes that lack two observed years before them.
    fit
        The fit behind the model's forecasts.
    """

    mean: Losses
    tactics: dict[str, Losses]
    training: dict[str, Losses]
    trained_on: int
    tested_on: int
    skipped: int
    fit: PanelFit


def score(file: str, panel: Panel, first: int, *, seed: int = SEED, progress: Progress | None = None) -> Scores:
    """Fit to the years before ``first`` and score the years from it on, each forecast one year ahead.

    Raises
    ------
    InputError
        Too few country-years before ``first``, or none from it on; nothing was sampled.
    """
    start = first - panel.years[0]
    train, test = moments(panel.severity, 0, max(start, 0)), moments(panel.severity, max(start, 0))
    _check(file, first, len(train), len(test))
    fit = fit_panel(panel, first - 1, seed=seed, progress=progress)
    predicted = {"model": forecast(fit, panel, test), **forecasts(panel.severity, train, test)}
    fitted = {"model": forecast(fit, panel, train), **forecasts(panel.severity, train, train)}
    tactics = _by_tactic(predicted, outcome(panel.severity, test))
    mean = {name: float(np.mean([losses[name] for losses in tactics.values()])) for name in COLUMNS}
    seen = int((~np.isnan(panel.severity[:, start:, 0])).sum())
    training = _by_tactic(fitted, outcome(panel.severity, train))
    return Scores(mean, tactics, training, len(train), len(test), seen - len(test), fit)


def _by_tactic(predicted: dict[str, Floats], y: Ints) -> dict[str, Losses]:
    return {
        tactic: {name: log_loss(predicted[name][:, k], y[:, k]) for name in COLUMNS} for k, tactic in enumerate(TACTICS)
    }


def check_training(file: str, before: int, count: int) -> None:
    """Refuse a fit to too few country-years.

    Raises
    ------
    InputError
        Fewer than ``FEWEST``.
    """
    if problems := _too_few(file, before, count):
        raise InputError(problems)


def _too_few(file: str, before: int, count: int) -> list[Problem]:
    if count >= FEWEST:
        return []
    found = f"{count} country-years before {before} have two observed years before them"
    return [Problem(file, 0, "years", found, f"at least {FEWEST}", "choose a later year or a longer file")]


def _check(file: str, first: int, train: int, test: int) -> None:
    problems = _too_few(file, first, train)
    if not test:
        found = f"no country-year from {first} on has two observed years before it"
        problems.append(Problem(file, 0, "years", found, "years to score", "choose an earlier year or a longer file"))
    if problems:
        raise InputError(problems)
