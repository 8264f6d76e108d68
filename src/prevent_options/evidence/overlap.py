"""One study must count once: finds studies that stand both in a release and in the study files."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from prevent_options.evidence.findings import AVERAGE, Finding, Findings, cited_surnames
from prevent_options.evidence.study import Study

OVERLAP_FILE = "counted_once.csv"
YEARS_APART = 1
"""Online first and print may differ by a year."""

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii"})

_HEADER = """\
# Studies that were found twice: as a record of this project's evidence review and in the release the counts come from.
# A study with a usable effect size enters as a size only; one that tells perpetrators apart enters by its record;
# any other enters as it stands in the release. `left_out` counts the findings that are not read a second time.
"""


@dataclass(frozen=True, slots=True, order=True)
class Overlap:
    """A record of the review that the release holds too.

    Attributes
    ----------
    record, body
        Record of the review and its body of evidence.
    kept_as
        ``size``, ``record`` or ``release``: the one place it counts.
    left_out
        How many findings on average effects are left out elsewhere.
    """

    record: str
    body: str
    kept_as: str
    left_out: int


def same_study(study: Study, finding: Finding) -> bool:
    """Whether a record and a finding come from one study: body, authors, and year give or take one."""
    if study.year == "unknown" or study.body != finding.body:
        return False
    names = cited_surnames(study.citation)
    if not names or abs(int(study.year) - finding.year) > YEARS_APART:
        return False
    mine, theirs = _last_words(names), _last_words(finding.authors)
    return mine[:1] == theirs[:1] if "et al" in study.citation else mine == theirs


def _last_words(names: Sequence[str]) -> list[str]:
    words = [[word for word in name.split() if word not in _SUFFIXES] for name in names]
    return [parts[-1] for parts in words if parts]


def owners(studies: Sequence[Study], finding: Finding) -> list[Study]:
    """Return the records a finding of the release belongs to: of those that match, the nearest in year."""
    matches = [study for study in studies if same_study(study, finding)]
    apart = [abs(int(study.year) - finding.year) for study in matches]
    return [study for study, years in zip(matches, apart, strict=True) if years == min(apart)]


def _finer_groups(studies: Sequence[Study]) -> set[str]:
    return {study.group for study in studies if study.finer}


def told_by(studies: Sequence[Study]) -> Callable[[Finding], bool]:
    """Return the test for findings whose study enters by its own file, because that says more."""
    finer = _finer_groups(studies)
    return lambda finding: any(study.group in finer for study in owners(studies, finding))


def _kept_as(study: Study, sized: set[str], finer: set[str]) -> str:
    if study.group in sized:
        return "size"
    return "record" if study.group in finer else "release"


def find_overlaps(studies: Sequence[Study], findings: Findings) -> tuple[Overlap, ...]:
    """Return every record that the release holds too, among findings on average effects."""
    sized, finer = {study.group for study in studies if study.quantified}, _finer_groups(studies)
    votes: Counter[str] = Counter()
    for finding in findings.findings:
        if finding.factor == AVERAGE:
            votes.update(study.id for study in owners(studies, finding))
    return tuple(
        Overlap(s.id, s.body, kept, len(s.findings) if kept == "release" else votes[s.id])
        for s in sorted(studies, key=lambda study: study.id)
        if s.id in votes
        for kept in [_kept_as(s, sized, finer)]
    )


def overlap_file(overlaps: Sequence[Overlap]) -> str:
    """Return the text of the table that ships."""
    out = io.StringIO()
    out.write(_HEADER)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["record", "body", "kept_as", "left_out"])
    writer.writerows([o.record, o.body, o.kept_as, o.left_out] for o in overlaps)
    return out.getvalue()
