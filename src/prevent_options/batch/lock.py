"""One batch at a time in a folder, and only in a folder that a batch may write to."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prevent_options.errors import InputError, Problem

LOCK = ".lock"
OWN_FOLDERS = ("cases", "memos", "parts", "changes", "pages")


def check_output(output: Path) -> None:
    """Refuse a folder that holds files no batch wrote, or whose own folders lead elsewhere.

    Raises
    ------
    InputError
        When the folder is a file, is not empty and was not written by a batch, or holds a link in place of a folder.
    """
    if not output.exists():
        return
    ours = output.is_dir() and (
        not any(output.iterdir()) or any((output / f).is_file() for f in (LOCK, "manifest.json"))
    )
    if not ours:
        expected = "a new or empty folder, or one an earlier batch wrote"
        raise InputError([_problem(output, "exists and was not written by a batch", expected, "choose another folder")])
    links = [output / name for name in OWN_FOLDERS if (output / name).is_symlink()]
    if links:
        raise InputError(
            [_problem(link, "a link to another place", "a folder of this batch", "remove the link") for link in links]
        )


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """Hold the folder for one batch; the system lets go of it however the process ends.

    Raises
    ------
    InputError
        When the folder cannot be written, or another batch holds it.
    """
    path = output / LOCK
    try:
        output.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
    except OSError as error:
        found = f"cannot be written ({error.strerror})"
        raise InputError(
            [_problem(output, found, "a folder that can be written to", "choose another folder")]
        ) from error
    try:
        try:
            _take(handle)
        except OSError as error:
            expected, todo = "one batch at a time in a folder", "wait for it to end, or choose another folder"
            raise InputError([_problem(output, "another batch is writing here", expected, todo)]) from error
        yield
    finally:
        os.close(handle)


def _take(handle: int) -> None:
    """Take the lock of an open file, or fail at once; closing the file gives it back."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - exists on this system only

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - exists on these systems only

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _problem(path: Path, found: str, expected: str, todo: str) -> Problem:
    return Problem(str(path), 0, "output", found, expected, todo)
