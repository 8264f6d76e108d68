"""The manifest of a batch: what went in and what ran, apart from the results so that these stay the same bytes."""

import json
import platform
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from prevent_options import __version__
from prevent_options.paths import data_dir

SCHEMA = "prevent-options/manifest@1"


def manifest_json(inputs: Iterable[Path], draws: int, seed: int) -> str:
    """Return the manifest as JSON text: versions, hashes of inputs and knowledge, and when and where it ran."""
    document = {
        "schema": SCHEMA,
        "version": __version__,
        "draws": draws,
        "seed": seed,
        "inputs": {str(path): digest([path]) for path in inputs},
        "rules": digest(sorted(data_dir("rules").rglob("*.yaml"))),
        "priors": digest(sorted(path for path in data_dir("priors").rglob("*") if path.is_file())),
        "templates": digest(sorted(path for path in data_dir("templates").rglob("*") if path.is_file())),
        "run": {
            "finished": datetime.now(UTC).isoformat(timespec="seconds"),
            "host": platform.node(),
            "python": sys.version.split()[0],
        },
    }
    return json.dumps(document, indent=1) + "\n"


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
