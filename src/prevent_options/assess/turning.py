"""What would change the first choice: facts one at a time, probabilities, effects, and the nearest other case.

case → utility of every tool → each open fact set to each value → lead of today's first tool → thresholds, shifts, words

All runs share their random numbers. Utilities are means over draws with case noise averaged out (``voi``).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import combinations

from prevent_options.assess.knowledge import Knowledge
from prevent_options.assess.net import CaseArrays
from prevent_options.assess.turning_levels import levels
from prevent_options.assess.turning_runs import Runs, Scored, Versions
from prevent_options.assess.turning_shift import shifts
from prevent_options.assess.turning_types import FactSwing, Nearest, Threshold, Trial, Turning
from prevent_options.assess.voi import UNITS
from prevent_options.errors import InputError, Problem
from prevent_options.profile import CaseProfile, ListFact, fact_paths
from prevent_options.rules.fact_schema import pattern_of

PAIRED = 5
"""Facts that are tried in pairs when no single fact makes the runner-up first: those that bring it nearest."""

type Value = str | tuple[str, ...]
type Options = tuple[tuple[Value, float | None], ...]


def turning_points(
    profile: CaseProfile, knowledge: Knowledge, *, draws: int = 1000, seed: int = 1, rules_as_of: date | None = None
) -> Turning:
    """Return what would change the first choice.

    Parameters
    ----------
    profile, knowledge, seed, rules_as_of
        As for :func:`prevent_options.assess.assess`.
    draws
        Number of draws of each run; there is one run for each value of each open fact.

    Raises
    ------
    InputError
        When fewer than two tools may be used, so that no choice can change.
    """
    versions = Versions(profile, Runs(knowledge, draws, seed, rules_as_of))
    today = versions.today
    if len(today.able) < 2:
        raise _no_choice(profile)
    first, second = today.order[:2]
    swings, untried = _swings(versions)
    return Turning(
        case=profile.id,
        title=profile.title,
        goal=profile.goal,
        draws=draws,
        seed=seed,
        unit=UNITS[profile.goal],
        first=first,
        runner_up=second,
        lead=today.lead(first),
        facts=tuple(sorted(swings, key=lambda swing: (swing.low - swing.high, swing.fact))),
        untried=untried,
        shifts=shifts(profile, versions.arrays, knowledge, today.means, today.order),
        levels=levels(profile, versions.arrays, knowledge, today),
        nearest=_nearest(versions, swings, second),
    )


def _no_choice(profile: CaseProfile) -> InputError:
    found, todo = "fewer than two tools may be used", "look at what bars the others: prevent-options rank"
    return InputError([Problem(f"case {profile.id}", 0, "tools", found, "expected two to choose between", todo)])


def _swings(versions: Versions) -> tuple[list[FactSwing], tuple[tuple[str, str, str], ...]]:
    """Return the bars of the tornado, and each value that could not be tried with the reason."""
    facts, swings = fact_paths(versions.profile), []
    untried: list[tuple[str, str, str]] = []
    for path in versions.arrays.stage.setting.world.drawn():
        options = possible(path, versions.arrays, versions.runs.knowledge)
        scores: dict[str, Scored] = {}
        for value, _ in options:
            try:
                scores[text(value)] = versions.score({path: plain(value)})
            except InputError as error:
                untried.append((path, text(value), str(error)))
        if scores:
            swings.append(_swing(path, str(facts[path]), options, scores, versions.today))
        elif not options:
            untried.append((path, "", "nobody knows whether there is such an actor or route; add it to the case"))
    return swings, tuple(untried)


def _swing(path: str, state: str, options: Options, scores: Mapping[str, Scored], today: Scored) -> FactSwing:
    """Return one bar of the tornado, with its thresholds where every value has a probability and was tried."""
    trials = tuple(_trial(v, share, scores[text(v)], today) for v, share in options if text(v) in scores)
    shares = {text(value): share for value, share in options if share is not None}
    levels = thresholds(shares, scores, today) if shares.keys() == scores.keys() else ()
    return FactSwing(path, state, trials, levels)


def possible(path: str, arrays: CaseArrays, knowledge: Knowledge) -> Options:
    """Return the values a fact may have with their probabilities; none for a list whose members are not known.

    An unknown list is tried empty and with each single word that something asks about, an unknown open word as each
    of these.
    """
    setting, priors = arrays.stage.setting, knowledge.fact_priors
    fact = fact_paths(setting.profile).get(path)
    if fact is None:
        return ()
    if fact.options:
        return fact.options
    if pattern_of(path) in priors.values:
        return tuple((value, share) for value, share in priors.values[pattern_of(path)] if share > 0)
    words = setting.world.asked(path)
    return (
        tuple((value, None) for value in ((), *((word,) for word in words)))
        if isinstance(fact, ListFact)
        else (tuple((word, None) for word in words))
    )


def text(value: Value) -> str:
    """Return a value as a reader sees it."""
    return value if isinstance(value, str) else ", ".join(value) or "none"


def plain(value: Value) -> object:
    """Return a value as plain data."""
    return value if isinstance(value, str) else list(value)


def _trial(value: Value, share: float | None, then: Scored, today: Scored) -> Trial:
    first, second = today.order[:2]
    others = [tool for tool in then.order if tool != first]
    best = then.order[0] if then.order else first
    lead = then.means[first] - then.means[others[0] if others else second]
    return Trial(
        text(value), plain(value), share, best, lead, then.means[first] - then.means[second], first not in then.able
    )


def thresholds(shares: Mapping[str, float], scores: Mapping[str, Scored], today: Scored) -> tuple[Threshold, ...]:
    """Return the probabilities of each value nearest to today's at which another tool becomes first.

    Expected utility is linear in the probability of one fact, because facts are drawn apart from each other: it is
    ``p E[U | value] + (1 − p) E[U | other values]``, the others in today's proportions. So two runs give the line
    and it is not searched but solved. The line of each tool is laid through today's mean, so that it says exactly
    what today's run says. Tools that may not be used today stay out.

    Parameters
    ----------
    shares
        Value to its probability.
    scores
        Value to the run in which it is certain.
    today
        The run of the case as it is.
    """
    found = []
    for value, share in shares.items():
        rest = {other: part / (1.0 - share) for other, part in shares.items() if other != value}
        if not rest:
            continue
        slope = {
            tool: scores[value].means[tool] - sum(part * scores[other].means[tool] for other, part in rest.items())
            for tool in today.able
        }
        crossings = _crossings(share, slope, today)
        below = [one for one in crossings if one[0] <= share]
        above = [one for one in crossings if one[0] > share]
        nearest = [*(max(below, default=()),), *(min(above, default=()),)]
        found += [Threshold(value, share, *one) for one in nearest if one]
    return tuple(found)


def _crossings(share: float, slope: Mapping[str, float], today: Scored) -> list[tuple[float, str]]:
    """Return where each other tool's line meets that of today's first tool, between probability 0 and 1."""
    first, *others = today.order
    found = []
    for tool in others:
        gap, steep = today.means[first] - today.means[tool], slope[first] - slope[tool]
        at = share - gap / steep if steep else -1.0
        if 0.0 <= at <= 1.0:
            found.append((at, tool))
    return found


def _nearest(versions: Versions, swings: list[FactSwing], second: str) -> Nearest | None:
    """Return the most probable single fact under which the runner-up is first, else a pair of those nearest to it."""
    states = {swing.fact: swing.state for swing in swings}
    singles = [((swing.fact, trial),) for swing in swings for trial in swing.trials if trial.first == second]
    return _most_probable(singles, states, second) or _most_probable(_pairs(versions, swings, second), states, second)


def _pairs(versions: Versions, swings: list[FactSwing], second: str) -> list[tuple[tuple[str, Trial], ...]]:
    """Return the pairs of facts, among those that bring the runner-up nearest, under which it is first."""
    best = [(swing.fact, min(swing.trials, key=lambda trial: trial.runner_up_behind)) for swing in swings]
    near = sorted(best, key=lambda one: (one[1].runner_up_behind, one[0]))[:PAIRED]
    found: list[tuple[tuple[str, Trial], ...]] = []
    for pair in combinations(near, 2):
        try:
            then = versions.score({fact: trial.data for fact, trial in pair})
        except InputError:
            continue  # The two values contradict each other, so there is no such case.
        if then.order[:1] == (second,):
            found.append(pair)
    return found


def _most_probable(
    found: Iterable[tuple[tuple[str, Trial], ...]], states: Mapping[str, str], second: str
) -> Nearest | None:
    ranked = sorted(found, key=lambda facts: (-(_joint(facts) or 0.0), sum(trial.lead for _, trial in facts)))
    if not ranked:
        return None
    facts, share = ranked[0], _joint(ranked[0])
    said = " and ".join(f"{fact} were {trial.value} (today {states[fact]})" for fact, trial in facts)
    values = tuple((fact, trial.value) for fact, trial in facts)
    return Nearest(values, share, f"If {said}, {second} would be first.")


def _joint(facts: tuple[tuple[str, Trial], ...]) -> float | None:
    """Return the probability that all hold today; None when one has none."""
    share = 1.0
    for _, trial in facts:
        if trial.share is None:
            return None
        share *= trial.share
    return share
