"""JSON Schemas of what is asked after a ranking: several tools, what to find out, what turns it, what differs, why."""

from prevent_options.assess.compare import SCHEMA as COMPARISON
from prevent_options.assess.explain import SCHEMA as EXPLANATION
from prevent_options.assess.portfolio_result import SCHEMA as PORTFOLIO
from prevent_options.assess.schema import (
    GOAL,
    NUMBER,
    PROBABILITY,
    SPREAD,
    TEXT,
    TEXTS,
    WHOLE,
    YES_NO,
    Schema,
    document_of,
    list_of,
    map_of,
    object_of,
    or_null,
    said,
    tool_schema,
    with_words,
)
from prevent_options.assess.schema_choice import HEAD
from prevent_options.assess.turning_result import SCHEMA as TURNING
from prevent_options.assess.voi_result import SCHEMA as VOI

_ASKED = said(or_null(object_of(id=TEXT, question=TEXT)), "research question that an answer would serve")
_LOG = "log rate ratio, negative is less violence"


def portfolio_json_schema() -> Schema:
    """Return the schema of ``portfolio --format json``."""
    limits = object_of(
        max_tools=WHOLE, budget=said(or_null(NUMBER), "most effort, null for no limit"), allow=TEXTS, without=TEXTS
    )
    focus = object_of(
        level=said(TEXT, "the level on which the tools work"),
        p_best=said(PROBABILITY, "share of draws in which its set leaves the least harm of all levels' sets"),
        portfolio=said(or_null(_option()), "null where no set of this level stands within the limits"),
    )
    return document_of(
        PORTFOLIO,
        **HEAD,
        goal=GOAL,
        direction=TEXT,
        limits=with_words(limits, with_=TEXTS),
        sets=said(WHOLE, "number of sets that were worked out"),
        portfolios=list_of(_option(), "best first"),
        frontier=list_of(_option(), "each the best set that costs no more; the budget is left aside"),
        focus=list_of(focus),
        barred=list_of(object_of(tool=TEXT, because=TEXTS)),
        warnings=TEXTS,
    )


def _option() -> Schema:
    months = said(list_of(NUMBER), "when it acts, 5% and 95%")
    return object_of(
        tools=said(TEXTS, "strongest first"),
        in_use=TEXTS,
        net_change=said(SPREAD, "change of total harm as a fraction, negative is less"),
        p_backfire=PROBABILITY,
        worst_tenth_mean=NUMBER,
        effort=said(NUMBER, "units of the catalogue, 1 a statement, 5 a deployment"),
        utility=said(NUMBER, "what the goal ranks by, larger is better"),
        p_beats_first=said(PROBABILITY, "share of draws in which it leaves less harm than the first set"),
        steps=list_of(object_of(tool=TEXT, after=TEXTS, because=TEXT, months=months), "in the order in which to begin"),
        interactions=list_of(object_of(id=TEXT, title=TEXT, tools=TEXTS, shift=said(NUMBER, _LOG))),
        exits=list_of(_exit(), "where the set may move violence"),
    )


def _exit() -> Schema:
    companion = object_of(tool=TEXT, change=said(NUMBER, _LOG), effort=NUMBER)
    way = object_of(
        perpetrator=TEXT,
        to=TEXT,
        rise=said(NUMBER, "through substitution, log rate ratio"),
        p_increase=said(PROBABILITY, "share of draws in which the tactic rises after all"),
        companion=said(or_null(companion), "the tool outside the set that lowers it most"),
        rules=TEXTS,
    )
    return with_words(way, from_=TEXT)


def voi_json_schema() -> Schema:
    """Return the schema of ``voi --format json``."""
    error = said(NUMBER, "Monte Carlo standard error")
    fact = object_of(
        fact=TEXT,
        state=said(TEXT, "unknown, or values with their probabilities"),
        read=said(YES_NO, "false: nothing asks for it, so it is worth nothing here"),
        evppi=said(NUMBER, "value of knowing it, in unit"),
        mc_error=error,
        question=_ASKED,
    )
    parameter = object_of(kind=TEXT, name=TEXT, evppi=NUMBER, mc_error=error, question=_ASKED)
    study = object_of(
        tool=TEXT,
        cases=said(WHOLE, "number of cases of the study"),
        standard_error=said(NUMBER, "of the study, log rate ratio"),
        evsi=said(NUMBER, "expected value of the study, in unit"),
        mc_error=error,
        question=_ASKED,
    )
    return document_of(
        VOI,
        **HEAD,
        goal=GOAL,
        unit=said(TEXT, "what one unit of value is"),
        direction=TEXT,
        today=object_of(tool=said(TEXT, "no_change where no tool is expected to help"), utility=NUMBER),
        evpi=said(NUMBER, "value of knowing everything, in unit"),
        mc_error=error,
        facts=list_of(fact, "most valuable first"),
        parameters=list_of(parameter, "most valuable first"),
        studies=list_of(study, "most valuable first"),
        warnings=TEXTS,
    )


