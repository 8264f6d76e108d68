"""What is written about a case is what the schema of its format says: rankings, and what is asked after them."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from prevent_options.cli.app import run


def both(capsys: pytest.CaptureFixture[str], kind: str, words: list[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the schema of a format and a document that fits it, with all properties that the schema has."""
    assert run(["schema", kind]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert run([*words, "--draws", "100", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(document)
    assert document["schema"] == schema["$id"]
    assert_all_is_told(document, schema)
    return schema, document


def assert_all_is_told(found: object, schema: dict[str, Any]) -> None:
    """Nothing is written that the schema leaves out, at any depth."""
    if isinstance(found, dict) and "properties" in schema:
        assert set(found) == set(schema["properties"])
        for name, value in found.items():
            assert_all_is_told(value, schema["properties"][name])
    elif isinstance(found, list) and "items" in schema:
        for value in found:
            assert_all_is_told(value, schema["items"])
    elif found is not None and "anyOf" in schema:
        assert_all_is_told(found, schema["anyOf"][0])


@pytest.mark.parametrize(
    ("kind", "command", "options"),
    [
        ("portfolio", "portfolio", ["--max-tools", "2"]),
        ("voi", "voi", []),
        ("turning", "turning", []),
        ("comparison", "compare", ["--set", "nhri.accreditation=B"]),
        ("explanation", "explain", ["mediation"]),
    ],
)
@pytest.mark.parametrize("case", ["lka-2023", "sdn-darfur-2024"])
def test_what_is_asked_after_a_ranking_is_what_its_schema_says(
    root: Path, capsys: pytest.CaptureFixture[str], case: str, kind: str, command: str, options: list[str]
) -> None:
    """Each command's document, down to its last property."""
    both(capsys, kind, [command, str(root / "cases" / f"{case}.yaml"), *options])


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
    case = str(root / "cases" / "lka-2023.yaml")
    schema, document = both(capsys, kind, ["rank", case, *options])
    rows = schema["properties"].get("tools")
    if rows is not None:
        assert set(document["tools"][0]) == set(rows["items"]["properties"])
