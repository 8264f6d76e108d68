"""Asking one or several experts on the terminal, one question after another."""

from collections.abc import Callable

type Ask = Callable[[str, str], str]
"""Shows a question and a default, and returns the answer."""

SCHEMA = "prevent-options/elicitation@1"
LEVELS = ("5", "50", "95")
_EXPLAINED = {
    "5": "so low that it would surprise you (one chance in twenty of less)",
    "50": "in the middle (more and less are equally likely)",
    "95": "so high that it would surprise you (one chance in twenty of more)",
}


def _expert(ask: Ask, number: int) -> dict[str, object]:
    label = ask("What kind of expert is this? Write no name", f"expert {number}")
    answer = (
        _roulette(ask)
        if ask("Quantiles or roulette?", "quantiles").strip().lower().startswith("r")
        else _quantiles(ask)
    )
    weight = ask("Weight of this expert beside the others", "1")
    reason = ask("Why, in a sentence", "no reason given")
    return {"label": label, "weight": weight, **answer, "reason": reason}


def _quantiles(ask: Ask) -> dict[str, object]:
    asked = {level: ask(f"Change of violence, {_EXPLAINED[level]}; -0.2 is a fifth less", "") for level in LEVELS}
    return {"quantiles": asked}


def _roulette(ask: Ask) -> dict[str, object]:
    low = ask("Lowest change you can imagine; -0.5 is half as much violence", "-0.5")
    high = ask("Highest change you can imagine; 0.5 is half as much again", "0.5")
    chips = ask("Chips on equal bins from lowest to highest, such as 0 1 3 5 4 2 1 0", "")
    return {"roulette": {"low": low, "high": high, "chips": chips.split()}}


def ask_question(ask: Ask) -> dict[str, object]:
    """Ask everything and return the data of a file ``prevent-options/elicitation@1``, all values as text.

    Parameters
    ----------
    ask
        Shows a question with a default and returns the answer.
    """
    about = ask("Is this about a tool or a body of evidence?", "tool")
    field = "body" if about.strip().lower().startswith("b") else "tool"
    data: dict[str, object] = {
        "schema": SCHEMA,
        "id": ask("A short id for these answers, such as visa-bans-2026", ""),
        field: ask(f"Which {field}? Its id", ""),
        "outcome": ask("Which outcome or family of tactics?", "lethal"),
        "perpetrator": ask("Which type of perpetrator?", "any"),
        "asked": ask("The question in the words you will use", "How much does violence change within a year?"),
        "year": ask("Year", ""),
    }
    experts = list[dict[str, object]]()
    while not experts or ask("Another expert? yes or no", "no").strip().lower().startswith("y"):
        experts.append(_expert(ask, len(experts) + 1))
    return {**data, "experts": experts}
