"""What an assessment of one case says: plain frozen values, no arrays, ready for JSON, memo and table.

Vocabulary: a *tool* is ranked; a *pair* is one perpetrator using one tactic; *net change* is the change of total
harm as a fraction (-0.2 is a fifth less); tactic effects are log rate ratios over the horizon (negative is less).
"""

from typing import Literal, NamedTuple

from prevent_options.assess.split import Split
from prevent_options.decision.explained import NOTHING, Explained

type State = Literal["fired", "silent", "unknown", "not_applicable"]
type Confidence = Literal["low", "moderate", "high"]
type Strength = Literal["weak", "moderate", "strong"]


class Spread(NamedTuple):
    """Mean and 5, 50 and 95 percent points over the draws."""

    mean: float
    q05: float
    q50: float
    q95: float


class TacticEffect(NamedTuple):
    """Expected effect of one tool on one pair, as a log rate ratio; ``direct + spill_over == mean``."""

    perpetrator: str
    tactic: str
    forms: tuple[str, ...]
    listed: bool  # False: the tactic is not in the profile; substitution could bring it in
    mean: float
    q05: float
    q95: float
    p_increase: float
    direct: float
    spill_over: float
    reporting: float  # expected rise of *reports* that is no rise of violence (log ratio)


class SubstitutionFlag(NamedTuple):
    """Pressure on one tactic that may move violence to another."""

    perpetrator: str
    source: str  # "from" in the JSON result
    target: str  # "to" in the JSON result
    via: str
    p_increase: float  # share of draws in which this channel raises the target tactic
    mean: float  # expected rise of the target tactic through this channel, log rate ratio
    rules: tuple[str, ...]
    basis: str
    strength: Strength
    findings: tuple[str, ...] = ()  # studies and tables behind the matrix where no rule speaks
    p_tenth: float = 0.0  # share of draws in which this channel raises the target tactic by more than a tenth
    harm: float = 0.0  # expected change of total harm through this channel, as a fraction
    told: bool = True  # above the thresholds of priors/assumptions.yaml: worth a planner's time
    forms: tuple[str, ...] = ()  # forms of sexual violence the case names for the target
    who: str = ""  # who would carry it out
    where: str = ""  # where it would show first
    months: tuple[int, int] = (0, 0)  # when, counted from the day the tool begins to press
    signs: tuple[tuple[str, bool], ...] = ()  # indicators; true: hidden, has to be looked for
    companions: tuple[str, ...] = ()  # tools of this case that close the exit, the best first


class RuleFinding(NamedTuple):
    """What one rule says for one tool (or, at case level, for the case)."""

    id: str
    title: str
    kind: str
    state: State
    probability: float | None  # share of draws that fire, when facts are uncertain
    basis: str
    strength: Strength
    messages: tuple[str, ...]  # its `say` texts
    reads: tuple[tuple[str, str], ...]  # (fact path, value read), for the trace
    failed: tuple[str, ...]  # conditions that were false or unknown
    sources: tuple[str, ...]


class ToolResult(NamedTuple):
    """Everything the assessment says about one tool."""

    tool: str
    name: str
    family: str
    rank: int
    rank_band: int  # tools whose order the draws do not settle share a band
    eligible: bool
    ineligible_because: tuple[str, ...]
    in_use: bool
    p_best: float
    expected_rank: float
    rank_probabilities: tuple[float, ...]
    net_change: Spread
    p_reduces: float
    p_backfire: float
    worst_tenth_mean: float
    p_goal: float
    acceptability: float  # probability of rank 1 when severity weights are drawn evenly over all weights
    confidence: Confidence
    confidence_because: tuple[str, ...]
    tactics: tuple[TacticEffect, ...]
    substitution: tuple[SubstitutionFlag, ...]
    rules: tuple[RuleFinding, ...]  # fired and unknown, for this tool
    evidence: tuple[str, ...]  # ids of studies and tables behind the tool


class Lead(NamedTuple):
    """How far the first tool is before the second, in units of the goal's utility, and its Monte Carlo error.

    The error is that of the mean over the draws: how much the lead would move if it were drawn again. It says
    nothing of what is unknown about the tools; ``rank_band`` does.
    """

    first: str
    second: str
    mean: float
    mc_error: float
    facts: Explained = NOTHING  # share of its variance, in total harm under drawn weights, that facts explain
    values: Explained = NOTHING  # and severity weights; effects and what the three do together have the rest

    @property
    def settled(self) -> bool:
        """Whether the order of the two would stay the same with other draws: the lead is above two errors."""
        return self.mean > 2.0 * self.mc_error


class Assessment(NamedTuple):
    """One case, assessed: tools in rank order, rule states of the case, what is not known."""

    case: str
    title: str
    goal: str
    draws: int
    seed: int
    tools: tuple[ToolResult, ...]
    rules: tuple[RuleFinding, ...]  # every rule, with its state for the case
    unknown_facts: tuple[str, ...]
    uncertain_facts: tuple[str, ...]
    warnings: tuple[str, ...]
    lead: Lead | None = None  # None when fewer than two tools may be used


class Step(NamedTuple):
    """One step of the waterfall from the average effect to the net change of harm.

    Attributes
    ----------
    change, running
        What the step adds to the mean log rate ratio over pairs, weighted by harm, and the sum so far; the last step
        leads from the mean log rate ratio to the net change, so that all of them sum to it.
    harm, running_harm
        What the step adds to the net change of total harm, as a fraction, and the sum so far; all sum to it as well.
    source, basis
        Where the step comes from, and what kind of knowledge that is.
    """

    label: str
    change: float
    running: float
    harm: float
    running_harm: float
    source: str
    basis: Literal["evidence", "judgement", "model"]


class Explanation(NamedTuple):
    """Why one tool got its number: the waterfall, the rules and the evidence."""

    tool: ToolResult
    steps: tuple[Step, ...]
    split: Split
