"""A Dask cluster: a real scheduler and two workers on loopback, one killed in mid-run, and the bytes of a local run."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from prevent_options.batch import Done, Plan, Running, Settings, read_watchlist, run_batch
from prevent_options.cli.app import run

from .conftest import files

# Dask's own start and end leave warnings behind that say nothing about this package.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

SETTINGS = Settings(200, 1)
PATIENCE = 90


def dask(stack: ExitStack, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a part of a cluster, which ends with the test."""
    source = str(Path(__file__).resolve().parents[2] / "src")
    environment = os.environ | {"PYTHONPATH": source}
    command = [sys.executable, "-m", "dask", *arguments, "--host", "127.0.0.1", "--no-dashboard"]
    out = subprocess.DEVNULL
    process = stack.enter_context(subprocess.Popen(command, stdout=out, stderr=out, env=environment))
    stack.callback(process.kill)
    return process


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Return the address of a scheduler with two workers, and the workers."""
    file = tmp_path / "scheduler.json"
    with ExitStack() as stack:
        dask(stack, "scheduler", "--port", "0", "--scheduler-file", str(file))
        deadline = time.monotonic() + PATIENCE
        while not file.exists() or not file.stat().st_size:
            assert time.monotonic() < deadline, "the scheduler did not start"
            time.sleep(0.1)
        address = json.loads(file.read_text(encoding="utf-8"))["address"]
        options = ("--nthreads", "1", "--no-nanny", "--local-directory", str(tmp_path / "scratch"))
        workers = [dask(stack, "worker", address, *options) for _ in range(2)]
        wait_for(address, 2)
        yield address, workers


def wait_for(address: str, count: int) -> None:
    """Wait until a scheduler has that many workers."""
    from distributed import Client

    with Client(address) as client:
        client.wait_for_workers(count, timeout=PATIENCE)


def test_a_lost_worker_costs_time_only(
    many: Path, tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    """One of two workers is killed after the first case; every case is done, in the bytes of a local run."""
    address, workers = cluster
    plan = Plan(read_watchlist(many), SETTINGS)

    def kill_one(_: Done) -> None:
        workers[0].kill()

    report = run_batch(plan, tmp_path / "far", Running(dask=address), kill_one)
    assert workers[0].wait() != 0
    assert workers[1].poll() is None
    assert report.failed == []
    run_batch(plan, tmp_path / "near", Running())
    assert files(tmp_path / "far") == files(tmp_path / "near")


def test_a_local_cluster_gives_the_same_bytes(two: Path, tmp_path: Path) -> None:
    """`--dask local` starts its own processes and ends them."""
    plan = Plan(read_watchlist(two), SETTINGS)
    run_batch(plan, tmp_path / "far", Running(workers=2, dask="local"))
    run_batch(plan, tmp_path / "near", Running())
    assert files(tmp_path / "far") == files(tmp_path / "near")


def test_no_scheduler_is_bad_usage(two: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2 and how to start one."""
    arguments = ["batch", str(two), "-o", str(tmp_path / "out"), "--dask", "tcp://127.0.0.1:1", "--draws", "200"]
    assert run(arguments) == 2
    assert "dask scheduler" in capsys.readouterr().err
