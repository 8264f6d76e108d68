"""What must hold between the fields of a case, checked on plain data so that it is reported beside everything else."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from prevent_options.yamlio import Address, Flaw, shown
from prevent_options.yamlio.document import slug
from prevent_options.yamlio.flaws import suggestion
from prevent_options.yamlio.types import UNKNOWN, first_day, last_day, read_known_date, read_number

type Node = Mapping[str, object]
type Item = tuple[Address, Node]


def cross_flaws(data: object) -> list[Flaw]:
    """Return what does not fit together in a case.

    Parameters
    ----------
    data
        The case as plain data, valid or not; parts that are not of the expected shape are left to other checks.

    Returns
    -------
    list of Flaw
        Ids given twice, references to nothing, dates out of order, weights that leave no harm.
    """
    if not isinstance(data, Mapping):
        return []
    checks = (_duplicates, _references, _tool_dates, _something_to_prevent, _weights)
    return [flaw for check in checks for flaw in check(data)]


def _value(raw: object) -> tuple[Address, object]:
    """Return a list that may be wrapped in ``{value, sources, confidence}``, and the step down to it."""
    return (("value",), raw["value"]) if isinstance(raw, Mapping) and "value" in raw else ((), raw)


def _items(node: Node, key: str, at: Address = ()) -> Iterator[Item]:
    step, raw = _value(node.get(key))
    for index, item in enumerate(raw) if isinstance(raw, (list, tuple)) else ():
        if isinstance(item, Mapping):
            yield (*at, key, *step, index), item


def _words(node: Node, key: str, at: Address) -> Iterator[tuple[Address, str]]:
    step, raw = _value(node.get(key))
    if isinstance(raw, str) and raw != UNKNOWN:
        yield (*at, key, *step), raw
    for index, word in enumerate(raw) if isinstance(raw, (list, tuple)) else ():
        if isinstance(word, str):
            yield (*at, key, *step, index), word


def _repeated(items: Iterable[Item], key: str) -> Iterator[Flaw]:
    seen: dict[str, int] = {}
    for position, (at, item) in enumerate(items, start=1):
        word = item.get(key)
        if not isinstance(word, str):
            continue
        name = slug(word) if key == "name" else word
        if (first := seen.setdefault(name, position)) != position:
            found = f"{key} {shown(word)} a second time (item {position}, first in item {first})"
            yield Flaw((*at, key), found, f"expected each {key} once", "rename one, or join the two")


def _duplicates(data: Node) -> Iterator[Flaw]:
    yield from _repeated(_items(data, "perpetrators"), "id")
    yield from _repeated(_items(data, "sources"), "id")
    yield from _repeated(_items(data, "regional_actors"), "name")
    for at, perpetrator in _items(data, "perpetrators"):
        yield from _repeated(_items(perpetrator, "tactics", at), "tactic")


def _ids(data: Node, key: str) -> tuple[str, ...]:
    return tuple(word for _, item in _items(data, key) if isinstance(word := item.get("id"), str))


def _sourced(node: object, at: Address) -> Iterator[tuple[Address, str]]:
    """Yield every mention of a source, wherever a value with sources stands."""
    if isinstance(node, Mapping):
        if "value" in node:
            yield from _words(node, "sources", at)
        for key, inner in node.items():
            yield from _sourced(inner, (*at, key))
    elif isinstance(node, (list, tuple)):
        for index, inner in enumerate(node):
            yield from _sourced(inner, (*at, index))


def _dangling(mentions: Iterable[tuple[Address, str]], known: tuple[str, ...], what: str) -> Iterator[Flaw]:
    for at, word in mentions:
        if word not in known:
            yield Flaw(at, f"found {shown(word)}", f"expected the id of {what}", suggestion(word, known))


def _references(data: Node) -> Iterator[Flaw]:
    yield from _dangling(_sourced(data, ()), _ids(data, "sources"), "an entry under sources")
    perpetrators = _ids(data, "perpetrators")
    for at, actor in _items(data, "regional_actors"):
        yield from _dangling(_words(actor, "over", at), perpetrators, "a perpetrator of this case")
    for at, use in _items(data, "tools_in_use"):
        yield from _dangling(_words(use, "target", at), perpetrators, "a perpetrator of this case")


def _date(raw: object) -> str | None:
    """Return a date that is one; anything else is reported where the field is read."""
    try:
        return read_known_date(raw)
    except ValueError:
        return None


def _before(later: str, earlier: str) -> bool:
    day: dt.date = last_day(later)
    return day < first_day(earlier)


def _tool_dates(data: Node) -> Iterator[Flaw]:
    as_of = _date(data.get("as_of"))
    for at, use in _items(data, "tools_in_use"):
        since, until = _date(use.get("since")), _date(use.get("until"))
        if since and until and _before(until, since):
            yield Flaw((*at, "until"), f"until {until}", f"expected a date after since {since}", "correct one of them")
        if since and as_of and _before(as_of, since):
            expected = f"expected a date up to as_of {as_of}"
            yield Flaw((*at, "since"), f"since {since}", expected, "a tool in use began before; correct one of them")


def _tactics(data: Node) -> set[str]:
    uses = (use for at, p in _items(data, "perpetrators") for _, use in _items(p, "tactics", at))
    return {tactic for use in uses if isinstance(tactic := use.get("tactic"), str)}


def _is_zero(weight: object) -> bool:
    try:
        return read_number(weight) == 0
    except ValueError:
        return False


def _something_to_prevent(data: Node) -> Iterator[Flaw]:
    listed = data.get("perpetrators")
    if isinstance(listed, (list, tuple)) and not listed:
        found = "found an empty list"
        yield Flaw(("perpetrators",), found, "expected at least one perpetrator", "list who carries the violence out")
    elif isinstance(listed, (list, tuple)) and not any(isinstance(p, Mapping) and p.get("tactics") for p in listed):
        yield Flaw(("perpetrators",), "no tactic in the case", "expected at least one", "list a perpetrator's tactics")


def _weights(data: Node) -> Iterator[Flaw]:
    values = data.get("values")
    weights = values.get("tactic_weights") if isinstance(values, Mapping) else None
    if not isinstance(weights, Mapping) or not weights:
        return
    zero = {word for word, weight in weights.items() if _is_zero(weight)}
    used = _tactics(data)
    if zero == set(weights) or (used and used <= zero):
        at: Address = ("values", "tactic_weights")
        yield Flaw(at, "only zero weights", "expected a weight above 0 for a tactic of the case", "raise one weight")
