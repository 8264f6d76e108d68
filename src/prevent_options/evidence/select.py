"""Choosing studies and counts by what they are about."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from prevent_options.evidence.statement import Statement
from prevent_options.evidence.store import EvidenceStore
from prevent_options.evidence.study import Study, StudyFinding
from prevent_options.evidence.tables import AverageRow, FactorRow
from prevent_options.evidence.vocabulary import ANY


@dataclass(frozen=True, slots=True)
class Choice:
    """What is wanted; None, or empty, means everything.

    Attributes
    ----------
    bodies
        Bodies of evidence.
    outcome, tactic, perpetrator, direction
        Of one finding: a study is chosen when one of its findings has all of them.
    kind
        Kind of study.
    since, until
        First and last year of publication; a study without a year is left out where either is given.
    sized
        Only studies with an effect size.
    """

    bodies: Collection[str] | None = None
    outcome: str | None = None
    tactic: str | None = None
    perpetrator: str | None = None
    direction: str | None = None
    kind: str | None = None
    since: int | None = None
    until: int | None = None
    sized: bool = False

    def of(self, body: str) -> "Choice":
        """Return the choice within one body of evidence."""
        return replace(self, bodies={body} if self.bodies is None else {body} & set(self.bodies))

    def _finding(self, finding: StudyFinding) -> bool:
        wanted = (self.outcome, self.tactic, self.perpetrator, self.direction)
        found = (finding.outcome, finding.tactic, finding.perpetrator, finding.direction)
        return all(want in (None, have) for want, have in zip(wanted, found, strict=True))

    def _year(self, year: str) -> bool:
        if self.since is None and self.until is None:
            return True
        return year != "unknown" and (self.since or 0) <= int(year) <= (self.until or 9999)

    def study(self, study: Study) -> bool:
        """Whether a study is wanted."""
        return (
            (self.bodies is None or study.body in self.bodies)
            and self.kind in (None, study.kind)
            and self._year(study.year)
            and (study.quantified or not self.sized)
            and any(self._finding(finding) for finding in study.findings)
        )

    def statement(self, statement: Statement) -> bool:
        """Whether a statement of experts is wanted; it has no tactic, kind of study or direction of its own."""
        reads, year = statement.reads_as, statement.question.year
        return (
            (self.bodies is None or reads.body in self.bodies)
            and self.outcome in (None, reads.outcome)
            and self.perpetrator in (None, reads.perpetrator)
            and self._year(year)
            and not any((self.tactic, self.kind, self.direction, self.sized))
        )

    def counts(self, store: EvidenceStore) -> Iterator[AverageRow]:
        """Yield the cells of the release's counts that are wanted; they tell no tactic, perpetrator or year apart."""
        told_apart = self.tactic, self.since, self.until
        if self.sized or any(told_apart) or self.perpetrator not in (None, ANY):
            return
        for row in store.table.average:
            if (
                (self.bodies is None or row.body in self.bodies)
                and self.outcome in (None, row.outcome)
                and self.kind in (None, row.kind)
            ):
                yield row


def factor_rows(store: EvidenceStore, factor: str) -> tuple[FactorRow, ...]:
    """Return the counts of findings on a factor."""
    return tuple(row for row in store.table.factors if row.factor == factor)
