"""What a reader asks after the ranking, read off the draws of the ranking itself, so that it costs next to nothing.

draws of every tool → what each value of a fact does → who is then first, what knowing it is worth
                    → what the lead hangs on: effects, facts, values → studies of some tools → best set of the first few

The commands ``turning``, ``voi``, ``rank --uncertainty`` and ``portfolio`` work each of these out in full.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prevent_options.assess.beside import Beside
from prevent_options.assess.knowledge import Knowledge
from prevent_options.assess.net import CaseArrays, tool_arrays
from prevent_options.assess.pipeline import DrawnCase
from prevent_options.assess.places import harm_of
from prevent_options.assess.portfolio import best_and_frontier, request_of
from prevent_options.assess.portfolio_types import Option, Rung
from prevent_options.assess.types import Assessment
from prevent_options.assess.voi import NO_CHANGE, UNITS, study_sd
from prevent_options.assess.voi_parameters import mean_effect
from prevent_options.decision.by_value import CLEARLY, Means, means_by_fact
from prevent_options.decision.goals import falls_by
from prevent_options.decision.portfolio import contenders
from prevent_options.decision.voi import Doubles, Value, evpi, evppi, smooth, strata, study
from prevent_options.decision.voi_facts import facts_known
from prevent_options.effects.arrays import Floats
from prevent_options.errors import InputError
from prevent_options.posterior.keyed import keyed_generator, keyed_normals
from prevent_options.profile import CaseProfile

STUDY_CASES = 20
"""Size of the study whose worth is told: as large as studies of tools in the evidence usually are. Judgement."""
SET_TOOLS = 8
"""Sets are made of so many of the first tools and of those that are cheap for what they do; ``portfolio`` takes all."""
TOLD = 2.0
"""So many standard errors must a worth, or another tool's lead under a value of a fact, measure before it is told."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A value of a fact under which another tool is first.

    Attributes
    ----------
    fact, value, today
        The fact, the value, and its probability in the draws.
    first
        The tool that is then first.
    behind, mc_error
        By how much today's first tool is then behind, in units of the goal, and its standard error.
    at
        The probability of the value at which both are level, the other values keeping their proportions.
    """

    fact: str
    value: str
    today: float
    first: str
    behind: float
    mc_error: float
    at: float


@dataclass(frozen=True, slots=True)
class FactRange:
    """The two values of a fact between which the expected change of harm under a tool differs most, lowest first."""

    fact: str
    values: tuple[str, str]
    change: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Worth:
    """What knowing something is worth before one tool is chosen, in units of the goal, and its standard error."""

    name: str
    value: float
    mc_error: float


@dataclass(frozen=True, slots=True)
class CaseInsights:
    """Everything of one case.

    Attributes
    ----------
    unit
        What one unit of utility is under the goal.
    best
        Choice of today; ``no_change`` where no tool is expected to help.
    turns
        Values that clearly put another tool first, the nearest probability first.
    ranges
        Facts that clearly move the change of harm under the tool the reader looks at, the widest first.
    facts, studies
        What is worth more than two errors, the most first; studies have ``cases`` cases each.
    everything
        Value of knowing all there is.
    best_set
        Best set of the first tools, and of those that are cheap for what they do, within the case's limits; None where
        none stands.
    frontier
        The best of these sets for each effort, budget left aside.
    set_tools
        Number of tools that sets were made of.
    beside
        What stands beside the default order; None where nobody asked.
    """

    unit: str
    best: str
    turns: tuple[Turn, ...]
    ranges: tuple[FactRange, ...]
    facts: tuple[Worth, ...]
    studies: tuple[Worth, ...]
    cases: int
    everything: Value
    best_set: Option | None
    frontier: tuple[Rung, ...] = ()
    set_tools: int = SET_TOOLS
    beside: Beside | None = None


def case_insights(
    profile: CaseProfile,
    knowledge: Knowledge,
    drawn: DrawnCase,
    assessment: Assessment,
    *,
    looked_at: Sequence[str],
) -> CaseInsights:
    """Return what the draws of a ranking say beyond it.

    Parameters
    ----------
    profile, knowledge
        The case, and what it was assessed with.
    drawn, assessment
        Its draws and its assessment.
    looked_at
        Tools the reader chooses between, the first one foremost; ranges are about it, studies about all of them.
    """
    arrays = _arrays(profile, drawn, knowledge, looked_at, assessment)
    best_set, frontier = _sets(profile, knowledge, arrays)
    worth = expected_utility(profile, drawn)
    first = next((tool.tool for tool in assessment.tools if tool.eligible), "")
    gaps = worth[1:] - worth[1 + int(np.argmax(worth[1:].mean(axis=1)))] if len(drawn.able) > 1 else worth[:0]
    looked = [expected_change(drawn, name)[None] for name in looked_at[:1]]
    means = means_by_fact(np.concatenate([gaps, *looked]), settled_facts(drawn))
    turns = (one for one in _turns(drawn, gaps, means) if one.first != first)
    return CaseInsights(
        unit=UNITS[profile.goal],
        best=[NO_CHANGE, *drawn.able][int(np.argmax(worth.mean(axis=1)))],
        turns=tuple(sorted(turns, key=lambda one: (abs(one.at - one.today), one.fact, one.value))),
        ranges=_ranges(drawn, means) if looked else (),
        facts=_fact_worths(drawn, worth),
        studies=_study_worths(arrays, knowledge, worth, looked_at),
        cases=STUDY_CASES,
        everything=evpi(worth),
        best_set=best_set,
        frontier=frontier,
        set_tools=len(arrays.tools),
    )


def expected_utility(profile: CaseProfile, drawn: DrawnCase) -> Doubles:
    """Return the utility of no change (first row) and of each tool that may be used, by draw, shape (1 + T, D).

    Its means are those that order the ranking, and those of the value of information.
    """
    outs = drawn.held
    rows: Iterable[Floats] = (-one.expected for one in outs)
    if profile.goal == "stop" and outs:
        rows = falls_by(harm_of(outs), profile.values.goal_threshold)
    return np.stack([np.zeros(drawn.stage.setting.draws), *(row.astype(np.float64) for row in rows)])


def expected_change(drawn: DrawnCase, name: str) -> Doubles:
    """Return the change of total harm of a tool, case noise and leaders' decisions averaged out, shape (D,)."""
    return drawn.outcomes[name].expected.astype(np.float64)


