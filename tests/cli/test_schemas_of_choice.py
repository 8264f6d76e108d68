"""What ``rank`` writes for several goals, an attitude and the three uncertainties is what its schemas say."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from prevent_options.cli.app import run


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("goals", ["--goals", "reduce,stop,foreclose"]),
        ("attitude", ["--attitude", "regret"]),
        ("uncertainty", ["--uncertainty"]),
        ("result", []),
    ],
)
def test_what_is_written_is_what_the_schema_says(
    root: Path, capsys: pytest.CaptureFixture[str], kind: str, options: list[str]
) -> None:
    """The document is valid, names its schema, and has no property that the schema leaves out."""
    assert run(["schema", kind]) == 0
    schema = json.loads(capsys.readouterr().out)
    case = str(root / "cases" / "lka-2023.yaml")
    assert run(["rank", case, *options, "--draws", "100", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    Draft202012Validator(schema).validate(document)
    assert document["schema"] == schema["$id"]
    assert set(document) == set(schema["properties"])
    rows = schema["properties"].get("tools")
    if rows is not None:
        assert set(document["tools"][0]) == set(rows["items"]["properties"])
