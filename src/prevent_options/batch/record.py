"""The record of a job: what the page, the change report and ``--resume`` need, as small JSON."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from prevent_options.assess import Assessment, ToolResult
from prevent_options.assess.result import number
from prevent_options.batch.choice import Choice, read_choice
from prevent_options.batch.jobs import Job
from prevent_options.profile import CaseProfile, as_document, fact_paths

SCHEMA = "prevent-options/part@1"


@dataclass(frozen=True, slots=True)
class ToolLine:
    """One tool in one case, as far as the page and the change report need it."""

    tool: str
    name: str
    family: str
    rank: int
    band: int
    eligible: bool
    in_use: bool
    expected_rank: float
    mean: float
    q05: float
    q95: float
    p_backfire: float
    confidence: str
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of a job besides its rows."""

    key: str
    name: str
    case: str | None
    status: str
    problems: tuple[str, ...] = ()
    title: str = ""
    country: str = ""
    goal: str = ""
    as_of: str = ""
    unknown: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    facts: int = 0
    tools: tuple[ToolLine, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    profile: Mapping[str, object] = field(default_factory=dict)
    choice: Choice | None = None


def failed_record(job: Job, profile: CaseProfile | None, problems: tuple[str, ...]) -> Record:
    """Return the record of a job that gave no assessment."""
    if profile is None:
        return Record(job.key, job.entry.name, None, "failed", problems)
    return Record(job.key, job.entry.name, profile.id, "failed", problems, profile.title, profile.country)


def assessed_record(
    job: Job, profile: CaseProfile, stated: Assessment | None, files: Mapping[str, str], problems: tuple[str, ...]
) -> Record:
    """Return the record of a job; without the assessment of the case as stated it holds scenarios only."""
    record = Record(
        key=job.key,
        name=job.entry.name,
        case=profile.id,
        status="scenarios",
        problems=problems,
        title=profile.title,
        country=profile.country,
        goal=profile.goal,
        as_of=str(profile.as_of),
        files=files,
    )
    if stated is None:
        return record
    return replace(
        record,
        status="done",
        unknown=stated.unknown_facts,
        warnings=stated.warnings,
        facts=len(fact_paths(profile)),
        tools=tuple(map(tool_line, stated.tools)),
        profile=as_document(profile),
    )


def tool_line(tool: ToolResult) -> ToolLine:
    """Return what is kept of a tool's result."""
    net = tool.net_change
    return ToolLine(
        tool.tool,
        tool.name,
        tool.family,
        tool.rank,
        tool.rank_band,
        tool.eligible,
        tool.in_use,
        number(tool.expected_rank),
        number(net.mean),
        number(net.q05),
        number(net.q95),
        number(tool.p_backfire),
        tool.confidence,
        tuple(sorted({f"{flag.source} > {flag.target}" for flag in tool.substitution if flag.told})),
    )


def record_json(record: Record) -> str:
    """Return a record as JSON text; the same record gives the same bytes."""
    return json.dumps({"schema": SCHEMA} | asdict(record), ensure_ascii=False, sort_keys=True) + "\n"


def read_record(output: Path, key: str) -> Record | None:
    """Return the record of a finished job; None when it is missing, damaged, or of another version."""
    try:
        data = json.loads((output / "parts" / f"{key}.json").read_bytes())
        if data.pop("schema") != SCHEMA or data["key"] != key:
            return None
        tools = tuple(ToolLine(**line | {"flags": tuple(line["flags"])}) for line in data.pop("tools"))
        problems, unknown, warnings = (tuple(data.pop(name)) for name in ("problems", "unknown", "warnings"))
        choice = read_choice(data.pop("choice", None))
        return Record(**data, problems=problems, unknown=unknown, warnings=warnings, tools=tools, choice=choice)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_whole(output: Path, record: Record) -> bool:
    """Whether everything the job wrote is still there, byte for byte; failed jobs are tried again."""
    if record.status == "failed" or not (output / "parts" / f"{record.key}.parquet").is_file():
        return False
    return all(_sum(output / name) == digest for name, digest in record.files.items())


def _sum(path: Path) -> str | None:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
