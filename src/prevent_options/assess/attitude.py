"""A case ranked under an attitude to risk, beside the default order; ``prevent-options/attitude@1`` as JSON."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from prevent_options.assess.knowledge import Knowledge
from prevent_options.assess.pipeline import DrawnCase, draw_case
from prevent_options.assess.places import standing, steady_worth, utilities
from prevent_options.assess.result import Json, number
from prevent_options.assess.types import Assessment
from prevent_options.assess.usable import require_tools
from prevent_options.decision.attitudes import Attitude, level_with, order_by, regrets, worst_tenth
from prevent_options.decision.ranks import worst_tenth_mean
from prevent_options.effects.arrays import Floats
from prevent_options.json_text import json_text
from prevent_options.profile import CaseProfile

type Way = Literal["expected", "worst_tenth", "regret"]
"""What an order of tools goes by: the default, or an attitude."""

TOLD = 2.0
"""Standard errors of the simulation below which two tools are level under an attitude."""
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
    place = standing(profile, drawn.held, knowledge)
    found = weighed(profile, drawn, place.order, place.bands)
    order = order_by(attitude, found.worth, found.default)
    rows = tuple(found.row(tool, rank) for rank, tool in enumerate(order, start=1))
    return AttitudeRanking(profile.id, profile.title, profile.goal, attitude, draws, seed, rows)


@dataclass(frozen=True, slots=True)
class Weighed:
    """T tools that may be used with what each attitude looks at; see :class:`AttitudeRow` for the columns, (4, T)."""

    names: tuple[str, ...]
    worth: Floats
    regret: Floats
    default: list[int]
    bands: list[int]
    columns: tuple[NDArray[np.float64], ...]

    def row(self, tool: int, rank: int) -> AttitudeRow:
        """Return one tool at its place under an attitude."""
        figures = (float(column[tool]) for column in self.columns)
        return AttitudeRow(self.names[tool], rank, self.default.index(tool) + 1, self.bands[tool], *figures)


def weighed(profile: CaseProfile, drawn: DrawnCase, default: list[int], bands: list[int]) -> Weighed:
    """Return the tools of a case as every attitude sees them, given their default order and its bands."""
    worth = case_utility(profile, drawn)
    steady, regret = steady_worth(profile, drawn.held, worth), regrets(worth)
    columns = (
        steady.mean(axis=1, dtype=np.float64),
        worst_tenth(worth),
        regret.mean(axis=1, dtype=np.float64),
        worst_tenth_mean(regret),
    )
    return Weighed(drawn.able, worth, regret, default, bands, columns)


@dataclass(frozen=True, slots=True)
class FirstBy:
    """The tool that one attitude, or the default order, puts first.

    Attributes
    ----------
    by
        What the order goes by.
    row
        The tool.
    level
        Tools that are a tie with it: by default those of its band, else those less than two errors of the simulation
        behind it; in the default order.
    """

    by: Way
    row: AttitudeRow
    level: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attitudes:
    """The first tool by default and under each attitude, and what no change would regret (it has 0 in the others)."""

    firsts: tuple[FirstBy, ...]
    regret_of_no_change: float


def firsts_by_attitude(profile: CaseProfile, drawn: DrawnCase, assessment: Assessment) -> Attitudes | None:
    """Return which tool the default order and each attitude put first, from the draws of the ranking.

    Parameters
    ----------
    profile
        The case.
    drawn, assessment
        Its draws, and the ranking they gave: the default order is taken from it, so that there is only one.

    Returns
    -------
    Attitudes or None
        None where no tool may be used.
    """
    told = {tool.tool: tool for tool in assessment.tools}
    default = sorted(range(len(drawn.able)), key=lambda tool: told[drawn.able[tool]].rank)
    if not default:
        return None
    found = weighed(profile, drawn, default, [told[name].rank_band for name in drawn.able])
    by_worst, by_regret = (order_by(attitude, found.worth, default)[0] for attitude in ("worst_tenth", "regret"))
    ties: tuple[tuple[Way, int, list[int]], ...] = (
        ("expected", default[0], [tool for tool in default[1:] if found.bands[tool] == found.bands[default[0]]]),
        ("worst_tenth", by_worst, level_with(by_worst, found.worth, TOLD)),
        ("regret", by_regret, level_with(by_regret, -found.regret, TOLD)),
    )
    firsts = tuple(
        FirstBy(by, found.row(first, 1), tuple(drawn.able[tool] for tool in sorted(level, key=default.index)))
        for by, first, level in ties
    )
    best = np.maximum(found.worth.max(axis=0, keepdims=True), 0.0)  # no change is there to be chosen as well
    return Attitudes(firsts, float(worst_tenth_mean(best)[0]))


def case_utility(profile: CaseProfile, drawn: DrawnCase) -> Floats:
    """Return the utility of each tool that may be used under the case's weights, shape (T, D)."""
    return utilities(profile, drawn.held)


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
