"""Words for probabilities (ICD 203, one row) and for the figures of a memo.

A word always carries its range in brackets, because readers agree on its meaning twice as often then. The scale runs
from 1 to 99 percent; outside it a memo gives the number and says that no word exists for it.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from prevent_options.assess.types import Spread
from prevent_options.memo.language import decimal, marked, percent, said, spoken

MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Likelihood:
    """One word of the scale, with its range in percent; the lower end belongs to it, the upper to the next."""

    word: str
    low: int
    high: int

    def __str__(self) -> str:
        return f"{said(self.word)} ({self.low}\N{EN DASH}{percent('', self.high)})"


SCALE = marked(
    (
        Likelihood("almost no chance", 1, 5),
        Likelihood("very unlikely", 5, 20),
        Likelihood("unlikely", 20, 45),
        Likelihood("roughly even chance", 45, 55),
        Likelihood("likely", 55, 80),
        Likelihood("very likely", 80, 95),
        Likelihood("almost certain", 95, 99),
    )
)
"""ICD 203, first row. A memo never mixes rows."""


def likelihood(probability: float) -> Likelihood | None:
    """Return the word for a probability, None where the scale has none.

    Parameters
    ----------
    probability
        Of a stated event over a stated period, 0 to 1.

    Raises
    ------
    ValueError
        When it is no probability.
    """
    if not 0.0 <= probability <= 1.0:
        raise ValueError(f"{probability} is no probability")
    share = round(100.0 * probability, 6)  # 0.55 is 55, not 55.00000000000001
    last = SCALE[-1]
    if share == last.high:
        return last
    return next((word for word in SCALE if word.low <= share < word.high), None)


def chance(probability: float, event: str) -> str:
    """Return a clause such as ``it is likely (55–80%) that harm falls``.

    Parameters
    ----------
    probability
        Of the event, by the model.
    event
        A clause in the present tense, with its period.
    """
    word = likelihood(probability)
    if word is None:
        return said(
            "the chance that {event} is below 1%, outside the scale of words"
            if probability < 0.5
            else "the chance that {event} is above 99%, outside the scale of words",
            event=event,
        )
    if word.word == "almost no chance":
        return said("there is {word} that {event}", word=word, event=event)
    if word.word == "roughly even chance":
        return said("there is a {word} that {event}", word=word, event=event)
    return said("it is {word} that {event}", word=word, event=event)


def of_hundred(probability: float) -> str:
    """Return a share of model draws as ``17 of 100``; never none and never all of them."""
    if probability > 0.99 or probability < 0.01:
        return said("more than 99 of 100" if probability > 0.99 else "fewer than 1 of 100")
    return said("{share} of 100", share=round(100 * probability))


def fact_share(probability: float) -> str:
    """Return the probability of a value of a fact in whole percent; a possible value never has none of it, nor all."""
    if 0.0 < probability < 0.01:
        return percent("<", 1)
    return percent(">", 99) if 0.99 < probability < 1.0 else percent("", round(100 * probability))


def exactly(value: float) -> str:
    """Return a fraction that a person stated in percent, with as many decimals as it was stated with, four at most."""
    digits = next(places for places in range(5) if places == 4 or math.isclose(round(100 * value, places), 100 * value))
    return percent("", 100 * value, digits)


def change(value: float) -> str:
    """Return a change given as a fraction as a signed whole percentage with a true minus sign."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is no change")
    number = round(100 * value)
    return percent("" if number == 0 else "+" if number > 0 else MINUS, abs(number))


def signed_points(value: float) -> str:
    """Return percentage points as a signed number with one decimal and a true minus sign."""
    sign = "" if not round(value, 1) else "+" if value > 0 else MINUS
    return sign + decimal(abs(value), 1)


def change_of_log(value: float) -> str:
    """Return a log rate ratio as a change in percent; above tenfold only ``more than +900%``."""
    return said("more than {most}", most=percent("+", 900)) if value > math.log(10) else change(math.expm1(value))


def interval(spread: Spread) -> str:
    """Return ``mean [5% point to 95% point]`` of a change given as a fraction."""
    return said("{mean} [{low} to {high}]", mean=change(spread.mean), low=change(spread.q05), high=change(spread.q95))


def interval_of_log(mean: float, q05: float, q95: float) -> str:
    """Return ``centre [5% point to 95% point]`` of a log rate ratio, in percent."""
    return said("{mean} [{low} to {high}]", mean=change_of_log(mean), low=change_of_log(q05), high=change_of_log(q95))


def plain(identifier: str) -> str:
    """Return an id as words: ``elite_driven`` is ``elite-driven``, others lose their underscores."""
    return said(_SPELLED.get(identifier, identifier.replace("_", " ")))


_SPELLED = marked(
    {
        # Facts of the case on the scale likely/unlikely are no likelihoods of this memo: they are told in other words.
        "likely": "expected",
        "unlikely": "not expected",
        "elite_driven": "elite-driven",
        "foreign_force": "foreign force",
        "facilitate_transition": "facilitate transition",
        "mid": "mid level",
        "low": "low",
        "none": "none",
    }
)


def channel(via: str) -> str:
    """Return the channel by which violence moves, as words."""
    return said(_CHANNELS.get(via, via.replace("_", " ")))


_CHANNELS = marked(
    {
        "exposure": "exposure to public view",
        "legal": "legal exposure",
        "financial": "loss of money",
        "military": "military pressure",
        "incentive": "incentives",
        "protection": "protection of civilians",
        "revenue": "loss of revenue",
        "control": "loss of control",
    }
)


def told(value: str) -> str:
    """Return the text of a fact that was read; English keeps the words of the case file, but for those of the scale."""
    english = spoken().code == "en"

    def spelled(match: re.Match[str]) -> str:
        if match[0] == _NOT_LISTED:
            return said(_NOT_LISTED)
        return _SPELLED.get(match[0], match[0]) if english else plain(match[0])

    return re.sub(rf"{_NOT_LISTED}|[a-z]+(?:_[a-z]+)*", spelled, value)


_NOT_LISTED = marked("not listed in the profile")


AND, OR = marked(("and", "or"))
_BEFORE_LIKE_SOUND = {"y": ("e", re.compile(r"h?i(?!e)", re.IGNORECASE)), "o": ("u", re.compile(r"h?o", re.IGNORECASE))}
"""In Spanish ``y`` and ``o`` change before a word that begins with their own sound."""


def listed(items: tuple[str, ...] | list[str], last: str = AND) -> str:
    """Return items as a list in a sentence."""
    if len(items) <= 1:
        return "".join(items)
    joint = said(last)
    other, sound = _BEFORE_LIKE_SOUND.get(joint, ("", _NEVER))
    return f"{', '.join(items[:-1])} {other if sound.match(items[-1]) else joint} {items[-1]}"


_NEVER = re.compile(r"(?!)")


def series(items: Iterable[str]) -> str:
    """Return statements in a row, each after a semicolon."""
    return said("; ").join(items)


def headed(head: str, text: str) -> str:
    """Return text after its head and a colon."""
    return said("{head}: {text}", head=head, text=text)


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its noun; both are messages such as ``{n} rule`` and ``{n} rules``."""
    return said(one if number == 1 else many, n=number)


def sentence(text: str) -> str:
    """Return text that begins with a capital and ends with a full stop."""
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!")) else f"{text}."
