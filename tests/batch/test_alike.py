"""Alike cases of a batch are assessed once by a process, in the same bytes, and only so many are kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from prevent_options.assess import Knowledge, load_knowledge
from prevent_options.batch import Plan, Running, Settings, assessor, read_watchlist, run_batch
from prevent_options.batch.assessor import Assessor
from prevent_options.batch.entries import Entry
from prevent_options.batch.jobs import Job
from prevent_options.batch.pool import AHEAD, _Queue
from prevent_options.profile import CaseProfile, load_case, with_facts

from .conftest import files

SETTINGS = Settings(200, 1)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """Return the shipped knowledge."""
    return load_knowledge()


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the ids of the cases whose draws are worked out from here on."""
    seen: list[str] = []
    real = assessor.draw_case

    def watched(case: CaseProfile, *rest: object, **options: object) -> object:
        seen.append(case.id)
        return real(case, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(assessor, "draw_case", watched)
    return seen


@pytest.fixture
def family(root: Path, tmp_path: Path) -> Path:
    """Return a folder of three cases alike in all but names and country, and one that differs in a fact."""
    text = (root / "cases" / "nic-2023.yaml").read_text(encoding="utf-8")
    folder = tmp_path / "family"
    folder.mkdir()
    for name, country in (("a", "NIC"), ("b", "SLV"), ("c", "HND"), ("d", "NIC")):
        other = text.replace("id: nic-2023", f"id: {name}", 1).replace("country: NIC", f"country: {country}", 1)
        if name == "d":
            other = other.replace("repression_level: ", "repression_level: low  # ", 1)
        (folder / f"{name}.yaml").write_text(other, encoding="utf-8")
    return folder


def test_alike_cases_are_assessed_once_and_come_out_as_if_each_were_alone(
    family: Path, tmp_path: Path, drawn: list[str]
) -> None:
    """The same files, byte for byte, as batches of one case each."""
    run_batch(Plan(read_watchlist(family), SETTINGS), tmp_path / "together", Running())
    assert drawn == ["a", "d"]
    together = files(tmp_path / "together")
    for case in "abcd":
        run_batch(Plan(read_watchlist(family / f"{case}.yaml"), SETTINGS), tmp_path / case, Running())
        alone = files(tmp_path / case)
        own = [name for name in alone if name.startswith(("cases/", "parts/"))]
        assert len(own) == 3
        assert {name: alone[name] for name in own} == {name: together[name] for name in own}
    assert drawn == ["a", "d", *"abcd"]


def test_with_insights_every_case_has_draws_of_its_own(root: Path, knowledge: Knowledge, drawn: list[str]) -> None:
    """What would turn a choice is read off them."""
    ask = Assessor(knowledge, Settings(200, 1, insights=True))
    case = load_case(root / "cases" / "nic-2023.yaml")
    for name in ("one", "other"):
        assert ask(case.model_copy(update={"id": name}))[1] is not None
    assert drawn == ["one", "other"]


def test_only_so_many_assessments_are_kept(
    root: Path, knowledge: Knowledge, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long a list is; the one that was not asked for longest goes first."""
    monkeypatch.setattr(assessor, "KEPT", 2)
    ask = Assessor(knowledge, SETTINGS)
    case = load_case(root / "cases" / "nic-2023.yaml")
    for months in ("3", "4", "3", "5", "3", "4"):
        ask(with_facts(case, {"horizon_months": months}).model_copy(update={"id": f"m{months}"}))
        assert len(ask._kept) <= 2
    assert drawn == ["m3", "m4", "m5", "m4"]


def job(number: int, kin: str) -> Job:
    """Return a job of a kin."""
    return Job(str(number), Entry("x"), (), kin=kin)


def test_a_process_goes_on_with_jobs_of_its_kin_and_leaves_those_of_others() -> None:
    """Else the first that nobody is at, else the first of all; each comes once."""
    queue = _Queue(iter([job(number, kin) for number, kin in enumerate("abcabca")]))
    assert (found := queue.next("", frozenset())) is not None
    assert (found.key, found.kin) == ("0", "a")
    order = [queue.next("b", frozenset("a")), queue.next("a", frozenset("b")), queue.next("b", frozenset("a"))]
    assert [one.key for one in order if one] == ["1", "3", "4"]
    rest = [queue.next("x", frozenset("ac")) for _ in range(4)]
    assert [one and one.key for one in rest] == ["2", "5", "6", None]


def test_only_so_many_jobs_are_looked_at_ahead() -> None:
    """A list of ten thousand is not read before the first case is done."""
    given: list[int] = []

    def endless() -> Iterator[Job]:
        while True:
            given.append(len(given))
            yield job(len(given), "a")

    queue = _Queue(endless())
    queue.next("a", frozenset())
    queue.next("a", frozenset())
    assert len(given) == AHEAD + 1


def test_drafts_alike_in_all_but_names_are_of_one_kin() -> None:
    """Names, sources and comments do not count; a fact does, wherever the case stands: in a file or in a row."""
    text = b"id: a\ntitle: A  # x\ncountry: AUT\nphase: {value: latent, sources: [s1], confidence: low}  # 2010\n"
    tail = b"perpetrators:\n  - id: state\n    name: A's\nsources:\n  - {id: s1}\nnotes: x\n"
    other = text.replace(b"AUT", b"BEL").replace(b"s1", b"s2").replace(b"2010", b"2011") + tail.replace(b"A's", b"B's")
    entry = Entry("x", Path("x.yaml"))
    assert entry.kin(text + tail) == entry.kin(other)
    assert entry.kin(text + tail) != entry.kin(other.replace(b"latent", b"ongoing"))
    rows = [Entry("x", None, {"id": name, "country": name, "goal": goal}) for name, goal in ("ar", "br", "as")]
    kins = [row.kin(row.content()) for row in rows]
    assert kins[0] == kins[1] != kins[2]
