"""A Dask cluster in place of processes: the worker object goes once to each Dask worker, jobs follow one by one.

The results are written by the workers into the output folder, which all of them must share. A worker that is lost
costs time only: the scheduler gives its job to another one.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

from prevent_options.batch.jobs import Job
from prevent_options.batch.pool import Stop
from prevent_options.batch.work import Done, Worker
from prevent_options.errors import InputError, Problem

if TYPE_CHECKING:
    from distributed import Client, Future

AHEAD = 2
"""Jobs each thread of the cluster has in hand or waiting, so that it never idles and memory stays bounded."""
_LOOK = 0.5


def in_cluster(jobs: Iterator[Job], worker: Worker, address: str, count: int, stop: Stop) -> Iterator[Done]:
    """Do jobs on a Dask cluster; outcomes come in the order in which they are done.

    Parameters
    ----------
    jobs
        Asked for one by one.
    worker
        Sent once to each Dask worker, with the knowledge.
    address
        Address of the scheduler, or ``local`` for a cluster of this machine's processes.
    count
        Processes of a local cluster.
    stop
        When asked, no more jobs are given out; those under way are finished.

    Raises
    ------
    InputError
        When Dask is not installed or the scheduler cannot be reached.
    """
    with ExitStack() as stack:
        client = _client(stack, address, count)
        plugin, name = _carrier(worker)
        client.register_plugin(plugin, name=name)
        yield from _Cluster(client, name, worker, jobs, stop).run()


def _client(stack: ExitStack, address: str, count: int) -> "Client":
    """Return a client of the scheduler; a local one starts here and ends with the batch."""
    try:
        from distributed import Client, LocalCluster  # noqa: PLC0415 - an extra, and only this module needs it
    except ImportError as error:
        todo = "install the extra: pip install 'prevent-options[dask]'"
        raise InputError([Problem("--dask", 0, "dask", "Dask is not installed", "Dask distributed", todo)]) from error
    try:
        if address == "local":
            options = {"n_workers": count, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None}
            return stack.enter_context(Client(stack.enter_context(LocalCluster(**options))))
        return stack.enter_context(Client(address, timeout="10s"))
    except (OSError, ValueError) as error:
        todo = "start it with `dask scheduler`, or say --dask local"
        problem = Problem("--dask", 0, "address", f"{address}: {error}", "the address of a running scheduler", todo)
        raise InputError([problem]) from error


def _carrier(worker: Worker) -> tuple[object, str]:
    """Return the plugin that takes the worker object to each Dask worker, those that join later included."""
    from distributed import WorkerPlugin  # noqa: PLC0415

    plugin, name = WorkerPlugin(), f"prevent-options-{id(worker)}"
    plugin.work = worker.loaded()
    return plugin, name


def do(job: Job, name: str) -> Done:
    """Do one job on a Dask worker."""
    from distributed import get_worker  # noqa: PLC0415

    work: Worker = get_worker().plugins[name].work
    return work(job)


class _Cluster:
    """The jobs under way on a cluster."""

    def __init__(self, client: "Client", name: str, worker: Worker, jobs: Iterator[Job], stop: Stop) -> None:
        self.client = client
        self.name = name
        self.worker = worker
        self.jobs = jobs
        self.stop = stop
        self.waiting: dict[Future, Job] = {}

    def run(self) -> Iterator[Done]:
        """Keep every thread of the cluster supplied until all is done."""
        from distributed import wait  # noqa: PLC0415

        self._fill()
        while self.waiting:
            try:
                ready = wait(list(self.waiting), timeout=_LOOK, return_when="FIRST_COMPLETED").done
            except TimeoutError:
                ready = set()
            for future in ready:
                done = self._outcome(future, self.waiting.pop(future))
                self.stop.asked = self.stop.asked or done.halt is not None
                yield done
            self._fill()

    def _fill(self) -> None:
        room = AHEAD * max(1, sum(self.client.nthreads().values())) - len(self.waiting)
        for _ in range(room):
            job = None if self.stop.asked else next(self.jobs, None)
            if job is None:
                return
            future = self.client.submit(do, job, self.name, key=f"{self.name}-{job.key}", pure=False)
            self.waiting[future] = job

    def _outcome(self, future: "Future", job: Job) -> Done:
        error = future.exception()
        if error is not None:
            return self.worker.lost(job, f"the cluster gave it up ({type(error).__name__})")
        done: Done = future.result()
        return done
