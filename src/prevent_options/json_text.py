"""Documents as JSON text, written alike wherever they go: to the screen, to a file, or into a batch."""

from collections.abc import Mapping

from pydantic_core import to_json

# A text never ends a line without its quotation mark, so what stands before the end of a line like this is a number.
_NO_NUMBERS = tuple(word + end for word in (b"NaN", b"Infinity") for end in (b"\n", b",\n"))


def json_text(document: Mapping[str, object]) -> str:
    """Return a document as JSON text that ends with a newline; the same document gives the same bytes.

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
    if any(end in text for end in _NO_NUMBERS):
        raise ValueError("a number of the document is not finite")
    return text.decode() + "\n"
