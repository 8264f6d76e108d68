"""Why an assessment differs from an earlier one: one cause changed after the other, so that the parts add up exactly.

evidence → rules → noise (draws and seed) → facts → values → substitution     each step with the same random numbers

What a step moves is its own part, given what was changed before it; where causes work on one another the order matters,
and it is the order in which an operator can act on them. What moves although nothing is known to have changed is put
down to the program.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from prevent_options.assess.knowledge import Knowledge
from prevent_options.assess.pipeline import assess
from prevent_options.assess.result import number
from prevent_options.assess.types import Assessment
from prevent_options.profile import CaseProfile, fact_paths

PARTS = ("evidence", "rules", "noise", "facts", "values", "program")
SUBSTITUTION = "substitution"
"""The part of counting that violence may move elsewhere, where one side leaves it out."""
ABSENT = "not in the case"
_SCALARS = ("as_of", "horizon_months", "constraints", "tools_in_use")
_VALUES = ("goal", "values")

type Change = tuple[str, str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """Everything that decides an assessment."""

    profile: CaseProfile
    knowledge: Knowledge
    draws: int
    seed: int
    rules_as_of: date | None
    substitutes: bool = True

    def assessed(self) -> Assessment:
        """Return the assessment."""
        return assess(
            self.profile,
            self.knowledge,
            draws=self.draws,
            seed=self.seed,
            rules_as_of=self.rules_as_of,
            substitutes=self.substitutes,
        )


def steps_between(before: Side, after: Side) -> tuple[tuple[str, Side], ...]:
    """Return the way from one side to another: each cause that changed, with the side on which it has changed too.

    The last step, if there is any, stands on the side ``after``.
    """
    steps: list[tuple[str, Side]] = []

    def step(part: str, **changed: object) -> None:
        last = steps[-1][1] if steps else before
        steps.append((part, replace(last, **changed)))  # type: ignore[arg-type]

    known, then = after.knowledge, before.knowledge
    if any(getattr(known, name) is not getattr(then, name) for name in ("posterior", "assumptions", "repertoire")):
        step("evidence", knowledge=replace(known, rules=then.rules))
    if known.rules is not then.rules or before.rules_as_of != after.rules_as_of:
        step("rules", knowledge=known, rules_as_of=after.rules_as_of)
    if (before.draws, before.seed) != (after.draws, after.seed):
        step("noise", draws=after.draws, seed=after.seed)
    facts = changes(facts_of(before.profile), facts_of(after.profile))
    values = changes(values_of(before.profile), values_of(after.profile))
    if facts:
        keep = {name: getattr(before.profile, name) for name in _VALUES} if values else {}
        step("facts", profile=after.profile.model_copy(update=keep))
    if values:
        step("values", profile=after.profile)
    if before.substitutes != after.substitutes:
        step(SUBSTITUTION, substitutes=after.substitutes)
    return tuple(steps)


def parts_of(start: float, reached: Mapping[str, float], end: float) -> dict[str, float]:
    """Return the part of each cause in the change of a figure; as printed they add up to the printed change.

    Parameters
    ----------
    start, end
        The figure at both ends.
    reached
        The figure after each step, in their order; what no step explains is the program's.
    """
    parts: dict[str, float] = {}
    last = number(start)
    for part, figure in reached.items():
        parts[part] = number(number(figure) - last)
        last = number(figure)
    rest = number(number(end) - last)
    if rest:
        parts["program"] = number(parts.get("program", 0.0) + rest)
    return parts


def facts_of(profile: CaseProfile) -> dict[str, str]:
    """Return every fact of a case as text that tells two values apart."""
    facts = {path: str(fact) for path, fact in fact_paths(profile).items()}
    return facts | {name: _text(getattr(profile, name)) for name in _SCALARS}


def values_of(profile: CaseProfile) -> dict[str, str]:
    """Return what a case wants: its goal, and its weights and threshold."""
    return {name: _text(getattr(profile, name)) for name in _VALUES}


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    """Return what differs, as ``(what, before, after)``."""
    return tuple(
        (name, before.get(name, ABSENT), after.get(name, ABSENT))
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    )


def _text(value: object) -> str:
    """Return a field as words that tell two values apart; parts that are lists themselves end with semicolons."""
    if isinstance(value, (tuple, list)):
        return ", ".join(_text(item) for item in value) or "none"
    dump = getattr(value, "model_dump", None)
    fields = value if dump is None else dump(mode="json", exclude_defaults=True)
    if not isinstance(fields, dict):
        return str(value)
    said = {key: item for key, item in fields.items() if item is not None}
    between = "; " if any(isinstance(item, (list, dict)) for item in said.values()) else ", "
    return between.join(f"{key} {_text(item)}" for key, item in said.items()) or "as by default"
