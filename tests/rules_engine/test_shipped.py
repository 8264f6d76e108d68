"""The shipped rules: enough of them, each with cases; the document's example is a rule with cases that hold."""

import re
from pathlib import Path

import yaml

from prevent_options.catalogues import Catalogues
from prevent_options.rules.cases import Runner, load_cases, rule_problems, run_cases
from prevent_options.rules.loading import check_rule, load_rules
from tools.architecture import text_with_facts


def test_every_shipped_rule_has_cases_that_hold(root: Path, catalogues: Catalogues) -> None:
    """No case is wrong, no state and no side of a threshold is left out."""
    report = run_cases(load_rules(catalogues), root / "tests" / "rules", catalogues)
    assert report.failures == ()
    assert report.total > 400


def test_rules_cover_what_they_must(catalogues: Catalogues) -> None:
    """At least forty rules; each of the four named families has eligibility or help, and harm or warning."""
    rules = load_rules(catalogues).rules
    assert len(rules) >= 40
    for family in ("leader_targeting", "perpetrator_buyoff", "financial_interdiction", "nhri_support"):
        tools = set(catalogues.tools_in(family))
        text = [rule for rule in rules if tools & set(_tools(rule.file, catalogues))]
        assert "warning" in {rule.kind for rule in text}
        assert any(effect.mean < 0 or effect.kind == "scale" for rule in text for effect in rule.effects)


def _tools(file: Path, catalogues: Catalogues) -> list[str]:
    """Return the tools that a rule file names."""
    names = re.findall(r"\{tool: \[?([a-z0-9_, ]+)\]?\}", file.read_text(encoding="utf-8"))
    return [tool for found in names for name in found.split(", ") for tool in catalogues.tools_in(name)]


def test_the_example_of_the_document_is_a_rule_and_its_cases_hold(
    root: Path, tmp_path: Path, catalogues: Catalogues
) -> None:
    """What docs/rules.md shows can be copied and works."""
    text = (root / "docs" / "rules.md").read_text(encoding="utf-8")
    rule, cases = (re.search(rf"<!-- example: {n} -->\n```yaml\n(.*?)```", text, re.DOTALL) for n in ("rule", "cases"))
    assert rule
    assert cases
    file, case_file = tmp_path / "rules" / "EX-001-example.yaml", tmp_path / "EX-001.yaml"
    file.parent.mkdir()
    file.write_text(rule[1], encoding="utf-8")
    case_file.write_text(cases[1], encoding="utf-8")
    assert yaml.safe_load(rule[1])["id"] == check_rule(file, catalogues).id
    book = load_rules(catalogues, file.parent)
    assert list(rule_problems(book.rules[0], load_cases(case_file), Runner(book, catalogues))) == []


def test_the_list_of_facts_in_the_document_is_the_schemas(root: Path) -> None:
    """docs/rules.md lists the facts a rule may read as the profile defines them."""
    text = (root / "docs" / "rules.md").read_text(encoding="utf-8")
    assert text == text_with_facts(text)
