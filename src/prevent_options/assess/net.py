"""Effects of all tools of a case as arrays, for questions about several tools or about many draws at once."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from prevent_options.assess.findings import eligibility
from prevent_options.assess.knowledge import Knowledge
from prevent_options.assess.pipeline import Stage, prepare
from prevent_options.effects.arrays import Floats
from prevent_options.effects.direct import DirectEffect, direct_effect
from prevent_options.profile import CaseProfile
from prevent_options.substitution import Spill, spill_over


@dataclass(frozen=True, slots=True)
class ToolArrays:
    """What one tool does to every pair, by draw: its direct effect, its spill-over and their sum.

    Attributes
    ----------
    direct, spill
        The two parts, as the assessment computes them.
    net
        Net log rate ratio with case noise and leaders' decisions, shape (K, D).
    """

    direct: DirectEffect
    spill: Spill
    net: Floats

    @property
    def expected(self) -> Floats:
        """Net log rate ratio before case noise, shape (K, D): its ratio is the average over what stays unknown."""
        return self.direct.expected + self.spill.total


@dataclass(frozen=True, slots=True)
class CaseArrays:
    """A prepared case with the arrays of every tool that may be used in it.

    Attributes
    ----------
    stage
        Setting, findings and shares of harm.
    tools
        Arrays by tool id, in the order of the catalogue.
    barred
        Why each other tool may not be used.
    """

    stage: Stage
    tools: dict[str, ToolArrays]
    barred: dict[str, tuple[str, ...]]


def tool_arrays(name: str, stage: Stage, knowledge: Knowledge) -> ToolArrays:
    """Return the arrays of one tool in a prepared case."""
    direct = direct_effect(knowledge.catalogues.tools[name], stage.findings.of(name), stage.setting)
    return spilled(name, direct, stage, knowledge)


def spilled(name: str, direct: DirectEffect, stage: Stage, knowledge: Knowledge) -> ToolArrays:
    """Return the arrays of one tool from its direct effect, which need not be the one of the evidence."""
    findings, setting = stage.findings.of(name), stage.setting
    spill = spill_over(knowledge.catalogues.tools[name], direct.expected, findings, setting)
    net = direct.total(setting.uniform(name) < direct.decisive) + spill.total
    return ToolArrays(direct, spill, np.asarray(net, dtype=np.float32))


def case_arrays(
    profile: CaseProfile, knowledge: Knowledge, *, draws: int, seed: int, rules_as_of: date | None = None
) -> CaseArrays:
    """Return the arrays of all tools that may be used in a case.

    Parameters
    ----------
    profile, knowledge, draws, seed, rules_as_of
        As for :func:`prevent_options.assess.assess`, whose numbers these are.
    """
    stage = prepare(profile, knowledge, draws=draws, seed=seed, rules_as_of=rules_as_of)
    able: dict[str, ToolArrays] = {}
    barred: dict[str, tuple[str, ...]] = {}
    for name, tool in knowledge.catalogues.tools.items():
        arrays = tool_arrays(name, stage, knowledge)
        reasons = eligibility(tool, stage.findings.of(name), profile, reaches=bool(arrays.direct.reached.any()))
        if reasons:
            barred[name] = reasons
        else:
            able[name] = arrays
    return CaseArrays(stage, able, barred)
