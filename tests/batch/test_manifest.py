"""The manifest is what its schema says, with all that can be asked of a batch asked, and after an interruption too."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from prevent_options.batch.entries import digest_of
from prevent_options.cli.app import run

from .conftest import FEW, files

SWEEP = ["--sweep", "nhri.accreditation=A,B", "--sweep", "repression_level=high"]
WHAT_IFS = ["nhri.accreditation=A; repression_level=high", "nhri.accreditation=B; repression_level=high"]


@pytest.fixture
def schema(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Return the schema that ``schema manifest`` prints."""
    assert run(["schema", "manifest"]) == 0
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(printed)
    return printed


def fitting(output: Path, schema: dict[str, Any]) -> dict[str, Any]:
    """Return the manifest of a batch, which fits the schema and has all of its properties and no other."""
    manifest: dict[str, Any] = json.loads((output / "manifest.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(manifest)
    assert set(manifest) == set(schema["properties"])
    assert set(manifest["run"]) == set(schema["properties"]["run"]["properties"])
    return manifest


def batch(watchlist: Path, output: Path, *options: str | Path) -> int:
    """Run a batch in this process."""
    return run(["batch", str(watchlist), "-o", str(output), "--workers", "0", "--no-memos", *FEW, *map(str, options)])


def test_a_plain_batch_has_no_scenarios_and_nothing_to_compare_with(
    two: Path, tmp_path: Path, schema: dict[str, Any]
) -> None:
    """What nobody asked for is empty, not absent."""
    assert batch(two, tmp_path / "a") == 0
    manifest = fitting(tmp_path / "a", schema)
    assert (manifest["scenarios"], manifest["since"], manifest["left_out"]) == ([], None, [])


def test_what_ifs_and_the_earlier_batch_stand_in_the_manifest_and_survive_an_interruption(
    two: Path, tmp_path: Path, schema: dict[str, Any]
) -> None:
    """Resumed with half of its parts gone, a batch ends in the same bytes and in a manifest that differs in its run."""
    assert batch(two, tmp_path / "before") == 0
    asked = [*SWEEP, "--since", tmp_path / "before"]
    output = tmp_path / "out"
    assert batch(two, output, *asked) == 0
    manifest = fitting(output, schema)
    assert manifest["scenarios"] == WHAT_IFS
    earlier = digest_of((tmp_path / "before" / "manifest.json").read_bytes())
    assert manifest["since"] == {"name": "before", "manifest": earlier}
    whole = files(output)
    for part in sorted((output / "parts").glob("*.json"))[:1]:
        part.unlink()
    (output / "manifest.json").unlink()
    assert batch(two, output, *asked, "--resume") == 0
    resumed = fitting(output, schema)
    assert files(output) == whole
    assert (resumed["run"]["kept"], resumed["run"]["resume"]) == (1, True)
    assert {key for key in manifest if manifest[key] != resumed[key]} == {"run"}


def test_another_earlier_batch_or_other_what_ifs_are_other_work(
    two: Path, tmp_path: Path, schema: dict[str, Any]
) -> None:
    """With --resume, parts that were made with other scenarios or compared with another batch are not kept."""
    assert batch(two, tmp_path / "before") == 0
    assert batch(two, tmp_path / "out", *SWEEP, "--since", tmp_path / "before") == 0
    assert batch(two, tmp_path / "out", "--since", tmp_path / "before", "--resume") == 0
    manifest = fitting(tmp_path / "out", schema)
    assert (manifest["scenarios"], manifest["run"]["kept"]) == ([], 0)
    assert batch(two, tmp_path / "out", "--resume") == 0
    manifest = fitting(tmp_path / "out", schema)
    assert (manifest["since"], manifest["run"]["kept"]) == (None, 0)


@pytest.mark.parametrize(
    ("entry", "value"), [("scenarios", "A"), ("since", {"name": "x"}), ("since", "out"), ("rules", "abc"), ("run", {})]
)
def test_the_schema_refuses_what_is_no_manifest(
    two: Path, tmp_path: Path, schema: dict[str, Any], entry: str, value: object
) -> None:
    """A schema that everything fits would say nothing."""
    assert batch(two, tmp_path / "a") == 0
    wrong = fitting(tmp_path / "a", schema) | {entry: value}
    assert not Draft202012Validator(schema).is_valid(wrong)
