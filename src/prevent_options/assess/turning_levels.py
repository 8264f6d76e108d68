"""How far parameters of the model must move before the first choice changes: slopes of factors, elasticities.

Every tool that a parameter touches is worked out at a step to either side. The tools whose lines meet that of today's
first tool soonest are then solved for by secants, on the model itself and not on the lines.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from prevent_options.assess.knowledge import Knowledge
from prevent_options.assess.net import CaseArrays, ToolArrays, spilled
from prevent_options.assess.turning_runs import Scored
from prevent_options.assess.turning_types import Level
from prevent_options.assess.voi import choice_utility
from prevent_options.catalogues import Factor
from prevent_options.effects.arrays import Floats
from prevent_options.effects.parts import combine, direct_parts, slope_part
from prevent_options.profile import CaseProfile

SLOPE_STEP, SLOPE_MOST = 0.2, 1.6
"""First step, and largest shift tried of a slope, log rate ratio: 1.6 is five times as much or as little."""
SCALE_STEP, SCALE_MOST = 0.25, 4.0
"""First step, and largest multiple tried of elasticities; the smallest is 0, where nothing moves."""
CONTENDERS, SECANTS = 3, 6
LEVEL = 1e-5
"""Difference of mean utilities below which two tools count as level: a thousandth of a percentage point."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: whom it touches, what a tool's mean utility is at a value of it, and where it is looked for."""

    kind: str
    name: str
    today: float
    low: float
    high: float
    step: float
    spread: float | None
    tools: tuple[str, ...]
    utility: Callable[[str, float], float]


def levels(profile: CaseProfile, arrays: CaseArrays, knowledge: Knowledge, today: Scored) -> tuple[Level, ...]:
    """Return the levels of all parameters that have one within reach, the smallest moves of each kind first.

    Parameters
    ----------
    profile, arrays, knowledge
        The case as it was run.
    today
        Mean utility of each tool.
    """
    found = [
        level for parameter in parameters_of(profile, arrays, knowledge, today) for level in _levels(parameter, today)
    ]
    return tuple(sorted(found, key=lambda one: (one.kind, abs(one.at - one.today), one.name)))


def parameters_of(
    profile: CaseProfile, arrays: CaseArrays, knowledge: Knowledge, today: Scored
) -> tuple[Parameter, ...]:
    """Return the parameters that touch a tool in a case that was run."""
    return (*_slopes(profile, arrays, knowledge, today), *_elasticities(profile, arrays, today))


def _slopes(profile: CaseProfile, arrays: CaseArrays, knowledge: Knowledge, today: Scored) -> Iterator[Parameter]:
    """Yield the slope of each factor that a fact of the case tells of."""
    posterior, draws = arrays.stage.setting.posterior, arrays.stage.setting.draws
    for factor in knowledge.catalogues.factors.values():
        added = {name: one for name in today.able if (one := _added(factor, name, arrays, knowledge)) is not None}
        if not added:
            continue
        bodies = {link.body for name in added for link in knowledge.catalogues.tools[name].bodies}
        seen = [body for body in sorted(bodies) if factor.id in posterior.factors_of(body)]
        spread = float(np.mean([posterior.factor(body, factor.id, draws).std() for body in seen]))

        def utility(name: str, shift: float, added: dict[str, Floats] = added) -> float:
            direct = arrays.tools[name].direct
            moved = np.asarray(direct.expected + np.float32(shift) * added[name], dtype=np.float32)
            return _mean(profile, arrays, name, spilled(name, replace(direct, expected=moved), arrays.stage, knowledge))

        yield Parameter("factor", factor.id, 0.0, -SLOPE_MOST, SLOPE_MOST, SLOPE_STEP, spread, tuple(added), utility)


def _added(factor: Factor, name: str, arrays: CaseArrays, knowledge: Knowledge) -> Floats | None:
    """Return what one more on a slope adds to a tool's direct effect, scales counted, shape (K, D)."""
    tool, setting = knowledge.catalogues.tools[name], arrays.stage.setting
    part = slope_part(factor, tool, setting)
    if part is None:
        return None
    scales = (one for one in direct_parts(tool, arrays.stage.findings.of(name), setting) if one.multiplies)
    added = combine([part, *scales], setting)
    return added if added.any() else None


def _elasticities(profile: CaseProfile, arrays: CaseArrays, today: Scored) -> Iterator[Parameter]:
    """Yield how strongly violence moves elsewhere, and how closely tactics follow one another."""
    for name in ("substitution", "complement"):

        def utility(tool: str, scale: float, name: str = name) -> float:
            one = arrays.tools[tool]
            spill = replace(one.spill, **{name: np.float32(scale) * getattr(one.spill, name)})
            return _mean(profile, arrays, tool, ToolArrays(one.direct, spill, one.net))

        touched = tuple(tool for tool in today.able if getattr(arrays.tools[tool].spill, name).any())
        yield Parameter("elasticity", name, 1.0, 0.0, SCALE_MOST, SCALE_STEP, None, touched, utility)


def _mean(profile: CaseProfile, arrays: CaseArrays, name: str, one: ToolArrays) -> float:
    return float(choice_utility(profile, CaseArrays(arrays.stage, {name: one}, {}))[1].mean())


def _levels(parameter: Parameter, today: Scored) -> Iterator[Level]:
    """Yield the nearest level below today's value and the nearest above it."""
    first = today.order[0]

    def behind(tool: str, value: float) -> float:
        one, other = (
            parameter.utility(name, value) if name in parameter.tools else today.means[name] for name in (first, tool)
        )
        return one - other

    for step, end in ((-parameter.step, parameter.low), (parameter.step, parameter.high)):
        met = [
            (at, tool)
            for tool in _contenders(parameter, today, parameter.today + step, end)
            if (at := _solved(partial(behind, tool), parameter.today, step, end)) is not None
        ]
        if met:
            at, tool = min(met, key=lambda one: (abs(one[0] - parameter.today), one[1]))
            yield Level(parameter.kind, parameter.name, parameter.today, at, parameter.spread, tool)


def _contenders(parameter: Parameter, today: Scored, stepped: float, end: float) -> list[str]:
    """Return the tools whose line, laid through today's value and a step, meets the first tool's soonest."""
    first = today.order[0]
    then = {name: parameter.utility(name, stepped) for name in parameter.tools}
    most = abs(end - parameter.today) / abs(stepped - parameter.today)
    found = []
    for tool in today.order[1:]:
        gap = today.means[first] - today.means[tool]
        closing = gap - (then.get(first, today.means[first]) - then.get(tool, today.means[tool]))
        if closing > 0 and gap / closing <= 2.0 * most:  # twice as far as is looked, since lines bend
            found.append((gap / closing, tool))
    return [tool for _, tool in sorted(found)[:CONTENDERS]]


def _solved(gap: Callable[[float], float], start: float, step: float, end: float) -> float | None:
    """Return where a gap closes between a start and an end, by secants; None where it does not."""
    before, after = (start, gap(start)), (start + step, gap(start + step))
    low, high = min(start, end), max(start, end)
    for _ in range(SECANTS):
        if abs(after[1]) <= LEVEL:
            return after[0]
        if before[1] == after[1]:
            return None
        at = after[0] - after[1] * (after[0] - before[0]) / (after[1] - before[1])
        at = min(max(at, low), high)
        if at == after[0]:
            return None
        before, after = after, (at, gap(at))
    return after[0] if abs(after[1]) <= LEVEL else None
