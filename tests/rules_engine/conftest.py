"""A catalogue, a way to write rules and profiles in one line, and the state a rule takes."""

from pathlib import Path

import pytest
import yaml

from prevent_options.catalogues import Catalogues, load_catalogues
from prevent_options.profile import CaseProfile
from prevent_options.rules import FactPriors, Findings, evaluate, load_fact_priors, sample_world
from prevent_options.rules.case_profile import profile_of
from prevent_options.rules.loading import load_rules
from prevent_options.yamlio import Document
from rules_engine.kit import Judge, Load, Profile, Write

DRAWS = 2000

RULE: dict[str, object] = {
    "id": "TEST-001",
    "title": "A rule",
    "kind": "guidance",
    "effective": {"from": "2026-01-01"},
    "then": [{"say": "Take care."}],
    "why": "It is a test.",
    "sources": ["judgement"],
    "basis": "judgement",
    "strength": "weak",
}


@pytest.fixture(scope="session")
def catalogues() -> Catalogues:
    """Return the shipped catalogues."""
    return load_catalogues()


@pytest.fixture(scope="session")
def priors() -> FactPriors:
    """Return the shipped distributions of unknown facts."""
    return load_fact_priors()


@pytest.fixture
def profile() -> Profile:
    """Return a function that makes a profile from facts written as in the cases of rules."""

    def make(given: dict[str, object] | None = None) -> CaseProfile:
        return profile_of(given or {}, Document({}, "test"), ())

    return make


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a rule with some fields changed into a folder of rules, and returns the folder."""

    def make(when: object, **changes: object) -> Path:
        rule = RULE | {"when": when} | changes
        folder = tmp_path / "rules" / "test"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{rule['id']}-a-rule.yaml").write_text(yaml.safe_dump(rule, sort_keys=False), encoding="utf-8")
        return tmp_path / "rules"

    return make


@pytest.fixture
def book_of(catalogues: Catalogues) -> Load:
    """Return a function that loads a folder of rules."""
    return lambda folder: load_rules(catalogues, folder)


@pytest.fixture
def judge(catalogues: Catalogues, priors: FactPriors) -> Judge:
    """Return a function that evaluates the rules of a folder on a profile, for all tools."""

    def run(folder: Path, case: CaseProfile) -> Findings:
        world = sample_world(case, priors, draws=DRAWS, seed=1)
        return evaluate(load_rules(catalogues, folder), case, world, catalogues.tools.values())

    return run
