"""What to find out first: the value of information for the choice of one tool in one case.

case → arrays of each tool → utility by draw, case noise averaged out → value of facts, parameters and studies
"""

from collections.abc import Mapping
from datetime import date

import numpy as np

from prevent_options.assess.knowledge import Knowledge
from prevent_options.assess.net import CaseArrays, ToolArrays, case_arrays
from prevent_options.assess.usable import require_tools
from prevent_options.assess.voi_parameters import Group, mean_effect, parameter_groups
from prevent_options.assess.voi_types import Asked, FactValue, ParameterValue, StudyValue, ValueOfInformation
from prevent_options.decision.goals import Harm, utility
from prevent_options.decision.harm import change_of_harm
from prevent_options.decision.questions import Question, Questions, load_questions
from prevent_options.decision.voi import Doubles, Value, evpi, evppi, joined, nested, smooth, steadied, strata, study
from prevent_options.effects.arrays import Floats
from prevent_options.posterior.keyed import keyed_generator, keyed_normals
from prevent_options.profile import CaseProfile, fact_paths, unknown_facts
from prevent_options.rules.fact_schema import pattern_of

NO_CHANGE = "no_change"
"""The choice of using no tool that is not in use."""
LEFT_OUT = (
    "What this case's own answer to a tool will be (the spread between cases) cannot be found out before it is used "
    "and is left out."
)
UNITS = {
    "reduce": "share of all harm averted over the horizon",
    "stop": "probability that harm falls by the case's threshold",
    "foreclose": "share of the risk of onset removed",
}


def value_of_information(
    profile: CaseProfile,
    knowledge: Knowledge,
    *,
    draws: int = 4000,
    seed: int = 1,
    rules_as_of: date | None = None,
    cases: tuple[int, ...] = (),
) -> ValueOfInformation:
    """Return what knowing more would be worth before one tool is chosen.

    Parameters
    ----------
    profile, knowledge, draws, seed, rules_as_of
        As for :func:`prevent_options.assess.assess`.
    cases
        Numbers of cases of the studies to value; those of ``priors/questions.yaml`` when empty.

    Raises
    ------
    InputError
        When no tool may be used, so that there is nothing to choose.
    """
    arrays = case_arrays(profile, knowledge, draws=draws, seed=seed, rules_as_of=rules_as_of)
    require_tools(profile.id, len(arrays.tools), arrays.barred.values(), 1)
    worth = choice_utility(profile, arrays)
    names = [NO_CHANGE, *arrays.tools]
    best = int(np.argmax(worth.mean(axis=1)))
    groups, questions = parameter_groups(arrays, knowledge.catalogues), load_questions()
    most = evpi(worth)
    known = _parameter_values(worth, groups, most, seed)
    studies = _studies(worth, arrays, knowledge, cases or questions.study.cases, seed)
    known = _no_less_than_studies(known, studies, most)
    return ValueOfInformation(
        case=profile.id,
        title=profile.title,
        goal=profile.goal,
        draws=draws,
        seed=seed,
        best=names[best],
        utility=float(worth[best].mean()),
        unit=UNITS[profile.goal],
        evpi=most.value,
        mc_error=most.error,
        facts=_facts(profile, arrays, worth, groups, questions),
        parameters=_parameters(known, questions),
        studies=_study_rows(studies, arrays, questions),
        warnings=(*filter(None, [knowledge.rules.missing_on(rules_as_of)]), LEFT_OUT),
    )


def choice_utility(profile: CaseProfile, arrays: CaseArrays) -> Doubles:
    """Return the utility of doing nothing new (first row) and of each tool, by draw, shape (1 + T, D).

    Case noise is averaged out exactly: for change of harm its ratio averages one; under the goal stop the part that
    pairs share is integrated out, and each pair's own part stays, since its mean has no simple form.
    """
    shares = arrays.stage.shares
    if profile.goal == "stop":
        harm = _stop_harm(list(arrays.tools.values()), shares)
        rows = utility("stop", harm, profile.values.goal_threshold)
    else:
        rows = -np.stack([change_of_harm(one.expected[None], shares)[0] for one in arrays.tools.values()])
    return np.concatenate([np.zeros((1, rows.shape[1])), rows.astype(np.float64)])


def _stop_harm(tools: list[ToolArrays], shares: Floats) -> Harm:
    """Return harm in the pieces that the goal stop needs, each shape (T, D)."""
    moved, decided, unmoved = [], [], []
    for one in tools:
        direct, spill = one.direct, one.spill.total
        kept = np.exp(one.expected + direct.own) * shares * direct.reached
        leads = direct.leads[direct.owner]
        moved.append((kept * np.where(leads, direct.balance, np.float32(1.0))).sum(axis=0))
        decided.append((kept * np.where(leads, np.float32(direct.remaining), np.float32(1.0))).sum(axis=0))
        unmoved.append((np.exp(spill) * shares * ~direct.reached).sum(axis=0))
    return Harm(
        change=np.stack(moved),
        moved=np.stack(moved),
        moved_decided=np.stack(decided),
        unmoved=np.stack(unmoved),
        shared_sd=np.stack([one.direct.shared_sd for one in tools]),
        decisive=np.stack([one.direct.decisive for one in tools]),
    )


