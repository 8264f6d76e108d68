"""Conditions of rules: a closed list of operators as frozen values, and what can be done with them before any case.

``specialise`` answers the tests of the tool, so that what remains depends on the case alone; ``quantify`` says where
"some regional actor" and "some route of transmission" begin: as close to their facts as possible, and never across a
negation, so that ``not`` around the facts of an actor reads "no actor".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from prevent_options.rules.fact_schema import FactSpec

type Operator = Literal["is", "is_not", "in", "at_least", "at_most", "includes", "is_unknown"]
type ToolField = Literal["tool", "family", "actor_level", "strategy", "pressure", "reaches", "monitoring"]
type Bound = Literal["actor", "transmission"]

BOUND: Final[tuple[Bound, ...]] = ("actor", "transmission")


@dataclass(frozen=True, slots=True)
class All:
    """Holds when every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when at least one part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when the part does not."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class Exists:
    """Holds when the part holds for some regional actor, or for some route of transmission; made by ``quantify``."""

    bound: Bound
    part: "Condition"


@dataclass(frozen=True, slots=True)
class ToolTest:
    """A test of the tool's catalogue entry.

    Attributes
    ----------
    field, words
        As written.
    tools
        Ids of all tools that pass.
    """

    field: ToolField
    words: tuple[str, ...]
    tools: frozenset[str]

    def __str__(self) -> str:
        return f"{self.field} {_shown(self.words)}"


@dataclass(frozen=True, slots=True)
class FactTest:
    """A test of one fact of the case.

    Attributes
    ----------
    path, operator, words
        As written; numbers as text.
    spec
        What kind of fact this is.
    accepts
        Words that pass; ids of tactics with everything below them, words of a scale on the right side of a threshold.
        Empty for numbers and for ``is_unknown``.
    below
        For ``tactics.<id>.<field>``: the tactics whose use counts.
    """

    path: str
    operator: Operator
    words: tuple[str, ...]
    spec: FactSpec
    accepts: frozenset[str] = frozenset()
    below: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"{self.path} {self.operator} {_shown(self.words)}"


type Condition = All | AnyOf | Not | Exists | ToolTest | FactTest

TRUE: Final = All(())
FALSE: Final = AnyOf(())


def _shown(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"[{', '.join(words)}]"


def leaves(condition: Condition) -> Iterator[ToolTest | FactTest]:
    """Yield every test of a condition, in the order in which they are written."""
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part) | Exists(_, part):
            yield from leaves(part)
        case _:
            yield condition


def fact_tests(condition: Condition) -> tuple[FactTest, ...]:
    """Return the tests of facts."""
    return tuple(leaf for leaf in leaves(condition) if isinstance(leaf, FactTest))


def tool_tests(condition: Condition) -> tuple[ToolTest, ...]:
    """Return the tests of the tool."""
    return tuple(leaf for leaf in leaves(condition) if isinstance(leaf, ToolTest))


def specialise(condition: Condition, tool: str) -> Condition:
    """Return what is left of a condition once its tests of the tool are answered.

    Parameters
    ----------
    condition
        The condition.
    tool
        Id of the tool.

    Returns
    -------
    Condition
        ``TRUE``, ``FALSE``, or a condition on facts only.
    """
    match condition:
        case ToolTest():
            return TRUE if tool in condition.tools else FALSE
        case Not(part):
            return _negated(specialise(part, tool))
        case All(parts):
            return _joined([specialise(part, tool) for part in parts], All, TRUE, FALSE)
        case AnyOf(parts):
            return _joined([specialise(part, tool) for part in parts], AnyOf, FALSE, TRUE)
        case _:
            return condition


def _negated(part: Condition) -> Condition:
    return FALSE if part == TRUE else TRUE if part == FALSE else Not(part)


def _joined(parts: list[Condition], join: type[All | AnyOf], neutral: Condition, absorbing: Condition) -> Condition:
    if absorbing in parts:
        return absorbing
    kept = tuple(part for part in parts if part != neutral)
    return kept[0] if len(kept) == 1 else join(kept) if kept else neutral


def quantify(condition: Condition) -> Condition:
    """Return the condition with the reach of "some actor" and "some route" made explicit."""
    for bound in BOUND:
        condition = _closed(condition, bound)
    return condition


def _closed(condition: Condition, bound: Bound) -> Condition:
    """Bind the free facts of an actor or route, as deep inside the condition as the same one must be meant."""
    if not any(test.spec.scope == bound for test in fact_tests(condition)):
        return condition
    match condition:
        case Not(part):
            return Not(_closed(part, bound))
        case AnyOf(parts):
            return AnyOf(tuple(_closed(part, bound) for part in parts))
        case All(parts):
            return _closed_all(parts, bound)
        case Exists(other, part):
            return Exists(other, _closed(part, bound))
        case _:
            return Exists(bound, condition)


def _closed_all(parts: tuple[Condition, ...], bound: Bound) -> Condition:
    """Bind once around all parts that speak of the same actor; negated parts are bound on their own."""
    bare = [_settled(part, bound) for part in parts]
    same = tuple(part for part in bare if _free(part, bound))
    rest = tuple(part for part in bare if not _free(part, bound))
    return All((*rest, Exists(bound, All(same) if len(same) > 1 else same[0]))) if same else All(rest)


def _settled(condition: Condition, bound: Bound) -> Condition:
    """Bind what stands under a negation and leave the rest free."""
    match condition:
        case Not():
            return _closed(condition, bound)
        case All(parts):
            return All(tuple(_settled(part, bound) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(_settled(part, bound) for part in parts))
        case _:
            return condition


def _free(condition: Condition, bound: Bound) -> bool:
    """Say whether a condition has facts of an actor or route that nothing binds yet."""
    match condition:
        case Exists(other, part):
            return other != bound and _free(part, bound)
        case All(parts) | AnyOf(parts):
            return any(_free(part, bound) for part in parts)
        case Not(part):
            return _free(part, bound)
        case FactTest():
            return condition.spec.scope == bound
        case _:
            return False
