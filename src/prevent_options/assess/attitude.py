"""A case ranked under an attitude to risk, beside the default order; ``prevent-options/attitude@1`` as JSON."""

from dataclasses import asdict, dataclass
from datetime import date

import numpy as np

from prevent_options.assess.knowledge import Knowledge
from prevent_options.assess.pipeline import DrawnCase, draw_case
from prevent_options.assess.places import harm_of, steady_worth
from prevent_options.assess.result import Json, number
from prevent_options.assess.usable import require_tools
from prevent_options.decision.attitudes import Attitude, order_by, regrets, worst_tenth
from prevent_options.decision.goals import utility
from prevent_options.decision.ranks import final_order, rank_bands, rank_matrix, worst_tenth_mean
from prevent_options.effects.arrays import Floats
from prevent_options.json_text import json_text
from prevent_options.profile import CaseProfile

SCHEMA = "prevent-options/attitude@1"
DIRECTION = {
    "rank": "1 is best",
    "default_rank": "1 is best",
    "rank_band": "1 is best; tools of one band are ties by expected utility",
    "expected": "larger is better",
    "worst_tenth": "larger is better",
    "regret": "smaller is better",
}
UNITS = {
    "reduce": "fall of total harm as a fraction",
    "stop": "probability that harm falls by the case's threshold",
    "foreclose": "share of the risk of onset removed",
}
"""Unit of utility by goal."""


@dataclass(frozen=True, slots=True)
class AttitudeRow:
    """One tool under an attitude; ``regret`` is the mean of its worst tenth of regret, the band is the default one."""

    tool: str
    rank: int
    default_rank: int
    rank_band: int
    expected: float
    worst_tenth: float
    mean_regret: float
    regret: float


@dataclass(frozen=True, slots=True)
class AttitudeRanking:
    """The tools that may be used, in the order of the attitude, each with its place in the default order."""

    case: str
    title: str
    goal: str
    attitude: Attitude
    draws: int
    seed: int
    rows: tuple[AttitudeRow, ...]


def rank_by_attitude(
    profile: CaseProfile,
    knowledge: Knowledge,
    attitude: Attitude,
    *,
    draws: int = 4000,
    seed: int = 1,
    rules_as_of: date | None = None,
) -> AttitudeRanking:
    """Rank a case under an attitude, from the same draws as the default order.

    Parameters
    ----------
    profile, knowledge, draws, seed, rules_as_of
        As for :func:`prevent_options.assess.assess`.
    attitude
        What the order goes by.

    Raises
    ------
    InputError
        When no tool may be used.
    """
    drawn = draw_case(profile, knowledge, draws=draws, seed=seed, rules_as_of=rules_as_of)
    require_tools(profile.id, len(drawn.able), drawn.barred.values(), 1)
    worth = case_utility(profile, drawn)
    steady = steady_worth(profile, [drawn.outcomes[name] for name in drawn.able], worth)
    default = final_order(steady, rank_matrix(worth))
    bands = rank_bands(worth, default, knowledge.assumptions.rank_band_probability.value)
    regret = regrets(worth)
    columns = (
        steady.mean(axis=1, dtype=np.float64),
        worst_tenth(worth),
        regret.mean(axis=1, dtype=np.float64),
        worst_tenth_mean(regret),
    )
    rows = tuple(
        AttitudeRow(drawn.able[i], place, default.index(i) + 1, bands[i], *(float(column[i]) for column in columns))
        for place, i in enumerate(order_by(attitude, worth, default), start=1)
    )
    return AttitudeRanking(profile.id, profile.title, profile.goal, attitude, draws, seed, rows)


def case_utility(profile: CaseProfile, drawn: DrawnCase) -> Floats:
    """Return the utility of each tool that may be used under the case's weights, shape (T, D)."""
    harm = harm_of([drawn.outcomes[name] for name in drawn.able])
    return utility(profile.goal, harm, profile.values.goal_threshold)


def attitude_json(found: AttitudeRanking) -> str:
    """Return the ranking as JSON text that ends with a newline."""
    tools: list[Json] = [
        {name: number(value) if isinstance(value, float) else value for name, value in asdict(row).items()}
        for row in found.rows
    ]
    document: dict[str, Json] = {
        "schema": SCHEMA,
        "case": found.case,
        "title": found.title,
        "goal": found.goal,
        "attitude": found.attitude,
        "draws": found.draws,
        "seed": found.seed,
        "unit": UNITS[found.goal],
        "direction": dict(DIRECTION),
        "tools": tools,
    }
    return json_text(document)
