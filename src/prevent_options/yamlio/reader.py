"""From text or file to a document, or to every problem that can be found in it."""

from collections.abc import Iterator
from pathlib import Path

import yaml

from prevent_options.errors import InputError, Problem
from prevent_options.yamlio.builder import Builder, StopReadingError
from prevent_options.yamlio.document import Document
from prevent_options.yamlio.syntax import syntax_problem
from prevent_options.yamlio.validate import StrictModel, validation_problems

MAX_BYTES = 1024 * 1024

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BYTE_ORDER_MARK = "\ufeff"
"""Printable to YAML, but invisible in the middle of a text."""
_MAX_CHARACTER_PROBLEMS = 20


def _bad_characters(text: str, file: str) -> Iterator[Problem]:
    for place in sorted(_forbidden(text))[:_MAX_CHARACTER_PROBLEMS]:
        line = text.count("\n", 0, place) + 1
        yield Problem(
            file,
            line,
            "(text)",
            f"the control character U+{ord(text[place]):04X}",
            "expected readable text",
            "delete the character",
        )


def _forbidden(text: str) -> Iterator[int]:
    """Yield the places of characters that nobody could read."""
    yield from (match.start() for match in yaml.reader.Reader.NON_PRINTABLE.finditer(text))
    if _BYTE_ORDER_MARK in text:
        yield from (place for place, character in enumerate(text) if character == _BYTE_ORDER_MARK)


def _too_large(size: int, file: str) -> Problem:
    return Problem(file, 0, "(file)", f"{size} bytes", f"expected at most {MAX_BYTES} bytes", "split the file")


def _events(text: str, builder: Builder) -> bool:
    """Feed all events to the builder; return whether the text could be read to its end."""
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.feed(event)
    except StopReadingError:
        return False
    except yaml.MarkedYAMLError as error:
        builder.problems.append(syntax_problem(error, text, builder.file))
        return False
    except yaml.YAMLError as error:
        builder.problems.append(Problem(builder.file, 0, "(text)", f"not YAML ({error})", "expected YAML", "mend it"))
        return False
    return True


def _top_problem(builder: Builder, *, allow_list: bool) -> Problem | None:
    expected = "expected a mapping (key: value)" + (" or a list" if allow_list else "")
    if builder.data is None:
        return Problem(builder.file, 0, "(top level)", "an empty file", expected, "write the content")
    if isinstance(builder.data, dict) or (allow_list and isinstance(builder.data, list)):
        return None
    kind = "a list" if isinstance(builder.data, list) else "a single value"
    return Problem(builder.file, builder.lines.get((), 1), "(top level)", kind, expected, "write keys and values")


def scan_text(text: str, file: str, *, allow_list: bool = False) -> tuple[Document | None, list[Problem]]:
    """Read text as far as it goes.

    Parameters
    ----------
    text
        The YAML text.
    file
        Name for messages.
    allow_list
        Whether the top level may be a list.

    Returns
    -------
    tuple
        The document, or None when it could not be read to its end, and every problem found. A document
        with problems (say, a key given twice) is still worth validating, to report those errors too.
    """
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_BYTES:
        return None, [_too_large(len(text), file)]
    if problems := list(_bad_characters(text, file)):
        return None, problems
    builder = Builder(file)
    if not _events(text, builder):
        return None, builder.problems
    if (problem := _top_problem(builder, allow_list=allow_list)) is not None:
        return None, [*builder.problems, problem]
    return Document(builder.data, file, builder.lines), builder.problems


def parse_document(text: str, file: str, *, allow_list: bool = False) -> Document:
    """Read YAML text strictly.

    Parameters
    ----------
    text
        The YAML text.
    file
        Name for messages.
    allow_list
        Whether the top level may be a list.

    Returns
    -------
    Document
        Plain data; every scalar that is not null is the text as written.

    Raises
    ------
    InputError
        With every problem that could be found.
    """
    document, problems = scan_text(text, file, allow_list=allow_list)
    if document is None or problems:
        raise InputError(problems)
    return document


def _file_text(path: Path) -> str:
    """Return a file's text, or raise InputError when it is missing, too large or not UTF-8."""
    file = str(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError([_too_large(path.stat().st_size, file)])
        raw = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        found = f"cannot be read ({reason})"
        raise InputError([Problem(file, 0, "(file)", found, "expected a readable file", "check the path")]) from None
    try:
        return raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = f"the byte 0x{raw[error.start]:02X}, which is not UTF-8"
        problem = Problem(file, line, "(text)", found, "expected UTF-8 text", "save the file as UTF-8")
        raise InputError([problem]) from None


def read_document(path: Path, *, allow_list: bool = False) -> Document:
    """Read a YAML file strictly; like `parse_document`, and also for missing, large or non-UTF-8 files.

    Raises
    ------
    InputError
        With every problem that could be found.
    """
    return parse_document(_file_text(path), str(path), allow_list=allow_list)


def at_source(problem: Problem, path: Path) -> Problem:
    """Return a problem of what was read from a file at its line in the file."""
    document = read_document(path)
    address = tuple(int(key) if key.isdigit() else key for key in problem.path.split("."))
    return problem._replace(file=document.file, line=document.line(address))


def load_document[M: StrictModel](path: Path, model: type[M], *, context: object = None) -> M:
    """Read a file and validate it in one go, so that problems of both kinds are reported together.

    Parameters
    ----------
    path
        The file.
    model
        What it must hold.
    context
        Handed to the model's validators.

    Returns
    -------
    M
        The validated model.

    Raises
    ------
    InputError
        With every problem of reading and of validation.
    """
    document, problems = scan_text(_file_text(path), str(path))
    if document is None:
        raise InputError(problems)
    valid, more = validation_problems(document, model, context=context)
    if valid is None or problems:
        raise InputError([*problems, *more])
    return valid
