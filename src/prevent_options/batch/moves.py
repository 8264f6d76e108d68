"""What moved in a case since an earlier batch, and which part each cause has in it.

From then to now one thing is changed after the other, in this order: evidence, rules, noise (draws and seed), facts,
values. Each step is an assessment of its own with the same random numbers, so what it moves is its own, and the parts
add up to the whole. What moves although nothing is known to have changed is put down to the program.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from prevent_options import __version__
from prevent_options.assess import Knowledge
from prevent_options.assess.causes import PARTS, Change, Side, changes, facts_of, parts_of, steps_between, values_of
from prevent_options.assess.result import number
from prevent_options.batch.manifest import KnowledgeDigests
from prevent_options.batch.record import Record, ToolLine
from prevent_options.batch.settings import Settings
from prevent_options.batch.since import Since
from prevent_options.errors import InputError
from prevent_options.json_text import json_text
from prevent_options.profile import CaseProfile
from prevent_options.profile.load import case_from_document
from prevent_options.yamlio import Document

type Ranks = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Move:
    """One tool then and now; ``parts`` are changes of its expected rank by cause, minus is better.

    Tools of one rank ``band`` are ties.
    """

    tool: str
    name: str
    rank: tuple[int, int]
    band: tuple[int, int]
    expected_rank: tuple[float, float]
    net_change: tuple[float, float]
    warnings_new: tuple[str, ...]
    warnings_gone: tuple[str, ...]
    parts: Mapping[str, float]

    @property
    def tied(self) -> bool:
        """Whether it moved among ties: its rank changed and its band did not."""
        return self.rank[0] != self.rank[1] and self.band[0] == self.band[1]

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
    facts = () if before is None else changes(facts_of(before), facts_of(profile))
    values = () if before is None else changes(values_of(before), values_of(profile))
    steps = {} if before is None else _Steps(before, profile, since, settings, knowledge, digests).run()
    old = {line.tool: line for line in then.tools}
    moves = tuple(_move(old[line.tool], line, steps) for line in now.tools if line.tool in old)
    return CaseChange(profile.id, profile.title, facts, values, moves)


def _profile_of(record: Record) -> CaseProfile | None:
    """Return the case of a record; None when this version cannot read it any more."""
    try:
        return case_from_document(Document(dict(record.profile), record.name))
    except InputError:
        return None


def _move(then: ToolLine, now: ToolLine, steps: Mapping[str, Ranks]) -> Move:
    """Return one tool's change; each part is the step it made, and what no step explains is the program's."""
    reached = {part: ranks.get(then.tool, then.expected_rank) for part, ranks in steps.items()}
    parts = parts_of(then.expected_rank, reached, now.expected_rank)
    return Move(
        now.tool,
        now.name,
        (then.rank, now.rank),
        (then.band, now.band),
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

    def run(self) -> dict[str, Ranks]:
        """Return the expected ranks after each cause that changed."""
        then, now = self.since.settings, self.settings
        start = Side(self.before, self.knowledge, then.draws, then.seed, then.rules_as_of)
        steps = self._knowledge_steps(start)
        last = steps[-1][1] if steps else start
        after = Side(self.after, self.knowledge, now.draws, now.seed, now.rules_as_of)
        return {part: _ranks(side) for part, side in (*steps, *steps_between(last, after))}

    def _knowledge_steps(self, start: Side) -> list[tuple[str, Side]]:
        """Return the steps of evidence and rules; both of them only when the rules of then can still be read."""
        then, now = self.since.digests, self.digests
        rules = then.rules != now.rules or start.rules_as_of != self.settings.rules_as_of
        evidence = (then.posterior, then.priors) != (now.posterior, now.priors)
        other = "evidence" if evidence else "program" if self.since.version != __version__ else None
        steps: list[tuple[str, Side]] = []
        earlier = self.since.knowledge(self.knowledge) if rules and other else None
        if earlier is not None and other is not None:
            steps.append((other, replace(start, knowledge=earlier)))
        if rules or other:
            last = "rules" if rules and (earlier is not None or other is None) else other or "rules"
            steps.append((last, replace(start, rules_as_of=self.settings.rules_as_of)))
        return steps


def _ranks(side: Side) -> Ranks:
    return {tool.tool: number(tool.expected_rank) for tool in side.assessed().tools}


def change_json(change: CaseChange) -> str:
    """Return a change as JSON text; the same change gives the same bytes."""
    return json_text({"schema": "prevent-options/change@1"} | asdict(change))


def read_change(text: bytes) -> CaseChange:
    """Read what :func:`change_json` wrote."""
    data = json.loads(text)
    changes = {name: tuple((w, b, a) for w, b, a in data[name]) for name in ("facts", "values")}
    pairs = ("rank", "band", "expected_rank", "net_change", "warnings_new", "warnings_gone")
    moves = tuple(Move(**move | {name: tuple(move[name]) for name in pairs}) for move in data["moves"])
    return CaseChange(data["case"], data["title"], changes["facts"], changes["values"], moves)
