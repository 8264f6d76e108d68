"""The entries of a watchlist: where each case comes from, and its id without reading the whole file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from json import dumps
from pathlib import Path

from prevent_options.errors import InputError
from prevent_options.profile import CaseProfile, load_case, with_facts
from prevent_options.profile.load import case_from_document
from prevent_options.yamlio import Document

_ID_LINE = re.compile(rb"""^id:[ \t]+["']?([^\s"'#]+)["']?[ \t]*(?:#.*)?\r?$""", re.MULTILINE)
_NAMING = re.compile(
    rb"""[ \t]*\#.*$ | ^(?:id|title|country|notes):.*$ | ^[ ]+name:.*$ | ^sources:\n(?:[ ].*\n)*
    | ,[ ](?:sources:[ ]\[[^]]*\]|confidence:[ ]\w+)""",
    re.MULTILINE | re.VERBOSE,
)
"""What drafts of countries that are alike in all else differ in: names, sources, comments."""
_NAMED = ("id", "title", "country")
_NAME = re.compile(
    r"(?P<stem>.+?)\.(?:ya?ml|csv|parquet)(?: \(as (?P<id>.+?)\))?(?: \(?(?P<what>row|entry) (?P<number>\d+)\)?)?"
)
STATED = "as stated"
"""Name of the scenario that changes nothing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One case of a watchlist.

    Attributes
    ----------
    name
        Where it stands, for messages: a file, or a table with its row.
    path
        Its case file; None for a row of a table.
    document
        Its plain data when it has no file.
    changes
        Facts the watchlist sets, as ``(fact, value)``.
    origin
        File and line of the watchlist that set them.
    """

    name: str
    path: Path | None = None
    document: Mapping[str, object] | None = None
    changes: tuple[tuple[str, str], ...] = ()
    origin: tuple[str, int] = ("", 0)

    def load(self) -> CaseProfile:
        """Read the case and apply the changes of the watchlist.

        Raises
        ------
        InputError
            With every problem of the case.
        """
        if self.path is not None:
            profile = load_case(self.path)
        else:
            profile = case_from_document(Document(dict(self.document or {}), self.name))
        renamed = dict(self.changes).get("id")
        profile = self._changed(profile)
        return profile if renamed is None else profile.model_copy(update={"id": renamed})

    def _changed(self, profile: CaseProfile) -> CaseProfile:
        facts = {fact: value for fact, value in self.changes if fact != "id"}
        try:
            return with_facts(profile, facts) if facts else profile
        except InputError as error:
            file, line = self.origin
            raise InputError(one._replace(file=file or self.name, line=line) for one in error.problems) from error

    def content(self) -> bytes:
        """Return what the case is made of, as bytes; an unreadable file gives the reason instead."""
        if self.path is None:
            return dumps(self.document, sort_keys=True).encode()
        try:
            return self.path.read_bytes()
        except OSError as error:
            return f"unreadable: {error.strerror}".encode()

    def kin(self, content: bytes) -> str:
        """Return a word that cases share which are likely alike in all but their names and sources; only a hint."""
        if self.path is None:
            document = {key: value for key, value in (self.document or {}).items() if key not in _NAMED}
            content = dumps(document, sort_keys=True).encode()
        return digest_of(_NAMING.sub(b"", content), *map("=".join, self.changes))

    def peek(self, content: bytes) -> str | None:
        """Return the id of the case, cheaply where the file says it on a line of its own; None when it has none."""
        if (renamed := dict(self.changes).get("id")) is not None:
            return renamed
        if self.path is None:
            found = (self.document or {}).get("id")
            return found if isinstance(found, str) else None
        if len(lines := _ID_LINE.findall(content)) == 1:
            return str(lines[0], "utf-8", "replace")
        try:
            return self.load().id
        except InputError:
            return None


def label_of(name: str) -> str:
    """Return what tables call a case that has no id they could read: ``list-row-5``, or its file without the end."""
    found = _NAME.fullmatch(Path(name).name)
    if found is None:
        return Path(name).stem
    number = f"-{found['what']}-{found['number']}" if found["what"] else ""
    return (found["id"] or found["stem"]) + number


def digest_of(*parts: bytes | str) -> str:
    """Return one SHA-256 over several texts, each with its length, so that no two lists share it by chance."""
    total = sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(f"{len(data)}:".encode() + data)
    return total.hexdigest()
