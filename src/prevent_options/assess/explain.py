"""Why one tool got its number: the waterfall is the computation itself, read step by step."""

import json
from collections.abc import Iterator
from datetime import date

import numpy as np

from prevent_options.assess.knowledge import Knowledge
from prevent_options.assess.net import tool_arrays
from prevent_options.assess.pipeline import Stage, assess, prepare
from prevent_options.assess.result import Json, number, tool_document
from prevent_options.assess.split import Split, net_split
from prevent_options.assess.types import Explanation, Step
from prevent_options.effects.arrays import Floats
from prevent_options.effects.direct import direct_effect, direct_parts
from prevent_options.effects.parts import full
from prevent_options.errors import InputError, Problem
from prevent_options.profile import CaseProfile
from prevent_options.substitution import spill_over
from prevent_options.yamlio import nearest

SCHEMA = "prevent-options/explanation@1"


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
        The tool's result, the steps from the average effect to the net effect, which sum to it, and the net change of
        harm in three parts: direct, complement, substitution.

    Raises
    ------
    InputError
        When there is no such tool.
    """
    if tool not in knowledge.catalogues.tools:
        known = list(knowledge.catalogues.tools)
        raise InputError(
            [
                Problem(
                    "TOOL",
                    0,
                    "tool",
                    f"found {tool}",
                    f"expected a tool such as {', '.join(known[:3])}",
                    ", ".join(nearest(tool, known, 3)) or "see `prevent-options rank`",
                )
            ]
        )
    assessment = assess(profile, knowledge, draws=draws, seed=seed, rules_as_of=rules_as_of)
    result = next(entry for entry in assessment.tools if entry.tool == tool)
    stage = prepare(profile, knowledge, draws=draws, seed=seed, rules_as_of=rules_as_of)
    return Explanation(result, tuple(_steps(tool, knowledge, stage)), _split(tool, knowledge, stage))


def _split(name: str, knowledge: Knowledge, stage: Stage) -> Split:
    """Return the net change of harm in three parts: direct, complement, substitution."""
    arrays = tool_arrays(name, stage, knowledge)
    spill = arrays.spill
    return net_split(arrays.net - spill.total, spill.complement, spill.substitution, stage.shares)


def _steps(name: str, knowledge: Knowledge, stage: Stage) -> Iterator[Step]:
    """Yield the steps of the waterfall, each the change of the mean over draws and pairs, weighted by harm."""
    tool, findings = knowledge.catalogues.tools[name], stage.findings.of(name)
    effect = np.zeros_like(stage.shares)
    running = 0.0
    for part in direct_parts(tool, findings, stage.setting):
        values = full(part, stage.setting)
        effect = effect * values if part.multiplies else effect + values
        yield Step(
            part.label, _mean(effect, stage.shares) - running, _mean(effect, stage.shares), part.source, part.basis
        )
        running = _mean(effect, stage.shares)
    direct = direct_effect(tool, findings, stage.setting)
    spill = spill_over(tool, direct.expected, findings, stage.setting)
    for label, values, source in (
        (
            "this case differs from the average",
            direct.total(stage.setting.uniform(name) < direct.decisive) - direct.expected,
            "between-case spread",
        ),
        ("other tactics move along", spill.complement, "priors/assumptions.yaml: complement"),
        ("violence moves elsewhere", spill.substitution, "rules and priors/substitution"),
    ):
        change = _mean(values, stage.shares)
        running += change
        yield Step(label, change, running, source, "model" if source.startswith("between") else "judgement")


def _mean(values: Floats, shares: Floats) -> float:
    """Return the mean over draws of the harm-weighted mean over pairs."""
    return float(np.sum(values * shares, axis=0, dtype=np.float64).mean())


def explanation_json(explanation: Explanation) -> str:
    """Return the explanation as JSON text that ends with a newline."""
    steps: list[Json] = [
        {
            "label": step.label,
            "change": number(step.change),
            "running": number(step.running),
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
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
