"""An earlier batch, as far as this month's report needs it: its cases, its settings, and the rules it used."""

import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from prevent_options.assess import Knowledge
from prevent_options.batch.entries import digest_of
from prevent_options.batch.manifest import SCHEMA, KnowledgeDigests, read_manifest
from prevent_options.batch.record import Record, read_record
from prevent_options.batch.settings import Settings
from prevent_options.errors import InputError, Problem
from prevent_options.paths import data_dir
from prevent_options.rules.loading import load_rules
from prevent_options.yamlio.types import read_full_date

RULES = "rules.json"
"""The texts of the rules a batch used, kept beside its results, so that a later one can say what rules changed."""
_RULE_FILE = re.compile(r"[\w-]+/[\w-]+\.yaml")


@dataclass(frozen=True, slots=True)
class Since:
    """An earlier batch.

    Attributes
    ----------
    folder
        Where it stands.
    name
        What the report calls it.
    cases
        Its assessed cases, and the keys of their records.
    settings
        How it was run.
    digests
        What its knowledge was.
    version
        The version that ran it.
    digest
        Digest of its manifest; part of the key of every job that is compared with it.
    """

    folder: Path
    name: str
    cases: Mapping[str, str]
    settings: Settings
    digests: KnowledgeDigests
    version: str
    digest: str

    def record(self, case: str | None) -> Record | None:
        """Return the record of a case; None when it was not assessed then."""
        key = self.cases.get(case or "")
        return None if key is None else read_record(self.folder, key)

    def knowledge(self, now: Knowledge) -> Knowledge | None:
        """Return today's knowledge with the rules of then; None when these cannot be read any more."""
        try:
            texts = json.loads((self.folder / RULES).read_bytes())
            with tempfile.TemporaryDirectory() as place:
                for name, text in texts.items():
                    if _RULE_FILE.fullmatch(name):
                        path = Path(place) / name
                        path.parent.mkdir(exist_ok=True)
                        path.write_text(text, encoding="utf-8")
                return replace(now, rules=load_rules(now.catalogues, Path(place)))
        except (OSError, ValueError, AttributeError, TypeError, InputError):
            return None


def rules_text() -> str:
    """Return the rules that ship, file by file, as JSON text."""
    folder = data_dir("rules")
    files = sorted(folder.glob("*/*.yaml"))
    texts = {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in files}
    return json.dumps(texts, ensure_ascii=False, indent=0) + "\n"


def load_since(folder: Path, output: Path) -> Since:
    """Read an earlier batch.

    Raises
    ------
    InputError
        When the folder holds no finished batch, or is the one that is about to be written.
    """
    manifest = read_manifest(folder)
    if found := _unfit(folder, output, manifest):
        raise _refused(folder, found)
    try:
        settings, digests, version = _settings(manifest), _digests(manifest), str(manifest["version"])
    except KeyError as error:
        raise _refused(folder, f"a manifest.json without {error}") from error
    except (TypeError, ValueError) as error:
        raise _refused(folder, f"a manifest.json that cannot be read ({error})") from error
    digest = digest_of((folder / "manifest.json").read_bytes())
    return Since(folder, folder.resolve().name, _cases(folder), settings, digests, version, digest)


def _unfit(folder: Path, output: Path, manifest: Mapping[str, object]) -> str | None:
    """Return why a folder cannot be compared with, as far as its manifest need not be looked into."""
    if folder.resolve() == output.resolve():
        return "the output folder itself"
    if not folder.is_dir():
        return "not a folder" if folder.exists() else "does not exist"
    if not (folder / "manifest.json").is_file():
        return "no manifest.json, which a batch writes last"
    if manifest.get("schema") != SCHEMA:
        return f"a manifest.json that is not of the kind {SCHEMA}"
    return None


def _refused(folder: Path, found: str) -> InputError:
    expected, todo = "the folder of a finished batch", "name last month's folder, or finish that batch with --resume"
    return InputError([Problem(str(folder), 0, "--since", found, expected, todo)])


def _settings(manifest: Mapping[str, object]) -> Settings:
    day, goal = manifest["rules_as_of"], manifest["goal"]
    return Settings(
        draws=int(str(manifest["draws"])),
        seed=int(str(manifest["seed"])),
        goal=None if goal is None else str(goal),
        rules_as_of=None if day is None else read_full_date(day),
    )


def _digests(manifest: Mapping[str, object]) -> KnowledgeDigests:
    rules, posterior, priors, templates = (str(manifest[key]) for key in ("rules", "posterior", "priors", "templates"))
    return KnowledgeDigests(rules, posterior, priors, templates)


def _cases(folder: Path) -> dict[str, str]:
    """Return the assessed cases of a batch and their keys."""
    records = (read_record(folder, path.stem) for path in sorted((folder / "parts").glob("*.json")))
    return {r.case: r.key for r in records if r is not None and r.case is not None and r.status == "done"}
