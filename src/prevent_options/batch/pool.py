"""Processes that do jobs; one that dies costs at most its own job, and that only after a second try."""

import gc
import multiprocessing
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from types import FrameType

from prevent_options.batch.jobs import Job
from prevent_options.batch.work import Done, Worker

AHEAD = 256
"""Jobs that are looked at before they are given out: a watchlist of all countries, and a megabyte of memory."""
TRIES = 2
"""How often a job is tried whose process dies: once might be the machine, twice is the case."""
_LOOK = 0.5
"""Seconds between looks at whether somebody asked to stop."""


@dataclass(slots=True)
class Stop:
    """Whether somebody asked to stop; what is being written is finished first."""

    asked: bool = False


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Turn Ctrl-C and a request to end into a wish to stop; a second one ends at once."""
    stop = Stop()

    def wish(_number: int, _frame: FrameType | None) -> None:
        if stop.asked:
            raise KeyboardInterrupt
        stop.asked = True

    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {number: signal.signal(number, wish) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def in_this_process(jobs: Iterator[Job], worker: Worker, stop: Stop) -> Iterator[Done]:
    """Do jobs one after the other."""
    for job in jobs:
        if stop.asked:
            return
        yield worker(job)


def in_processes(jobs: Iterator[Job], worker: Worker, count: int, stop: Stop) -> Iterator[Done]:
    """Do jobs in several processes; outcomes come in the order in which they are done.

    Parameters
    ----------
    jobs
        Asked for one by one, as processes become free.
    worker
        Copied into each process.
    count
        Number of processes, at least 1.
    stop
        When asked, no more jobs are given out; those under way are finished.
    """
    # Never a plain fork: a process that has threads may not be copied safely.
    context = multiprocessing.get_context("spawn" if sys.platform in {"win32", "darwin"} else "forkserver")
    pool = _Pool(_Queue(jobs), lambda: _start(context, worker), worker.lost, stop)
    try:
        yield from pool.run(count)
    finally:
        pool.close()


def serve(connection: Connection, worker: Worker) -> None:
    """Do what comes through a pipe until it closes; Ctrl-C is for the process that gave the job."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    # Cases leave no cycles behind; looking for some costs 8 ms a case.
    gc.set_threshold(500_000, 50, 50)
    while True:
        try:
            connection.send(worker(connection.recv()))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return


@dataclass(slots=True)
class _Hand:
    """One process, the pipe to it, and the job it has."""

    process: BaseProcess
    pipe: Connection
    job: Job | None = None
    kin: str = ""


def _start(context: BaseContext, worker: Worker) -> _Hand:
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, worker), daemon=True)  # type: ignore[attr-defined]
    process.start()
    theirs.close()
    return _Hand(process, ours)


@dataclass(slots=True)
class _Queue:
    """Jobs that wait, some of them looked at, so that those of a kin go to one process: it keeps what they share."""

    jobs: Iterator[Job]
    ahead: list[Job] = field(default_factory=list)

    def next(self, kin: str, others: frozenset[str]) -> Job | None:
        """Return a job of a kin, else the first that is of no kin another process is at, else the first; or None.

        Parameters
        ----------
        kin
            Of the job that the process did last.
        others
            Kins that other processes are at.
        """
        self.ahead.extend(islice(self.jobs, AHEAD - len(self.ahead)))
        fitting = (place for place, job in enumerate(self.ahead) if job.kin == kin)
        free = (place for place, job in enumerate(self.ahead) if job.kin not in others)
        place = next(chain(fitting, free, range(len(self.ahead))), None)
        return None if place is None else self.ahead.pop(place)


@dataclass(slots=True)
class _Pool:
    """Hands, what waits for them, and what died before."""

    jobs: _Queue
    start: Callable[[], _Hand]
    lost: Callable[[Job, str], Done]
    stop: Stop
    hands: list[_Hand] = field(default_factory=list)
    again: list[Job] = field(default_factory=list)
    tries: dict[str, int] = field(default_factory=dict)

    def run(self, count: int) -> Iterator[Done]:
        """Give jobs out and take outcomes in until all is done."""
        for _ in range(count):
            self._give(None)
        while busy := [hand for hand in self.hands if hand.job is not None]:
            for pipe in wait([hand.pipe for hand in busy], timeout=_LOOK):
                hand = next(one for one in busy if one.pipe is pipe)
                done = self._take(hand)
                if done is not None:
                    self.stop.asked = self.stop.asked or done.halt is not None
                    yield done
                self._give(hand if hand in self.hands else None)

    def close(self) -> None:
        """Let all processes go; each ends by itself when its pipe closes."""
        for hand in self.hands:
            hand.pipe.close()
        for hand in self.hands:
            hand.process.join()
        self.hands.clear()

    def _give(self, hand: _Hand | None) -> None:
        """Give the next job to a process, a new one when none is named; none is started for nothing."""
        job = None if self.stop.asked else self.again.pop() if self.again else self._next(hand)
        if job is None:
            return
        if hand is None:
            hand = self.start()
            self.hands.append(hand)
        hand.job, hand.kin = job, job.kin
        try:
            hand.pipe.send(job)
        except OSError:
            return  # it died while idle; the closed pipe says so at the next look

    def _next(self, hand: _Hand | None) -> Job | None:
        """Return the job that suits a process best; a new one has done none yet."""
        others = frozenset(one.kin for one in self.hands if one is not hand)
        return self.jobs.next("" if hand is None else hand.kin, others)

    def _take(self, hand: _Hand) -> Done | None:
        """Return what a process has done; None when it died and the job is tried again."""
        job, hand.job = hand.job, None
        try:
            done: Done = hand.pipe.recv()
        except (EOFError, OSError):
            hand.process.join()
            hand.pipe.close()
            self.hands.remove(hand)
            return None if job is None else self._lost(job, hand.process.exitcode)
        return done

    def _lost(self, job: Job, code: int | None) -> Done | None:
        self.tries[job.key] = self.tries.get(job.key, 1) + 1
        if self.tries[job.key] <= TRIES:
            self.again.append(job)
            return None
        return self.lost(job, f"its process died twice ({_how(code)})")


def _how(code: int | None) -> str:
    return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
