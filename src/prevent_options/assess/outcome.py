"""What one tool does in one case: numbers kept for ranking, and the summary per pair."""

from dataclasses import dataclass

import numpy as np

from prevent_options.assess.flags import flags
from prevent_options.assess.types import Spread, SubstitutionFlag, TacticEffect
from prevent_options.catalogues import Tool
from prevent_options.decision.harm import change_of_harm
from prevent_options.effects.arrays import Floats
from prevent_options.effects.direct import DirectEffect, Setting, direct_effect, firing_rows
from prevent_options.rules import Finding
from prevent_options.substitution import Spill, spill_over


@dataclass(frozen=True, slots=True)
class Outcome:
    """Numbers of one tool.

    Attributes
    ----------
    change, change_any
        Change of total harm under the case's severity weights and under weights drawn evenly over all, shape (D,).
    moved, moved_decided, unmoved, shared_sd, decisive
        The pieces of harm that :func:`prevent_options.decision.goals.falls_by` needs, shape (D,).
    effects, flags
        Summary per pair, and where violence may move.
    reaches
        Whether the tool reaches any pair of the case in any draw.
    """

    change: Floats
    change_any: Floats
    moved: Floats
    moved_decided: Floats
    unmoved: Floats
    shared_sd: Floats
    decisive: Floats
    effects: tuple[TacticEffect, ...]
    flags: tuple[SubstitutionFlag, ...]
    reaches: bool


def outcome(tool: Tool, findings: tuple[Finding, ...], setting: Setting, shares: Floats, shares_any: Floats) -> Outcome:
    """Return what one tool does.

    Parameters
    ----------
    tool
        The tool.
    findings
        What the rules say about it.
    setting
        The case.
    shares, shares_any
        Shares of harm under the case's weights and under drawn weights, shape (K, D).
    """
    direct = direct_effect(tool, findings, setting)
    spill = spill_over(tool, direct.expected, findings, setting)
    net = direct.total(setting.uniform(tool.id) < direct.decisive) + spill.total
    kept = np.exp(direct.expected + direct.own * direct.reached + spill.total) * shares * direct.reached
    return Outcome(
        change=change_of_harm(net[None], shares)[0],
        change_any=change_of_harm(net[None], shares_any)[0],
        moved=np.sum(kept * np.exp(direct.without_decision), axis=0, dtype=np.float32),
        moved_decided=np.sum(kept * np.exp(direct.with_decision), axis=0, dtype=np.float32),
        unmoved=np.sum(np.exp(spill.total) * shares * ~direct.reached, axis=0, dtype=np.float32),
        shared_sd=direct.shared_sd,
        decisive=direct.decisive,
        effects=_effects(net, direct, spill, reporting(findings, setting), setting),
        flags=flags(spill, shares, setting),
        reaches=bool(direct.reached.any()),
    )


def spread(values: Floats) -> Spread:
    """Return mean and the 5, 50 and 95 percent points of draws, shape (D,)."""
    q05, q50, q95 = points(values[None], (0.05, 0.5, 0.95))[0]
    return Spread(float(values.mean(dtype=np.float64)), q05, q50, q95)


def points(values: Floats, levels: tuple[float, ...]) -> list[list[float]]:
    """Return lower empirical quantiles of each row of draws; cheaper than sorting, exact order statistics."""
    positions = [int(level * (values.shape[1] - 1)) for level in levels]
    ordered = np.partition(values, positions, axis=1)
    return [[float(row[position]) for position in positions] for row in ordered]


def _effects(
    net: Floats, direct: DirectEffect, spill: Spill, reports: Floats, setting: Setting
) -> tuple[TacticEffect, ...]:
    """Return the summary of each pair; the direct part includes the case noise, so that the parts add up."""
    bounds = points(net, (0.05, 0.95))
    means = net.mean(axis=1, dtype=np.float64)
    spills = spill.total.mean(axis=1, dtype=np.float64)
    rises = (net > 0).mean(axis=1)
    return tuple(
        TacticEffect(
            pair.perpetrator,
            pair.tactic,
            pair.forms,
            pair.listed,
            float(means[k]),
            bounds[k][0],
            bounds[k][1],
            float(rises[k]),
            float(means[k] - spills[k]),
            float(spills[k]),
            float(reports[k]),
        )
        for k, pair in enumerate(setting.grid.pairs)
        if direct.reached[k].any() or spills[k]
    )


def reporting(findings: tuple[Finding, ...], setting: Setting) -> Floats:
    """Return the expected rise of reports that is no rise of violence, log ratio, shape (K,)."""
    rise = np.zeros(len(setting.grid.pairs), dtype=np.float32)
    for finding in findings:
        for number, entry in enumerate(finding.rule.reportings):
            fires = firing_rows(finding, setting, entry.tactics)
            if fires.any():
                noise = setting.noise("rule", finding.rule.id, "reporting", str(number))
                rise += (fires * (entry.mean + entry.sd * noise)).mean(axis=1)
    return rise
