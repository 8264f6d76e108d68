"""Documents as JSON text, written alike wherever they go: to the screen, to a file, or into a batch."""

from collections.abc import Iterator, Mapping

from pydantic_core import to_json

# Words for numbers that are not finite: a letter of each, and what follows it. A text never ends a line without its
# quotation mark, so a line that ends like this ends with a number.
_NOT_FINITE = ((b"N", (b"\n", b",\n")), (b"I", (b"nfinity\n", b"nfinity,\n")))


def json_text(document: Mapping[str, object]) -> str:
    """Return a document as JSON text that ends with a newline; see :func:`json_bytes`."""
    return json_bytes(document).decode()


def json_bytes(document: Mapping[str, object]) -> bytes:
    """Return a document as JSON in UTF-8 that ends with a newline; the same document gives the same bytes.

    Parameters
    ----------
    document
        Plain data. One value to a line, keys in their order, letters of any alphabet as they are.

    Raises
    ------
    ValueError
        When a number is not finite: JSON has no word for that.
    """
    text = to_json(document, indent=1)
    if not _finite(text):
        raise ValueError("a number of the document is not finite")
    return text + b"\n"


def _finite(text: bytes) -> bool:
    """Say whether all numbers are: none of the words stands at the end of a line."""
    return not any(text.startswith(rest, at + 1) for letter, rest in _NOT_FINITE for at in _places(text, letter))


def _places(text: bytes, letter: bytes) -> Iterator[int]:
    """Yield where a letter stands; in a long text one letter is found many times faster than a word."""
    at = text.find(letter)
    while at >= 0:
        yield at
        at = text.find(letter, at + 1)
