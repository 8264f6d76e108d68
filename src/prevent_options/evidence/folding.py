"""Plain spellings, to compare names and titles however they are written."""

import re
import unicodedata

_NO_DECOMPOSITION = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ß": "s"})
_APOSTROPHES = re.compile(r"['’‘`´]")


def plain_words(text: str) -> list[str]:
    """Return the words and numbers of a text in lower case without accents; any other sign parts two of them."""
    apart = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).translate(_NO_DECOMPOSITION))
    return re.findall(r"[a-z0-9]+", "".join(sign for sign in apart.lower() if not unicodedata.combining(sign)))


def slug(text: str) -> str:
    """Return the text as an identifier."""
    return "_".join(plain_words(text)) or "unnamed"
