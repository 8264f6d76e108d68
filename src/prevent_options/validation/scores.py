"""Proper scores of three ordered directions: log loss and ranked probability score; lower is better."""

from dataclasses import dataclass

import numpy as np

from prevent_options.model.data import Ints, Reals

FLOOR = 1e-6
"""Least probability a forecast is scored with, so that a zero costs much and not everything."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Mean scores over findings: log loss in nats, ranked probability score between 0 and 1."""

    log_loss: float
    rps: float


def log_losses(shares: Reals, directions: Ints) -> Reals:
    """Return minus the logarithm of the probability given to what happened, per finding (N,)."""
    given = shares[np.arange(len(directions)), directions]
    return np.asarray(-np.log(np.clip(given, FLOOR, 1.0)))


def ranked_scores(shares: Reals, directions: Ints) -> Reals:
    """Return half the squared distance of cumulative shares (less, none, more) from what happened, per finding."""
    happened = directions[:, None] <= np.arange(2)
    return np.asarray(((shares.cumsum(axis=1)[:, :2] - happened) ** 2).sum(axis=1) / 2.0)


def score(shares: Reals, directions: Ints) -> Scores:
    """Return the mean scores of forecasts (N, 3) against directions 0, 1, 2 (N,)."""
    return Scores(float(log_losses(shares, directions).mean()), float(ranked_scores(shares, directions).mean()))
