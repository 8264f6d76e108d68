"""Problems a user can mend, each with the place, what was found, what was expected and what to do."""

from collections.abc import Iterable
from typing import NamedTuple


class Problem(NamedTuple):
    """One thing wrong with an input.

    Attributes
    ----------
    file, line, path
        Where: file as the user named it, line from 1 (0 when there is none), path inside the document.
    found, expected, todo
        What was found, what was expected, what to do.
    """

    file: str
    line: int
    path: str
    found: str
    expected: str
    todo: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.path}: {self.found}; {self.expected}; {self.todo}"


class PreventOptionsError(Exception):
    """Base of every error this package raises on purpose."""


class InputError(PreventOptionsError):
    """Bad input: carries every problem found, not only the first; the command line exits with 2."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))
