"""What would change the first choice, as plain values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trial:
    """One fact set to one value, everything else as it is and with the same random numbers.

    Attributes
    ----------
    value, data
        The value as a reader sees it, and as plain data that sets it.
    share
        Its probability today, of the case or of the prior of an unknown fact; None where no distribution of whole
        values exists (lists).
    first
        The tool that is then first.
    lead
        Mean utility of today's first tool minus that of the best other tool that may be used.
    runner_up_behind
        Mean utility of today's first tool minus that of today's runner-up.
    barred
        Whether today's first tool may not be used then.
    """

    value: str
    data: object
    share: float | None
    first: str
    lead: float
    runner_up_behind: float
    barred: bool


@dataclass(frozen=True, slots=True)
class Threshold:
    """A probability of one value of a fact at which another tool becomes first.

    Attributes
    ----------
    value, today
        The value and its probability today; the other values keep their proportions.
    at
        The probability at which the two tools are level.
    first
        The tool that is first beyond it.
    """

    value: str
    today: float
    at: float
    first: str


@dataclass(frozen=True, slots=True)
class FactSwing:
    """One bar of the tornado: what the lead of today's first tool becomes over the values of a fact."""

    fact: str
    state: str
    trials: tuple[Trial, ...]
    thresholds: tuple[Threshold, ...]

    @property
    def low(self) -> float:
        """Smallest lead."""
        return min(trial.lead for trial in self.trials)

    @property
    def high(self) -> float:
        """Largest lead."""
        return max(trial.lead for trial in self.trials)

    @property
    def turns(self) -> tuple[Trial, ...]:
        """The values under which another tool is first than today."""
        return tuple(trial for trial in self.trials if trial.barred or trial.lead < 0)


@dataclass(frozen=True, slots=True)
class Shift:
    """How far a tool's log effect must move, in every pair it reaches, until it is level with the one it must pass.

    Attributes
    ----------
    tool
        The tool; today's first tool is set against the runner-up, every other against today's first.
    behind
        Mean utility of today's first tool minus its own.
    shift
        Change of the log rate ratio, minus is less violence; None when no shift up to the largest tried suffices.
    """

    tool: str
    behind: float
    shift: float | None


@dataclass(frozen=True, slots=True)
class Level:
    """How far a parameter of the model must move, everything else as it is, before another tool is first.

    Attributes
    ----------
    kind, name
        ``factor``: what is added to the slope of a circumstance under every body of evidence, log rate ratio.
        ``elasticity``: what all moves to other tactics (``substitution``), or all moving along (``complement``), are
        multiplied by.
    today, at
        Its value today, 0 or 1, and where another tool is level with today's first.
    spread
        How uncertain the model is of a slope: mean posterior standard deviation over bodies; None for elasticities.
    first
        The tool that is first beyond it.
    """

    kind: str
    name: str
    today: float
    at: float
    spread: float | None
    first: str


@dataclass(frozen=True, slots=True)
class Nearest:
    """The most probable fact, else pair of facts, under which today's runner-up is first."""

    facts: tuple[tuple[str, str], ...]
    share: float | None
    words: str


@dataclass(frozen=True, slots=True)
class Turning:
    """What would change the first choice in one case; utilities in ``unit``, larger is better."""

    case: str
    title: str
    goal: str
    draws: int
    seed: int
    unit: str
    first: str
    runner_up: str
    lead: float
    facts: tuple[FactSwing, ...]
    untried: tuple[tuple[str, str, str], ...]
    shifts: tuple[Shift, ...]
    levels: tuple[Level, ...]
    nearest: Nearest | None
