"""The JSON Schema of a rule, for editors that complete and check; made from what the parser accepts."""

from prevent_options.rules.fact_schema import fact_specs
from prevent_options.rules.rule_text import RuleText
from prevent_options.rules.words import CATALOGUE_WORDS, OPERATORS, TOOL_FIELDS

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_REF: dict[str, object] = {"$ref": "#/$defs/condition"}

type Schema = dict[str, object]


def rule_json_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of a rule file.

    Returns
    -------
    dict
        The schema. That ids exist, that values fit their fact and that entries fit the kind is checked on loading.
    """
    schema: Schema = RuleText.model_json_schema(by_alias=True)
    properties, definitions = schema["properties"], schema["$defs"]
    if isinstance(properties, dict) and isinstance(definitions, dict):
        properties["when"] = _REF
        definitions["condition"] = {"oneOf": [*_groups(), *(_tool(name) for name in TOOL_FIELDS), _fact()]}
    return {"$schema": _DIALECT, "$id": "prevent-options/rule@1"} | schema


def _single(name: str, value: Schema) -> Schema:
    return {"type": "object", "additionalProperties": False, "required": [name], "properties": {name: value}}


def _groups() -> list[Schema]:
    several: Schema = {"type": "array", "minItems": 1, "items": _REF}
    return [_single("all", several), _single("any", several), _single("not", _REF)]


def _tool(name: str) -> Schema:
    if name == "monitoring":
        return _single(name, {"const": True})
    word: Schema = (
        {"enum": list(CATALOGUE_WORDS[name])} if name in CATALOGUE_WORDS else {"type": "string", "minLength": 1}
    )
    return _single(name, {"anyOf": [word, {"type": "array", "minItems": 1, "items": word}]})


def _fact() -> Schema:
    value: Schema = {"type": ["string", "number", "boolean"]}
    operators: dict[str, object] = dict.fromkeys(OPERATORS, value)
    operators |= {"in": {"type": "array", "minItems": 1, "items": value}, "is_unknown": {"type": "boolean"}}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["fact"],
        "minProperties": 2,
        "maxProperties": 2,
        "properties": {"fact": _path(), **operators},
    }


def _path() -> Schema:
    plain = [path for path in fact_specs() if "*" not in path]
    fields = "|".join(path.removeprefix("tactics.*.") for path in fact_specs() if path.startswith("tactics.*."))
    return {"anyOf": [{"enum": plain}, {"type": "string", "pattern": rf"^tactics\.[a-z][a-z0-9_]*\.({fields})$"}]}