def turning_json_schema() -> Schema:
    """Return the schema of ``turning --format json``."""
    parameter = object_of(
        kind={"enum": ["factor", "elasticity"]},
        name=TEXT,
        today=NUMBER,
        at=said(NUMBER, "where another tool is level: added to a factor's slope, or times all elasticities"),
        spread=said(or_null(NUMBER), "how uncertain the model is of a slope; null for elasticities"),
        first=said(TEXT, "the tool that is first beyond it"),
    )
    nearest = object_of(facts=list_of(object_of(fact=TEXT, value=TEXT)), probability=or_null(PROBABILITY), words=TEXT)
    shift = said(or_null(NUMBER), f"until it is level with the tool it must pass; {_LOG}; null: none that was tried")
    return document_of(
        TURNING,
        **HEAD,
        goal=GOAL,
        unit=TEXT,
        direction=TEXT,
        today=object_of(first=TEXT, runner_up=TEXT, lead=said(NUMBER, "in unit")),
        facts=list_of(_swing(), "largest swing first"),
        untried=list_of(object_of(fact=TEXT, value=TEXT, because=TEXT), "what could not be set, and why"),
        tools=list_of(object_of(tool=TEXT, behind=said(NUMBER, "today's first, in unit"), shift=shift)),
        parameters=list_of(parameter),
        nearest=said(or_null(nearest), "the most probable fact, else pair, under which the runner-up is first"),
    )


def _swing() -> Schema:
    value = object_of(
        value=TEXT,
        probability=or_null(PROBABILITY),
        first=said(TEXT, "the tool that is then first"),
        lead=said(NUMBER, "of today's first tool, in unit; below 0 another is first"),
        barred=said(YES_NO, "today's first tool may not be used then"),
    )
    threshold = object_of(
        value=TEXT,
        today=PROBABILITY,
        at=said(PROBABILITY, "probability of the value at which the two tools are level"),
        first=said(TEXT, "the tool that is first beyond it"),
    )
    return object_of(
        fact=TEXT, state=TEXT, low=NUMBER, high=NUMBER, values=list_of(value), thresholds=list_of(threshold)
    )


def _pair(of: Schema) -> Schema:
    return said(list_of(of) | {"minItems": 2, "maxItems": 2}, "before and after")


def comparison_json_schema() -> Schema:
    """Return the schema of ``compare --format json``."""
    parts = said(map_of(NUMBER), "part of the change that each cause has; they add up to it")
    tool = object_of(
        tool=TEXT,
        rank=_pair(WHOLE),
        rank_band=_pair(WHOLE),
        expected_rank=_pair(NUMBER),
        net_change_mean=_pair(NUMBER),
        p_backfire=_pair(PROBABILITY),
        because=object_of(rank=parts, expected_rank=parts, net_change_mean=parts),
        rules=list_of(object_of(rule=TEXT, before=TEXT, after=TEXT), "rules whose state for the tool differs"),
    )
    return document_of(
        COMPARISON,
        before=TEXT,
        after=TEXT,
        goals=_pair(GOAL),
        draws=_pair(WHOLE),
        seeds=_pair(WHOLE),
        facts=list_of(object_of(fact=TEXT, before=TEXT, after=TEXT)),
        values=list_of(object_of(value=TEXT, before=TEXT, after=TEXT)),
        causes=said(TEXTS, "those that changed, in the order in which they were changed"),
        tools=list_of(tool),
    )


def explanation_json_schema() -> Schema:
    """Return the schema of ``explain --format json``."""
    step = object_of(
        label=TEXT,
        change=said(NUMBER, f"mean over pairs, weighted by harm; {_LOG}"),
        running=said(NUMBER, "sum of change so far"),
        harm=said(NUMBER, "change of total harm that the step adds, as a fraction"),
        running_harm=said(NUMBER, "sum of harm so far; the last is the tool's net change"),
        source=TEXT,
        basis={"enum": ["evidence", "judgement", "model"]},
    )
    split = object_of(direct=NUMBER, complement=NUMBER, substitution=NUMBER)
    return document_of(
        EXPLANATION,
        tool=tool_schema(),
        steps=list_of(step),
        split=said(split, "parts of the net change of harm; they sum to it"),
    )
