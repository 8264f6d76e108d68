"""What tools do in one case: numbers kept for ranking, and the summary per pair; a few tools at once.

One exponential for each pair and draw: what all pairs of a perpetrator share (the shared case noise, a leader's
decision) is multiplied in afterwards, perpetrator by perpetrator.
"""

from collections.abc import Sequence
from functools import partial
from itertools import batched, compress
from typing import NamedTuple

import numpy as np

from prevent_options.assess.flags import flags
from prevent_options.assess.types import Spread, SubstitutionFlag, TacticEffect
from prevent_options.catalogues import Tool
from prevent_options.decision.harm import change_of_harm, remaining_harm
from prevent_options.decision.quantiles import position, quantiles
from prevent_options.effects.arrays import Bools, Floats, row_shares
from prevent_options.effects.direct import DirectEffect, direct_effects
from prevent_options.effects.parts import UNTOUCHED, firing
from prevent_options.effects.setting import Setting
from prevent_options.rules import Finding, Findings
from prevent_options.substitution import spill_overs
from prevent_options.substitution.spill import Spills


class Outcome(NamedTuple):
    """Numbers of one tool.

    Attributes
    ----------
    change, change_any
        Change of total harm under the case's severity weights and under weights drawn evenly over all, shape (D,).
    expected
        The change under the case's weights with case noise and leaders' decisions averaged out, shape (D,). That is
        exact, because the ratio of each averages one; it has the mean of ``change`` without the luck of its noise.
    moved, moved_decided, unmoved, shared_sd, decisive
        The pieces of harm that :func:`prevent_options.decision.goals.falls_by` needs, shape (D,).
    effects, flags
        Summary per pair, and where violence may move.
    reaches
        Whether the tool reaches any pair of the case in any draw.
    """

    change: Floats
    change_any: Floats
    expected: Floats
    moved: Floats
    moved_decided: Floats
    unmoved: Floats
    shared_sd: Floats
    decisive: Floats
    effects: tuple[TacticEffect, ...]
    flags: tuple[SubstitutionFlag, ...]
    reaches: bool


BLOCK = 2**18
"""Numbers of an array that is worked on at once: about what the processor's second cache holds."""


