"""What takes long to read and check is kept beside the user's other caches, under a digest of all it was made from.

Reading some five hundred YAML files strictly takes as long as ranking a case. A kept copy is used only while every
source file, the code that read them, Python and the libraries are the same to the byte, so it never tells anything else
than the sources; whatever is wrong with a copy, the sources are read. A copy is a pickle: it is read only where the
folder and the file belong to the user and nobody else may write there, as is so for Python's own compiled modules.
``PREVENT_OPTIONS_CACHE`` names another folder, or is ``off``.
"""

import os
import pickle
import stat
import sys
from collections.abc import Callable, Iterable
from hashlib import blake2b
from pathlib import Path

import pydantic
from platformdirs import user_cache_path

from prevent_options import __version__
from prevent_options.errors import InputError
from prevent_options.files import write_atomically
from prevent_options.paths import code_dir, data_dir

VARIABLE = "PREVENT_OPTIONS_CACHE"
OFF = "off"
MOST_COPIES = 12
"""Copies that stay, the newest; a user with several checkouts or versions has three for each."""


def kept[T](kind: type[T], sources: Iterable[str], make: Callable[[], T]) -> T:
    """Return what ``make`` returns, from a kept copy where there is one made from the same sources.

    Parameters
    ----------
    kind
        The type of the result.
    sources
        Every file the result depends on; code included.
    make
        Reads the sources. What it raises is raised.
    """
    folder = cache_folder()
    if folder is None:
        return make()
    path = folder / f"{kind.__name__.lower()}-{digest(sources)}.pickle"
    found = _read(path)
    if isinstance(found, kind):
        return found
    made = make()
    _write(path, made)
    return made


def cache_folder() -> Path | None:
    """Return the folder of kept copies, or None where the user wants none."""
    named = os.environ.get(VARIABLE)
    if named:
        return None if named == OFF else Path(named)
    return user_cache_path("prevent-options", appauthor=False)


def digest(sources: Iterable[str]) -> str:
    """Return a digest of files by name and content, of Python and of this version; hexadecimal."""
    found = blake2b(f"{__version__} {sys.version} {pydantic.VERSION}".encode(), digest_size=16)
    for path in sources:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - half the time of Path.read_bytes, for 600 files
            content = file.read()
        found.update(f"\n{path} {len(content)}\n".encode())
        found.update(content)
    return found.hexdigest()


def files_under(root: Path, suffix: str) -> list[str]:
    """Return the files with a suffix in a folder and all below it, in order; the file of that name where it is one."""
    if not root.is_dir():
        return [f"{root}{suffix}"]
    return sorted(f"{at}/{name}" for at, _, names in os.walk(root) for name in names if name.endswith(suffix))


def knowledge_files(rooms: Iterable[str]) -> list[str]:
    """Return every file that decides what is read from rules and priors: these, and the code of some rooms."""
    found = [path for folder in (data_dir("rules"), data_dir("priors")) for path in files_under(folder, ".yaml")]
    found += files_under(data_dir("priors") / "substitution", ".json")
    return found + [path for room in rooms for path in files_under(code_dir() / room, ".py")]


def _read(path: Path) -> object:
    """Return a kept copy; None where there is none, where others might have written it, or where it is damaged."""
    try:
        if not (_only_ours(path) and _only_ours(path.parent)):
            return None
        return pickle.loads(path.read_bytes())  # noqa: S301 - a file of the user's own, see the head of this module
    except Exception:  # noqa: BLE001 - a damaged pickle may raise anything; the sources are there
        return None


def _only_ours(path: Path) -> bool:
    """Say whether a file or folder belongs to this user and nobody else may write there."""
    found = path.lstat()
    if os.name != "posix":
        return True
    return found.st_uid == os.geteuid() and not stat.S_ISLNK(found.st_mode) and not found.st_mode & 0o022


def _write(path: Path, made: object) -> None:
    """Keep a copy, and let the oldest go; a place that cannot be written to is left alone."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(path, pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL))
        copies = sorted(path.parent.glob("*.pickle"), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in copies[MOST_COPIES:]:
            old.unlink(missing_ok=True)
    except (OSError, InputError):
        return
