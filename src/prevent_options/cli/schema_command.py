"""``schema``: JSON Schemas of the formats, for editors and other programs."""

import json
from importlib import import_module

import click

MAKERS = {
    "case": "profile:case_json_schema",
    "rule": "rules.json_schema:rule_json_schema",
    "evidence": "evidence:study_json_schema",
    "notes": "memo:notes_json_schema",
    "result": "assess.schema:result_json_schema",
    "goals": "assess.schema_choice:goals_json_schema",
    "attitude": "assess.schema_choice:attitude_json_schema",
    "uncertainty": "assess.schema_choice:uncertainty_json_schema",
    "portfolio": "assess.schema_questions:portfolio_json_schema",
    "voi": "assess.schema_questions:voi_json_schema",
    "turning": "assess.schema_questions:turning_json_schema",
    "comparison": "assess.schema_questions:comparison_json_schema",
    "explanation": "assess.schema_questions:explanation_json_schema",
    "manifest": "batch.manifest_schema:manifest_json_schema",
}
"""Format → the function that makes its schema, in the layer that reads or writes it."""


@click.command("schema")
@click.argument("kind", type=click.Choice(list(MAKERS)))
def command(kind: str) -> None:
    """Print the JSON Schema of a format.

    Example:  prevent-options schema case > case.schema.json
    """
    module, _, maker = MAKERS[kind].partition(":")
    made = getattr(import_module(f"prevent_options.{module}"), maker)()
    click.echo(json.dumps(made, ensure_ascii=False, indent=2))
