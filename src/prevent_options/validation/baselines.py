"""What the model must beat: smoothed frequencies by group, and the vote-count rule.

Frequencies are drawn towards the frequency of all training findings by a number of pseudo-findings. That number is
chosen for every baseline apart, on the training findings alone, by leaving each one out: nobody can say that a baseline
was made weak.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np

from prevent_options.evidence.findings import Finding
from prevent_options.model.data import Ints, Reals
from prevent_options.validation.scores import log_losses

STRENGTHS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
"""Pseudo-findings to choose from."""

type Key = Callable[[Finding], object]

GROUPS: dict[str, Key] = {
    "frequency": lambda _: None,
    "tool": lambda f: f.body,
    "outcome": lambda f: f.outcome,
    "factor": lambda f: f.factor,
    "tool_factor": lambda f: (f.body, f.factor),
}
"""Name of a baseline and the group of a finding."""

VOTE_COUNT = "vote_count"


def directions_of(findings: Sequence[Finding]) -> Ints:
    """Return the directions of findings (N,)."""
    return np.array([finding.direction for finding in findings], dtype=np.int64)


def _overall(directions: Ints) -> Reals:
    counts = np.bincount(directions, minlength=3) + 1.0
    return np.asarray(counts / counts.sum())


def _counts(groups: Sequence[object], directions: Ints) -> dict[object, Reals]:
    counts: dict[object, Reals] = defaultdict(lambda: np.zeros(3))
    for group, direction in zip(groups, directions, strict=True):
        counts[group][direction] += 1.0
    return counts


def _smooth(counts: Reals, overall: Reals, strength: float) -> Reals:
    """Return shares (N, 3) of counts (N, 3) with ``strength`` pseudo-findings of the overall frequency."""
    total = counts.sum(axis=1, keepdims=True)
    return np.asarray((counts + strength * overall) / (total + strength))


def grouped(train_groups: Sequence[object], directions: Ints, test_groups: Sequence[object]) -> Reals:
    """Return smoothed frequencies (N, 3) of the groups of test findings, learned from training findings."""
    overall, counts = _overall(directions), _counts(train_groups, directions)
    left_out = np.array([counts[group] for group in train_groups]) - np.eye(3)[directions]
    losses = [log_losses(_smooth(left_out, overall, strength), directions).mean() for strength in STRENGTHS]
    strength = STRENGTHS[int(np.argmin(losses))]
    return _smooth(np.array([counts.get(group, np.zeros(3)) for group in test_groups]), overall, strength)


def _calls(train: Sequence[Finding], findings: Sequence[Finding], *, leave_out: bool) -> list[str]:
    """Return what the vote count says: the sign of decreases minus increases among findings on tool and factor."""
    votes: dict[object, int] = defaultdict(int)
    for finding in train:
        votes[finding.body, finding.factor] += 1 - finding.direction
    scores = [votes.get((f.body, f.factor), 0) - (1 - f.direction if leave_out else 0) for f in findings]
    return ["less" if score > 0 else "more" if score < 0 else "none" for score in scores]


def vote_count(train: Sequence[Finding], test: Sequence[Finding]) -> Reals:
    """Return the vote-count rule as a forecast (N, 3): how often each call was right, learned without the finding."""
    called, calls = _calls(train, train, leave_out=True), _calls(train, test, leave_out=False)
    return grouped(called, directions_of(train), calls)


def forecasts(train: Sequence[Finding], test: Sequence[Finding]) -> dict[str, Reals]:
    """Return the forecast (N, 3) of every baseline for test findings; training findings must not be empty."""
    directions = directions_of(train)
    by_group = {
        name: grouped([key(f) for f in train], directions, [key(f) for f in test]) for name, key in GROUPS.items()
    }
    return {**by_group, VOTE_COUNT: vote_count(train, test)}