def _turns(drawn: DrawnCase, gaps: Doubles, means: Mapping[str, Means]) -> Iterator[Turn]:
    """Yield the values of facts under which another tool than today's first is clearly first, by gaps to the first."""
    if not len(gaps):  # a single tool has nobody to be turned by
        return
    today = gaps.mean(axis=1)
    masks, values = settled_facts(drawn), drawn.stage.setting.world.settled_as()
    for path, found in means.items():
        for number, value in enumerate(values[path]):
            then, share = found.mean[: len(gaps), number], float(masks[path][:, number].mean())
            if np.isnan(then).any():
                continue
            other = int(np.argmax(then))
            ahead, error = float(then[other]), float(found.error[other, number])
            if ahead > TOLD * error and today[other] < today.max():
                at = share - float(today[other]) * (1.0 - share) / (ahead - float(today[other]))
                yield Turn(path, _text(value), share, drawn.able[other], ahead, error, at)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _ranges(drawn: DrawnCase, means: Mapping[str, Means]) -> tuple[FactRange, ...]:
    """Return the facts that clearly move the last of the figures, the widest first."""
    values, found = drawn.stage.setting.world.settled_as(), []
    for path, one in means.items():
        held, errors = one.mean[-1], one.error[-1]
        if np.isnan(held).all():
            continue
        low, high = int(np.nanargmin(held)), int(np.nanargmax(held))
        if held[high] - held[low] > CLEARLY * np.hypot(errors[low], errors[high]):
            ends = (_text(values[path][low]), _text(values[path][high]))
            found.append(FactRange(path, ends, (float(held[low]), float(held[high]))))
    return tuple(sorted(found, key=lambda one: (one.change[0] - one.change[1], one.fact)))


