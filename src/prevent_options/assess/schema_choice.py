"""JSON Schemas of ``rank`` with several goals, an attitude to risk, or the three uncertainties."""

from prevent_options.assess.attitude import SCHEMA as ATTITUDE
from prevent_options.assess.schema import (
    GOAL,
    NUMBER,
    PROBABILITY,
    TEXT,
    TEXTS,
    WHOLE,
    Schema,
    document_of,
    list_of,
    map_of,
    object_of,
    said,
)
from prevent_options.assess.side_by_side import SCHEMA as GOALS
from prevent_options.assess.uncertainty import GROUPS
from prevent_options.assess.uncertainty import SCHEMA as UNCERTAINTY

HEAD: Schema = {"case": TEXT, "title": TEXT, "draws": WHOLE, "seed": WHOLE}
"""What every answer about one case begins with."""


def goals_json_schema() -> Schema:
    """Return the schema of ``rank --goals … --format json``."""
    under = object_of(
        rank=WHOLE,
        rank_band=said(WHOLE, "tools of one band are not told apart; 0 for tools that may not be used"),
        eligible={"type": "boolean"},
        p_goal=said(PROBABILITY, "of the event that the goal names, see p_goal_means"),
        net_change=said(NUMBER, "mean change of total harm as a fraction, negative is less"),
    )
    tool = object_of(tool=TEXT, name=TEXT, by_goal=said(map_of(under), "by goal"))
    return document_of(
        GOALS,
        **HEAD,
        goals=list_of(GOAL),
        direction=said(map_of(TEXT), "which way of each figure is better"),
        p_goal_means=map_of(TEXT),
        tools=list_of(tool, "in the order of the first goal"),
        warnings=TEXTS,
    )


def attitude_json_schema() -> Schema:
    """Return the schema of ``rank --attitude … --format json``."""
    tool = object_of(
        tool=TEXT,
        rank=said(WHOLE, "by the attitude"),
        default_rank=said(WHOLE, "by expected utility"),
        rank_band=said(WHOLE, "of the default order; tools of one band are not told apart"),
        expected=said(NUMBER, "mean utility"),
        worst_tenth=said(NUMBER, "mean utility of the worst tenth of draws"),
        mean_regret=said(NUMBER, "mean of what it brings less than the best tool of the same draw"),
        regret=said(NUMBER, "mean of the worst tenth of regret"),
    )
    return document_of(
        ATTITUDE,
        **HEAD,
        goal=GOAL,
        attitude=TEXT,
        unit=said(TEXT, "what one unit of utility is"),
        direction=said(map_of(TEXT), "which way of each figure is better"),
        tools=list_of(tool),
    )


def uncertainty_json_schema() -> Schema:
    """Return the schema of ``rank --uncertainty --format json``."""
    share = object_of(
        group={"enum": [*GROUPS, "interaction"]},
        share=said(NUMBER, "of the variance of the lead; first-order, so it may come out slightly below 0"),
        mc_error=NUMBER,
    )
    central = object_of(tool=TEXT, p_first=PROBABILITY, weights=said(map_of(NUMBER), "mean severity weight by tactic"))
    return document_of(
        UNCERTAINTY,
        **HEAD,
        goal=GOAL,
        unit=TEXT,
        direction=TEXT,
        first=TEXT,
        second=TEXT,
        lead=object_of(mean=NUMBER, sd=NUMBER),
        shares=list_of(share, "of effects, facts and values, and what they do together; they sum to 1"),
        central_weights=list_of(central, "who weighs like this has reason to take the tool"),
    )
