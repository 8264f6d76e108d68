"""What a batch survives: kills, full disks, hostile ids, clocks, links, and two batches at once."""

import json
import os
import resource
import signal
import subprocess
from itertools import islice
from pathlib import Path

import pytest

from batch_tools import DyingWorker
from prevent_options.batch import Plan, Running, Settings, read_watchlist, run_batch
from prevent_options.batch import assessor as assessor_module
from prevent_options.batch.jobs import jobs_of
from prevent_options.batch.lock import locked
from prevent_options.batch.pool import Stop, in_processes
from prevent_options.batch.record import read_record
from prevent_options.cli.app import run
from prevent_options.profile import CaseProfile

from .conftest import FEW, files, start

SETTINGS = Settings(200, 1)
HERE = ["--workers", "0"]


def events(process: subprocess.Popen[str], event: str, count: int) -> list[dict[str, object]]:
    """Wait for some events of a process that logs JSON, and return them."""
    assert process.stderr is not None
    lines = (json.loads(line) for line in process.stderr if line.startswith("{"))
    return list(islice((line for line in lines if line["event"] == event), count))


def test_a_killed_batch_resumes_to_the_same_bytes(many: Path, tmp_path: Path) -> None:
    """A kill -9 in mid-run, then --resume: what is there is kept, and all files end as if nothing had happened."""
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    arguments = ["--draws", "200", "--memos"]
    with start(many, "-o", killed, "--workers", "2", "--log-json", *arguments) as process:
        assert len(events(process, "case", 2)) == 2
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    assert not (killed / "results.csv").exists()
    assert run(["batch", str(many), "-o", str(killed), *HERE, "--resume", "--quiet", *arguments]) == 0
    assert json.loads((killed / "manifest.json").read_text(encoding="utf-8"))["run"]["kept"] >= 2
    assert run(["batch", str(many), "-o", str(whole), *HERE, "--quiet", *arguments]) == 0
    assert files(killed) == files(whole)


def test_ctrl_c_finishes_writing_and_can_be_resumed(many: Path, tmp_path: Path) -> None:
    """Exit 130, no half file, and --resume goes on."""
    output, whole = tmp_path / "stopped", tmp_path / "whole"
    with start(many, "-o", output, "--workers", "2", "--draws", "200", "--log-json") as process:
        events(process, "case", 1)
        process.send_signal(signal.SIGINT)
        (stopped,) = events(process, "interrupted", 1)
        assert process.wait() == 130
    assert 1 <= stopped["done"] < 6
    assert not [name for name in files(output) if "/." in name]
    assert run(["batch", str(many), "-o", str(output), *HERE, "--resume", *FEW]) == 0
    assert run(["batch", str(many), "-o", str(whole), *HERE, *FEW]) == 0
    assert files(output) == files(whole)


def small_files_only() -> None:
    """Let the process write no file above 300 kB, as on a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))


def test_a_full_disk_stops_the_batch_and_says_what_to_do(two: Path, tmp_path: Path) -> None:
    """No half file and no traceback; after making room the batch goes on."""
    output, whole = tmp_path / "full", tmp_path / "whole"
    with start(two, "-o", output, "--draws", "200", *HERE, before=small_files_only) as process:
        _, told = process.communicate()
    assert process.returncode == 1
    assert "cannot be written" in told
    assert "--resume" in told
    assert "Traceback" not in told
    assert files(output) == {".lock": b""}
    assert run(["batch", str(two), "-o", str(output), *HERE, "--resume", *FEW]) == 0
    assert run(["batch", str(two), "-o", str(whole), *HERE, *FEW]) == 0
    assert files(output) == files(whole)


def test_a_worker_that_dies_twice_costs_one_case_only(two: Path, tmp_path: Path) -> None:
    """The case that kills its process is a failed row; the other one finishes."""
    jobs = list(jobs_of(read_watchlist(two), Plan((), SETTINGS).scenarios, SETTINGS, "any"))
    worker = DyingWorker(tmp_path, SETTINGS, deadly="lka-2023")
    done = {outcome.key: outcome for outcome in in_processes(iter(jobs), worker, 2, Stop())}
    by_name = {Path(job.entry.name).stem: done[job.key] for job in jobs}
    assert by_name["nic-2023"].status == "done"
    assert "died twice (signal 9)" in by_name["lka-2023"].problems[0]
    record = read_record(tmp_path, by_name["lka-2023"].key)
    assert record is not None
    assert record.status == "failed"


def test_a_crash_of_one_case_is_its_row(two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error nobody foresaw is reported with the place in the code; the others finish, exit 1."""
    real = assessor_module.draw_case

    def crash(profile: CaseProfile, *rest: object, **options: object) -> object:
        if profile.id == "nic-2023":
            raise ZeroDivisionError("bad luck")
        return real(profile, *rest, **options)

    monkeypatch.setattr(assessor_module, "draw_case", crash)
    output = tmp_path / "out"
    assert run(["batch", str(two), "-o", str(output), *HERE, *FEW]) == 1
    text = (output / "results.csv").read_text(encoding="utf-8")
    assert "crashed: ZeroDivisionError" in text
    assert "\nlka-2023," in text


