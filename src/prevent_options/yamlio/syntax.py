"""YAML's own complaints in words that say what to do."""

import yaml

from prevent_options.errors import Problem

_INDENT = (
    "indentation that does not fit the lines above",
    "expected items of one block under each other",
    "align the line with its neighbours",
)
_BRACKET = (
    "a bracket that is not closed, or a missing comma",
    "expected ',' or the closing bracket",
    "close the bracket or add the comma",
)
_COLON = (
    "a colon where none may stand",
    "expected one 'key: value' on a line",
    "put a text with a colon in quotes, or mend the indentation",
)

# Part of the parser's message -> found, expected, todo.
_KNOWN = {
    "mapping values are not allowed": _COLON,
    "could not find expected ':'": ("a line without a colon", "expected 'key: value'", "add the colon and a value"),
    "did not find expected ',' or": _BRACKET,
    "did not find expected key": _INDENT,
    "did not find expected '-' indicator": _INDENT,
    "block sequence entries are not allowed": _INDENT,
    "did not find expected <block": _INDENT,
    "found unexpected end of stream": (
        "a quotation mark that is not closed",
        "expected the closing quotation mark",
        "close the text",
    ),
    "did not find expected alphabetic": ("'&' or '*' without a name", "expected plain text", "put the text in quotes"),
    "did not find expected node content": (
        "nothing where a value should be",
        "expected a value",
        "write the value, or delete the comma",
    ),
    "found undefined tag handle": ("a tag", "expected plain values without tags", "remove the tag"),
    "found unknown escape character": (
        "an unknown escape after '\\'",
        'expected \\n, \\t, \\" or \\\\',
        "use single quotes, which take text as it stands",
    ),
    "found incompatible YAML document": (
        "a YAML version this reader does not know",
        "expected YAML 1.1 or 1.2",
        "remove the %YAML line",
    ),
}


def _words(message: str, line: str, column: int) -> tuple[str, str, str]:
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent or "\t" in line[column : column + 1]:
        return "a tab in the indentation", "expected spaces", "replace the tab by spaces"
    if "cannot start any token" in message:
        character = line[column : column + 1]
        return f"a value that starts with {character!r}", "expected plain or quoted text", "put the text in quotes"
    for part, words in _KNOWN.items():
        if part in message:
            return words
    return f"text that is not YAML ({message})", "expected YAML", "mend the line"


def syntax_problem(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    """Return the problem behind a parser's error.

    Parameters
    ----------
    error
        What the parser raised.
    text
        The text it read.
    file
        Name for the message.

    Returns
    -------
    Problem
        With the line the parser stopped at.
    """
    mark = error.problem_mark or error.context_mark
    if error.context_mark is not None and any(
        word in (error.context or "") for word in ("flow", "quoted", "simple key")
    ):
        mark = error.context_mark  # where it began tells more than where the parser gave up
    number = mark.line if mark is not None else 0
    lines = text.splitlines() or [""]
    line = lines[min(number, len(lines) - 1)]
    column = mark.column if mark is not None else 0
    message = " ".join(filter(None, [error.problem, error.context]))
    return Problem(file, number + 1, "(syntax)", *_words(message, line, column))
