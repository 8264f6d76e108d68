"""The JSON Schema of the result, with what each figure means; a test holds it to what is written."""

from typing import Any

from prevent_options.assess.result import SCHEMA

type Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
PROBABILITY: Schema = {"type": "number", "minimum": 0, "maximum": 1}
TEXTS: Schema = {"type": "array", "items": TEXT}
WHOLE: Schema = {"type": "integer"}
YES_NO: Schema = {"type": "boolean"}
GOAL: Schema = {"enum": ["reduce", "stop", "foreclose"]}


def object_of(**properties: Schema) -> Schema:
    """Return an object whose properties are all required; more may be added in later versions."""
    return {"type": "object", "properties": properties, "required": list(properties)}


SPREAD = object_of(mean=NUMBER, q05=NUMBER, q50=NUMBER, q95=NUMBER)


def list_of(items: Schema, description: str = "") -> Schema:
    """Return a list of one kind of items."""
    return {"type": "array", "items": items} | ({"description": description} if description else {})


def map_of(values: Schema) -> Schema:
    """Return an object with any names, whose values are of one kind."""
    return {"type": "object", "additionalProperties": values}


def or_null(schema: Schema) -> Schema:
    """Return a schema that null fits too."""
    return {"anyOf": [schema, {"type": "null"}]}


def with_words(schema: Schema, **named: Schema) -> Schema:
    """Return an object with more required properties, whose names Python reserves: a final underscore is left out."""
    more = {name.removesuffix("_"): value for name, value in named.items()}
    return schema | {"properties": schema["properties"] | more, "required": [*schema["required"], *more]}


def document_of(name: str, **properties: Schema) -> Schema:
    """Return the JSON Schema (draft 2020-12) of a whole document of one format."""
    body = object_of(schema={"const": name}, **properties)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": name} | body


def said(schema: Schema, description: str) -> Schema:
    """Return a schema with what it means."""
    return schema | {"description": description}


def _rule() -> Schema:
    return object_of(
        id=TEXT,
        title=TEXT,
        kind={"enum": ["eligibility", "effect", "warning", "guidance"]},
        state={"enum": ["fired", "silent", "unknown", "not_applicable"]},
        probability=said({"type": ["number", "null"]}, "share of draws that fire, when facts are uncertain"),
        basis={"enum": ["evidence", "judgement", "mixed"]},
        strength={"enum": ["weak", "moderate", "strong"]},
        messages=TEXTS,
        reads=list_of(object_of(fact=TEXT, value=TEXT)),
        failed=TEXTS,
        sources=TEXTS,
    )


def _tactic() -> Schema:
    log = "log rate ratio over the horizon, negative is less violence"
    return object_of(
        perpetrator=TEXT,
        tactic=TEXT,
        forms=TEXTS,
        listed=said({"type": "boolean"}, "false: not in the profile, substitution could bring it in"),
        mean=said(NUMBER, log),
        q05=NUMBER,
        q95=NUMBER,
        p_increase=PROBABILITY,
        direct=said(NUMBER, "direct + spill_over = mean"),
        spill_over=NUMBER,
        reporting=said(NUMBER, "expected rise of reports that is no rise of violence, log ratio"),
    )


def _flag() -> Schema:
    flag = object_of(
        perpetrator=TEXT,
        to=TEXT,
        p_increase=said(PROBABILITY, "share of draws in which this channel raises the tactic"),
        mean=said(NUMBER, "expected rise through this channel, log rate ratio"),
        via=TEXT,
        rules=TEXTS,
        basis=TEXT,
        strength=TEXT,
        findings=said(TEXTS, "studies behind the matrix where no rule speaks"),
        p_rises_tenth=said(PROBABILITY, "this channel raises the tactic by more than a tenth"),
        harm=said(NUMBER, "expected change of total harm through this channel, as a fraction"),
        told=said({"type": "boolean"}, "clears the bars of priors/assumptions.yaml: warning"),
        forms=TEXTS,
        who=TEXT,
        where=TEXT,
        months=list_of({"type": "integer"}, "when it would show first, from the day the tool begins to press"),
        signs=list_of(
            object_of(text=TEXT, hidden={"type": "boolean"}), "indicators; hidden ones have to be looked for"
        ),
        companions=said(TEXTS, "tools of this case that close the exit, the best first"),
    )
    return with_words(flag, from_=TEXT)


def tool_schema() -> Schema:
    """Return the schema of one tool of the result."""
    harm = "change of total harm as a fraction, negative is less"
    return object_of(
        tool=TEXT,
        name=TEXT,
        family=TEXT,
        rank=said({"type": "integer", "minimum": 1}, "1 is first; tools that may not be used come last"),
        rank_band=said({"type": "integer"}, "tools of one band are not told apart; 0 for tools that may not be used"),
        eligible={"type": "boolean"},
        ineligible_because=TEXTS,
        in_use={"type": "boolean"},
        p_best=said(PROBABILITY, "share of draws in which it ranks first; not a probability that it works"),
        expected_rank=NUMBER,
        rank_probabilities=list_of(PROBABILITY, "probability of each rank"),
        net_change=said(SPREAD, harm),
        p_reduces=PROBABILITY,
        p_backfire=said(PROBABILITY, "harm goes up"),
        worst_tenth_mean=said(NUMBER, "mean of the worst tenth of draws; " + harm),
        p_goal=said(
            PROBABILITY,
            "reduce: harm falls by a tenth or more; stop: by the case's threshold; foreclose: an onset "
            "that would have come is averted",
        ),
        acceptability=said(PROBABILITY, "first when severity weights are drawn evenly over all weights"),
        confidence={"enum": ["low", "moderate", "high"]},
        confidence_because=TEXTS,
        tactics=list_of(_tactic()),
        substitution=list_of(_flag()),
        rules=list_of(_rule()),
        evidence=TEXTS,
    )


def _explained() -> Schema:
    return object_of(share=NUMBER, mc_error=NUMBER)


def _lead() -> Schema:
    return {
        "anyOf": [
            object_of(
                first=TEXT,
                second=TEXT,
                mean=said(NUMBER, "in units of the goal's utility, larger is better for the first"),
                mc_error=said(NUMBER, "Monte Carlo standard error of the mean, draw by draw"),
                settled=said({"type": "boolean"}, "above two errors: other draws would give the same order"),
                explained=said(
                    object_of(facts=_explained(), values=_explained()),
                    "share of the variance of the lead in total harm, severity weights drawn, that each explains by "
                    "itself; effects and what the three do together have the rest; noise can take a share below 0",
                ),
            ),
            {"type": "null"},
        ]
    }


def result_json_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of ``rank --format json``."""
    return document_of(
        SCHEMA,
        case=TEXT,
        title=TEXT,
        goal=GOAL,
        draws=WHOLE,
        seed=WHOLE,
        tools=list_of(tool_schema(), "in rank order"),
        unknown_facts=TEXTS,
        uncertain_facts=TEXTS,
        rules=list_of(_rule(), "every rule with its state for the case"),
        warnings=TEXTS,
        lead=_lead(),
    )
