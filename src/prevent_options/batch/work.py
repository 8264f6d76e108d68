"""The work itself: one job becomes files, each written whole, its part last.

A part is the mark that a job is done: a small table of its rows and a record of what the page, the change report and
``--resume`` need. Everything before it can be done again.
"""

import traceback
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Self

from prevent_options.assess import Assessment, DrawnCase, Knowledge, load_knowledge, result_bytes
from prevent_options.assess.usable import require_usable
from prevent_options.batch.assessor import Assessor
from prevent_options.batch.choice import Choice, choice_of
from prevent_options.batch.entries import STATED
from prevent_options.batch.jobs import Job
from prevent_options.batch.manifest import KnowledgeDigests
from prevent_options.batch.moves import case_change, change_json
from prevent_options.batch.record import Record, assessed_record, failed_record, record_json
from prevent_options.batch.settings import Settings
from prevent_options.batch.since import Since
from prevent_options.batch.tables import done_rows, failed_rows, part_bytes
from prevent_options.errors import InputError
from prevent_options.files import as_bytes, write_atomically
from prevent_options.profile import CaseProfile

type Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a job: its case, and the problems of what failed; ``halt`` says why the batch must stop.

    ``assessed`` says whether the job gave the assessment of the case as stated; a what-if may have failed beside it.
    """

    key: str
    name: str
    case: str | None
    problems: tuple[str, ...] = ()
    halt: str | None = None
    assessed: bool = False

    @property
    def status(self) -> str:
        """``done`` or ``failed``; a case that was assessed as stated is done, as in the tables."""
        return "failed" if (self.problems and not self.assessed) or self.halt else "done"


@dataclass(frozen=True, slots=True)
class Comparing:
    """An earlier batch to compare with, and what today's knowledge is."""

    since: Since
    digests: KnowledgeDigests


class Worker:
    """Does jobs for one batch; knows the knowledge and where to write."""

    def __init__(
        self,
        output: Path,
        settings: Settings,
        knowledge: Knowledge | None = None,
        comparing: Comparing | None = None,
    ) -> None:
        self.output = output
        self.settings = settings
        self._knowledge = knowledge
        self._comparing = comparing
        self._assessor: Assessor | None = None

    @property
    def knowledge(self) -> Knowledge:
        """Rules, posterior and catalogues, read once by each process."""
        if self._knowledge is None:
            self._knowledge = load_knowledge()
        return self._knowledge

    @property
    def assessor(self) -> Assessor:
        """Assesses cases, and keeps the last ones; made by each process."""
        if self._assessor is None:
            self._assessor = Assessor(self.knowledge, self.settings)
        return self._assessor

    def loaded(self) -> Self:
        """Return this worker with its knowledge read, so that a copy of it carries it."""
        self._knowledge = self.knowledge
        return self

    def __call__(self, job: Job) -> Done:
        """Do one job; whatever goes wrong with the case becomes its outcome, a full disk stops the batch."""
        return self._kept(job, *self._computed(job))

    def lost(self, job: Job, found: str) -> Done:
        """Report a job that cost its process the life."""
        problems = (f"{job.entry.name}: {found}; an assessment; please report this case",)
        rows = failed_rows(None, job.scenario, job.entry.name, problems)
        return self._kept(job, rows, {}, failed_record(job, None, problems))

    def _kept(self, job: Job, rows: list[Row], files: dict[str, str | bytes], record: Record) -> Done:
        """Write what a job gave, its part last."""
        try:
            for name, text in files.items():
                write_atomically(self.output / name, text)
            write_atomically(self.output / "parts" / f"{job.key}.parquet", part_bytes(rows))
            write_atomically(self.output / "parts" / f"{job.key}.json", record_json(record))
        except InputError as error:
            return Done(job.key, job.entry.name, record.case, halt=str(error))
        return Done(job.key, job.entry.name, record.case, record.problems, assessed=record.status == "done")

    def _computed(self, job: Job) -> tuple[list[Row], dict[str, str | bytes], Record]:
        """Return the rows, files and record of a job; nothing is written here."""
        if job.problems:
            rows = failed_rows(None, job.scenario, job.entry.name, job.problems)
            return rows, {}, failed_record(job, None, job.problems)
        try:
            profile = self._goal(job.entry.load())
        except Exception as error:  # noqa: BLE001 - one case must not cost the others; it is reported
            problems = told(error, job.entry.name)
            return failed_rows(None, job.scenario, job.entry.name, problems), {}, failed_record(job, None, problems)
        return self._scenarios(job, profile)

    def _goal(self, profile: CaseProfile) -> CaseProfile:
        goal = self.settings.goal
        return profile if goal is None else profile.model_copy(update={"goal": goal})

    def _scenarios(self, job: Job, profile: CaseProfile) -> tuple[list[Row], dict[str, str | bytes], Record]:
        rows: list[Row] = []
        files: dict[str, str | bytes] = {}
        stated: Assessment | None = None
        choice: Choice | None = None
        problems: list[str] = []
        for scenario in job.scenarios:
            try:
                assessment, drawn = self.assessor(scenario.applied(profile))
                require_usable(assessment)
                if scenario.name == STATED:
                    files, choice = self._told(assessment, profile, drawn)
                    stated = assessment
                rows += done_rows(assessment, profile, scenario.name)
            except Exception as error:  # noqa: BLE001 - one case must not cost the others; it is reported
                found = told(error, job.entry.name)
                problems += found
                rows += failed_rows(profile, scenario.name, job.entry.name, found)
        if problems and stated is None:
            return rows, {}, failed_record(job, profile, tuple(problems))
        record = assessed_record(job, profile, stated, {}, tuple(problems))
        files |= self._changes(record, profile)
        sums = {name: sha256(as_bytes(content)).hexdigest() for name, content in files.items()}
        return rows, files, replace(record, files=sums, choice=choice)

    def _changes(self, record: Record, profile: CaseProfile) -> dict[str, str]:
        """Return the file that says what changed in a case; none for a case that is new, or nobody asked."""
        asked = self._comparing
        then = None if asked is None or record.status != "done" else asked.since.record(record.case)
        if asked is None or then is None:
            return {}
        change = case_change(then, record, profile, asked.since, self.settings, self.knowledge, asked.digests)
        return {f"changes/{profile.id}.json": change_json(change)}

    def _told(
        self, assessment: Assessment, profile: CaseProfile, drawn: DrawnCase | None
    ) -> tuple[dict[str, str | bytes], Choice | None]:
        """Return the files of a case as stated, and what its choice hangs on."""
        files: dict[str, str | bytes] = {f"cases/{profile.id}.json": result_bytes(assessment)}
        found = None
        if drawn is not None:
            from prevent_options.batch.beyond import beyond  # noqa: PLC0415 - many batches need nothing of it

            memos, found = beyond(assessment, profile, self.knowledge, drawn, self.settings)
            files |= memos
        return files, choice_of(assessment, found)


def told(error: Exception, name: str) -> tuple[str, ...]:
    """Return what a reader is told of an error: problems one by one; a crash with the place in the code."""
    if isinstance(error, InputError):
        return tuple(str(problem) for problem in error.problems)
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    return (f"{name}: crashed: {type(error).__name__} at {where}: {error}; an assessment; please report this case",)
