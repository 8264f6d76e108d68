"""What moved in a case since an earlier batch, and which part each cause has in it.

From then to now one thing is changed after the other, in this order: evidence, rules, noise (draws and seed), facts,
values. Each step is an assessment of its own with the same random numbers, so what it moves is its own, and the parts
add up to the whole. What moves although nothing is known to have changed is put down to the program.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from prevent_options import __version__
from prevent_options.assess import Knowledge, assess
from prevent_options.assess.result import number
from prevent_options.batch.manifest import KnowledgeDigests
from prevent_options.batch.record import Record, ToolLine
from prevent_options.batch.settings import Settings
from prevent_options.batch.since import Since
from prevent_options.errors import InputError
from prevent_options.profile import CaseProfile, fact_paths
from prevent_options.profile.load import case_from_document
from prevent_options.yamlio import Document

PARTS = ("evidence", "rules", "noise", "facts", "values", "program")
ABSENT = "not in the case"
_SCALARS = ("as_of", "horizon_months", "constraints", "tools_in_use")
_VALUES = ("goal", "values")

type Ranks = Mapping[str, float]
type Change = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Move:
    """One tool then and now; ``parts`` are changes of its expected rank by cause, minus is better."""

    tool: str
    name: str
    rank: tuple[int, int]
    expected_rank: tuple[float, float]
    net_change: tuple[float, float]
    warnings_new: tuple[str, ...]
    warnings_gone: tuple[str, ...]
    parts: Mapping[str, float]

    @property
    def moved(self) -> bool:
        """Whether its rank or a warning changed."""
        return self.rank[0] != self.rank[1] or bool(self.warnings_new or self.warnings_gone)


@dataclass(frozen=True, slots=True)
class CaseChange:
    """What changed in one case; ``facts`` and ``values`` as ``(what, then, now)``."""

    case: str
    title: str
    facts: tuple[Change, ...]
    values: tuple[Change, ...]
    moves: tuple[Move, ...]

    @property
    def moved(self) -> tuple[Move, ...]:
        """Tools whose rank or warnings changed, most moved first."""
        moved = (move for move in self.moves if move.moved)
        return tuple(sorted(moved, key=lambda m: (-abs(m.rank[1] - m.rank[0]), m.rank[1])))

    @property
    def causes(self) -> dict[str, float]:
        """Share of each cause in all movement of expected ranks, largest first; empty when nothing moved."""
        sums = {part: sum(abs(move.parts.get(part, 0.0)) for move in self.moves) for part in PARTS}
        total = sum(sums.values())
        order = sorted(sums.items(), key=lambda item: -item[1])
        return {part: size / total for part, size in order if total and size / total >= 0.005}


def case_change(
    then: Record, now: Record, profile: CaseProfile, since: Since, settings: Settings, knowledge: Knowledge,
    digests: KnowledgeDigests,
) -> CaseChange:  # fmt: skip
    """Return what changed in a case.

    Parameters
    ----------
    then, now
        Records of the two batches.
    profile
        The case now.
    since
        The earlier batch.
    settings, knowledge, digests
        Of this batch.
    """
    before = _profile_of(then)
    facts = () if before is None else _changes(_facts(before), _facts(profile))
    values = () if before is None else _changes(_values(before), _values(profile))
    steps = {} if before is None else _Steps(before, profile, since, settings, knowledge, digests).run(facts, values)
    old = {line.tool: line for line in then.tools}
    moves = tuple(_move(old[line.tool], line, steps) for line in now.tools if line.tool in old)
    return CaseChange(profile.id, profile.title, facts, values, moves)


def _profile_of(record: Record) -> CaseProfile | None:
    """Return the case of a record; None when this version cannot read it any more."""
    try:
        return case_from_document(Document(dict(record.profile), record.name))
    except InputError:
        return None


def _facts(profile: CaseProfile) -> dict[str, str]:
    facts = {path: str(fact) for path, fact in fact_paths(profile).items()}
    return facts | {name: _text(getattr(profile, name)) for name in _SCALARS}


def _values(profile: CaseProfile) -> dict[str, str]:
    return {name: _text(getattr(profile, name)) for name in _VALUES}


def _text(value: object) -> str:
    """Return a field as text that tells two values apart."""
    if isinstance(value, tuple):
        return ", ".join(_text(item) for item in value) or "none"
    dump = getattr(value, "model_dump", None)
    if dump is None:
        return str(value)
    fields = {key: item for key, item in dump(mode="json", exclude_defaults=True).items() if item is not None}
    return ", ".join(f"{key} {item}" for key, item in fields.items()) or "as by default"


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    return tuple(
        (name, before.get(name, ABSENT), after.get(name, ABSENT))
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    )


def _move(then: ToolLine, now: ToolLine, steps: Mapping[str, Ranks]) -> Move:
    """Return one tool's change; each part is the step it made, and what no step explains is the program's."""
    parts: dict[str, float] = {}
    reached = then.expected_rank
    for part, ranks in steps.items():
        parts[part] = number(ranks.get(then.tool, reached) - reached)
        reached = ranks.get(then.tool, reached)
    rest = number(now.expected_rank - reached)
    if rest:
        parts["program"] = number(parts.get("program", 0.0) + rest)
    return Move(
        now.tool,
        now.name,
        (then.rank, now.rank),
        (then.expected_rank, now.expected_rank),
        (then.mean, now.mean),
        tuple(flag for flag in now.flags if flag not in then.flags),
        tuple(flag for flag in then.flags if flag not in now.flags),
        parts,
    )


@dataclass(frozen=True, slots=True)
class _Steps:
    """The way from then to now, one cause after the other."""

    before: CaseProfile
    after: CaseProfile
    since: Since
    settings: Settings
    knowledge: Knowledge
    digests: KnowledgeDigests

    def run(self, facts: tuple[Change, ...], values: tuple[Change, ...]) -> dict[str, Ranks]:
        """Return the expected ranks after each cause that changed."""
        steps: dict[str, Callable[[], Ranks]] = dict(self._knowledge_steps())
        then, now = self.since.settings, self.settings
        if (then.draws, then.seed) != (now.draws, now.seed):
            steps["noise"] = lambda: self._ranks(self.before, self.knowledge, now)
        if facts:
            keep = {name: getattr(self.before, name) for name in _VALUES} if values else {}
            steps["facts"] = lambda: self._ranks(self.after.model_copy(update=keep), self.knowledge, now)
        if values:
            steps["values"] = lambda: self._ranks(self.after, self.knowledge, now)
        return {part: step() for part, step in steps.items()}

    def _knowledge_steps(self) -> dict[str, Callable[[], Ranks]]:
        """Return the steps of evidence and rules; both of them only when the rules of then can still be read."""
        then, now = self.since.digests, self.digests
        old = self.since.settings
        rules = then.rules != now.rules or old.rules_as_of != self.settings.rules_as_of
        evidence = (then.posterior, then.priors) != (now.posterior, now.priors)
        other = "evidence" if evidence else "program" if self.since.version != __version__ else None
        dated = Settings(old.draws, old.seed, rules_as_of=self.settings.rules_as_of)
        steps: dict[str, Callable[[], Ranks]] = {}
        earlier = self.since.knowledge(self.knowledge) if rules and other else None
        if earlier is not None and other is not None:
            kept = earlier
            steps[other] = lambda: self._ranks(self.before, kept, old)
        if rules or other:
            last = "rules" if rules and (earlier is not None or other is None) else other or "rules"
            steps[last] = lambda: self._ranks(self.before, self.knowledge, dated)
        return steps

    @staticmethod
    def _ranks(profile: CaseProfile, knowledge: Knowledge, settings: Settings) -> Ranks:
        day = settings.rules_as_of
        found = assess(profile, knowledge, draws=settings.draws, seed=settings.seed, rules_as_of=day)
        return {tool.tool: number(tool.expected_rank) for tool in found.tools}


def change_json(change: CaseChange) -> str:
    """Return a change as JSON text; the same change gives the same bytes."""
    return json.dumps({"schema": "prevent-options/change@1"} | asdict(change), ensure_ascii=False, indent=1) + "\n"


def read_change(text: bytes) -> CaseChange:
    """Read what :func:`change_json` wrote."""
    data = json.loads(text)
    changes = {name: tuple((w, b, a) for w, b, a in data[name]) for name in ("facts", "values")}
    pairs = ("rank", "expected_rank", "net_change", "warnings_new", "warnings_gone")
    moves = tuple(Move(**move | {name: tuple(move[name]) for name in pairs}) for move in data["moves"])
    return CaseChange(data["case"], data["title"], changes["facts"], changes["values"], moves)
