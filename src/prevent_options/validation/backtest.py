"""Fit on findings through a year, score later ones beside the baselines."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from prevent_options.errors import InputError, Problem
from prevent_options.evidence.findings import AVERAGE, Finding, Findings, Unread
from prevent_options.evidence.release import ReleaseCodes, read_release
from prevent_options.evidence.store import EvidenceStore
from prevent_options.evidence.tables import aggregate
from prevent_options.model.data import Ints, Reals, model_data
from prevent_options.model.fit import fit
from prevent_options.model.gate import Diagnostics
from prevent_options.model.notation import Numbers
from prevent_options.model.predict import Predictor
from prevent_options.model.sampling import Progress
from prevent_options.validation.baselines import directions_of, forecasts
from prevent_options.validation.scores import Scores, log_losses, score

RESAMPLES = 4000
"""Bootstrap resamples of studies behind an interval."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a backtest, average effects or factors.

    Attributes
    ----------
    shares, directions, studies
        The model's forecasts (N, 3), what was found (N,), and the study of each finding.
    rivals
        The forecasts (N, 3) of each baseline.
    """

    shares: Reals
    directions: Ints
    studies: tuple[str, ...]
    rivals: dict[str, Reals]

    @property
    def model(self) -> Scores:
        """Scores of the model."""
        return score(self.shares, self.directions)

    @property
    def baselines(self) -> dict[str, Scores]:
        """Scores of the baselines."""
        return {name: score(shares, self.directions) for name, shares in self.rivals.items()}

    def lead(self, name: str) -> tuple[float, float]:
        """Return the 5 and 95 percent bounds of the model's log loss minus a baseline's, studies resampled."""
        gain = log_losses(self.shares, self.directions) - log_losses(self.rivals[name], self.directions)
        _, study = np.unique(self.studies, return_inverse=True)
        sums, sizes = np.bincount(study, gain), np.bincount(study)
        drawn = np.random.default_rng(1).integers(len(sums), size=(RESAMPLES, len(sums)))
        low, high = np.quantile(sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1), [0.05, 0.95])
        return float(low), float(high)


@dataclass(frozen=True, slots=True)
class Backtest:
    """Scores of findings the model has not seen, diagnostics of its fit, and values of the file nothing explains."""

    through: int
    until: int
    factors: Part
    average: Part
    diagnostics: Diagnostics
    unread: tuple[Unread, ...]

    def as_json(self) -> dict[str, object]:
        """Return the numbers other programs read."""
        return {name: _as_json(part) for name, part in (("factors", self.factors), ("average", self.average))}


def _as_json(part: Part) -> dict[str, object]:
    return {
        "n": len(part.directions),
        "model": asdict(part.model),
        "baselines": {name: asdict(scores) for name, scores in part.baselines.items()},
    }


def _parts(findings: Sequence[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Return findings on factors, and on average effects."""
    return [f for f in findings if f.factor != AVERAGE], [f for f in findings if f.factor == AVERAGE]


def split(path: Path, findings: Findings, through: int, until: int | None) -> tuple[list[Finding], list[Finding]]:
    """Return training findings through a year, and later ones until another (the last by default).

    Raises
    ------
    InputError
        The years leave average effects or factors without findings on one side.
    """
    last = max((f.year for f in findings.findings), default=through) if until is None else until
    train = [f for f in findings.findings if f.year <= through]
    test = [f for f in findings.findings if through < f.year <= last]
    if all(_parts(train)) and all(_parts(test)):
        return train, test
    years = sorted({f.year for f in findings.findings})
    had = f"{years[0]} to {years[-1]}" if years else "none that can be read"
    found = f"through {through} until {last}; the file has {had}"
    expected = "findings on average effects and on factors both through the first year and after it"
    raise InputError([Problem(str(path), 0, "years", found, expected, "choose other years for --through and --until")])


def training_store(train: Sequence[Finding]) -> EvidenceStore:
    """Return a store of nothing but these findings: no study read by us and no practitioner, who came later."""
    return EvidenceStore((), aggregate(Findings(tuple(train), (), (), len(train))), {}, {})


def _part(predictor: Predictor, train: Sequence[Finding], test: Sequence[Finding]) -> Part:
    shares = np.array([predictor.shares(finding) for finding in test])
    return Part(shares, directions_of(test), tuple(f.study for f in test), forecasts(train, test))


def backtest(
    path: Path,
    codes: ReleaseCodes,
    scales: Numbers,
    *,
    through: int,
    until: int | None = None,
    progress: Progress | None = None,
) -> Backtest:
    """Fit on the findings of a release through a year and score later ones.

    Parameters
    ----------
    path
        Findings file of a release, or its folder.
    codes
        Meaning of the release's codes.
    scales
        Scales of the priors.
    through, until
        Last year of training, and last year of test (the last of the file by default).
    progress
        Told of every draw.

    Raises
    ------
    InputError
        The file cannot be read, or the years leave one side empty; nothing was sampled.
    """
    findings = read_release(path, codes)
    train, test = split(path, findings, through, until)
    result = fit(model_data(training_store(train)), scales, progress=progress)
    predictor = Predictor(result, scales)
    factors, average = (_part(predictor, a, b) for a, b in zip(_parts(train), _parts(test), strict=True))
    last = until or max(f.year for f in test)
    return Backtest(through, last, factors, average, result.diagnostics, findings.unread)
