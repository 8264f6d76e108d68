"""One study must count once: finds studies that stand both in a release and in the study files."""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from prevent_options.errors import Problem
from prevent_options.evidence.citation import same_work
from prevent_options.evidence.findings import AVERAGE, Finding, Findings
from prevent_options.evidence.study import Study
from prevent_options.evidence.vocabulary import DIRECT

OVERLAP_FILE = "counted_once.csv"
MARKS_FILE = "marks.txt"
_HEADER = """\
# Studies that were found twice: as a record of this project's evidence review and in the release the counts come from.
# A study with a usable effect size enters as a size only; one that tells perpetrators apart, or violence against
# civilians where the release has an indirect outcome only, enters by its record;
# any other enters as it stands in the release. `left_out` counts the findings that are not read a second time.
"""

_MARKS_HEADER = """\
# Marks by which a study is recognised as one of the release's: body of evidence, and a hash of the DOI or of the words
# of the title. No title, name or DOI can be read from them. `evidence import ushmm` makes this file again.
"""


ONE_PLACE = "one place for each study"
IMPORT_AGAIN = "import the release again with `evidence import ushmm`, which decides where each study counts"
_ONE_BODY = (
    "one body of evidence for one result of a study",
    "file it under that body, or keep both if this result is about another tool",
)


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
    """Whether a record and a finding come from one study of one body of evidence."""
    return study.body == finding.body and same_work(study.reference, finding.citation)


def owners(studies: Sequence[Study], finding: Finding) -> list[Study]:
    """Return the records a finding of the release belongs to: of those that match, the nearest in year."""
    matches = [study for study in studies if same_study(study, finding)]
    apart = [abs(int(study.year) - finding.year) for study in matches]
    return [study for study, years in zip(matches, apart, strict=True) if years == min(apart)]


def matched(studies: Sequence[Study], findings: Findings) -> dict[str, list[Finding]]:
    """Return the findings on average effects that each record of the review has in a release."""
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings.findings:
        if finding.factor == AVERAGE:
            for study in owners(studies, finding):
                found[study.id].append(finding)
    return found


def _by_record(studies: Sequence[Study], found: Mapping[str, Sequence[Finding]]) -> set[str]:
    """Return the studies whose own files say more than the release: a size, perpetrators, or a direct outcome."""
    direct = {
        study.group
        for study in studies
        if study.id in found
        and any(finding.outcome in DIRECT for finding in study.findings)
        and not any(finding.outcome in DIRECT for finding in found[study.id])
    }
    return direct | {study.group for study in studies if study.finer}


def told_by(studies: Sequence[Study], found: Mapping[str, Sequence[Finding]]) -> Callable[[Finding], bool]:
    """Return the test for findings whose study enters by its own file; ``found`` is what ``matched`` gave."""
    groups = _by_record(studies, found)
    lines = {f.line for study in studies if study.group in groups for f in found.get(study.id, ())}
    return lambda finding: finding.line in lines


def find_overlaps(studies: Sequence[Study], found: Mapping[str, Sequence[Finding]]) -> tuple[Overlap, ...]:
    """Return every record that the release holds too; ``found`` is what ``matched`` gave."""
    by_record, sized = _by_record(studies, found), {study.group for study in studies if study.quantified}
    kept = {s.id: "size" if s.group in sized else "record" if s.group in by_record else "release" for s in studies}
    return tuple(
        Overlap(s.id, s.body, kept[s.id], len(s.findings if kept[s.id] == "release" else found[s.id]))
        for s in sorted(studies, key=lambda study: study.id)
        if s.id in found
    )


def filed_elsewhere(studies: Sequence[Study], findings: Findings) -> tuple[Problem, ...]:
    """Return the records that the release holds too, but under other bodies of evidence only: they count twice."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for finding in {(f.citation, f.body): f for f in findings.findings if f.factor == AVERAGE}.values():
        for study in studies:
            if same_work(study.reference, finding.citation):
                found[study.id].add(finding.body)
    return tuple(
        Problem(
            study.file, 0, "body", f"{study.body}; the release has it under {', '.join(sorted(bodies))}", *_ONE_BODY
        )
        for study in studies
        if (bodies := found[study.id]) and study.body not in bodies
    )


def overlap_file(overlaps: Sequence[Overlap]) -> str:
    """Return the text of the table that ships."""
    out = io.StringIO()
    out.write(_HEADER)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["record", "body", "kept_as", "left_out"])
    writer.writerows([o.record, o.body, o.kept_as, o.left_out] for o in overlaps)
    return out.getvalue()


def marks_file(findings: Findings) -> str:
    """Return the text that recognises the studies on average effects of a release."""
    lines = {f"{f.body} {mark}" for f in findings.findings if f.factor == AVERAGE for mark in f.citation.marks}
    return _MARKS_HEADER + "".join(f"{line}\n" for line in sorted(lines))


def recognised(studies: Sequence[Study], marks: Collection[str], placed: Collection[str]) -> tuple[Problem, ...]:
    """Return the records that the release holds too and that no import has placed: they count twice.

    Parameters
    ----------
    studies
        Records of an evidence store.
    marks
        Lines of ``marks_file``.
    placed
        Ids of the records in ``overlap_file``.
    """
    found = "a study of the release, whose finding counts there too"
    return tuple(
        Problem(study.file, 0, "citation", found, ONE_PLACE, IMPORT_AGAIN)
        for study in studies
        if study.id not in placed and any(f"{study.body} {mark}" in marks for mark in study.reference.marks)
    )
