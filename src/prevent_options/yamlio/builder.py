"""Plain data from YAML events, without recursion, so that no input can exhaust the stack or the memory."""

from dataclasses import dataclass, field

import yaml

from prevent_options.errors import Problem
from prevent_options.yamlio.document import Address, dotted, shown

MAX_DEPTH = 40
MAX_ALIASES = 200
# Values that all aliases of one file may repeat together; a nest of aliases grows by powers.
MAX_REPEATED = 20_000

_NULLS = frozenset({"", "~", "null"})

type Container = dict[str, object] | list[object]


class StopReadingError(Exception):
    """The rest of the text cannot be read; the problem that says why is already noted."""


@dataclass(slots=True)
class _Frame:
    """A mapping or list that is still open."""

    value: Container
    address: Address
    anchor: str | None
    key: str | None = None
    first_lines: dict[str, int] = field(default_factory=dict)
    keep: bool = True
    size: int = 1

    @property
    def wants_key(self) -> bool:
        return isinstance(self.value, dict) and self.key is None

    def next_address(self) -> Address:
        if isinstance(self.value, list):
            return (*self.address, len(self.value))
        return self.address if self.key is None else (*self.address, self.key)

    def put(self, value: object) -> None:
        if isinstance(self.value, list):
            self.value.append(value)
            return
        if self.key is not None and self.keep:
            self.value[self.key] = value


@dataclass(slots=True)
class Builder:
    """Collects one document: its data, its lines, and every problem on the way."""

    file: str
    data: object = None
    documents: int = 0
    lines: dict[Address, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _stack: list[_Frame] = field(default_factory=list)
    _anchors: dict[str, tuple[object, int]] = field(default_factory=dict)
    _aliases: int = 0
    _repeated: int = 0

    def feed(self, event: yaml.Event) -> None:
        """Take the next event of the parser."""
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._open(event)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._close()
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document(event)

    def note(self, line: int, address: Address, found: str, expected: str, todo: str) -> None:
        """Keep one problem."""
        self.problems.append(Problem(self.file, line, dotted(address, self.data), found, expected, todo))

    def here(self) -> Address:
        """Return the address of the node that comes next."""
        return self._stack[-1].next_address() if self._stack else ()

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            self.note(_line(event), (), "a second document after '---'", "expected one document in a file", "split it")
            raise StopReadingError

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._refuse_tag(event)
        if self._stack and self._stack[-1].wants_key:
            self._take_key(event)
            return
        plain = event.style is None or event.style == ""
        value = None if plain and event.value in _NULLS else event.value
        self._place(value, _line(event), event.anchor, 1)

    def _take_key(self, event: yaml.ScalarEvent) -> None:
        frame, line, key = self._stack[-1], _line(event), event.value
        frame.key = key
        first = frame.first_lines.setdefault(key, line)
        frame.keep = first == line and key not in frame.value
        if not frame.keep:
            found = f"the key {shown(key)} a second time (first on line {first})"
            self.note(line, (*frame.address, key), found, "expected each key once", "keep one of the two")
        elif not key:
            self.note(line, frame.address, "an empty key", "expected a name before the colon", "name the key")
        elif key == "<<" and not event.style:
            frame.keep = False
            self.note(line, frame.address, "the merge key '<<'", "expected every value written out", "copy them here")
        self.lines.setdefault((*frame.address, key), line)

    def _place(self, value: object, line: int, anchor: str | None, size: int) -> None:
        self.lines.setdefault(self.here(), line)
        if anchor is not None:
            self._anchors[anchor] = (value, size)
        if not self._stack:
            self.data = value
            return
        self._stack[-1].put(value)
        self._done(size)

    def _done(self, size: int) -> None:
        frame = self._stack[-1]
        frame.size += size
        frame.key, frame.keep = None, True

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        self._refuse_tag(event)
        line, address = _line(event), self.here()
        if len(self._stack) >= MAX_DEPTH:
            self.note(line, address, f"more than {MAX_DEPTH} levels of nesting", "expected a flat file", "flatten it")
            raise StopReadingError
        value: Container = {} if isinstance(event, yaml.MappingStartEvent) else []
        if self._stack and self._stack[-1].wants_key:
            self._refuse_complex_key(line)
        elif self._stack:
            self._stack[-1].put(value)
        else:
            self.data = value
        self.lines.setdefault(address, line)
        self._stack.append(_Frame(value, address, event.anchor))

    def _refuse_complex_key(self, line: int) -> None:
        self.note(
            line,
            self.here(),
            "a list or mapping used as a key",
            "expected a word before the colon",
            "write a plain key, or put the value in quotes",
        )

    def _close(self) -> None:
        frame = self._stack.pop()
        if frame.anchor is not None:
            self._anchors[frame.anchor] = (frame.value, frame.size)
        if not self._stack:
            return
        outer = self._stack[-1]
        if outer.wants_key:
            outer.key, outer.keep = "?", False
        else:
            self._done(frame.size)

    def _alias(self, event: yaml.AliasEvent) -> None:
        line, name = _line(event), str(event.anchor)
        value, size = self._anchors.get(name, (None, 0))
        self._count_alias(line, size)
        if not size:
            found = f"the alias *{name} without an anchor that ends above it"
            self.note(line, self.here(), found, f"expected &{name} on an earlier, complete value", "write the value")
        if self._stack and self._stack[-1].wants_key:
            self.note(line, self.here(), "an alias used as a key", "expected a word before the colon", "write the key")
            self._stack[-1].key, self._stack[-1].keep = "?", False
        else:
            self._place(value, line, None, max(size, 1))

    def _count_alias(self, line: int, size: int) -> None:
        self._aliases += 1
        self._repeated += size
        if self._aliases > MAX_ALIASES or self._repeated > MAX_REPEATED:
            expected = f"expected at most {MAX_ALIASES} aliases that repeat at most {MAX_REPEATED} values"
            self.note(line, self.here(), "too many aliases", expected, "write the values out")
            raise StopReadingError

    def _refuse_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.tag is not None:
            self.note(
                _line(event),
                self.here(),
                f"the tag {shown(event.tag)}",
                "expected plain values without tags",
                "remove the tag",
            )


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark is not None else 0
