"""What one tool does in one case: numbers kept for ranking, and the summary per pair.

One exponential for each pair and draw: what all pairs of a perpetrator share (the shared case noise, a leader's
decision) is multiplied in afterwards, perpetrator by perpetrator.
"""

from typing import NamedTuple

import numpy as np

from prevent_options.assess.flags import flags
from prevent_options.assess.types import Spread, SubstitutionFlag, TacticEffect
from prevent_options.catalogues import Tool
from prevent_options.decision.harm import remaining_harm
from prevent_options.decision.quantiles import outer_points, position
from prevent_options.effects.arrays import Floats
from prevent_options.effects.direct import DirectEffect, direct_effect
from prevent_options.effects.parts import UNTOUCHED, firing
from prevent_options.effects.setting import Setting
from prevent_options.rules import Finding
from prevent_options.substitution import Spill, spill_over


class Outcome(NamedTuple):
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
    decided = setting.uniform(tool.id) < direct.decisive
    net = direct.expected + direct.own
    net += spill.total
    ratio = np.exp(net)
    people = len(setting.actors)
    moved, moved_decided, unmoved = _pieces(remaining_harm(ratio, shares, setting.runs, people), direct)
    any_moved, any_decided, any_unmoved = _pieces(remaining_harm(ratio, shares_any, setting.runs, people), direct)
    noise = np.exp(direct.shared)
    net += direct.common(decided)[direct.owner]
    return Outcome(
        change=noise * np.where(decided, moved_decided, moved) + unmoved - np.float32(1.0),
        change_any=noise * np.where(decided, any_decided, any_moved) + any_unmoved - np.float32(1.0),
        moved=moved,
        moved_decided=moved_decided,
        unmoved=unmoved,
        shared_sd=direct.shared_sd,
        decisive=direct.decisive,
        effects=_effects(net, direct, spill, reporting(findings, setting), setting),
        flags=flags(spill, shares, setting),
        reaches=bool(direct.reaches.any()),
    )


def _pieces(left: Floats, direct: DirectEffect) -> tuple[Floats, Floats, Floats]:
    """Return the harm left in reached pairs without and with a leader's decision, and in the others, each (D,).

    Parameters
    ----------
    left
        Harm left with each perpetrator before shared noise and decision, as a share of harm before, shape (P, D).
    direct
        The tool's direct effect.
    """
    led = np.sum(left * direct.leads, axis=0, dtype=np.float32)
    reached = np.sum(left * direct.reaches, axis=0, dtype=np.float32)
    unmoved = np.sum(left * ~direct.reaches, axis=0, dtype=np.float32)
    unled = reached - led
    return unled + led * direct.balance, unled + led * np.float32(direct.remaining), unmoved


def spread(values: Floats) -> Spread:
    """Return mean and the 5, 50 and 95 percent points of draws, shape (D,)."""
    q05, q50, q95 = points(values[None], (0.05, 0.5, 0.95))[0]
    return Spread(float(values.mean(dtype=np.float64)), q05, q50, q95)


def points(values: Floats, levels: tuple[float, ...]) -> list[list[float]]:
    """Return lower empirical quantiles of each row of draws; cheaper than sorting, exact order statistics."""
    positions = [position(level, values.shape[1]) for level in levels]
    ordered = np.partition(values, positions, axis=1)
    return [[float(row[place]) for place in positions] for row in ordered]


def _effects(
    net: Floats, direct: DirectEffect, spill: Spill, reports: Floats, setting: Setting
) -> tuple[TacticEffect, ...]:
    """Return the summary of each pair; the direct part includes the case noise, so that the parts add up."""
    spills = np.einsum("kd->k", spill.total, dtype=np.float64) / setting.draws
    told = np.flatnonzero(direct.reaches.any(axis=1)[direct.owner] | (spills != 0))
    rows = net if len(told) == len(net) else net[told]
    bounds, means = outer_points(rows, 0.05), rows.mean(axis=1, dtype=np.float64)
    rises = np.count_nonzero(rows > 0, axis=1) / setting.draws
    pairs = [setting.grid.pairs[k] for k in told]
    return tuple(
        TacticEffect(
            pair.perpetrator,
            pair.tactic,
            pair.forms,
            pair.listed,
            float(mean),
            low,
            high,
            float(rise),
            float(mean - spills[k]),
            float(spills[k]),
            float(reports[k]),
        )
        for k, pair, mean, (low, high), rise in zip(told, pairs, means, bounds, rises, strict=True)
    )


def reporting(findings: tuple[Finding, ...], setting: Setting) -> Floats:
    """Return the expected rise of reports that is no rise of violence, log ratio, shape (K,)."""
    rise = np.zeros(len(setting.grid.pairs), dtype=np.float32)
    for finding in findings:
        for number, entry in enumerate(finding.rule.reportings):
            rows, masks = firing(finding.scopes, entry.tactics, setting)
            if masks:
                noise = setting.noise("rule", finding.rule.id, "reporting", str(number))
                means = [float(np.mean(mask * (entry.mean + entry.sd * noise))) for mask in masks]
                rise += np.array([0.0 if row == UNTOUCHED else means[row] for row in rows], dtype=np.float32)
    return rise