def settled_facts(drawn: DrawnCase) -> dict[str, NDArray[np.bool_]]:
    """Return in which draws each fact has each of its values, for facts with exactly one of them in every draw."""
    world = drawn.stage.setting.world
    settled = world.settled_as()
    return {path: masks for path, masks in world.drawn().items() if path in settled}


def _fact_worths(drawn: DrawnCase, worth: Doubles) -> tuple[Worth, ...]:
    """Return what each fact is worth knowing, where that is told apart from nothing."""
    setting, settled = drawn.stage.setting, settled_facts(drawn)
    found = facts_known(worth, settled, setting.seed)
    for path, masks in setting.world.drawn().items():
        if path not in settled:  # a list: several of its words may hold at once
            found[path] = evppi(worth, strata(masks), keyed_generator(setting.seed, "voi", "fact", path))
    return _most_first(found)


def _most_first(found: Mapping[str, Value]) -> tuple[Worth, ...]:
    rows = [Worth(name, one.value, one.error) for name, one in found.items() if one.value > TOLD * one.error]
    return tuple(sorted(rows, key=lambda one: (-one.value, one.name)))


def _arrays(
    profile: CaseProfile, drawn: DrawnCase, knowledge: Knowledge, looked_at: Sequence[str], assessment: Assessment
) -> CaseArrays:
    """Return the arrays of the first tools, of those that are cheap for what they do, and of those looked at."""
    first = [tool.tool for tool in assessment.tools if tool.eligible][:SET_TOOLS]
    wanted = {*first, *looked_at, *_strong(drawn, knowledge, request_of(profile).max_tools)}
    arrays = {name: tool_arrays(name, drawn.stage, knowledge) for name in drawn.able if name in wanted}
    return CaseArrays(drawn.stage, arrays, {name: because for name, because in drawn.barred.items() if because})


def _strong(drawn: DrawnCase, knowledge: Knowledge, most: int) -> list[str]:
    """Return the tools that lower harm most alone, and those that may stand in the best set for some effort.

    Under the goal stop a set may reach far with tools that rank low alone, so what counts here is the fall of harm.
    """
    fall = np.array([-expected_change(drawn, name).mean() for name in drawn.able])
    effort = np.array([knowledge.catalogues.tools[name].effort.units for name in drawn.able])
    may = contenders(fall, effort, most)
    may[np.argsort(-fall, kind="stable")[:SET_TOOLS]] = True
    return [name for name, one in zip(drawn.able, may, strict=True) if one]


def _study_worths(
    arrays: CaseArrays, knowledge: Knowledge, worth: Doubles, looked_at: Sequence[str]
) -> tuple[Worth, ...]:
    """Return the worth of a study of each tool that is looked at."""
    seed, sd = arrays.stage.setting.seed, study_sd(arrays, STUDY_CASES)

    def value_of(name: str) -> Value:
        effect = mean_effect(knowledge.catalogues.tools[name], arrays)
        noise = keyed_normals(seed, effect.size, "study", name).astype(np.float64)
        seen = smooth(study(effect, sd, noise)[:, None])
        return evppi(worth, seen, keyed_generator(seed, "voi", "study", name, str(STUDY_CASES)))

    return _most_first({name: value_of(name) for name in looked_at if name in arrays.tools})


def _sets(profile: CaseProfile, knowledge: Knowledge, arrays: CaseArrays) -> tuple[Option | None, tuple[Rung, ...]]:
    """Return the best set of these tools within the case's limits, and the frontier; nothing where none stands."""
    try:
        return best_and_frontier(profile, knowledge, request_of(profile), arrays)
    except InputError:
        return None, ()
