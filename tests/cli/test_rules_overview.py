"""Lists of rules are read from a kept copy of plain words, which says what the rules say and needs no libraries."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from prevent_options.assess.knowledge import load_texts
from prevent_options.cli.app import run
from prevent_options.cli.rules_overview import overview
from prevent_options.rules.review import lint


@pytest.mark.parametrize("day", [None, date(2020, 1, 1), date(2026, 1, 1)])
def test_the_overview_says_what_the_rules_say(day: date | None) -> None:
    """The same rules in force on the same days, word by word, and the same doubts."""
    texts = load_texts()
    told = [
        (line.id, line.kind, line.basis, line.strength, line.title) for line in overview().lines if line.in_force(day)
    ]
    rules = texts.rules.in_force(day).rules
    assert told == [(rule.id, rule.kind, rule.basis, rule.strength, rule.title) for rule in rules]
    assert list(overview().doubts) == [(d.rule, d.text) for d in lint(texts.rules, tuple(texts.catalogues.tools))]


@pytest.mark.parametrize("words", [["list"], ["lint"], ["show", "SUB-003"]])
def test_a_command_that_prints_rules_loads_no_arithmetic(words: list[str]) -> None:
    """Start-up stays short: neither NumPy nor the rooms that compute are imported once a copy is kept."""
    overview()
    code = (
        "import sys; from prevent_options.cli.app import run; code = run(sys.argv[1:]);"
        "sys.exit(code or sum(name in sys.modules for name in ('numpy', 'prevent_options.assess')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "rules", *words], env=dict(os.environ), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_rule_is_shown_as_it_is_written(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The bytes of its file; a part of an id is no id."""
    (file,) = (root / "rules").rglob("SUB-003-*.yaml")
    assert run(["rules", "show", "SUB-003"]) == 0
    assert capsys.readouterr().out == file.read_text("utf-8")
    assert run(["rules", "show", "SUB"]) == 2


def test_a_folder_of_ones_own_is_looked_through_and_its_cases_are_run(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A rule that no tool can ever meet is doubtful; the cases of the folder's rules are run, and no others."""
    rules, cases = tmp_path / "rules", tmp_path / "cases"
    rules.mkdir()
    cases.mkdir()
    (file,) = (root / "rules").rglob("SUB-003-*.yaml")
    shutil.copy(file, rules)
    shutil.copy(root / "tests" / "rules" / "SUB-003.yaml", cases)
    assert run(["rules", "lint", str(rules)]) == 0
    assert run(["rules", "test", "--rules", str(rules), "--cases", str(cases)]) == 0
    assert " 0 failures" in capsys.readouterr().err
    when = "when: {all: [{tool: mediation}, {not: {tool: mediation}}]}\nthen: [{say: Never.}]"
    head = "title: Never\nkind: guidance\neffective: {from: 2026-01-01}\nwhy: A test.\nsources: [judgement]\n"
    text = f"id: EX-001\n{head}basis: judgement\nstrength: weak\n{when}\n"
    (rules / "EX-001-never.yaml").write_text(text, encoding="utf-8")
    assert run(["rules", "lint", str(rules)]) == 1
    assert "EX-001: no tool can ever meet its condition" in capsys.readouterr().out
    assert run(["rules", "test", "--rules", str(rules), "--cases", str(cases)]) == 1
    assert run(["rules", "lint", str(tmp_path / "nowhere")]) == 2