def test_two_batches_cannot_share_a_folder(two: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second one ends with 2 and changes nothing; when the first has ended, it may."""
    output = tmp_path / "out"
    with locked(output):
        assert run(["batch", str(two), "-o", str(output), *HERE, *FEW]) == 2
        assert "another batch" in capsys.readouterr().err
        assert files(output) == {".lock": b""}
    assert run(["batch", str(two), "-o", str(output), *HERE, *FEW]) == 0


@pytest.mark.parametrize("place", ["/proc/batch", "two/nic-2023.yaml/out"])
def test_an_output_that_cannot_be_written_is_bad_usage(
    place: str, two: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2 and the reason, before any work."""
    assert run(["batch", str(two), "-o", str(two.parent / place), *HERE, *FEW]) == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize("hostile", ["../../escape", "..", "/etc/passwd", "a/b", "CON.yaml", "x" * 300])
def test_a_hostile_id_is_a_failed_row_and_names_no_file(hostile: str, two: Path, tmp_path: Path) -> None:
    """Ids name files, so only plain ones are taken."""
    case = two / "nic-2023.yaml"
    text = case.read_text(encoding="utf-8")
    case.write_text(text.replace("id: nic-2023", f'id: "{hostile}"', 1), encoding="utf-8")
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    output = tmp_path / "out"
    assert run(["batch", str(two), "-o", str(output), *HERE, *FEW]) == 1
    made = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert all(output in path.parents for path in made)
    assert sorted(path.name for path in (output / "cases").iterdir()) == ["lka-2023.json"]


def test_a_link_in_place_of_a_folder_is_refused(two: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A batch writes into its own folder and nowhere else."""
    output, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    assert run(["batch", str(two), "-o", str(output), *HERE, *FEW]) == 0
    elsewhere.mkdir()
    for file in (output / "cases").iterdir():
        file.unlink()
    (output / "cases").rmdir()
    (output / "cases").symlink_to(elsewhere)
    assert run(["batch", str(two), "-o", str(output), *HERE, *FEW]) == 2
    assert "link" in capsys.readouterr().err
    assert list(elsewhere.iterdir()) == []


def test_a_link_in_place_of_a_result_is_replaced_not_followed(two: Path, tmp_path: Path) -> None:
    """What a link points to keeps its content."""
    output, precious = tmp_path / "out", tmp_path / "precious.txt"
    precious.write_text("keep", encoding="utf-8")
    assert run(["batch", str(two), "-o", str(output), *HERE, *FEW]) == 0
    (output / "cases" / "nic-2023.json").unlink()
    (output / "cases" / "nic-2023.json").symlink_to(precious)
    assert run(["batch", str(two), "-o", str(output), *HERE, *FEW]) == 0
    assert precious.read_text(encoding="utf-8") == "keep"


def test_the_clock_decides_nothing(two: Path, tmp_path: Path) -> None:
    """Finished work is known by content: old dates keep it, and a change under an old date is seen."""
    output = tmp_path / "out"
    plan = Plan(read_watchlist(two), SETTINGS)
    run_batch(plan, output, Running())
    for path in [*output.rglob("*"), *two.iterdir()]:
        os.utime(path, (0, 0))
    assert run_batch(plan, output, Running(resume=True)).kept == 2
    case = two / "nic-2023.yaml"
    text = case.read_text(encoding="utf-8").replace("horizon_months: 12", "horizon_months: 24")
    case.write_text(text, encoding="utf-8")
    os.utime(case, (0, 0))
    assert run_batch(plan, output, Running(resume=True)).kept == 1


def test_a_damaged_part_is_done_again(two: Path, tmp_path: Path) -> None:
    """A result that was changed or cut by hand is not taken for finished work."""
    output = tmp_path / "out"
    plan = Plan(read_watchlist(two), SETTINGS)
    run_batch(plan, output, Running())
    whole = files(output)
    (output / "cases" / "nic-2023.json").write_text("{}", encoding="utf-8")
    for record in (output / "parts").glob("*.json"):
        if "lka-2023" in record.read_text(encoding="utf-8"):
            record.write_bytes(record.read_bytes()[:100])
    assert run_batch(plan, output, Running(resume=True)).kept == 0
    assert files(output) == whole


def test_an_unreadable_case_is_a_row(two: Path, tmp_path: Path) -> None:
    """A folder in place of a file, or bytes that are no text, cost their own row."""
    (two / "folder.yaml").mkdir()
    (two / "bytes.yaml").write_bytes(b"\xff\xfe\x00id")
    (two / "gone.yaml").symlink_to(two / "nowhere.yaml")
    report = run_batch(Plan(read_watchlist(two), SETTINGS), tmp_path / "out", Running())
    assert {Path(done.name).stem for done in report.failed} == {"folder", "bytes", "gone"}


def test_cases_no_longer_watched_leave_the_folder(two: Path, tmp_path: Path) -> None:
    """The folder holds what this batch wrote, so that nobody reads last month's case as this month's."""
    output = tmp_path / "out"
    run_batch(Plan(read_watchlist(two), SETTINGS), output, Running())
    (two / "lka-2023.yaml").unlink()
    run_batch(Plan(read_watchlist(two), SETTINGS), output, Running())
    assert [path.name for path in (output / "cases").iterdir()] == ["nic-2023.json"]
    assert len(list((output / "parts").iterdir())) == 2


def test_halves_of_a_killed_batch_leave_the_folder(two: Path, tmp_path: Path) -> None:
    """What a killed process was writing is a file nobody asked for; the next run removes it."""
    output = tmp_path / "out"
    plan = Plan(read_watchlist(two), SETTINGS)
    run_batch(plan, output, Running())
    whole = files(output)
    for half in (".results.csv.x1y2", "cases/.nic-2023.json.x1y2", "parts/.part.json.x1y2"):
        (output / half).write_text("half", encoding="utf-8")
    run_batch(plan, output, Running(resume=True))
    assert files(output) == whole


def test_results_do_not_depend_on_the_number_of_workers(many: Path, tmp_path: Path) -> None:
    """Two processes, or none besides this one: the same bytes."""
    outputs = [tmp_path / str(number) for number in (0, 2)]
    for number, output in enumerate(outputs):
        run_batch(Plan(read_watchlist(many), SETTINGS), output, Running(number))
    first, second = map(files, outputs)
    assert first == second
