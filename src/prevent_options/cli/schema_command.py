"""``schema``: JSON Schemas of the formats, for editors and other programs."""

import json

import click


@click.command("schema")
@click.argument(
    "kind", type=click.Choice(["case", "rule", "evidence", "notes", "result", "goals", "attitude", "uncertainty"])
)
def command(kind: str) -> None:
    """Print the JSON Schema of a format.

    Example:  prevent-options schema case > case.schema.json
    """
    click.echo(json.dumps(_schema(kind), ensure_ascii=False, indent=2))


def _schema(kind: str) -> object:
    """Return the schema of one format; each is made by the layer that reads or writes it."""
    if kind == "case":
        from prevent_options.profile import case_json_schema

        return case_json_schema()
    if kind == "rule":
        from prevent_options.rules.json_schema import rule_json_schema

        return rule_json_schema()
    if kind == "evidence":
        from prevent_options.evidence import study_json_schema

        return study_json_schema()
    if kind == "notes":
        from prevent_options.memo import notes_json_schema

        return notes_json_schema()
    if kind in {"goals", "attitude", "uncertainty"}:
        from prevent_options.assess import schema_choice

        made = {
            "goals": schema_choice.goals_json_schema,
            "attitude": schema_choice.attitude_json_schema,
            "uncertainty": schema_choice.uncertainty_json_schema,
        }
        return made[kind]()
    from prevent_options.assess.schema import result_json_schema

    return result_json_schema()
