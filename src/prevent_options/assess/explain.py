"""Why one tool got its number: the terms of its effect told apart, a sum that a test holds to the ranking."""

from collections.abc import Iterator
from datetime import date

import numpy as np

from prevent_options.assess.knowledge import Knowledge
from prevent_options.assess.net import tool_arrays
from prevent_options.assess.pipeline import Stage, assess, prepare
from prevent_options.assess.result import Json, number, tool_document
from prevent_options.assess.split import Split, net_split
from prevent_options.assess.types import Explanation, Step
from prevent_options.assess.usable import require_tool
from prevent_options.effects.arrays import Floats
from prevent_options.effects.direct import direct_parts
from prevent_options.effects.parts import Basis, full
from prevent_options.json_text import json_text
from prevent_options.profile import CaseProfile
from prevent_options.substitution import Spill

SCHEMA = "prevent-options/explanation@1"
BRIDGE = "from the mean log ratio to the change of harm"


def explain(
    profile: CaseProfile,
    knowledge: Knowledge,
    tool: str,
    *,
    draws: int = 4000,
    seed: int = 1,
    rules_as_of: date | None = None,
) -> Explanation:
    """Explain one tool.

    Parameters
    ----------
    profile, knowledge, draws, seed, rules_as_of
        As for :func:`prevent_options.assess.assess`.
    tool
        Id of the tool.

    Returns
    -------
    Explanation
        The tool's result, the steps from the average effect to the net change of harm, which sum to it, and the net
        change in three parts: direct, complement, substitution.

    Raises
    ------
    InputError
        When there is no such tool.
    """
    require_tool(tool, knowledge.catalogues.tools)
    assessment = assess(profile, knowledge, draws=draws, seed=seed, rules_as_of=rules_as_of)
    result = next(entry for entry in assessment.tools if entry.tool == tool)
    stage = prepare(profile, knowledge, draws=draws, seed=seed, rules_as_of=rules_as_of)
    steps = steps_of(tool, knowledge, stage, result.net_change.mean)
    return Explanation(result, steps, _split(tool, knowledge, stage))


def _split(name: str, knowledge: Knowledge, stage: Stage) -> Split:
    """Return the net change of harm in three parts: direct, complement, substitution."""
    arrays = tool_arrays(name, stage, knowledge)
    return net_split(arrays.direct.expected, arrays.spill.complement, arrays.spill.substitution, stage.shares)


def steps_of(name: str, knowledge: Knowledge, stage: Stage, net_change: float) -> tuple[Step, ...]:
    """Return the steps of the waterfall of one tool; the last one ends at its net change of harm."""
    return tuple(_steps(name, knowledge, stage, net_change))


def _steps(name: str, knowledge: Knowledge, stage: Stage, net_change: float) -> Iterator[Step]:
    """Yield the steps of the waterfall; figures are rounded sums, so that steps as printed add up to the last one."""
    log, harm = 0.0, 0.0
    for label, source, basis, effect in _states(name, knowledge, stage):
        reached, left = number(_mean(effect, stage.shares)), number(_harm(effect, stage.shares))
        yield Step(label, number(reached - log), reached, number(left - harm), left, source, basis)
        log, harm = reached, left
    # A mean of ratios is not the ratio of the mean, so the two columns meet only here; what is left in the column of
    # harm is the rounding of single precision.
    whole = number(net_change)
    yield Step(BRIDGE, number(whole - log), whole, number(whole - harm), whole, "shares of harm in the case", "model")


def _states(name: str, knowledge: Knowledge, stage: Stage) -> Iterator[tuple[str, str, Basis, Floats]]:
    """Yield the log rate ratios after each step, shape (K, D), with the step's label, source and basis."""
    tool, findings, setting = knowledge.catalogues.tools[name], stage.findings.of(name), stage.setting
    effect = np.zeros_like(stage.shares)
    for part in direct_parts(tool, findings, setting):
        values = full(part, setting)
        effect = effect * values if part.multiplies else effect + values
        yield part.label, part.source, part.basis, effect
    # How the case differs from the average by chance, and whether leaders decide, averages out of a net change.
    spill = tool_arrays(name, stage, knowledge).spill
    carried = effect + spill.complement
    yield "other tactics move along", "priors/assumptions.yaml: complement", "judgement", carried
    yield "violence moves elsewhere", _moved_by(spill), "judgement", carried + spill.substitution


def _moved_by(spill: Spill) -> str:
    """Name the rules, and the findings of the matrix, through which violence moves."""
    rules = dict.fromkeys(f"rule {one.finding.rule.id}" for one in spill.channels if one.finding is not None)
    matrix = any(one.finding is None for one in spill.channels)
    return ", ".join([*rules, *(["priors/substitution"] if matrix else [])]) or "rules and priors/substitution: none"


def _mean(values: Floats, shares: Floats) -> float:
    """Return the mean over draws of the harm-weighted mean over pairs."""
    return float(np.sum(values * shares, axis=0, dtype=np.float64).mean())


def _harm(values: Floats, shares: Floats) -> float:
    """Return the expected change of total harm, as a fraction."""
    return float(np.sum(np.exp(values) * shares, axis=0, dtype=np.float64).mean()) - 1.0


def explanation_json(explanation: Explanation) -> str:
    """Return the explanation as JSON text that ends with a newline."""
    steps: list[Json] = [
        {
            "label": step.label,
            "change": number(step.change),
            "running": number(step.running),
            "harm": number(step.harm),
            "running_harm": number(step.running_harm),
            "source": step.source,
            "basis": step.basis,
        }
        for step in explanation.steps
    ]
    split = explanation.split
    parts = {"direct": split.direct, "complement": split.complement, "substitution": split.substitution}
    document: dict[str, Json] = {
        "schema": SCHEMA,
        "tool": tool_document(explanation.tool),
        "steps": steps,
        "split": {name: number(value) for name, value in parts.items()},
    }
    return json_text(document)
