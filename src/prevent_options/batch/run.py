"""Run a watchlist: every case on its own, every file written whole, everything found finished kept on request."""

import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from prevent_options.assess import Knowledge
from prevent_options.batch.changes import report as report_changes
from prevent_options.batch.choices import write_choices
from prevent_options.batch.cluster import in_cluster
from prevent_options.batch.entries import Entry
from prevent_options.batch.jobs import Job, blocks, jobs_of
from prevent_options.batch.lock import OWN_FOLDERS, check_output, locked
from prevent_options.batch.manifest import KnowledgeDigests, knowledge_digests, manifest_json
from prevent_options.batch.page import write_page
from prevent_options.batch.pool import Stop, in_processes, in_this_process, stoppable
from prevent_options.batch.record import Record, is_whole, read_record
from prevent_options.batch.robust import write_robust
from prevent_options.batch.settings import Running, Settings
from prevent_options.batch.since import RULES, Since, load_since, rules_text
from prevent_options.batch.sweeps import Scenario
from prevent_options.batch.tables import write_tables
from prevent_options.batch.work import Comparing, Done, Worker
from prevent_options.errors import PreventOptionsError
from prevent_options.files import write_atomically

type Tick = Callable[[Done], None]

HELD = 500
"""Records of up to this many jobs are read once and held, 60 kB each; of more, they are read each time."""


class Interrupted(KeyboardInterrupt):
    """Somebody asked to stop; what was under way is finished and can be resumed."""

    def __init__(self, done: int) -> None:
        super().__init__()
        self.done = done


class OutputFailedError(PreventOptionsError):
    """The output cannot be written any more; what is there is whole and can be resumed."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run: cases, scenarios, and what results depend on besides; subfolders left out, for the manifest."""

    entries: tuple[Entry, ...]
    settings: Settings
    scenarios: tuple[Scenario, ...] = (Scenario(),)
    since: Path | None = None
    knowledge: Knowledge | None = None
    left_out: tuple[str, ...] = ()

    @property
    def jobs(self) -> int:
        """Number of jobs at most; a case whose id is taken gives one."""
        return len(self.entries) * len(blocks(self.scenarios))


@dataclass(slots=True)
class BatchReport:
    """What became of a batch.

    Attributes
    ----------
    output
        Its folder.
    cases
        Number of cases.
    kept
        Jobs that were found finished.
    assessed
        Number of cases that were assessed as stated.
    failed
        What failed, whole cases and what-ifs of cases that were assessed, in the order of the watchlist.
    changed
        What changed since an earlier batch, in one line; None when nobody asked.
    """

    output: Path
    cases: int = 0
    kept: int = 0
    assessed: int = 0
    failed: list[Done] = field(default_factory=list)
    changed: str | None = None

    @property
    def troubled(self) -> int:
        """Number of cases of which something failed."""
        return len({done.name for done in self.failed})


def run_batch(plan: Plan, output: Path, running: Running, tick: Tick = lambda _: None) -> BatchReport:
    """Assess all cases of a watchlist and write everything a reader needs.

    Parameters
    ----------
    plan
        What to run.
    output
        Empty or new folder, or one that an earlier batch wrote.
    running
        How the work is done; changes no result.
    tick
        Called after each job, for progress.

    Raises
    ------
    InputError
        When the output folder is not ours, cannot be written, or is in use.
    OutputFailedError
        When the disk is full, say; finished cases stay.
    Interrupted
        When somebody asked to stop.
    """
    check_output(output)
    since = None if plan.since is None else load_since(plan.since, output)
    with locked(output), stoppable() as stop:
        return _Run(plan, output, running, tick, stop, time.monotonic(), since).whole()


