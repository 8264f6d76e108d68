"""JSON Schemas of ``rank`` with several goals, an attitude to risk, or the three uncertainties."""

from prevent_options.assess.attitude import SCHEMA as ATTITUDE
from prevent_options.assess.schema import NUMBER, PROBABILITY, TEXT, TEXTS, Schema, list_of, object_of, said
from prevent_options.assess.side_by_side import SCHEMA as GOALS
from prevent_options.assess.uncertainty import GROUPS
from prevent_options.assess.uncertainty import SCHEMA as UNCERTAINTY

_GOAL: Schema = {"enum": ["reduce", "stop", "foreclose"]}
_WHOLE: Schema = {"type": "integer"}


def _map(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def _document(name: str, **properties: Schema) -> Schema:
    head = {"case": TEXT, "title": TEXT, "draws": _WHOLE, "seed": _WHOLE}
    body = object_of(schema={"const": name}, **head, **properties)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": name} | body


def goals_json_schema() -> Schema:
    """Return the schema of ``rank --goals … --format json``."""
    under = object_of(
        rank=_WHOLE,
        rank_band=said(_WHOLE, "tools of one band are not told apart; 0 for tools that may not be used"),
        eligible={"type": "boolean"},
        p_goal=said(PROBABILITY, "of the event that the goal names, see p_goal_means"),
        net_change=said(NUMBER, "mean change of total harm as a fraction, negative is less"),
    )
    tool = object_of(tool=TEXT, name=TEXT, by_goal=said(_map(under), "by goal"))
    return _document(
        GOALS,
        goals=list_of(_GOAL),
        direction=said(_map(TEXT), "which way of each figure is better"),
        p_goal_means=_map(TEXT),
        tools=list_of(tool, "in the order of the first goal"),
        warnings=TEXTS,
    )


def attitude_json_schema() -> Schema:
    """Return the schema of ``rank --attitude … --format json``."""
    tool = object_of(
        tool=TEXT,
        rank=said(_WHOLE, "by the attitude"),
        default_rank=said(_WHOLE, "by expected utility"),
        rank_band=said(_WHOLE, "of the default order; tools of one band are not told apart"),
        expected=said(NUMBER, "mean utility"),
        worst_tenth=said(NUMBER, "mean utility of the worst tenth of draws"),
        mean_regret=said(NUMBER, "mean of what it brings less than the best tool of the same draw"),
        regret=said(NUMBER, "mean of the worst tenth of regret"),
    )
    return _document(
        ATTITUDE,
        goal=_GOAL,
        attitude=TEXT,
        unit=said(TEXT, "what one unit of utility is"),
        direction=said(_map(TEXT), "which way of each figure is better"),
        tools=list_of(tool),
    )


def uncertainty_json_schema() -> Schema:
    """Return the schema of ``rank --uncertainty --format json``."""
    share = object_of(
        group={"enum": [*GROUPS, "interaction"]},
        share=said(NUMBER, "of the variance of the lead; first-order, so it may come out slightly below 0"),
        mc_error=NUMBER,
    )
    central = object_of(tool=TEXT, p_first=PROBABILITY, weights=said(_map(NUMBER), "mean severity weight by tactic"))
    return _document(
        UNCERTAINTY,
        goal=_GOAL,
        unit=TEXT,
        direction=TEXT,
        first=TEXT,
        second=TEXT,
        lead=object_of(mean=NUMBER, sd=NUMBER),
        shares=list_of(share, "of effects, facts and values, and what they do together; they sum to 1"),
        central_weights=list_of(central, "who weighs like this has reason to take the tool"),
    )
