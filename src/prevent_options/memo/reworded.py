"""Sentences of the assessment in the language of the memo: recognised by their form, said again as messages.

An assessment speaks English, to programs and to the command line; it does not know memos. A test holds that each of
its sentences is recognised here.
"""

import re
from functools import cache

from prevent_options.memo.language import marked, percent, said

_AS_THEY_ARE = marked(
    (
        "no study of this tool or of one like it was found",
        "{share} of findings are on violence against civilians itself",
        "{share} of findings share the most frequent direction",
        "{share} of the facts of the case are unknown",
        "the case says that {name} is unavailable",
        "it acts on no type of perpetrator in this case",
        "the catalogue names it only as a pointer to others who plan it; it is never ranked",
        (
            "{n} of {all} rules were in force on {day}: what the others say, their cautions about harm included, is "
            "missing here."
        ),
        "All tactics carry the same severity weight, because the case states none.",
        (
            "Under the goal stop, figures are about the violence that is left when the horizon ends, not about its sum "
            "over the horizon."
        ),
        "Under the goal foreclose, harm stands for the risk of onset: a fall of a fifth removes a fifth of it.",
    )
)


_PLAINER = marked(
    {
        "about {n} studies count towards it after weighting by relevance": (
            "about {n} studies bear on it, weighted by relevance"
        ),
        "its closest body of evidence fits it to {share}": ("the closest body of evidence is {share} relevant to it"),
    }
)
FORMS = {form: form for form in _AS_THEY_ARE} | _PLAINER
"""Sentences of the assessment, and the messages that say them."""


def reworded(text: str) -> str:
    """Return a sentence of the assessment in the spoken language; words of rules stay as they are."""
    for form, message in FORMS.items():
        match = _pattern(form).fullmatch(text)
        if match:
            return said(message, **{name: _value(value) for name, value in match.groupdict().items()})
    return text


@cache
def _pattern(form: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", form)
    return re.compile("".join(f"(?P<{part}>.+)" if at % 2 else re.escape(part) for at, part in enumerate(parts)))


def _value(text: str) -> str:
    """Return a captured value; a percentage is written as the spoken language writes it."""
    number = text.removesuffix("%")
    return percent("", int(number)) if number != text and number.isdecimal() else text