@dataclass(slots=True)
class _Run:
    """One run, from jobs to tables, page and manifest."""

    plan: Plan
    output: Path
    running: Running
    tick: Tick
    stop: Stop
    start: float
    since: Since | None = None
    keys: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    done: dict[str, Done] = field(default_factory=dict)
    kept: int = 0
    given_out: bool = False
    held: tuple[Record, ...] = ()

    def whole(self) -> BatchReport:
        """Do the jobs, then write what is made of all of them."""
        digests = knowledge_digests()
        self._work(digests)
        if not self.given_out or len(self.done) < len(self.keys):
            raise Interrupted(len(self.done))
        ends = [self.done[key] for key in self.keys]
        report = BatchReport(self.output, len(self.plan.entries), self.kept, sum(done.assessed for done in ends))
        report.failed = [done for done in ends if done.problems]
        write_tables(self.output, self.keys, sweep=self._sweeps)
        if self._sweeps:
            write_robust(self.output, self.keys)
        write_choices(self.output, self.records())
        changes = None if self.since is None else report_changes(self.output, self.records(), self.since, self.ids)
        report.changed = None if changes is None else changes.line
        pages = write_page(self.output, self.records, changes, sweep=self._sweeps)
        write_atomically(self.output / RULES, rules_text())
        _prune(self.output, self.keys, self.records(), self._tables, pages)
        write_atomically(self.output / "manifest.json", self._manifest(digests))
        return report

    @property
    def _tables(self) -> set[str]:
        """Names of the tables this run writes."""
        swept = {"scenarios", "robust"} if self._sweeps else set()
        return {"results"} | swept | (set() if self.since is None else {"changes"})

    @property
    def _sweeps(self) -> bool:
        return len(self.plan.scenarios) > 1

    def records(self) -> Iterator[Record]:
        """Yield the records of all jobs in the order of the watchlist: one at a time, or read once if they are few."""
        if len(self.keys) > HELD:
            return self._read()
        if not self.held:
            self.held = tuple(self._read())
        return iter(self.held)

    def _read(self) -> Iterator[Record]:
        for key in self.keys:
            record = read_record(self.output, key)
            if record is not None:
                yield record

    def _jobs(self, digests: KnowledgeDigests) -> Iterator[Job]:
        plan = self.plan
        known = digests.as_text(memos=plan.settings.memos) + ("" if self.since is None else self.since.digest)
        return jobs_of(plan.entries, plan.scenarios, plan.settings, known)

    def _work(self, digests: KnowledgeDigests) -> None:
        for done in self._outcomes(self._todo(self._jobs(digests)), digests):
            if done.halt is not None:
                raise OutputFailedError(f"{done.halt}\n{len(self.done)} done; run again with --resume")
            self.done[done.key] = done
            self.tick(done)

    def _todo(self, jobs: Iterator[Job]) -> Iterator[Job]:
        """Yield the jobs that are not found finished."""
        for job in jobs:
            self.keys.append(job.key)
            self.ids |= {job.case} if job.case else set()
            record = read_record(self.output, job.key) if self.running.resume else None
            if record is not None and is_whole(self.output, record):
                self.kept += 1
                assessed = record.status == "done"
                self.done[job.key] = Done(job.key, job.entry.name, record.case, record.problems, assessed=assessed)
                self.tick(self.done[job.key])
            else:
                yield job
        self.given_out = True

    def _outcomes(self, jobs: Iterator[Job], digests: KnowledgeDigests) -> Iterator[Done]:
        compare = None if self.since is None else Comparing(self.since, digests)
        worker = Worker(self.output, self.plan.settings, self.plan.knowledge, compare)
        if self.running.dask is not None:
            return in_cluster(jobs, worker, self.running.dask, max(1, self.running.workers), self.stop)
        if self.running.workers == 0:
            return in_this_process(jobs, worker, self.stop)
        return in_processes(jobs, worker, self.running.workers, self.stop)

    def _manifest(self, digests: KnowledgeDigests) -> str:
        facts: Mapping[str, object] = {"seconds": round(time.monotonic() - self.start, 1), "kept": self.kept}
        plan, since = self.plan, self.since
        asked: Mapping[str, object] = {
            "scenarios": [scenario.name for scenario in plan.scenarios if scenario.changes],
            "since": None if since is None else {"name": since.name, "manifest": since.digest},
            "left_out": list(plan.left_out),
        }
        return manifest_json(plan.entries, plan.settings, self.running, digests, asked, facts)


def _prune(
    output: Path, keys: Sequence[str], records: Iterator[Record], tables: set[str], pages: Sequence[str]
) -> None:
    """Remove what earlier batches left: cases no longer watched, parts of other runs, tables not asked for, halves."""
    for half in output.glob(".*.*.*"):
        shutil.rmtree(half) if half.is_dir() else half.unlink()
    for name in {"changes", "robust", "scenarios"} - tables:
        for suffix in (".csv", ".parquet"):
            (output / name).with_suffix(suffix).unlink(missing_ok=True)
    ours = {output / "parts" / f"{key}{suffix}" for key in keys for suffix in (".json", ".parquet")}
    ours |= {output / name for record in records for name in record.files} | {output / name for name in pages}
    for folder in OWN_FOLDERS:
        for file in (output / folder).glob("*"):
            if file not in ours and file.is_file():
                file.unlink()
