"""Flags a planner can act on: where violence may move, how likely, how much, who, where, when, and what closes it."""

from collections.abc import Iterable, Iterator
from itertools import chain

import numpy as np

from prevent_options.assess.types import Strength, SubstitutionFlag, ToolResult
from prevent_options.effects.arrays import Floats, row_shares, share
from prevent_options.effects.direct import Setting
from prevent_options.repertoire import Exits
from prevent_options.substitution import Channel, Spill


def flags(spill: Spill, shares: Floats, setting: Setting) -> tuple[SubstitutionFlag, ...]:
    """Return the flags of one tool, the most harmful first.

    A channel of a rule always gives a flag, because its condition holds in the case; one of the matrix alone only when
    it clears the first bar. ``told`` says whether it clears any.

    Parameters
    ----------
    spill
        Spill-over of the tool.
    shares
        Shares of harm, shape (K, D).
    setting
        The case.
    """
    exits = setting.repertoire.exits
    kept = [_flag(channel, shares, exits, setting) for channel in chain(spill.ruled, _warned_of(spill, setting))]
    return tuple(sorted(kept, key=lambda f: (-f.harm, f.perpetrator, f.target, f.source, f.rules)))


def _warned_of(spill: Spill, setting: Setting) -> Iterator[Channel]:
    """Yield the channels of the matrix that a planner is warned of without any rule."""
    table = setting.assumptions.warning
    # A finding that violence stayed where it was names a pair too, and is no ground for a warning.
    moving = setting.repertoire.moving
    for moved in spill.moved:
        lifts = row_shares(moved.rises > np.log1p(table.rise))
        for number in np.flatnonzero(lifts >= table.probability).tolist():
            if moving.intersection(moved.cell(number).direct):
                yield moved.channel(number)


def lifted(channel: Channel, rise: float) -> float:
    """Return in which share of draws a channel raises its target by more than a fraction."""
    return share(channel.rise > np.log1p(rise))


def _flag(channel: Channel, shares: Floats, exits: Exits, setting: Setting) -> SubstitutionFlag:
    """Return one channel as a flag; everything but its companions, which need the other tools."""
    table = setting.assumptions.warning
    p_tenth = lifted(channel, table.rise)
    harm = float(np.sum(shares[list(channel.positions)] * np.expm1(channel.rise), axis=0).mean(dtype=np.float64))
    exit_ = exits.towards(channel.target)
    rules, basis, strength = _support(channel, setting)
    return SubstitutionFlag(
        perpetrator=channel.perpetrator,
        source=channel.source,
        target=channel.target,
        via=channel.via,
        p_increase=share(channel.rise > 0),
        mean=float(channel.rise.mean(dtype=np.float64)),
        rules=rules,
        basis=basis,
        strength=strength,
        findings=_sources(channel, setting),
        p_tenth=p_tenth,
        harm=harm,
        told=p_tenth >= table.probability or harm >= table.harm,
        forms=tuple(dict.fromkeys(form for k in channel.positions for form in setting.grid.pairs[k].forms)),
        who=exit_.who,
        where=exit_.where,
        months=exit_.months,
        signs=tuple((sign.text, sign.hidden) for sign in exit_.signs),
    )


def _support(channel: Channel, setting: Setting) -> tuple[tuple[str, ...], str, Strength]:
    """Return the rules behind a channel, whether it is evidence or judgement, and how strong."""
    if channel.finding is not None:
        rule = channel.finding.rule
        return (rule.id,), rule.basis, rule.strength
    named, weights = setting.repertoire.named(channel.findings), setting.repertoire.numbers.designs.values
    weight = sum(weights[f.design] * (1 if f.answer == "moves" else -1) for f in named)
    return (), "evidence" if channel.findings else "judgement", "moderate" if weight >= 1 else "weak"


def _sources(channel: Channel, setting: Setting) -> tuple[str, ...]:
    """Return the studies behind a channel of the matrix."""
    return tuple(dict.fromkeys(finding.source for finding in setting.repertoire.named(channel.findings)))


def with_companions(results: Iterable[ToolResult], setting: Setting) -> list[ToolResult]:
    """Return the results with, for each flag, the tools of this case that close the exit.

    A companion is a tool the exit names, that may be used, is not in use, and is itself expected to lower the target.
    """
    every = list(results)
    exits = setting.repertoire.exits
    able = {result.tool: result for result in every if result.eligible and not result.in_use}
    return [
        result._replace(
            substitution=tuple(
                flag._replace(companions=tuple(_companions(flag, result.tool, able, exits, setting)))
                for flag in result.substitution
            ),
        )
        for result in every
    ]


def _companions(
    flag: SubstitutionFlag, tool: str, able: dict[str, ToolResult], exits: Exits, setting: Setting
) -> Iterator[str]:
    """Yield the companions of one flag, the one that lowers the target most first."""
    effects = {
        name: _on_target(able[name], flag, setting) for name in exits.towards(flag.target).companions if name in able
    }
    for name, effect in sorted(effects.items(), key=lambda entry: (entry[1], entry[0])):
        if effect < 0 and name != tool:
            yield name


def _on_target(result: ToolResult, flag: SubstitutionFlag, setting: Setting) -> float:
    """Return what a tool is expected to do to the target of a flag: the mean over its pairs, 0 where it has none."""
    found = [
        effect.mean
        for effect in result.tactics
        if effect.perpetrator == flag.perpetrator and setting.catalogues.is_within(effect.tactic, flag.target)
    ]
    return sum(found) / len(found) if found else 0.0
