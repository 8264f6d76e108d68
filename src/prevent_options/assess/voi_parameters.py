"""What the model leaves open in one case, as named groups of draws: effects, slopes, judgements, burdens."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from prevent_options.assess.net import CaseArrays
from prevent_options.catalogues import Catalogues, Tool
from prevent_options.decision.burden import burdens
from prevent_options.decision.voi import Doubles
from prevent_options.effects.bodies import evidence_effect
from prevent_options.effects.parts import transport_part
from prevent_options.effects.setting import Setting


@dataclass(frozen=True, slots=True)
class Group:
    """Parameters that one inquiry would settle together; ``columns`` has shape (D, q)."""

    kind: str
    name: str
    columns: Doubles


def parameter_groups(arrays: CaseArrays, catalogues: Catalogues) -> list[Group]:
    """Return all groups that vary in the case, by kind and name.

    effect      what the evidence leaves open about a tool, and what its own practice adds
    factor      how much a circumstance matters for the tools that may be used
    elasticity  how strongly pressure on a tactic moves the others, by rule, and how tactics move together
    rule        sizes of the shifts that rules judge
    timing      months until a tool acts
    burden      how large a tactic really is, where it is hidden or its intensity is not known
    """
    setting = arrays.stage.setting
    tools = [catalogues.tools[name] for name in arrays.tools]
    found = [
        *(Group("effect", tool.id, effect_columns(tool, setting)) for tool in tools),
        *_factors(tools, setting, catalogues),
        *_noises(setting),
        *_burdens(setting),
    ]
    moving = [one for one in found if one.columns.size and one.columns.std(axis=0).max() > 1e-9]
    return sorted(moving, key=lambda one: (one.kind, one.name))


def effect_columns(tool: Tool, setting: Setting) -> Doubles:
    """Return a tool's draws: evidence for each family of tactics and perpetrator, and transport, shape (D, q)."""
    values = evidence_effect(tool, setting)
    cells = {(pair.family, pair.perpetrator): k for k, pair in enumerate(setting.grid.pairs)}
    transport = np.broadcast_to(transport_part(tool, setting).values[0], (setting.draws,))
    distinct = np.unique(values[list(cells.values())], axis=0)
    return np.asarray(np.column_stack([distinct.T, transport]), dtype=np.float64)


def mean_effect(tool: Tool, arrays: CaseArrays) -> Doubles:
    """Return the effect that a study of a tool would measure: the mean over pairs it reaches, by harm, shape (D,)."""
    setting, direct = arrays.stage.setting, arrays.tools[tool.id].direct
    values = evidence_effect(tool, setting) + transport_part(tool, setting).values[0]
    weights = (arrays.stage.shares * direct.reached).mean(axis=1, dtype=np.float64)
    return np.asarray(weights @ values / weights.sum(), dtype=np.float64)


def _factors(tools: list[Tool], setting: Setting, catalogues: Catalogues) -> Iterator[Group]:
    """Yield the slopes of each factor that a case fact tells of, under the bodies of evidence of the tools."""
    bodies = sorted({link.body for tool in tools for link in tool.bodies if not link.reverse})
    for factor in catalogues.factors.values():
        if factor.present_when is None:
            continue
        slopes = [
            setting.posterior.factor(body, factor.id, setting.draws)
            for body in bodies
            if setting.posterior.has_factor(body, factor.id)
        ]
        if slopes:
            yield Group("factor", factor.id, np.stack(slopes, axis=1).astype(np.float64))


def _noises(setting: Setting) -> Iterator[Group]:
    """Yield the judgements of rules, their elasticities, and delays, each by its name."""
    by_key: dict[tuple[str, str], list[Doubles]] = {}
    for name, values in setting.noises().items():
        key = _kind_and_name(name)
        if key is not None:
            by_key.setdefault(key, []).append(values.astype(np.float64))
    for (kind, about), columns in by_key.items():
        yield Group(kind, about, np.stack(columns, axis=1))


def _kind_and_name(noise: tuple[str, ...]) -> tuple[str, str] | None:
    """Return the kind and name of a parameter by the name of its noise; None for noise that moves no effect."""
    match noise:
        case ("rule", rule, "elasticity", _):
            return "elasticity", rule
        case ("rule", rule, _):
            return "rule", rule
        case ("delay", tool):
            return "timing", tool
        case ("complement",):
            return "elasticity", "complement"
    return None


def _burdens(setting: Setting) -> Iterator[Group]:
    """Yield the true burden of each pair where it is not certain, on the log scale."""
    for pair, burden in zip(setting.grid.pairs, burdens(setting), strict=True):
        logs = np.log(np.maximum(burden, 1e-3)).astype(np.float64)
        yield Group("burden", f"{pair.perpetrator}.{pair.tactic}", logs[:, None])
