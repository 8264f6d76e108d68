"""The manifest of a batch: what went in and what ran, apart from the results so that these stay the same bytes."""

import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from prevent_options import __version__
from prevent_options.batch.entries import Entry, digest_of
from prevent_options.batch.settings import Running, Settings
from prevent_options.paths import data_dir

SCHEMA = "prevent-options/manifest@1"
LIBRARIES = ("numpy", "pydantic", "pyyaml", "jinja2", "polars")


@dataclass(frozen=True, slots=True)
class KnowledgeDigests:
    """SHA-256 of all that an assessment reads besides the case."""

    rules: str
    posterior: str
    priors: str
    templates: str

    def as_text(self, *, memos: bool) -> str:
        """Return what results depend on; templates count only where memos are written."""
        return "/".join((self.rules, self.posterior, self.priors, self.templates if memos else ""))


def knowledge_digests() -> KnowledgeDigests:
    """Return the digests of the shipped knowledge; ``priors`` is what stands beside the posterior."""
    posterior = data_dir("priors") / "posterior"
    priors = [file for file in _files("priors") if posterior not in file.parents]
    return KnowledgeDigests(
        digest(_files("rules")), digest(sorted(posterior.iterdir())), digest(priors), digest(_files("templates"))
    )


def manifest_json(
    entries: Iterable[Entry],
    settings: Settings,
    running: Running,
    digests: KnowledgeDigests,
    asked: Mapping[str, object],
    facts: Mapping[str, object],
) -> str:
    """Return the manifest as JSON text: versions, hashes of inputs and knowledge, and when and where it ran.

    Parameters
    ----------
    entries
        The cases.
    settings, running
        How the batch was run.
    digests
        What the knowledge was.
    asked
        What was asked for besides: scenarios, the earlier batch, and what was left out.
    facts
        Counts and times of this run.
    """
    document = {
        "schema": SCHEMA,
        "version": __version__,
        "draws": settings.draws,
        "seed": settings.seed,
        "goal": settings.goal,
        "rules_as_of": None if settings.rules_as_of is None else str(settings.rules_as_of),
        "memos": settings.memos,
        "memo_formats": list(settings.forms) if settings.memos else [],
        "language": settings.language,
        "insights": settings.beyond,
        **asked,
        "inputs": {entry.name: digest_of(entry.content()) for entry in entries},
        **asdict(digests),
        "run": {
            "finished": datetime.now(UTC).isoformat(timespec="seconds"),
            "host": platform.node(),
            "python": platform.python_version(),
            "libraries": {name: version(name) for name in LIBRARIES},
            **asdict(running),
            **facts,
        },
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def read_manifest(output: Path) -> dict[str, object]:
    """Return the manifest of a batch; empty when there is none that can be read."""
    try:
        data = json.loads((output / "manifest.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _files(folder: str) -> list[Path]:
    return sorted(file for file in data_dir(folder).rglob("*") if file.is_file())  # type: ignore[arg-type]


def digest(paths: Iterable[Path]) -> str:
    """Return one SHA-256 over the names and contents of files; an unreadable file is named as such."""
    total = sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0")
        try:
            total.update(path.read_bytes())
        except OSError as error:
            total.update(f"unreadable: {error.strerror}".encode())
    return total.hexdigest()