def outcomes(
    tools: Sequence[Tool], findings: Findings, setting: Setting, shares: Floats, shares_any: Floats | None
) -> dict[str, Outcome]:
    """Return what each of several tools does, by tool id.

    Parameters
    ----------
    tools
        The tools.
    findings
        What the rules say about them.
    setting
        The case.
    shares, shares_any
        Shares of harm under the case's weights and under drawn weights, shape (K, D). None for the latter leaves out
        all that an order of tools does not need: the change under drawn weights, effects and flags.
    """
    at_once = max(1, BLOCK // (len(setting.grid.pairs) * setting.draws))
    found: dict[str, Outcome] = {}
    for some in batched(tools, at_once):
        said = [findings.of(tool.id) for tool in some]
        direct = direct_effects(some, said, setting)
        spills = spill_overs(some, direct.expected, said, setting)
        done = _Block(some, said, setting, direct, spills).outcomes(shares, shares_any)
        found |= {tool.id: one for tool, one in zip(some, done, strict=True)}
    return found


class _Block(NamedTuple):
    """A few tools, worked out together: arrays have shape (T, K, D)."""

    tools: tuple[Tool, ...]
    findings: list[tuple[Finding, ...]]
    setting: Setting
    direct: DirectEffect
    spills: Spills

    def outcomes(self, shares: Floats, shares_any: Floats | None) -> list[Outcome]:
        """Return the outcome of each tool."""
        direct, spilled = self.direct, self.spills.total()
        net = direct.expected + spilled
        expected = change_of_harm(net, shares)
        net += direct.own
        ratio, noise = np.exp(net), np.exp(direct.shared)
        decided = np.stack([self.setting.uniform(tool.id) for tool in self.tools]) < direct.decisive
        parts = self._pieces(ratio, shares)
        change = parts.change(noise, decided)
        full = shares_any is not None
        change_any = change if shares_any is None else self._pieces(ratio, shares_any).change(noise, decided)
        effects = self._effects(self._with_common(net, decided), spilled) if full else [()] * len(self.tools)
        return [
            Outcome(
                change=change[t],
                change_any=change_any[t],
                expected=expected[t],
                moved=parts.moved[t],
                moved_decided=parts.decided[t],
                unmoved=parts.unmoved[t],
                shared_sd=direct.shared_sd[t],
                decisive=direct.decisive[t],
                effects=effects[t],
                flags=flags(self.spills.of(t), shares, self.setting) if full else (),
                reaches=bool(direct.reaches[t].any()),
            )
            for t in range(len(self.tools))
        ]

    def _with_common(self, net: Floats, decided: Bools) -> Floats:
        """Add to each pair what all pairs of its perpetrator share, in place."""
        common = self.direct.common(decided)
        for actor, run in enumerate(self.setting.runs):
            net[:, run] += common[:, actor, None]
        return net

    def _pieces(self, ratio: Floats, shares: Floats) -> "_Pieces":
        """Return the harm that is left before shared noise and decision."""
        direct, left = self.direct, remaining_harm(ratio, shares, self.setting.runs)
        led = (left * direct.leads).sum(axis=1)
        unled = (left * direct.reaches).sum(axis=1) - led
        # Summed for itself: as a difference it would tell tools apart that do the same.
        unmoved = (left * ~direct.reaches).sum(axis=1)
        return _Pieces(unled + led * direct.balance, unled + led * np.float32(direct.remaining), unmoved)

    def _effects(self, net: Floats, spilled: Floats) -> list[tuple[TacticEffect, ...]]:
        """Return the summary of each pair; the direct part includes the case noise, so that the parts add up."""
        pairs, draws = self.setting.grid.pairs, self.setting.draws
        spills = spilled.mean(axis=2, dtype=np.float64)
        told = self.direct.reaches.any(axis=2)[:, self.direct.owner] | (spills != 0)
        rows = net if told.all() else net[told]
        rows = rows.reshape(-1, draws)
        means, rises = rows.mean(axis=1, dtype=np.float64), row_shares(rows > 0)
        low, high = quantiles(rows, 0.05, 0.95)
        reports = np.array([reporting(findings, self.setting) for findings in self.findings])
        figures = (means, low, high, rises, means - spills[told], spills[told], reports[told])
        numbers = iter(zip(*(figure.tolist() for figure in figures), strict=True))
        return [
            tuple(
                TacticEffect(pair.perpetrator, pair.tactic, pair.forms, pair.listed, *next(numbers))
                for pair in compress(pairs, told[t])
            )
            for t in range(len(self.tools))
        ]


class _Pieces(NamedTuple):
    """Harm left in reached pairs without and with a leader's decision, and in the others, each shape (T, D)."""

    moved: Floats
    decided: Floats
    unmoved: Floats

    def change(self, noise: Floats, happens: Bools) -> Floats:
        """Return the change of total harm under shared noise, and where leaders do decide, each shape (T, D)."""
        return noise * np.where(happens, self.decided, self.moved) + self.unmoved - np.float32(1.0)


def spread(values: Floats, mean: float) -> Spread:
    """Return the 5, 50 and 95 percent points of draws, shape (D,), beside their mean, which has no luck in it."""
    return spread_of(np.sort(values), mean)


def spread_of(ordered: Floats, mean: float) -> Spread:
    """Return the same of draws that are sorted."""
    low, middle, high = (float(ordered[position(level, ordered.size)]) for level in (0.05, 0.5, 0.95))
    return Spread(mean, low, middle, high)


def reporting(findings: tuple[Finding, ...], setting: Setting) -> Floats:
    """Return the expected rise of reports that is no rise of violence, log ratio, shape (K,)."""
    rise = np.zeros(len(setting.grid.pairs), dtype=np.float32)
    for finding in findings:
        if finding.rule.reportings:
            key = ("reports", finding.rule.id, finding.scopes)
            for reports in setting.keep(key, partial(_reports, finding, setting)):
                rise += reports
    return rise


def _reports(finding: Finding, setting: Setting) -> tuple[Floats, ...]:
    """Return what each entry of one rule adds to reports, shape (K,); once for all tools that it treats alike."""
    found = []
    for number, entry in enumerate(finding.rule.reportings):
        rows, masks = firing(finding.scopes, entry.tactics, setting)
        if masks:
            noise = setting.noise("rule", finding.rule.id, "reporting", str(number))
            means = [float(np.mean(mask * (entry.mean + entry.sd * noise))) for mask in masks]
            found.append(np.array([0.0 if row == UNTOUCHED else means[row] for row in rows], dtype=np.float32))
    return tuple(found)