def _facts(
    profile: CaseProfile, arrays: CaseArrays, worth: Doubles, groups: list[Group], questions: Questions
) -> tuple[FactValue, ...]:
    """Return the value of each fact that is uncertain or unknown, and of all together."""
    setting = arrays.stage.setting
    drawn = setting.world.drawn()
    independent = [group.columns for group in groups if group.kind in {"effect", "factor"}]
    steady = steadied(worth, np.concatenate(independent, axis=1)) if independent else worth
    found = {
        path: evppi(steady, strata(columns), keyed_generator(setting.seed, "voi", "fact", path), worth)
        for path, columns in drawn.items()
    }
    if found:
        everything = evppi(steady, strata(*drawn.values()), keyed_generator(setting.seed, "voi", "facts"), worth)
        found = nested(found | {"all": everything}, {"all": list(found)}, evpi(worth))
    states = _states(profile)
    rows = [
        _fact(path, states.get(path, "together"), found.get(path), questions)
        for path in dict.fromkeys([*found, *states])
    ]
    return tuple(sorted(rows, key=lambda row: (row.fact != "all", -row.evppi, not row.read, row.fact)))


def _states(profile: CaseProfile) -> dict[str, str]:
    """Return what is known of each fact that is not certain."""
    facts = fact_paths(profile)
    unknown = dict.fromkeys(unknown_facts(profile), "unknown")
    return unknown | {path: str(fact) for path, fact in facts.items() if len(fact.options) > 1}


def _fact(path: str, state: str, value: Value | None, questions: Questions) -> FactValue:
    """Return one row; what nothing reads is worth exactly nothing."""
    asked = _asked(questions.about_fact(pattern_of(path)))
    if value is None:
        return FactValue(path, state, read=False, evppi=0.0, mc_error=0.0, asked=asked)
    return FactValue(path, state, read=True, evppi=value.value, mc_error=value.error, asked=asked)


def _asked(question: Question | None) -> Asked | None:
    return None if question is None else Asked(question.id, question.question)


type Key = tuple[str, str]


def _parameter_values(worth: Doubles, groups: list[Group], most: Value, seed: int) -> dict[Key, Value]:
    """Return the value of each group, and of everything of one kind; who knows more never knows less."""
    kinds = sorted({group.kind for group in groups})
    bases = {f"{one.kind}/{one.name}": smooth(one.columns) for one in groups}
    bases |= {f"all/{kind}": joined([one.columns for one in groups if one.kind == kind]) for kind in kinds}
    values = {name: evppi(worth, basis, keyed_generator(seed, "voi", name)) for name, basis in bases.items()}
    inside = {f"all/{kind}": [f"{one.kind}/{one.name}" for one in groups if one.kind == kind] for kind in kinds}
    return {_key(name): value for name, value in nested(values, inside, most).items()}


def _key(name: str) -> Key:
    kind, _, rest = name.partition("/")
    return kind, rest


type Studies = dict[str, dict[int, Value]]


def _studies(worth: Doubles, arrays: CaseArrays, knowledge: Knowledge, sizes: tuple[int, ...], seed: int) -> Studies:
    """Return the value of a study of each tool by its number of cases; more cases never tell less."""
    out: Studies = {}
    for name in arrays.tools:
        effect = mean_effect(knowledge.catalogues.tools[name], arrays)
        noise = keyed_normals(seed, effect.size, "study", name).astype(np.float64)
        values = {
            str(size): evppi(
                worth,
                smooth(study(effect, study_sd(arrays, size), noise)[:, None]),
                keyed_generator(seed, "voi", "study", name, str(size)),
            )
            for size in sorted(set(sizes))
        }
        inside = {big: [small for small in values if int(small) < int(big)] for big in values}
        kept = nested(values, inside, evpi(worth))
        out[name] = {int(size): value for size, value in kept.items()}
    return out


def study_sd(arrays: CaseArrays, cases: int) -> float:
    """Return the standard error of a study, log rate ratio: spread between cases and looseness of one, over √cases."""
    setting = arrays.stage.setting
    between = float(setting.posterior.tau[: setting.draws].mean(dtype=np.float64))
    return float(np.hypot(between, load_questions().study.case_sd.value) / np.sqrt(cases))


def _no_less_than_studies(known: Mapping[Key, Value], studies: Studies, most: Value) -> dict[Key, Value]:
    """Return values in which knowing a tool's effect is worth at least any study of it."""
    flat = {"/".join(key): value for key, value in known.items()}
    flat |= {f"study/{name}/{size}": value for name, sizes in studies.items() for size, value in sizes.items()}
    inside = {f"effect/{name}": [f"study/{name}/{size}" for size in sizes] for name, sizes in studies.items()}
    inside = {name: parts for name, parts in inside.items() if name in flat}
    raised = nested(flat, inside, most)
    if "all/effect" in raised:
        raised = nested(raised, {"all/effect": list(inside)}, most)
    return {_key(name): value for name, value in raised.items() if not name.startswith("study/")}


def _parameters(known: Mapping[Key, Value], questions: Questions) -> tuple[ParameterValue, ...]:
    rows = [
        ParameterValue(kind, name, value.value, value.error, _asked(_question(kind, name, questions)))
        for (kind, name), value in known.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.kind != "all", -row.evppi, row.kind, row.name)))


def _question(kind: str, name: str, questions: Questions) -> Question | None:
    return questions.about_parameter(name, "") if kind == "all" else questions.about_parameter(kind, name)


def _study_rows(studies: Studies, arrays: CaseArrays, questions: Questions) -> tuple[StudyValue, ...]:
    """Return studies, the most valuable tool first, its sizes from small to large."""
    order = sorted(studies, key=lambda name: (-max(one.value for one in studies[name].values()), name))
    return tuple(
        StudyValue(
            name, size, study_sd(arrays, size), value.value, value.error, _asked(_question("effect", name, questions))
        )
        for name in order
        for size, value in sorted(studies[name].items())
    )
