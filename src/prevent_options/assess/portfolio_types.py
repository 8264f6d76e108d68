"""What a question about several tools asks, and what it answers: plain frozen values."""

from dataclasses import dataclass

from prevent_options.assess.types import Spread


@dataclass(frozen=True, slots=True)
class Request:
    """What a planner asks of the portfolios.

    Attributes
    ----------
    max_tools
        Largest number of tools, 1 to 4.
    budget
        Most effort, in units of the catalogue; None for no limit.
    required, excluded
        Tools that must, or must not, be in a set.
    allowed
        Ids of conflicts and sequences to leave aside.
    top
        Number of portfolios to report.
    """

    max_tools: int
    budget: float | None = None
    required: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    top: int = 5


@dataclass(frozen=True, slots=True)
class Companion:
    """A tool that would close a way out: change of the tactic there, mean log rate ratio (negative closes)."""

    tool: str
    change: float
    effort: float


@dataclass(frozen=True, slots=True)
class Exit:
    """A tactic to which a set of tools may move violence.

    Attributes
    ----------
    perpetrator, source, target
        Who, from which tactic, to which.
    rise
        Mean rise of the target through substitution by all tools of the set, log rate ratio.
    p_increase
        Share of draws in which the target rises after all, everything counted.
    companion
        The tool outside the set that would lower the target most, if any does.
    rules
        Rules that warn of it.
    """

    perpetrator: str
    source: str
    target: str
    rise: float
    p_increase: float
    companion: Companion | None
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """An interaction that holds within a set: id, the two tools, mean log rate ratio."""

    id: str
    title: str
    tools: tuple[str, str]
    shift: float


@dataclass(frozen=True, slots=True)
class Step:
    """One tool in the order in which to begin: why it stands where it stands, and when it acts, in months (5%, 95%)."""

    tool: str
    after: tuple[str, ...]
    because: str
    months: tuple[float, float]
    in_use: bool


@dataclass(frozen=True, slots=True)
class Option:
    """One set of tools.

    Attributes
    ----------
    tools
        Ids, strongest first.
    in_use
        Those in use already.
    net_change
        Change of total harm; negative is less.
    utility
        What the goal ranks by; larger is better.
    p_beats_first
        Share of draws in which it leaves less harm than the first portfolio; one half where they are the same.
    steps, ties, exits
        Order, interactions within the set, and where violence may move.
    """

    tools: tuple[str, ...]
    in_use: tuple[str, ...]
    net_change: Spread
    p_backfire: float
    worst_tenth_mean: float
    effort: float
    utility: float
    p_beats_first: float
    steps: tuple[Step, ...]
    ties: tuple[Tie, ...]
    exits: tuple[Exit, ...]


@dataclass(frozen=True, slots=True)
class Rung:
    """One set of the frontier: the best of all sets that cost no more effort, and better than any that costs less.

    Attributes
    ----------
    tools, in_use, net_change, p_backfire, effort, utility
        As in :class:`Option`.
    p_beats_below
        Share of draws in which it leaves less harm than the set of the rung below, the first one than no change; near
        one half nothing is settled.
    """

    tools: tuple[str, ...]
    in_use: tuple[str, ...]
    net_change: Spread
    p_backfire: float
    effort: float
    utility: float
    p_beats_below: float


@dataclass(frozen=True, slots=True)
class Focus:
    """The best that tools working on one level can do within the limits; None where no such set stands.

    ``p_best`` is the share of draws in which this level's set leaves the least harm of all levels' sets.
    """

    level: str
    option: Option | None
    p_best: float


@dataclass(frozen=True, slots=True)
class Portfolios:
    """The answer: best sets, the frontier of harm averted against effort, and where capacity goes furthest."""

    case: str
    title: str
    goal: str
    draws: int
    seed: int
    request: Request
    sets: int
    portfolios: tuple[Option, ...]
    frontier: tuple[Option, ...]
    focus: tuple[Focus, ...]
    barred: tuple[tuple[str, tuple[str, ...]], ...]
    warnings: tuple[str, ...]
