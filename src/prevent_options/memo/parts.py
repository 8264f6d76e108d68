"""The parts of a memo: plain frozen text with its references, the same for every format."""

from collections.abc import Mapping
from dataclasses import dataclass

from prevent_options.memo.parts_beside import NOTHING_BESIDE, BesideView


@dataclass(frozen=True, slots=True)
class Line:
    """One statement and where it comes from."""

    text: str
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of the options table, for one option."""

    name: str
    line: Line


@dataclass(frozen=True, slots=True)
class Option:
    """One option of the choice; ``refs`` is the catalogue entry its criteria come from, nothing for no change."""

    label: str
    name: str
    refs: tuple[str, ...]
    in_use: bool
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue says of the tool of an option, in full, with its own sources."""

    tool: str
    definition: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PerpetratorView:
    """What the case says about one perpetrator."""

    name: str
    traits: Line
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class TacticRow:
    """One tactic of one perpetrator as the case states it."""

    perpetrator: str
    tactic: str
    intensity: str
    trend: str
    organisation: str
    visibility: str
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RankRow:
    """One tool of the ranking."""

    tool: str
    name: str
    family: str
    rank: int
    band: int
    option: str  # label of the option it is, or nothing
    in_use: bool
    net: str
    worse: str
    worst_tenth: str
    goal: str
    first: str
    first_any: str
    confidence: str
    moves_to: str
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EffectCell:
    """What one option does to one tactic of one perpetrator; ``place`` is the reference that leads to it."""

    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class EffectRow:
    """What each option does to one tactic of one perpetrator; cells in the order of the options."""

    perpetrator: str
    tactic: str
    listed: bool
    cells: tuple[EffectCell, ...]


@dataclass(frozen=True, slots=True)
class SubstitutionRow:
    """One substitution warning; ``place`` is the reference that leads to it."""

    option: str
    perpetrator: str
    source: str
    target: str
    via: str
    chance: str
    size: str
    basis: str
    strength: str
    place: str
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assumption:
    """An assumption and what follows if it fails."""

    text: str
    fails: str
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule that spoke for an option, or is named in the ranking."""

    id: str
    title: str
    state: str
    basis: str
    strength: str
    options: str
    messages: tuple[str, ...]
    reads: tuple[tuple[str, str], ...]
    refs: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One study or table behind an option."""

    id: str
    citation: str
    options: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source of the case; ``address`` only when it is a plain web address."""

    id: str
    title: str
    publisher: str
    date: str
    address: str


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Another value of one fact, and the tool that then ranks first (computed by the caller).

    ``at`` is the probability of the value from which on it does, where that is settled, and ``today`` the one it has.
    """

    fact: str
    value: str
    new_first: str
    at: float | None = None
    today: float | None = None


@dataclass(frozen=True, slots=True)
class Swing:
    """How far one fact, rule or weight moves the first option's figure: percent change of harm at its two ends."""

    name: str
    low: float
    high: float
    low_value: str
    high_value: str
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Worth:
    """What knowing one thing is worth: percentage points of what the goal counts, by the caller's sums."""

    name: str
    points: float
    refs: tuple[str, ...] = ()
    error: float = 0.0  # Monte Carlo standard error, in the same points


@dataclass(frozen=True, slots=True)
class Insights:
    """What the caller has computed beyond the assessment; each part that is empty leaves its picture and table out.

    ``find_out``, ``against``, ``together`` and ``further`` are sentences for the body and, the last, for annex C;
    ``beside`` are the tables and pictures of annex C beside the ranking.
    """

    sensitivity: tuple[Sensitivity, ...] = ()
    swings: tuple[Swing, ...] = ()
    worths: tuple[Worth, ...] = ()
    worths_unit: str = ""
    find_out: tuple[Line, ...] = ()
    against: tuple[Line, ...] = ()
    together: tuple[Line, ...] = ()
    further: tuple[Line, ...] = ()
    beside: BesideView = NOTHING_BESIDE


@dataclass(frozen=True, slots=True)
class Notes:
    """The analyst's own paragraphs by slot, and when they were written (nothing when that is not told)."""

    slots: Mapping[str, tuple[str, ...]]
    written: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """Change of one tactic under each of the first tools, in percent; None where a tool does not reach it."""

    name: str
    cells: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """Tactics by tools."""

    tools: tuple[str, ...]
    rows: tuple[HeatRow, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the chart: percent changes of total harm."""

    name: str
    mean: float
    low: float
    high: float
    worse: str


@dataclass(frozen=True, slots=True)
class Band:
    """One movement between tactics: names for readers, and the expected rise of the second as a log rate ratio."""

    source: str
    target: str
    rise: float


@dataclass(frozen=True, slots=True)
class Brief:
    """What the brief says otherwise than the option memo, because it has fewer rows and no annexes."""

    takeaway: str
    bars: tuple[Bar, ...]
    steps: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class MemoContext:
    """Everything a memo prints, in the order in which it is read."""

    title: str
    case: str
    place: str
    language: str
    reviewed: bool  # False: the language's messages were drafted by a machine and nobody has reviewed them
    cut_off: str  # day of the facts, as the case writes it
    as_of: str
    horizon: str
    measure: str  # what every change is a change of
    goal: str
    goal_text: str
    bottom_line: tuple[Line, ...]
    judgements: tuple[Line, ...]
    options: tuple[Option, ...]
    no_change: Option
    choice_note: tuple[Line, ...]
    perpetrators: tuple[PerpetratorView, ...]
    readings: tuple[Line, ...]
    others: tuple[Line, ...]
    takeaway: str
    bars: tuple[Bar, ...]
    heat_title: str
    heat: Heat
    flow_title: str
    swings_title: str
    swings: tuple[Swing, ...]
    worths_title: str
    worths: tuple[Worth, ...]
    worths_unit: str
    further: tuple[Line, ...]
    beside: BesideView
    warnings: tuple[Line, ...]
    reporting: tuple[Line, ...]
    turning: tuple[Line, ...]
    find_out: tuple[Line, ...]
    assumptions: tuple[Assumption, ...]
    dissent: tuple[Line, ...]
    steps: tuple[Line, ...]
    tactics: tuple[TacticRow, ...]
    actors: tuple[Line, ...]
    ranking: tuple[RankRow, ...]
    entries: tuple[Entry, ...]
    left_out: tuple[Line, ...]
    effects: tuple[EffectRow, ...]
    substitution: tuple[SubstitutionRow, ...]
    exits: tuple[Line, ...]
    bands: tuple[Band, ...]
    unknown_facts: tuple[str, ...]
    uncertain_facts: tuple[Line, ...]
    rules: tuple[RuleRow, ...]
    evidence: tuple[EvidenceRow, ...]
    sources: tuple[SourceRow, ...]
    notes: tuple[str, ...]  # paragraphs of the case's author
    draws: int
    seed: int
    cautions: tuple[str, ...]
    brief: Brief
    analyst: Notes
