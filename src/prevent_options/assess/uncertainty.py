"""Three uncertainties kept apart: what the lead of the first choice hangs on; ``prevent-options/uncertainty@1``.

effects  everything else the model draws: posterior, sizes of rules, elasticities, case noise, leaders' decisions,
         hidden burden
facts    uncertain and unknown facts of the case
values   severity weights, drawn evenly over all weights, one a tactic
"""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from prevent_options.assess.attitude import UNITS
from prevent_options.assess.knowledge import Knowledge
from prevent_options.assess.outcome import outcomes
from prevent_options.assess.pipeline import DrawnCase, Seeds, Stage, draw_case, prepare
from prevent_options.assess.places import harm_of, standing
from prevent_options.assess.result import Json, number
from prevent_options.assess.usable import require_tools
from prevent_options.decision.goals import utility
from prevent_options.decision.pick_freeze import Share, pick_freeze
from prevent_options.effects.arrays import Floats
from prevent_options.json_text import json_text
from prevent_options.posterior.keyed import keyed_generator
from prevent_options.profile import CaseProfile

SCHEMA = "prevent-options/uncertainty@1"
GROUPS = ("effects", "facts", "values")
"""In the order of the fields of Seeds."""


@dataclass(frozen=True, slots=True)
class CentralWeights:
    """The mean of the drawn weights in draws where a tool is first: who weighs like this has reason to take it."""

    tool: str
    p_first: float
    weights: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """What the lead of the first choice over the runner-up hangs on; the lead is in units of the goal's utility."""

    case: str
    title: str
    goal: str
    draws: int
    seed: int
    first: str
    second: str
    lead_mean: float
    lead_sd: float
    shares: tuple[Share, ...]
    central: tuple[CentralWeights, ...]


def three_uncertainties(
    profile: CaseProfile, knowledge: Knowledge, *, draws: int = 4000, seed: int = 1, rules_as_of: date | None = None
) -> Uncertainty:
    """Return the share of each uncertainty in the lead of the default order's first choice, and central weights.

    Parameters
    ----------
    profile, knowledge, draws, seed, rules_as_of
        As for :func:`prevent_options.assess.assess`.

    Raises
    ------
    InputError
        When fewer than two tools may be used.
    """
    drawn = draw_case(profile, knowledge, draws=draws, seed=seed, rules_as_of=rules_as_of)
    require_tools(profile.id, len(drawn.able), drawn.barred.values(), 2)
    first, second = (drawn.able[i] for i in standing(profile, drawn.held, knowledge).order[:2])
    any_worth = dict(zip(drawn.able, utility_any(profile, knowledge, drawn.stage, drawn.able), strict=True))
    lead = _lead(any_worth, first, second)
    frozen = {}
    for kept in GROUPS:
        stage = _drawn_again(kept, profile, knowledge, drawn.stage, rules_as_of)
        pair = utility_any(profile, knowledge, stage, (first, second))
        frozen[kept] = _lead(dict(zip((first, second), pair, strict=True)), first, second)
    return Uncertainty(
        case=profile.id,
        title=profile.title,
        goal=profile.goal,
        draws=draws,
        seed=seed,
        first=first,
        second=second,
        lead_mean=float(lead.mean()),
        lead_sd=float(lead.std()),
        shares=pick_freeze(lead, frozen),
        central=_central(drawn, any_worth),
    )


def utility_any(profile: CaseProfile, knowledge: Knowledge, stage: Stage, names: tuple[str, ...]) -> Floats:
    """Return the utility of some tools under the drawn severity weights, shape (T, D)."""
    tools = [knowledge.catalogues.tools[name] for name in names]
    found = outcomes(tools, stage.findings, stage.setting, stage.shares_any, stage.shares_any).values()
    return utility(profile.goal, harm_of(tuple(found)), profile.values.goal_threshold)


def _lead(worth: dict[str, Floats], first: str, second: str) -> NDArray[np.float64]:
    return worth[first].astype(np.float64) - worth[second]


def _drawn_again(
    kept: str, profile: CaseProfile, knowledge: Knowledge, stage: Stage, rules_as_of: date | None
) -> Stage:
    """Return the stage with one group of inputs as it was and the other two drawn again."""
    seed, draws = stage.setting.seed, stage.setting.draws
    other = int(keyed_generator(seed, "drawn again").integers(2**31))
    return prepare(
        profile,
        knowledge if kept == "effects" else _with_other_draws(knowledge, other),
        draws=draws,
        seed=Seeds(*(seed if group == kept else other for group in GROUPS)),
        rules_as_of=rules_as_of,
    )


def _with_other_draws(knowledge: Knowledge, seed: int) -> Knowledge:
    """Return the knowledge with the posterior's draws in another order: independent of the first, the same as a set."""
    posterior = knowledge.posterior
    order = keyed_generator(seed, "posterior").permutation(posterior.draws)
    arrays = {name: values[..., order] for name, values in posterior.arrays.items()}
    # Effects nobody has studied are drawn by the seed of the manifest, so they need another one too.
    return replace(knowledge, posterior=type(posterior)(arrays, {**posterior.manifest, "seed": seed}))


def _central(drawn: DrawnCase, worth: dict[str, Floats]) -> tuple[CentralWeights, ...]:
    """Return the central weights of each tool that is ever first, the most often first one first."""
    stage, names = drawn.stage, np.array(list(worth))
    by_tactic = {pair.tactic: stage.weights_any[k] for k, pair in enumerate(stage.setting.grid.pairs)}
    best = np.argmax(np.stack(list(worth.values())), axis=0)
    found = []
    for i in np.unique(best):
        where = best == i
        means = {tactic: float(weights[where].mean(dtype=np.float64)) for tactic, weights in by_tactic.items()}
        found.append(CentralWeights(str(names[i]), float(where.mean()), tuple(means.items())))
    return tuple(sorted(found, key=lambda one: (-one.p_first, one.tool)))


def uncertainty_document(found: Uncertainty) -> dict[str, Json]:
    """Return the three uncertainties as plain data."""
    return {
        "schema": SCHEMA,
        "case": found.case,
        "title": found.title,
        "goal": found.goal,
        "draws": found.draws,
        "seed": found.seed,
        "unit": UNITS[found.goal],
        "direction": "lead: larger is better for the first tool; shares sum to 1",
        "first": found.first,
        "second": found.second,
        "lead": {"mean": number(found.lead_mean), "sd": number(found.lead_sd)},
        "shares": [
            {"group": one.group, "share": number(one.share), "mc_error": number(one.mc_error)} for one in found.shares
        ],
        "central_weights": [
            {
                "tool": one.tool,
                "p_first": number(one.p_first),
                "weights": {tactic: number(weight) for tactic, weight in one.weights},
            }
            for one in found.central
        ],
    }


def uncertainty_json(found: Uncertainty) -> str:
    """Return the three uncertainties as JSON text that ends with a newline."""
    return json_text(uncertainty_document(found))
