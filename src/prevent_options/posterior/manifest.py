"""What ties shipped draws to the evidence, the model and the scales they came from, and names their rows."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, NotRequired, TypedDict, get_origin, get_type_hints

from prevent_options.errors import InputError, Problem

MANIFEST_FILE = "manifest.json"
SCHEMA = "prevent-options/posterior@1"


@dataclass(frozen=True, slots=True)
class BodyCounts:
    """How much stands behind a body of evidence.

    Attributes
    ----------
    findings
        Findings on average effects, sizes included.
    studies
        Distinct studies they come from.
    quantified
        Effect sizes among the findings.
    share_direct
        Share of the findings on violence against civilians itself.
    share_agreeing
        Share of the findings that say the most common of the three directions.
    """

    findings: int = 0
    studies: int = 0
    quantified: int = 0
    share_direct: float = 0.0
    share_agreeing: float = 0.0


class LineageEntry(TypedDict):
    """One update of a posterior: what was added, how, and what takes it back.

    ``studies`` are the ids that were added, ``files`` the copies it put into the evidence store with their SHA-256,
    ``pareto_k`` and ``effective_draws`` the diagnostics of reweighting (None where they were not finite).
    """

    how: Literal["reweighted", "refitted"]
    why: str
    studies: list[str]
    files: dict[str, str]
    pareto_k: float | None
    effective_draws: float | None


class ManifestData(TypedDict):
    """The JSON document."""

    schema: str
    seed: int
    draws: int
    digests: dict[str, str]
    evidence: dict[str, str]
    scales: dict[str, float]
    levels: dict[str, list[str]]
    indirect: list[str]
    counts: dict[str, dict[str, float]]
    evidence_ids: dict[str, list[str]]
    diagnostics: dict[str, float]
    versions: dict[str, str]
    lineage: list[LineageEntry]
    files: NotRequired[dict[str, str]]


def manifest_text(data: ManifestData) -> str:
    """Return the manifest as text, the same for the same data."""
    return json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def read_manifest(folder: Path) -> ManifestData:
    """Read the manifest of a posterior.

    Raises
    ------
    InputError
        No manifest, or one this version cannot read.
    """
    path = folder / MANIFEST_FILE
    try:
        data: ManifestData = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        found = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        raise InputError([Problem(str(path), 0, "file", found, "the manifest of a posterior", _TODO)]) from error
    problems = _problems(path, data)
    if problems:
        raise InputError(problems)
    return data


def _problems(path: Path, data: object) -> list[Problem]:
    """Return what is wrong with a manifest as it was read, everything at once."""
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        found = data.get("schema", "nothing") if isinstance(data, dict) else "no mapping"
        return [Problem(str(path), 0, "schema", f"found {found}", f"expected {SCHEMA}", _TODO)]
    return [
        Problem(
            str(path),
            0,
            name,
            f"found {type(data[name]).__name__}" if name in data else "found nothing",
            f"expected {kind.__name__}",
            _TODO,
        )
        for name, kind in _KINDS.items()
        if not isinstance(data.get(name), kind)
    ]


_TODO = "fit the priors again with `prevent-options priors fit`, or copy the folder anew"
_KINDS: Mapping[str, type] = {
    name: int if kind is int else list if get_origin(kind) is list else dict
    for name, kind in get_type_hints(ManifestData).items()
    if name not in {"schema", "files"}
}
"""What each entry of a manifest is."""


def counts_as_json(counts: Mapping[str, BodyCounts]) -> dict[str, dict[str, float]]:
    """Return counts by body as plain numbers, rounded to four places."""
    return {body: {k: round(v, 4) for k, v in asdict(count).items()} for body, count in sorted(counts.items())}


def counts_from_json(data: Mapping[str, Mapping[str, float]], body: str) -> BodyCounts:
    """Return the counts of one body; a body without evidence has zeros."""
    if body not in data:
        return BodyCounts()
    row = data[body]
    return BodyCounts(
        int(row["findings"]),
        int(row["studies"]),
        int(row["quantified"]),
        row["share_direct"],
        row["share_agreeing"],
    )
