"""Writing files so that a reader sees the old one or the new one, never half of one."""

import os
import tempfile
from pathlib import Path

from prevent_options.errors import InputError, Problem


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file by way of a temporary one in the same folder; folders that are missing are made.

    Raises
    ------
    InputError
        When the file cannot be written; nothing is left behind.
    """
    data = as_bytes(content)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise InputError([_problem(path, error)]) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        raise InputError([_problem(path, error)]) from error
    finally:
        Path(name).unlink(missing_ok=True)


def as_bytes(content: str | bytes) -> bytes:
    """Return what a file holds, as it is written."""
    return content.encode() if isinstance(content, str) else content


def _problem(path: Path, error: OSError) -> Problem:
    """Say that a file could not be written, and why."""
    reason = error.strerror or str(error)
    return Problem(
        str(path),
        0,
        "output",
        f"cannot be written ({reason})",
        "a place that can be written to",
        "choose another place or make room",
    )
