"""Which facts a rule may read: derived from the fields of the case profile, never typed a second time.

A path of a rule names a fact without saying whose: ``perpetrator.structure`` is the structure of the perpetrator the
rule is evaluated for, ``actor.posture`` that of some regional actor.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, Literal, NamedTuple

from pydantic import BaseModel

from prevent_options.profile import CaseProfile, Perpetrator, RegionalActor, TacticUse, Transmission, scales
from prevent_options.profile.kinds import FactOf, ListFactOf
from prevent_options.yamlio.countries import ALPHA3

type Scope = Literal["case", "perpetrator", "pair", "actor", "transmission", "any_perpetrator", "any_tactic"]
type Kind = Literal["word", "open", "number", "tactic", "words", "tactics", "tools"]

ORDERED: Final = frozenset(
    {
        scales.LEVEL,
        scales.REPRESSION,
        scales.INTENSITY,
        scales.COMMAND,
        scales.TREND,
        scales.ORGANISATION,
        scales.VISIBILITY,
    }
)
"""Scales on which more and less mean something; phases follow each other, but none is more than another."""

LISTS: Final = frozenset({"words", "tactics", "tools"})


class FactSpec(NamedTuple):
    """One kind of fact.

    Attributes
    ----------
    path
        As rules write it; ``tactics.*.intensity`` stands for every tactic.
    scope
        Whose fact it is.
    field
        The path below its owner, for example ``revenue.sources``.
    kind
        One word of a list, one open word, a number, a tactic; or a list of words, tactics or tools.
    words
        The closed list, in scale order; empty for all other kinds.
    may_be_unknown
        Whether a valid profile may leave it unknown.
    """

    path: str
    scope: Scope
    field: str
    kind: Kind
    words: tuple[str, ...] = ()
    may_be_unknown: bool = True

    @property
    def ordered(self) -> bool:
        """Whether thresholds make sense."""
        return self.kind == "number" or self.words in ORDERED

    @property
    def is_list(self) -> bool:
        """Whether the fact is a list."""
        return self.kind in LISTS


# Fields that are no facts with probabilities, yet may be read by rules.
_PLAIN: Final = (
    FactSpec("goal", "case", "goal", "word", scales.GOALS, may_be_unknown=False),
    FactSpec("country", "case", "country", "word", tuple(sorted(ALPHA3)), may_be_unknown=False),
    FactSpec("horizon_months", "case", "horizon_months", "number", may_be_unknown=False),
    FactSpec("constraints.max_tools", "case", "constraints.max_tools", "number"),
    FactSpec("tools_in_use", "case", "tools_in_use", "tools"),
    FactSpec("tactic.tactic", "pair", "tactic", "tactic", may_be_unknown=False),
    FactSpec("tactic.forms", "pair", "forms", "tactics"),
)

_OWNERS: Final[tuple[tuple[str, Scope, type[BaseModel]], ...]] = (
    ("", "case", CaseProfile),
    ("perpetrator.", "perpetrator", Perpetrator),
    ("perpetrators.", "any_perpetrator", Perpetrator),
    ("tactic.", "pair", TacticUse),
    ("tactics.*.", "any_tactic", TacticUse),
    ("actor.", "actor", RegionalActor),
    ("transmission.", "transmission", Transmission),
)


def _fields(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, Kind, tuple[str, ...]]]:
    """Yield path, kind and words of every fact below a model."""
    for name, info in model.model_fields.items():
        path = f"{prefix}{info.alias or name}"
        for mark in info.metadata:
            if isinstance(mark, FactOf):
                yield path, "word" if mark.words else "open", mark.words
            elif isinstance(mark, ListFactOf):
                yield path, mark.of, ()
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            yield from _fields(info.annotation, f"{path}.")


@cache
def fact_specs() -> Mapping[str, FactSpec]:
    """Return every kind of fact by its path."""
    read = (
        FactSpec(f"{prefix}{field}", scope, field, kind, words)
        for prefix, scope, model in _OWNERS
        for field, kind, words in _fields(model)
    )
    return {spec.path: spec for spec in (*_PLAIN, *read)}


_PREFIX: Final[Mapping[str, str]] = {"regional_actors": "actor.", "transmission": "transmission."}


def pattern_of(path: str) -> str:
    """Return the path by which rules and fact priors know a fact of a case.

    Parameters
    ----------
    path
        For example ``perpetrators.rsf.tactics.crsv.intensity``.

    Returns
    -------
    str
        For example ``tactic.intensity``.
    """
    parts = path.split(".")
    if parts[0] == "perpetrators" and len(parts) > 2:
        return (
            f"tactic.{'.'.join(parts[4:])}"
            if parts[2] == "tactics" and len(parts) > 4
            else f"perpetrator.{'.'.join(parts[2:])}"
        )
    if parts[0] in _PREFIX and len(parts) > 2:
        return _PREFIX[parts[0]] + ".".join(parts[2:])
    return path


def markdown_table() -> str:
    """Return the list of fact paths for ``docs/rules.md``."""
    rows = [f"| `{spec.path.replace('*', '<id>')}` | {_about(spec)} |" for spec in fact_specs().values()]
    return "\n".join(["| path | values |", "|---|---|", *rows])


def _about(spec: FactSpec) -> str:
    """Return what may stand for a fact, in words."""
    if spec.path == "country":
        return "ISO 3166-1 alpha-3 code"
    plain = {
        "open": "any word",
        "number": "number",
        "tactic": "tactic or family",
        "words": "list of any words",
        "tactics": "list of tactics",
        "tools": "list of tools or families",
    }
    return plain.get(spec.kind) or (" < ".join(spec.words) if spec.ordered else ", ".join(spec.words))
