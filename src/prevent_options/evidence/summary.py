"""How much evidence stands behind each body: findings, studies, sizes, directness, agreement, and their ids."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from prevent_options.evidence.store import RELEASE_ID, EvidenceStore, Quantified, Vote
from prevent_options.evidence.vocabulary import DIRECT


@dataclass(frozen=True, slots=True)
class BodySummary:
    """Numbers for one body of evidence; see ``prevent_options.posterior.BodyCounts``."""

    findings: int
    studies: int
    quantified: int
    share_direct: float
    share_agreeing: float


def _sign(log_ratio: float) -> int:
    return 0 if log_ratio < 0 else 2


def _entries(store: EvidenceStore) -> Iterator[tuple[str, str, int, int]]:
    """Yield body, outcome, direction and number of findings, effect sizes by their sign."""
    for row in store.table.average:
        for direction, count in enumerate(row.counts):
            yield row.body, row.outcome, direction, count
    for vote in store.votes:
        yield vote.body, vote.outcome, vote.direction, 1
    for size in store.measured:
        yield size.body, size.outcome, _sign(size.log_ratio), 1


def _records(store: EvidenceStore) -> list[Vote | Quantified]:
    return [*store.votes, *store.measured]


def _studies(store: EvidenceStore) -> Counter[str]:
    """Return distinct studies by body: those of the release, and those of the study files that count."""
    studies: Counter[str] = Counter({row.body: row.average for row in store.table.studies})
    group_of = {study.id: (study.body, study.group) for study in store.studies}
    used = {group_of[item.study] for item in _records(store)}
    studies.update(body for body, _ in used)
    return studies


def summarise(store: EvidenceStore) -> dict[str, BodySummary]:
    """Return a summary for every body with findings on average effects; statements of experts are no findings."""
    by_body: defaultdict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for body, outcome, direction, count in _entries(store):
        by_body[body].append((outcome, direction, count))
    studies, sizes = _studies(store), Counter(size.body for size in store.measured)
    summaries = {}
    for body, rows in sorted(by_body.items()):
        total = sum(count for _, _, count in rows) or 1
        direct = sum(count for outcome, _, count in rows if outcome in DIRECT)
        agreeing = max(sum(count for _, d, count in rows if d == direction) for direction in range(3))
        summaries[body] = BodySummary(total, studies[body], sizes[body], direct / total, agreeing / total)
    return summaries


def evidence_ids(store: EvidenceStore) -> dict[str, list[str]]:
    """Return the ids of studies, releases and statements of experts by ``body`` and by ``body/outcome``."""
    ids: defaultdict[str, set[str]] = defaultdict(set)
    for row in store.table.average:
        if sum(row.counts):
            ids[row.body].add(RELEASE_ID)
            ids[f"{row.body}/{row.outcome}"].add(RELEASE_ID)
    for item in [*_records(store), *store.judged]:
        ids[item.body].add(item.study)
        ids[f"{item.body}/{item.outcome}"].add(item.study)
    return {key: sorted(values) for key, values in sorted(ids.items())}
