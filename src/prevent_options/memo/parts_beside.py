"""The parts of annex C that stand beside the ranking: steps of a figure, effort, attitudes to risk, goals."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step to the first option's figure; ``change`` and ``after`` in percentage points of harm, minus is less."""

    name: str
    change: float
    after: float
    basis: str
    source: str
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RungRow:
    """The best set of tools for one effort; ``mean``, ``low``, ``high`` are percent changes of harm for the picture."""

    effort: str
    units: float
    tools: str
    short: str  # options by their label, for the picture
    net: str
    worse: str
    goal: str
    settled: str  # outcomes in which it leaves less harm than the row above, and whether that is a tie
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class AttitudeRow:
    """The first tool by default or under one attitude to risk, or no change."""

    by: str
    first: str
    place: str
    expected: str
    worst: str
    regret: str
    tied: str
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoalRow:
    """The first tool under one goal."""

    goal: str
    first: str
    tied: str
    event: str
    option: str  # where the first option stands
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BesideView:
    """What stands beside the ranking; each part that is empty leaves its table and picture out."""

    steps_title: str = ""
    steps: tuple[StepRow, ...] = ()
    rungs_title: str = ""
    rungs_note: str = ""
    rungs: tuple[RungRow, ...] = ()
    attitudes_title: str = ""
    attitudes: tuple[AttitudeRow, ...] = ()
    attitudes_note: str = ""
    goals: tuple[GoalRow, ...] = ()
    goals_note: str = ""


NOTHING_BESIDE = BesideView()
