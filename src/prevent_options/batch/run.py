"""Run every case of a folder and write tables, memos, index and manifest.

A case is one YAML file. Each runs by itself: a bad file, or a crash, becomes a row with its problems, and the others
finish. Files of a case are written whole or not at all.
"""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from prevent_options.assess import CSV_COLUMNS, Assessment, Knowledge, assess, csv_rows, result_json, safe_cell
from prevent_options.batch.index import index_page
from prevent_options.batch.manifest import manifest_json
from prevent_options.errors import InputError, Problem
from prevent_options.files import write_atomically
from prevent_options.memo import make_memo, render
from prevent_options.profile import CaseProfile, load_case

SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """What became of one case file: an assessment, or the problems that stopped it."""

    file: str
    case: str | None
    assessment: Assessment | None
    problems: tuple[str, ...]

    @property
    def status(self) -> str:
        """``done`` or ``failed``."""
        return "failed" if self.assessment is None else "done"


@dataclass(frozen=True, slots=True)
class BatchReport:
    """All outcomes of a batch, in the order of the file names."""

    outcomes: tuple[CaseOutcome, ...]

    @property
    def failed(self) -> tuple[CaseOutcome, ...]:
        """Outcomes of cases that could not be assessed."""
        return tuple(outcome for outcome in self.outcomes if outcome.assessment is None)


@dataclass(frozen=True, slots=True)
class Settings:
    """How a batch is run."""

    draws: int
    seed: int
    goal: str | None = None
    rules_as_of: date | None = None


def run_batch(
    folder: Path, output: Path, knowledge: Knowledge, settings: Settings, tick: Callable[[CaseOutcome], None]
) -> BatchReport:
    """Assess all cases of a folder and write everything a reader needs.

    Parameters
    ----------
    folder
        Folder of case files.
    output
        Empty or new folder, or one that an earlier batch wrote.
    knowledge
        Rules, posterior and catalogues.
    settings
        Draws, seed, goal, day of the rules.
    tick
        Called after each case, for progress.

    Raises
    ------
    InputError
        When the folder holds no case or the output folder is not ours; nothing is written then.
    """
    files = case_files(folder)
    check_output(output)
    seen: dict[str, str] = {}
    outcomes = []
    for file in files:
        outcome = _one(file, output, knowledge, settings, seen)
        outcomes.append(outcome)
        tick(outcome)
    report = BatchReport(tuple(outcomes))
    write_atomically(output / "results.csv", results_csv(report))
    write_atomically(output / "index.html", index_page(report.outcomes))
    write_atomically(output / "manifest.json", manifest_json(files, settings.draws, settings.seed))
    return report


def case_files(folder: Path) -> list[Path]:
    """Return the case files of a folder in order of name.

    Raises
    ------
    InputError
        When the folder is missing or holds no case file.
    """
    files = sorted(file for file in folder.iterdir() if file.suffix in SUFFIXES) if folder.is_dir() else []
    if not files:
        raise InputError(
            [
                Problem(
                    str(folder),
                    0,
                    "watchlist",
                    "no case file found",
                    "a folder of .yaml case files",
                    "name the folder that holds the cases",
                )
            ]
        )
    return files


def check_output(output: Path) -> None:
    """Refuse a folder that holds files no batch wrote.

    Raises
    ------
    InputError
        When the folder is a file, or is not empty and has no manifest.
    """
    ours = not output.exists() or (
        output.is_dir() and (not any(output.iterdir()) or (output / "manifest.json").is_file())
    )
    if not ours:
        raise InputError(
            [
                Problem(
                    str(output),
                    0,
                    "output",
                    "exists and was not written by a batch",
                    "a new or empty folder, or one an earlier batch wrote",
                    "choose another folder",
                )
            ]
        )


def _one(file: Path, output: Path, knowledge: Knowledge, settings: Settings, seen: dict[str, str]) -> CaseOutcome:
    """Assess one case and write its files; whatever goes wrong becomes its outcome."""
    case = None
    try:
        profile = load_case(file)
        case = profile.id
        if case in seen:
            found = f"{file}: id: {case} is already the id of {seen[case]}"
            problem = f"{found}; each case has its own id; rename one of the two"
            return CaseOutcome(str(file), None, None, (problem,))
        seen[case] = str(file)
        return CaseOutcome(str(file), case, _assess_and_write(profile, output, knowledge, settings), ())
    except InputError as error:
        return CaseOutcome(str(file), case, None, tuple(str(problem) for problem in error.problems))
    except Exception as error:  # noqa: BLE001 - a crash of one case must not cost the others; it is reported
        return CaseOutcome(
            str(file),
            case,
            None,
            (f"{file}: crashed: {type(error).__name__}: {error}; an assessment; please report this case",),
        )


def _assess_and_write(profile: CaseProfile, output: Path, knowledge: Knowledge, settings: Settings) -> Assessment:
    """Assess one profile and write its result and memos."""
    if settings.goal is not None:
        profile = profile.model_copy(update={"goal": settings.goal})
    assessment = assess(profile, knowledge, draws=settings.draws, seed=settings.seed, rules_as_of=settings.rules_as_of)
    memo = make_memo(assessment, profile, knowledge)
    texts = {form: render(memo, form) for form in ("md", "html")}
    write_atomically(output / "cases" / f"{profile.id}.json", result_json(assessment))
    for form, text in texts.items():
        write_atomically(output / "memos" / f"{profile.id}.{form}", text)
    return assessment


def results_csv(report: BatchReport) -> str:
    """Return one row a case and tool; a failed case has one row with its problems."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*CSV_COLUMNS, "status", "problems"))
    for row in _rows(report):
        writer.writerow(row)
    return out.getvalue()


def _rows(report: BatchReport) -> Iterator[list[object]]:
    """Yield the rows of the table."""
    for outcome in report.outcomes:
        if outcome.assessment is None:
            blank = [""] * (len(CSV_COLUMNS) - 1)
            name, problems = outcome.case or Path(outcome.file).stem, " | ".join(outcome.problems)
            yield [safe_cell(name), *blank, outcome.status, safe_cell(problems)]
        else:
            for row in csv_rows(outcome.assessment):
                yield [*row, outcome.status, ""]
